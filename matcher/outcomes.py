"""Pre-opinions held against decisions: how often they agree, and which rules were wrong, with counts and intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt

from matcher.model.dossier import Dossier, ExperienceKind
from matcher.model.report import Match, Opinion
from matcher.reading.outcomes import Decision

_NORMAL_95 = 1.96
_SAME: Mapping[str, Opinion] = {
    "recevable": "favorable_probable",
    "irrecevable": "defavorable_probable",
    "incomplet": "a_completer",
}
_SETTLED: frozenset[Opinion] = frozenset({"favorable_probable", "defavorable_probable"})
NO_REASON = "motif non indiqué"


@dataclass
class Share:
    """So many out of so many, with the interval in which the true share lies, nineteen times out of twenty."""

    hits: int = 0
    total: int = 0

    def add(self, hit: bool) -> None:
        self.hits += hit
        self.total += 1

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval, from 0 to 1; all of it where nothing was counted."""
        if not self.total:
            return 0.0, 1.0
        n, share, z2 = self.total, self.hits / self.total, _NORMAL_95**2
        middle = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = _NORMAL_95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass
class Comparison:
    """``agreement`` counts the cases where both say the same, and those where one says yes and the other no.

    ``open_cases``: the others, where one of them had not settled. ``too_severe`` and ``too_kind``: the
    rules that were wrong, and how often. ``blocs``: of the blocs that had support, those that a jury validated;
    ``unsupported``: of those that had none.
    """

    agreement: Share = field(default_factory=Share)
    by_kind: dict[ExperienceKind, Share] = field(default_factory=dict)
    by_centre: dict[str, Share] = field(default_factory=dict)
    too_severe: Counter[str] = field(default_factory=Counter)
    too_kind: Counter[str] = field(default_factory=Counter)
    open_cases: Counter[tuple[Opinion, str]] = field(default_factory=Counter)
    blocs: Share = field(default_factory=Share)
    unsupported: Share = field(default_factory=Share)
    results: Counter[str] = field(default_factory=Counter)


def compare(cases: Iterable[tuple[Decision, Dossier, Match]]) -> Comparison:
    """Hold each decision against the match of its certification."""
    found = Comparison()
    for decision, dossier, match in cases:
        if decision.recevabilite is not None:
            _admission(found, decision, dossier, match)
        if decision.jury is not None:
            _jury(found, decision, match)
    return found


def _admission(found: Comparison, decision: Decision, dossier: Dossier, match: Match) -> None:
    assert decision.recevabilite is not None
    decided = _SAME[decision.recevabilite.decision]
    if decided != match.opinion and not {decided, match.opinion} <= _SETTLED:
        found.open_cases[match.opinion, decision.recevabilite.decision] += 1
        return
    agreed = decided == match.opinion
    found.agreement.add(agreed)
    for kind in sorted({experience.kind for experience in dossier.experiences}):
        found.by_kind.setdefault(kind, Share()).add(agreed)
    found.by_centre.setdefault(decision.centre or "", Share()).add(agreed)
    if not agreed:
        wrong = found.too_severe if decided == "favorable_probable" else found.too_kind
        wrong.update(_wrong_rules(decision, match) or [NO_REASON])


def _wrong_rules(decision: Decision, match: Match) -> list[str]:
    """The rules that the adviser names; else, where we were too severe, those that barred the way."""
    assert decision.recevabilite is not None
    if decision.recevabilite.rules:
        return list(decision.recevabilite.rules)
    return [one.rule for one in match.findings if one.kind == "blocking" and one.outcome == "not_met"]


def _jury(found: Comparison, decision: Decision, match: Match) -> None:
    assert decision.jury is not None
    result = decision.jury.result
    found.results[result] += 1
    for bloc in match.blocs:
        validated = result == "totale" or (result == "partielle" and bloc.code in decision.jury.blocs)
        share = {"oui": found.blocs, "partiel": found.blocs, "non": found.unsupported}.get(bloc.state)
        if share is not None:
            share.add(validated)


Evaluate = Callable[[Dossier, str], Match | None]
"""A dossier against one certification; None where that is not known."""


def matched(
    decisions: Iterable[Decision], dossiers: Mapping[str, Dossier], evaluate: Evaluate
) -> tuple[list[tuple[Decision, Dossier, Match]], list[str]]:
    """The decisions with their dossier and match, and a French sentence for each that can't be compared."""
    cases, refused = [], []
    for decision in decisions:
        dossier = dossiers[decision.dossier]
        match = evaluate(dossier, decision.certification)
        if match is None:
            refused.append(f"{decision.dossier} : certification inconnue « {decision.certification} ».")
        else:
            cases.append((decision, dossier, match))
    return cases, refused
