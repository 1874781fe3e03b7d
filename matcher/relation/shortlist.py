"""The certifications nearest to each dossier, and those that it names: what is detailed, ranked and judged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.comparison import Comparison
from matcher.relation.jobs import FAR
from matcher.relation.model import PARTS
from matcher.sparse import Flags, Floats, Ints

_ROUNDING = 1e-6
"""Totals are compared when rounded: what is nearer than this may come first."""


@dataclass(frozen=True)
class Shortlist:
    """N pairs of a dossier and a certification, by dossier, the nearest first; fields as in Relation.

    ``values``: by part. ``nearness``: places in jobs.DISTANCES.
    """

    dossier: Ints
    place: Ints
    named: Flags
    values: dict[str, Floats]
    coverage: Floats
    nearness: NDArray[np.int8]
    blocs_known: Flags
    described: Flags
    foreign: Flags
    likeness: Floats


def shortlist(
    catalogue: IndexedCatalogue,
    comparison: Comparison,
    named: Sequence[Collection[int]],
    among: Collection[str] | None = None,
) -> Shortlist:
    """``named``: for each dossier, places of what it names. ``among``: codes that the others keep to."""
    dossier, place = _nearest(catalogue, comparison, among)
    asked = np.array([(owner, one) for owner, ones in enumerate(named) for one in sorted(ones)], dtype=np.int64)
    asked_dossier, asked_place = asked.reshape(-1, 2).T
    count = len(catalogue.certifications)
    keys, asked_keys = dossier * count + place, asked_dossier * count + asked_place
    beside = ~np.isin(asked_keys, keys)
    dossier, place = np.append(dossier, asked_dossier[beside]), np.append(place, asked_place[beside])
    order = np.argsort(dossier, kind="stable")
    return _pairs(catalogue, comparison, dossier[order], place[order], asked_keys)


def _nearest(catalogue: IndexedCatalogue, comparison: Comparison, among: Collection[str] | None) -> tuple[Ints, Ints]:
    """The best of each dossier, best first: (dossier, certification)."""
    total, size = comparison.total, catalogue.settings.shortlist
    if among is not None:
        total = np.where([one.code in among for one in catalogue.certifications], total, -1.0)
    count = total.shape[1]
    least = np.partition(total, count - size, axis=1)[:, count - size] if count > size else np.zeros(len(total))
    near = np.flatnonzero((total >= np.maximum(least - _ROUNDING, 0)[:, None]).ravel())
    dossier, place = np.divmod(near, max(1, count))
    merit = (-comparison.likeness.ravel()[near].round(6), -total.ravel()[near].round(6), dossier)
    order = np.lexsort((catalogue.code_rank[place], *merit))
    dossier, place = dossier[order], place[order]
    number = np.arange(len(dossier)) - np.searchsorted(dossier, dossier)
    return dossier[number < size], place[number < size]


def _pairs(catalogue: IndexedCatalogue, comparison: Comparison, dossier: Ints, place: Ints, named: Ints) -> Shortlist:
    nearness = comparison.best_nearness[dossier, place]
    coverage = comparison.coverage[dossier, place].round(4)
    related = comparison.any_related[dossier, place]
    described, known = comparison.described[dossier], catalogue.blocs_known[place]
    return Shortlist(
        dossier=dossier,
        place=place,
        named=np.isin(dossier * len(catalogue.certifications) + place, named),
        values={part: comparison.values[part][dossier, place].round(4) for part in PARTS},
        coverage=coverage,
        nearness=nearness,
        blocs_known=known,
        described=described,
        foreign=described & known & (nearness == FAR) & ~related & (coverage == 0),
        likeness=comparison.likeness[dossier, place].round(6),
    )
