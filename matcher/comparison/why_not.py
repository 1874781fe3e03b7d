"""Why a certification is not among those shown: its rank, what it lacks against them, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from matcher.comparison.reports import OPINION_RULES, title_of
from matcher.comparison.words import named, opinion, outcome
from matcher.engine import Matcher
from matcher.model.dossier import Dossier
from matcher.model.report import Entry, Finding, Match
from matcher.model.words import SCORE_PARTS
from matcher.reading.dossiers import parse_dossier
from matcher.reading.masking import mask_unions
from matcher.rulebook.sentences import number_in_french

_FAILING = frozenset({"not_met", "unknown"})


class Lack(Entry):
    """A part of the score on which the certification stands below the last one shown. Points are of a hundred."""

    part: str
    points: float
    against: float
    why: str

    @property
    def line(self) -> str:
        return (
            f"{SCORE_PARTS.get(self.part, self.part).capitalize()} : {number_in_french(self.points)} points, contre "
            f"{number_in_french(self.against)} pour la dernière cible montrée. {mask_unions(self.why)}"
        )


class WhyNot(Entry):
    """``rank``: its place without being aimed at, or None when it is not even among the nearest ones (``among``).

    ``shown``: how many certifications are shown. ``match``: the certification held against the dossier all the same;
    where it has no rank of its own, as if the person aimed at it. ``against``: the last one shown.
    """

    certification: str
    title: str
    rank: int | None
    among: int
    shown: int
    match: Match
    against: str | None
    lacks: tuple[Lack, ...]
    findings: tuple[Finding, ...]
    titles: dict[str, str]

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        name = f"« {self.title} » ({self.certification})"
        if self.rank is None:
            yield f"{name} n'est pas parmi les {self.among} certifications les plus proches de ce dossier."
        elif self.rank <= self.shown:
            yield f"{name} est montrée : rang {self.rank}."
        else:
            yield f"{name} vient au rang {self.rank} ; {self.shown} certifications sont montrées."
        yield f"Pré-avis : {opinion(self.match.opinion)}."
        for lack in self.lacks:
            yield lack.line
        for finding in self.findings:
            yield f"{self.titles[finding.rule]} : {outcome(finding.outcome)}. {finding.message}"
        if not (self.lacks or self.findings):
            yield "Rien ne lui manque d'autre que la place."


def why_not(matcher: Matcher, dossier: Dossier | Mapping[str, Any], code: str, limit: int = 10) -> WhyNot:
    """Why a certification is not among the ``limit`` shown, or where it stands among them.

    Raises KeyError, in French, for a code that names no certification, ValueError for a dossier without experience
    and DossierError (a ValueError) for one at fault.
    """
    certification = matcher.certification(code)
    if certification is None:
        raise KeyError(f"aucune certification n'a le code {code}")
    person = parse_dossier(dossier)
    if not person.experiences:
        raise ValueError("ce dossier ne raconte aucune expérience : rien ne peut être classé")
    whole = matcher.evaluate(person, limit=len(matcher.certifications)).matches
    match = next((one for one in whole if one.certification == certification.code), None)
    rank = match.rank if match is not None else None
    if match is None:
        aimed = matcher.evaluate(person, limit=1, target=certification.code).matches
        match = next(one for one in aimed if one.certification == certification.code)
    shown = [one for one in whole if one.rank <= limit and one is not match]
    last = max(shown, key=lambda one: one.rank, default=None)
    failing = tuple(
        one
        for one in match.findings
        if one.kind == "blocking" and one.outcome in _FAILING and not one.rule.startswith(OPINION_RULES)
    )
    return WhyNot(
        certification=match.certification,
        title=match.title,
        rank=rank,
        among=len(whole),
        shown=min(limit, len(whole)),
        match=match,
        against=None if last is None else named(last),
        lacks=() if last is None or (rank is not None and rank <= limit) else _lacks(match, last),
        findings=failing,
        titles={one.rule: title_of(one.rule, matcher.rulebook) for one in failing},
    )


def _lacks(match: Match, other: Match) -> tuple[Lack, ...]:
    """The parts on which the other does better, the widest gap first."""
    points = {part.name: part.points for part in other.score_parts}
    lower = [part for part in match.score_parts if part.points < points.get(part.name, 0)]
    lower.sort(key=lambda part: part.points - points[part.name])
    return tuple(Lack(part=one.name, points=one.points, against=points[one.name], why=one.why) for one in lower)
