"""Which statement comes near which text of a bloc."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.told import Told
from matcher.sparse import Floats, Ints

_JUST_BELOW = 0.01


@dataclass(frozen=True)
class Hits:
    """Parallel arrays, sorted by place.

    ``statement``: index in Told.statements. ``place``: index in CatalogueTexts. ``score``: likeness, from the threshold
    ``to_confirm`` up. ``credit``: how much of the place is covered, 0 to 1.
    """

    statement: Ints
    place: Ints
    score: Floats
    credit: Floats

    def inside(self, start: int, end: int) -> range:
        """The hits on the places from ``start`` to ``end`` (excluded)."""
        first, last = np.searchsorted(self.place, [start, end]).tolist()
        return range(first, last)


def find_hits(catalogue: IndexedCatalogue, told: Told) -> Hits:
    """Every statement near enough to a text, less what the person says was not done in the same experience."""
    thresholds, shares = catalogue.settings.evidence, catalogue.settings.bloc
    statement, text, score = _near(catalogue, [one.stems for one in told.statements])
    kept = np.flatnonzero(~_refused(catalogue, told, statement, text))
    statement, text, score = statement[kept], text[kept], score[kept]
    score, kept = _by_shared_words(catalogue, told, statement, text, score)
    statement, text, score = statement[kept], text[kept], score[kept]
    presumed = np.array([one.presumed for one in told.statements], dtype=bool)[statement]
    credit = np.where(
        presumed, shares.presumed_credit, np.where(score >= thresholds.sure, 1.0, shares.to_confirm_credit)
    )
    hit, cell = catalogue.places_of_text.spread(text)
    place_of_hit = catalogue.places_of_text.columns[cell]
    order = np.argsort(place_of_hit, kind="stable")
    hit = hit[order]
    return Hits(statement[hit], place_of_hit[order], score[hit], credit[hit])


def _near(catalogue: IndexedCatalogue, queries: list[tuple[str, ...]]) -> tuple[Ints, Ints, Floats]:
    """Pairs (query, text) whose likeness reaches ``to_confirm``, with their likeness."""
    found = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    weighed = [catalogue.vocabulary.direction(query) for query in queries]
    for first, likeness in catalogue.text_likeness.compare(weighed):
        query, text = np.nonzero(likeness >= catalogue.settings.evidence.to_confirm)
        found.append((query + first, text, np.minimum(likeness[query, text], 1.0)))
    query, text, score = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return query, text, score


def _by_shared_words(
    catalogue: IndexedCatalogue, told: Told, statement: Ints, text: Ints, score: Floats
) -> tuple[Floats, Ints]:
    """Scores, and which pairs to keep: likeness that rests on too few telling words may suggest, but never prove."""
    thresholds = catalogue.settings.evidence
    shared = np.array(
        [
            len(told.statements[one].telling.intersection(catalogue.texts.stems[other]))
            for one, other in zip(statement.tolist(), text.tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    few = shared < thresholds.shared_terms
    capped: Floats = np.where(few, np.minimum(score, thresholds.sure - _JUST_BELOW), score)
    return capped, np.flatnonzero((shared > 0) & (~few | (score >= thresholds.few_terms)))


def _refused(catalogue: IndexedCatalogue, told: Told, statement: Ints, text: Ints) -> Ints:
    """For each pair: whether the text is near to, or holds all the words of, something the experience leaves out."""
    refusals = [(index, one) for index, ones in enumerate(told.refused) for one in ones]
    refused = np.zeros(len(statement), dtype=bool)
    if not refusals:
        return refused
    query, near, _ = _near(catalogue, [one for _, one in refusals])
    forbidden = {(refusals[place][0], other) for place, other in zip(query.tolist(), near.tolist(), strict=True)}
    for place, (one, other) in enumerate(zip(statement.tolist(), text.tolist(), strict=True)):
        experience = told.statements[one].experience
        words = set(catalogue.texts.stems[other])
        refused[place] = (experience, other) in forbidden or any(
            words.issuperset(one) for one in told.refused[experience]
        )
    return refused
