"""The same dossier under each regime of VAE, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from matcher.comparison.changes import MatchChange
from matcher.comparison.reports import compare_matches
from matcher.engine import Matcher
from matcher.model.dossier import Dossier
from matcher.model.report import Match, Regime
from matcher.reading.dossiers import parse_dossier
from matcher.rulebook.rulebook import Rulebook

REGIME = "regime.nom"
PHRASE = "regime.phrase"


@dataclass(frozen=True)
class RegimeView:
    """A dossier and one certification under one regime, the law being that of ``day``.

    ``applies``: it is the regime of the filing date. ``change``: what differs from the filing date.
    """

    regime: Regime
    phrase: str
    day: date
    applies: bool
    match: Match
    change: MatchChange

    @property
    def lines(self) -> tuple[str, ...]:
        """What the regime decides otherwise, in French: the findings that turn, not those only worded otherwise."""
        return tuple(one.line for one in self.change.findings if one.turned)


def under_every_regime(
    matcher: Matcher, dossier: Dossier | Mapping[str, Any], target: str | None = None
) -> tuple[RegimeView, ...]:
    """The opinion on one certification under each regime, oldest first; none without an experience.

    ``target``: a code or words; else the dossier's own target, else the first certification found at the filing date.
    Raises DossierError.
    """
    person = parse_dossier(dossier)
    today = matcher.evaluate(person, limit=1, target=target)
    if not today.matches:
        return ()
    aimed = _aimed(matcher, today.matches, target or person.target)
    views = []
    for regime, day in representative_days(matcher.rulebook, person.filed_on):
        report = matcher.evaluate(person, on=day, limit=1, target=aimed.certification)
        match = next(one for one in report.matches if one.certification == aimed.certification)
        views.append(
            RegimeView(
                regime=regime,
                phrase=matcher.rulebook.value(PHRASE, day),
                day=day,
                applies=day == person.filed_on,
                match=match,
                change=compare_matches(aimed, match, matcher.rulebook),
            )
        )
    return tuple(views)


def _aimed(matcher: Matcher, matches: tuple[Match, ...], wanted: str | None) -> Match:
    found = matcher.search(wanted, limit=1) if wanted else []
    code = found[0].code if found else None
    return next((match for match in matches if match.certification == code), matches[0])


def representative_days(book: Rulebook, filed_on: date) -> Iterator[tuple[Regime, date]]:
    """One day for each regime: the filing date for its own, else the middle of the regime's days.

    The first days of a regime may still be those of the former decrees, and the last those of the next: the middle
    speaks for it best. A regime still in force has no middle: its first day serves.
    """
    for version in book.parameter_by_id[REGIME].versions:
        first, until = version.in_force.from_, version.in_force.until
        if version.in_force.covers(filed_on):
            day = filed_on
        else:
            day = first if until is None else first + timedelta(days=(until - first).days // 2)
        yield version.value, day  # type: ignore[misc]
