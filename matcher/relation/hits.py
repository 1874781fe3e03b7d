"""Which statement comes near which text of a bloc."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.telling import Telling
from matcher.relation.vectors import Near
from matcher.sparse import Flags, Floats, Ints, Rows, ranges

_JUST_BELOW = 0.01


@dataclass(frozen=True)
class Hits:
    """Parallel arrays, by dossier, then by place.

    ``statement``: index in Telling.statements. ``place``: index in CatalogueTexts. ``score``: likeness, from the
    threshold ``to_confirm`` up. ``credit``: how much of the place is covered, 0 to 1. ``key``: dossier and place in one
    number, as ``span`` makes it.
    """

    statement: Ints
    place: Ints
    score: Floats
    credit: Floats
    key: Ints
    places: int

    def inside(self, dossier: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """The hits of each dossier on its places from ``start`` to ``end`` (excluded): (which range, which hit)."""
        first, last = (np.searchsorted(self.key, dossier * self.places + place) for place in (start, end))
        return ranges(first, last)


def find_hits(catalogue: IndexedCatalogue, telling: Telling) -> Hits:
    """Every statement near enough to a text, less what the person says was not done in the same experience."""
    thresholds, shares = catalogue.settings.evidence, catalogue.settings.bloc
    near = _by_shared_words(catalogue, near_texts(catalogue, telling.queries))
    by_query = Rows.of_cells(near.query, near.text, near.score, len(telling.queries))
    statement, cell = by_query.spread(telling.query)
    text, score = by_query.columns[cell], by_query.values[cell]
    kept = np.flatnonzero(~_refused(catalogue, telling, statement, text))
    statement, text, score = statement[kept], text[kept], score[kept]
    credit = np.where(
        telling.presumed[statement],
        shares.presumed_credit,
        np.where(score >= thresholds.sure, 1.0, shares.to_confirm_credit),
    )
    hit, cell = catalogue.places_of_text.spread(text)
    place, places = catalogue.places_of_text.columns[cell], len(catalogue.texts.text)
    key = telling.dossier[telling.experience[statement[hit]]] * places + place
    order = np.argsort(key, kind="stable")
    hit = hit[order]
    return Hits(statement[hit], place[order], score[hit], credit[hit], key[order], places)


def near_texts(catalogue: IndexedCatalogue, queries: list[tuple[str, ...]]) -> Near:
    """Pairs (query, text) whose likeness reaches ``to_confirm``, with the telling words they share."""
    asked = catalogue.vocabulary.directions(queries)
    return catalogue.text_likeness.near(asked, catalogue.settings.evidence.to_confirm, catalogue.vocabulary.telling)


def _by_shared_words(catalogue: IndexedCatalogue, near: Near) -> Near:
    """Likeness that rests on too few telling words may suggest, but never prove; on none, it is nothing."""
    thresholds = catalogue.settings.evidence
    few = near.shared < thresholds.shared_terms
    capped = np.where(few, np.minimum(near.score, thresholds.sure - _JUST_BELOW), near.score)
    kept = np.flatnonzero((near.shared > 0) & (~few | (near.score >= thresholds.few_terms)))
    return Near(near.query[kept], near.text[kept], capped[kept], near.shared[kept])


def _refused(catalogue: IndexedCatalogue, telling: Telling, statement: Ints, text: Ints) -> Flags:
    """For each pair: whether the text is near to, or holds all the words of, something the experience leaves out."""
    refused = np.zeros(len(statement), dtype=bool)
    refusals = telling.refusals()
    if not refusals:
        return refused
    near = near_texts(catalogue, [one for _, one in refusals])
    forbidden = {
        (refusals[place][0], other) for place, other in zip(near.query.tolist(), near.text.tolist(), strict=True)
    }
    left_out: dict[int, list[frozenset[str]]] = {}
    for experience, one in refusals:
        left_out.setdefault(experience, []).append(frozenset(one))
    experiences = telling.experience[statement]
    concerned = np.flatnonzero(np.isin(experiences, list(left_out)))
    for pair, experience, other in zip(
        concerned.tolist(), experiences[concerned].tolist(), text[concerned].tolist(), strict=True
    ):
        words = catalogue.texts.stems[other]
        refused[pair] = (experience, other) in forbidden or any(one.issubset(words) for one in left_out[experience])
    return refused
