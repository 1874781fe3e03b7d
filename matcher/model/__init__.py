"""The shapes of the field: what a dossier, a certification and a report are made of. Frozen pydantic models."""
