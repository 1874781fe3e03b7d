"""What the reports of imports share: their base, and how they count in French."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from matcher.rulebook.sentences import number_in_french

EXAMPLES = 5


class Entry(BaseModel):
    """What the report of an import holds."""

    model_config = ConfigDict(frozen=True)


def count(value: int, word: str) -> str:
    """ "8 356 fiches", "1 fiche", "0 fiche"."""
    return f"{number_in_french(value)} {word}{'s' if value > 1 else ''}"


def listed(title: str, codes: Sequence[str], examples: int = EXAMPLES) -> str:
    """ "Retirées : 3 (RNCP1, RNCP2, …)", without a full stop."""
    shown = ", ".join(codes[:examples]) + (", …" if len(codes) > examples else "")
    return f"{title} : {number_in_french(len(codes))}" + (f" ({shown})" if codes else "")
