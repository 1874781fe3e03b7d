"""From relations to a ranked list: points that add up to the score, an order, and no long rows of look-alikes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.model.report import ScorePart, Strength
from matcher.registrations import UNKNOWN_REGISTRATION, Registration
from matcher.relation import NIVEAU, PARTS, PROJET, Relation, Relations
from matcher.rulebook.ranking_settings import RankingSettings
from matcher.sparse import Flags, Floats, Ints, runs

INSCRIPTION = "inscription"
STRENGTHS: tuple[Strength, ...] = ("forte", "moyenne", "faible", "non_appreciable")
_OUTSIDE_THE_JOB = (NIVEAU, PROJET, INSCRIPTION)
_NEARLY = 1e-6
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
            why |= dict.fromkeys(_OUTSIDE_THE_JOB, _ABROAD)
        return tuple(
            ScorePart(name=name, weight=weight, value=value, points=round(weight * value, 1), why=why[name])
            for name, value in self.values.items()
            for weight in [self.weights[name]]
        )


@dataclass(frozen=True)
class Candidates:
    """What the ranking reads: N pairs of a dossier and a certification of its shortlist, in any order.

    ``values``, ``counted``: by part, as in Relation. ``registration``: its value; ``past``: out of its dates. ``code``:
    its place in the order of codes. ``family``: a number by family. ``engineer``: an engineer speciality.
    """

    dossier: Ints
    values: Mapping[str, Floats]
    counted: Mapping[str, Flags]
    likeness: Floats
    described: Flags
    foreign: Flags
    named: Flags
    registration: Floats
    past: Flags
    code: Ints
    family: Ints
    engineer: Flags


@dataclass(frozen=True)
class Places:
    """By pair: its rank from 1 in its dossier, its score, the place of its strength in STRENGTHS; by part, what it is
    worth and weighs."""

    rank: Ints
    score: Floats
    strength: Ints
    values: Mapping[str, Floats]
    weights: Mapping[str, Floats]


def rank(
    relations: Relations, registrations: Mapping[str, Registration], settings: RankingSettings
) -> tuple[Ranked, ...]:
    """Rank the whole shortlist of one dossier, best first. ``registrations``: by certification code."""
    found = relations.shortlist
    known = [registrations.get(one.certification.code, UNKNOWN_REGISTRATION) for one in found]
    places = place(_candidates(relations, known), settings)
    return tuple(
        Ranked(
            found[here],
            known[here],
            number,
            float(places.score[here]),
            STRENGTHS[places.strength[here]],
            {name: float(weights[here]) for name, weights in places.weights.items()},
            {name: float(values[here]) for name, values in places.values.items()},
        )
        for number, here in enumerate(np.argsort(places.rank).tolist(), start=1)
    )


def _candidates(relations: Relations, registrations: list[Registration]) -> Candidates:
    found, count = relations.shortlist, len(relations.shortlist)
    codes = sorted(one.certification.code for one in found)
    families = sorted({one.family for one in found})
    return Candidates(
        dossier=np.zeros(count, dtype=np.int64),
        values={part: np.array([one.values[part] for one in found], dtype=np.float64) for part in PARTS},
        counted={part: np.array([part in one.counted for one in found], dtype=bool) for part in PARTS},
        likeness=np.array([one.likeness for one in found], dtype=np.float64),
        described=np.full(count, relations.described),
        foreign=np.array([one.foreign for one in found], dtype=bool),
        named=np.array([one.named for one in found], dtype=bool),
        registration=np.array([one.value for one in registrations], dtype=np.float64),
        past=np.array([one.past for one in registrations], dtype=bool),
        code=np.array([codes.index(one.certification.code) for one in found], dtype=np.int64),
        family=np.array([families.index(one.family) for one in found], dtype=np.int64),
        engineer=np.array([one.certification.kind == "ingenieur" for one in found], dtype=bool),
    )


def place(candidates: Candidates, settings: RankingSettings) -> Places:
    """Rank the shortlists of any number of dossiers.

    Order: score, then likeness of the whole texts, then code. After all the others, in the same order, come the
    certifications whose registration is past, the other versions of a family already shown (the version best registered
    stands for it), and what exceeds ``per_group`` among engineer specialities. What the dossier names keeps its place.
    """
    weights = _weights(candidates, settings)
    values = {**candidates.values, INSCRIPTION: candidates.registration}
    for name in _OUTSIDE_THE_JOB:
        values[name] = np.where(candidates.foreign, 0.0, values[name])
    # Points have one decimal: their sum is taken in tenths, so that it is exact.
    tenths = [_tenths(weights[name], value) for name, value in values.items()]
    score = sum(tenths, np.zeros(len(candidates.dossier), dtype=np.int64)) / 10
    return Places(
        rank=_ranks(candidates, score, settings.diversity.per_group),
        score=score,
        strength=_strengths(candidates.described, score, settings),
        values=values,
        weights=weights,
    )


def _tenths(weight: Floats | float, value: Floats | float) -> Ints:
    """The points of a part in tenths of a point, rounded as Python rounds to one decimal."""
    points = np.asarray(weight) * value
    tenths = np.rint(10 * points).astype(np.int64)
    # Multiplying by ten hides on which side of a half a number lies.
    halves = np.abs(np.abs(10 * points - tenths) - 0.5) < _NEARLY
    told, which = np.unique(points[halves], return_inverse=True)
    tenths[halves] = np.array([round(10 * round(one, 1)) for one in told.tolist()], dtype=np.int64)[which]
    return tenths


def _weights(candidates: Candidates, settings: RankingSettings) -> dict[str, Floats]:
    """The weights of the settings, that of parts not counted shared out: one decimal each, 100 in all."""
    count = len(candidates.dossier)
    counted = {**candidates.counted, INSCRIPTION: np.ones(count, dtype=bool)}
    given = {name: weight * counted[name] for name, weight in settings.weights.by_name().items()}
    total = sum(given.values(), np.zeros(count))
    total = np.where(total > 0, total, 1.0)
    before, shared = np.zeros(count), {}
    for name, weight in given.items():
        after = before + weight
        shared[name] = (np.rint(1000 * after / total) - np.rint(1000 * before / total)) / 10
        before = after
    return shared


def _strengths(described: Flags, score: Floats, settings: RankingSettings) -> Ints:
    """How strong the match is, in a word; where no activity is described, nothing can be said."""
    told = np.where(score >= settings.strength.forte, 0, np.where(score >= settings.strength.moyenne, 1, 2))
    return np.where(described, told, STRENGTHS.index("non_appreciable"))


def _ranks(candidates: Candidates, score: Floats, per_group: int) -> Ints:
    """The order of the list, so that it opens on different certifications that can be aimed at."""
    merit, dossier = (candidates.code, -candidates.likeness, -score), candidates.dossier
    best_version = np.lexsort((*merit, -candidates.registration, candidates.family, dossier))
    stands = np.zeros(len(dossier), dtype=bool)
    stands[best_version[runs(dossier[best_version], candidates.family[best_version])]] = True
    first = candidates.named | (stands & ~candidates.past)
    order = np.lexsort((*merit, dossier))
    # Of engineers, the first few keep their place; those that the dossier names count among them.
    engineers = np.cumsum((first & candidates.engineer)[order])
    before = np.append(0, engineers)[np.searchsorted(dossier[order], dossier[order])]
    crowded = np.zeros(len(dossier), dtype=bool)
    crowded[order] = engineers - before > per_group
    first &= candidates.named | ~(candidates.engineer & crowded)
    order = np.lexsort((*merit, candidates.past & ~first, ~first, dossier))
    rank = np.empty(len(dossier), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.searchsorted(dossier[order], dossier[order]) + 1
    return rank
