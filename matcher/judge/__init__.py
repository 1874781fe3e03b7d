"""The judges: one rulebook, run in several ways that give the same verdict."""
