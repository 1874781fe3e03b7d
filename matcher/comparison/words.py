"""How comparisons name what they hold side by side."""

from __future__ import annotations

from typing import Protocol

from matcher.model.report import Opinion, Outcome
from matcher.model.words import OPINIONS, OUTCOMES
from matcher.rulebook.sentences import number_in_french


class Titled(Protocol):
    @property
    def certification(self) -> str: ...
    @property
    def title(self) -> str: ...


def named(match: Titled) -> str:
    """As "« Responsable comptable » (RNCP36889)"."""
    return f"« {match.title} » ({match.certification})"


def opinion(code: Opinion) -> str:
    return OPINIONS[code]


def outcome(code: Outcome | None) -> str:
    """The word of an outcome; a finding that was not there, or is no more, reads "absent"."""
    return "absent" if code is None else OUTCOMES[code][1]


def amount(low: float, unit: str, high: float | None = None) -> str:
    """As "1 607 h", or "entre 1 200 et 1 600 h"."""
    if high is None or low == high:
        return f"{number_in_french(low)} {unit}"
    return f"entre {number_in_french(low)} et {number_in_french(high)} {unit}"


def numbered(experience: int | None) -> str:
    """As " (expérience 2)": experiences are counted from 1 for a reader; empty for the whole dossier."""
    return "" if experience is None else f" (expérience {experience + 1})"
