"""The pairs of a dossier and a certification that are judged, and everything that the rules read of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.case import Case
from matcher.facts import (
    Related,
    certification_facts,
    dossier_facts,
    gap_facts,
    highest_level,
    may_be_related,
    names_certifications,
    related_facts,
    related_hours,
    relation_facts,
    request_facts,
)
from matcher.frame.decisions import Decided
from matcher.frame.grains import Grain, grain
from matcher.judge.fact_columns import FactColumn
from matcher.model.certification import Certification
from matcher.relation.comparison import Comparison
from matcher.relation.evidence import count_sentences, shown_evidence
from matcher.relation.index import CertificationIndex
from matcher.relation.jobs import DISTANCES, FAR
from matcher.relation.shortlist import Shortlist
from matcher.rulebook.law import Law
from matcher.rulebook.schema import FactDefinition
from matcher.sparse import Flags, Ints, distinct, ranges

_BITS = 50
"""Experiences noted in one number: sums of so many powers of two are exact."""


@dataclass(frozen=True)
class Pairs:
    """K pairs, by dossier. ``number``: their places in the shortlist. ``law``: which of the ``laws``; ``period``:
    see Calendar."""

    cases: Sequence[Case]
    index: CertificationIndex
    comparison: Comparison
    shortlist: Shortlist
    decided: Decided
    number: Ints
    laws: tuple[Law, ...]
    law: Ints
    period: Ints

    @property
    def dossier(self) -> Ints:
        return self.shortlist.dossier[self.number]

    @property
    def place(self) -> Ints:
        return self.shortlist.place[self.number]

    def case(self, pair: int) -> Case:
        return self.cases[int(self.shortlist.dossier[self.number[pair]])]

    def certification(self, pair: int) -> Certification:
        return self.index.catalogue.certifications[int(self.shortlist.place[self.number[pair]])]


@dataclass(frozen=True)
class PairFacts:
    """``related``: the different sets of related experiences with their hours; ``which`` [K]: that of each pair."""

    columns: Mapping[str, FactColumn]
    related: Sequence[Related]
    which: Ints


def facts_of_pairs(pairs: Pairs, definitions: Mapping[str, FactDefinition]) -> PairFacts:
    """The facts of every pair, each worked out once wherever it is the same."""
    certification = grain(
        (pairs.period, pairs.law), lambda pair: certification_facts(pairs.case(pair), pairs.certification(pair))
    )
    related, which = _related(pairs, certification)
    grains = [
        certification,
        Grain([related_facts(case, one) for case, one in related], which),
        grain((pairs.dossier,), lambda pair: dossier_facts(pairs.case(pair))),
        _relation_grain(pairs),
        _gap_grain(pairs),
        _request_grain(pairs),
    ]
    columns = {name: column for one in grains for name, column in one.columns(definitions).items()}
    return PairFacts(columns, [one for _, one in related], which)


def _related(pairs: Pairs, certification: Grain) -> tuple[list[tuple[Case, Related]], Ints]:
    """Hours are added once for each different set of experiences of a dossier."""
    sure, possible, bounds = _experiences(pairs)
    titles = np.array([row["legal_family"] == "titre" for row in certification.rows], dtype=bool)[certification.row]
    first, which = distinct(pairs.dossier, titles, *_sets(bounds, sure), *_sets(bounds, possible))
    found = []
    for pair in first.tolist():
        case, rows = pairs.case(pair), slice(bounds[pair], bounds[pair + 1])
        family = str(certification.rows[certification.row[pair]]["legal_family"])
        indexes = (tuple(np.flatnonzero(flags[rows]).tolist()) for flags in (sure, possible))
        found.append((case, related_hours(case, family, *indexes)))
    return found, which


def _experiences(pairs: Pairs) -> tuple[Flags, Flags, Ints]:
    """The experiences of each pair end to end: whether they are related, whether they may be, and where each begins."""
    comparison, first = pairs.comparison, pairs.comparison.telling.first_experience
    pair, experience = ranges(first[pairs.dossier], first[pairs.dossier + 1])
    bounds = np.searchsorted(pair, np.arange(len(pairs.number) + 1))
    place = pairs.place[pair]
    sure = comparison.related[experience, place]
    for here, number in enumerate(pairs.number.tolist()):
        if number in pairs.decided:
            related = pairs.decided[number].related_experiences
            sure[bounds[here] : bounds[here + 1]] = np.isin(np.arange(bounds[here + 1] - bounds[here]), related)
    even_far = np.array(
        [may_be_related(case, index, True) for case in pairs.cases for index in range(len(case.counted))], dtype=bool
    )
    possible = sure | even_far[experience] | (comparison.nearness[experience, place] != FAR)
    return sure, possible, bounds


def _sets(bounds: Ints, flags: Flags) -> list[Ints]:
    """The set of the experiences flagged for each pair, as numbers that are equal where the sets are."""
    pair = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    word, bit = np.divmod(np.arange(len(pair)) - bounds[pair], _BITS)
    weights = flags * 2.0**bit
    return [
        np.bincount(pair, weights * (word == here), minlength=len(bounds) - 1).astype(np.int64)
        for here in range(int(word.max(initial=0)) + 1)
    ]


def _relation_grain(pairs: Pairs) -> Grain:
    shown = shown_evidence(pairs.index.catalogue, pairs.comparison, pairs.dossier, pairs.place)
    sentences = count_sentences(pairs.comparison, len(pairs.number), *shown)
    for here, number in enumerate(pairs.number.tolist()):
        if number in pairs.decided:
            sentences[here] = pairs.decided[number].sentences
    described, nearness = pairs.shortlist.described[pairs.number], pairs.shortlist.nearness[pairs.number]
    presumed = np.array([bool(case.presumed_jobs) for case in pairs.cases], dtype=bool)[pairs.dossier]
    return grain(
        (sentences, described, nearness, presumed),
        lambda pair: relation_facts(
            int(sentences[pair]), bool(described[pair]), DISTANCES[nearness[pair]], bool(presumed[pair])
        ),
    )


def _gap_grain(pairs: Pairs) -> Grain:
    highest = np.array([highest_level(case.dossier) or 0 for case in pairs.cases], dtype=np.int64)
    filed = np.array([case.dossier.filed_on.toordinal() for case in pairs.cases], dtype=np.int64)
    deadlines = [one.delivery_deadline for one in pairs.index.catalogue.certifications]
    deadline = np.array([0 if day is None else day.toordinal() for day in deadlines], dtype=np.int64)[pairs.place]
    return grain(
        (
            highest[pairs.dossier],
            pairs.index.catalogue.level[pairs.place],
            deadline,
            np.where(deadline > 0, filed[pairs.dossier], 0),
        ),
        lambda pair: gap_facts(pairs.case(pair).dossier, pairs.certification(pair)),
    )


def _request_grain(pairs: Pairs) -> Grain:
    """Of most dossiers, which name no certification, nothing but what they say of initial training is asked."""
    names = np.array([names_certifications(case.dossier) for case in pairs.cases], dtype=bool)[pairs.dossier]
    training = np.array([case.dossier.initial_training is None for case in pairs.cases], dtype=bool)[pairs.dossier]
    return grain(
        (training, np.where(names, pairs.dossier, -1), np.where(names, pairs.place, -1)),
        lambda pair: request_facts(pairs.case(pair), pairs.certification(pair)),
    )
