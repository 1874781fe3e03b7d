"""The server: the JSON API for programs, and the pages for advisors."""
