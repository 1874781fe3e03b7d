"""From relations to a ranked list: points that add up to the score, an order, and no long rows of look-alikes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.model.report import ScorePart, Strength
from matcher.registrations import UNKNOWN_REGISTRATION, Registration
from matcher.relation import NIVEAU, PROJET, Relation, Relations
from matcher.rulebook.ranking_settings import RankingSettings

INSCRIPTION = "inscription"
_ABROAD = "Sans effet : les activités décrites et le métier sont étrangers à cette certification."


@dataclass(frozen=True)
class Ranked:
    """One certification in its place. ``score``, from 0 to 100, is the sum of the points of ``score_parts``."""

    relation: Relation
    registration: Registration
    rank: int
    score: float
    strength: Strength
    weights: Mapping[str, float]
    values: Mapping[str, float]

    @cached_property
    def score_parts(self) -> tuple[ScorePart, ...]:
        why = {**self.relation.why, INSCRIPTION: self.registration.why}
        if self.relation.foreign:
            why |= dict.fromkeys((NIVEAU, PROJET, INSCRIPTION), _ABROAD)
        return tuple(
            ScorePart(name=name, weight=weight, value=value, points=_points(weight, value), why=why[name])
            for name, value in self.values.items()
            for weight in [self.weights[name]]
        )


@dataclass(frozen=True)
class _Scored:
    relation: Relation
    registration: Registration
    values: Mapping[str, float]
    score: float

    @property
    def order(self) -> tuple[float, float, str]:
        return -self.score, -self.relation.likeness, self.relation.certification.code


def rank(
    relations: Relations, registrations: Mapping[str, Registration], settings: RankingSettings
) -> tuple[Ranked, ...]:
    """Rank the whole shortlist, best first.

    ``registrations``: by certification code. Order: score, then likeness of the whole texts, then code. After all the
    others, in the same order, come the certifications whose registration is past, the other versions of a family
    already shown (the version best registered stands for it), and what exceeds ``per_group`` among engineer
    specialities. What the dossier names keeps its place.
    """
    weights = _weights(relations, settings)
    scored = [
        _scored(relation, registrations.get(relation.certification.code, UNKNOWN_REGISTRATION), weights)
        for relation in relations.shortlist
    ]
    return tuple(
        Ranked(
            one.relation,
            one.registration,
            number,
            one.score,
            _strength(relations.described, one.score, settings),
            weights,
            one.values,
        )
        for number, one in enumerate(_spread(scored, settings.diversity.per_group), start=1)
    )


def _scored(relation: Relation, registration: Registration, weights: Mapping[str, float]) -> _Scored:
    values = {**relation.values, INSCRIPTION: registration.value}
    if relation.foreign:
        values |= dict.fromkeys((NIVEAU, PROJET, INSCRIPTION), 0.0)
    # Points have one decimal: their sum is taken in tenths, so that it is exact.
    tenths = sum(round(10 * _points(weights[name], value)) for name, value in values.items())
    return _Scored(relation, registration, values, tenths / 10)


def _points(weight: float, value: float) -> float:
    return round(weight * value, 1)


def _weights(relations: Relations, settings: RankingSettings) -> dict[str, float]:
    """The weights of the settings, that of parts not counted shared out: one decimal each, 100 in all."""
    counted = {INSCRIPTION}.union(*(relation.counted for relation in relations.shortlist[:1]))
    given = {name: weight if name in counted else 0.0 for name, weight in settings.weights.by_name().items()}
    total, before, shared = sum(given.values()) or 1.0, 0.0, {}
    for name, weight in given.items():
        after = before + weight
        shared[name] = (round(1000 * after / total) - round(1000 * before / total)) / 10
        before = after
    return shared


def _strength(described: bool, score: float, settings: RankingSettings) -> Strength:
    """How strong the match is, in a word; where no activity is described, nothing can be said."""
    if not described:
        return "non_appreciable"
    return (
        "forte" if score >= settings.strength.forte else "moyenne" if score >= settings.strength.moyenne else "faible"
    )


def _spread(scored: Sequence[_Scored], per_group: int) -> list[_Scored]:
    """The order of the list, so that it opens on different certifications that can be aimed at."""
    best_version = sorted(scored, key=lambda one: (-one.registration.value, *one.order))
    standing = {one.relation.family: one for one in reversed(best_version)}
    engineers: Counter[str] = Counter()
    first, after = [], []
    for one in sorted(scored, key=lambda one: one.order):
        kind = one.relation.certification.kind
        crowded = kind == "ingenieur" and engineers[kind] >= per_group
        if one.relation.named or not (one.registration.past or crowded or standing[one.relation.family] is not one):
            engineers[kind] += 1
            first.append(one)
        else:
            after.append(one)
    return first + sorted(after, key=lambda one: one.registration.past)
