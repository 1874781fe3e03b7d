"""An appellation of ROME and the ways to word it."""

from __future__ import annotations

from typing import NamedTuple

_GENDERS = " / "


class Appellation(NamedTuple):
    """A job title of ROME: its code, its short label, and its long one ("Assistant / Assistante de gestion")."""

    rome: str
    label: str
    long_label: str


def genders(label: str) -> tuple[str, ...]:
    """A label word by word in each gender: the masculine shares what follows the feminine, the feminine what precedes.

    "Assistant / Assistante de gestion" → "Assistant de gestion", "Assistante de gestion".
    "Chef déménageur / déménageuse" → "Chef déménageur", "Chef déménageuse".
    """
    halves = label.split(_GENDERS)
    if len(halves) != 2:
        return (label,)
    masculine, feminine = halves[0].split(), halves[1].split()
    tail = feminine[len(masculine) :]
    front = masculine[: max(0, len(masculine) - len(feminine))]
    return " ".join(masculine + tail), " ".join(front + feminine)
