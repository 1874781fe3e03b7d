"""The blank dossier, with its comments."""

from __future__ import annotations

from matcher.reading.bundled import referentials_folder


def blank_dossier() -> str:
    """The YAML text of a dossier to fill in: every key, each with a French comment."""
    return (referentials_folder() / "dossier-vierge.yaml").read_text(encoding="utf-8")
