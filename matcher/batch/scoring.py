"""From the dossiers of a chunk to their reports: the one place that calls the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matcher.engine import Matcher
from matcher.model.dossier import Dossier
from matcher.model.faults import DossierError
from matcher.model.report import Report


@dataclass(frozen=True)
class Scoring:
    """How dossiers are evaluated: under which law, how many certifications, of which certifier."""

    limit: int
    on: date | None = None
    certifier: str | None = None


def reports(
    matcher: Matcher, dossiers: Sequence[Dossier | None], scoring: Scoring
) -> list[Report | DossierError | None]:
    """One answer for each dossier, in their order: its report, or why it has none."""
    return [_report(matcher, dossier, scoring) for dossier in dossiers]


def _report(matcher: Matcher, dossier: Dossier | None, scoring: Scoring) -> Report | DossierError | None:
    if dossier is None:
        return None
    try:
        return matcher.evaluate(dossier, on=scoring.on, limit=scoring.limit, certifier=scoring.certifier)
    except DossierError as error:
        return error
