"""The templates of the replies to a contact form: ours, or those that a centre writes in ``$VAE_DATA/courriers``."""

from __future__ import annotations

from pathlib import Path

from matcher.rulebook.sentences import malformed_places, placeholders

PLACES = frozenset(
    {"dossier", "date", "cible", "reponse", "questions", "documents", "obstacles", "suites", "centre", "avertissement"}
)
"""What a template may name between braces."""


def load_letter(name: str, folder: Path, data: Path) -> str:
    """A template as text. Raises ValueError, in French, for a file that can't be read or names an unknown place."""
    own, ours = data / "courriers" / f"{name}.txt", folder / "courriers" / f"{name}.txt"
    path = own if own.is_file() else ours
    shown = f"courriers/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ValueError(f"{shown} : modèle de courrier absent.") from None
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"{shown} : illisible ; attendu : un texte en UTF-8.") from None
    wrong = [*malformed_places(text), *(f"{{{one}}}" for one in placeholders(text) if one not in PLACES)]
    if wrong:
        expected = ", ".join(f"{{{one}}}" for one in sorted(PLACES))
        raise ValueError(f"{shown} : « {wrong[0]} » inconnu ; attendu : l'un de {expected}.")
    return text
