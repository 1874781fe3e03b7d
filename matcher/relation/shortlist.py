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
    """The best of each dossier, best first, then their other versions: (dossier, certification)."""
    total, size = comparison.total, catalogue.settings.shortlist
    if among is not None:
        total = np.where([one.code in among for one in catalogue.certifications], total, -1.0)
    count = total.shape[1]
    least = np.partition(total, count - size, axis=1)[:, count - size] if count > size else np.zeros(len(total))
    near = total >= np.maximum(least - _ROUNDING, 0)[:, None]
    dossier, place = _best_first(catalogue, comparison, total, near)
    number = np.arange(len(dossier)) - np.searchsorted(dossier, dossier)
    dossier, place = dossier[number < size], place[number < size]
    others = _other_versions(catalogue.texts.family, total.shape, dossier, place) & (total >= 0)
    versions = _best_first(catalogue, comparison, total, others)
    return np.append(dossier, versions[0]), np.append(place, versions[1])


def _best_first(catalogue: IndexedCatalogue, comparison: Comparison, total: Floats, kept: Flags) -> tuple[Ints, Ints]:
    """The pairs kept, by dossier, then by total, likeness and code."""
    pairs = np.flatnonzero(kept)
    dossier, place = np.divmod(pairs, max(1, kept.shape[1]))
    merit = (-comparison.likeness.ravel()[pairs].round(6), -total.ravel()[pairs].round(6), dossier)
    order = np.lexsort((catalogue.code_rank[place], *merit))
    return dossier[order], place[order]


def _other_versions(family: Ints, shape: tuple[int, ...], dossier: Ints, place: Ints) -> Flags:
    """[D, C]: the other versions of what was picked, near or not: one of them may be the only one in force."""
    held = np.zeros((shape[0], family.max(initial=0) + 1), dtype=bool)
    held[dossier, family[place]] = True
    others = held[:, family]
    others[dossier, place] = False
    return others


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
