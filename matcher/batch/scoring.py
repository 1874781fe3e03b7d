"""From the dossiers of a chunk to their answers: the one place that calls the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matcher.engine import Matcher
from matcher.frame.answers import DossierAnswer
from matcher.model.dossier import Dossier
from matcher.model.faults import DossierError


@dataclass(frozen=True)
class Scoring:
    """How dossiers are evaluated: under which law, how many certifications, of which certifier."""

    limit: int
    on: date | None = None
    certifier: str | None = None


def answers(
    matcher: Matcher, dossiers: Sequence[Dossier | None], scoring: Scoring
) -> list[DossierAnswer | DossierError | None]:
    """One answer for each dossier, in their order: what a report would say, or why there is none."""
    given = [dossier for dossier in dossiers if dossier is not None]
    found = iter(matcher.evaluate_chunk(given, scoring.on, scoring.limit, scoring.certifier) if given else ())
    return [None if dossier is None else next(found) for dossier in dossiers]
