"""The version of the dossier and of the report, as others read them: semantic, told in CHANGELOG.md."""

SCHEMA = "1.1.0"
