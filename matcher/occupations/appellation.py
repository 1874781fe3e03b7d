"""A job title of the ROME nomenclature, and the ways to word it."""

from __future__ import annotations

from typing import NamedTuple

from matcher.text import unaccented

_BETWEEN_GENDERS = " / "
_SAME_WORD = 3


class Appellation(NamedTuple):
    """A job title: its ROME code, its short label, and its long one ("Assistant / Assistante de gestion")."""

    rome: str
    label: str
    long_label: str

    def wordings(self) -> tuple[str, ...]:
        """Both labels in each gender, each wording once."""
        return tuple(dict.fromkeys(genders(self.long_label) + genders(self.label)))


def genders(label: str) -> tuple[str, ...]:
    """The masculine and the feminine of a label, in full; the label alone where it has one gender.

    The masculine shares what follows the feminine, and the feminine what precedes the masculine:
    "Assistant / Assistante de gestion" → "Assistant de gestion", "Assistante de gestion";
    "Chef déménageur / déménageuse" → "Chef déménageur", "Chef déménageuse".
    """
    halves = label.split(_BETWEEN_GENDERS)
    if len(halves) != 2 or not all(half.strip() for half in halves):
        return (label,)
    masculine, feminine = halves[0].split(), halves[1].split()
    start = _beginning(feminine[0])
    shared = next((place for place, word in enumerate(masculine) if _beginning(word) == start), 0)
    return " ".join(masculine + feminine[len(masculine) - shared :]), " ".join(masculine[:shared] + feminine)


def _beginning(word: str) -> str:
    return unaccented(word)[:_SAME_WORD]
