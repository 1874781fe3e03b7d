"""Ranks into rates: hits, MRR, nDCG, each with its 95 % interval. A tie is a miss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_Z = 1.96
_DEPTH = 10
_DRAWS = 2_000
_SAME = 1e-9


@dataclass(frozen=True)
class Ranks:
    """``first`` [queries]: rank of the best acceptable document, from 1; ``ndcg`` [queries]: over ten places.

    A document that is not acceptable and scores as much goes before those that are.
    ``cluster`` [queries]: queries of one job or family share a number, and are drawn together for intervals.
    """

    first: Ints
    ndcg: Floats
    cluster: Ints

    def hits(self, depth: int) -> Floats:
        return (self.first <= depth).astype(np.float64)

    @property
    def reciprocal(self) -> Floats:
        found: Floats = 1.0 / self.first
        return found


def ranks(scores: Floats, accepted: Sequence[Sequence[int]], cluster: Sequence[int]) -> Ranks:
    """``scores`` [queries, documents]; ``accepted``: the acceptable documents of each query."""
    first, ndcg = [], []
    for row, right in zip(scores, accepted, strict=True):
        own = np.zeros(len(row), dtype=bool)
        own[list(right)] = True
        others = np.sort(row[~own])
        mine = np.sort(row[own])[::-1]
        before = len(others) - np.searchsorted(others, mine - _SAME, side="left")
        places = before + np.arange(1, len(mine) + 1)
        first.append(int(places[0]))
        ideal = (1.0 / np.log2(np.arange(2, 2 + min(_DEPTH, len(mine))))).sum()
        ndcg.append(float((1.0 / np.log2(places[places <= _DEPTH] + 1)).sum() / ideal))
    return Ranks(np.array(first), np.array(ndcg), np.array(cluster))


@dataclass(frozen=True)
class Rate:
    """A mean between two bounds."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f} ; {self.high:.3f}]".replace(".", ",")


def wilson(hit: Floats) -> Rate:
    """A share of independent hits."""
    count, share = len(hit), float(hit.mean())
    centre = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z / (1 + _Z**2 / count) * float(np.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2)))
    return Rate(share, max(0.0, centre - half), min(1.0, centre + half))


def bootstrap(values: Floats, cluster: Ints) -> Rate:
    """A mean; whole clusters are drawn again, the same ones at each run."""
    _, owner = np.unique(cluster, return_inverse=True)
    sums, sizes = np.bincount(owner, values), np.bincount(owner)
    drawn = np.random.default_rng(0).integers(0, len(sums), (_DRAWS, len(sums)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Rate(float(values.mean()), float(low), float(high))


def rate(values: Floats, cluster: Ints) -> Rate:
    """Wilson's interval for hits of queries that stand alone, the bootstrap for the rest."""
    alone = len(np.unique(cluster)) == len(cluster)
    return wilson(values) if alone and np.isin(values, (0.0, 1.0)).all() else bootstrap(values, cluster)


def gain(values: Floats, others: Floats, cluster: Ints) -> str:
    """How much more the first have than the others on the same queries: "+0,031 [+0,010 ; +0,052]"."""
    found = bootstrap(values - others, cluster)
    return f"{found.value:+.3f} [{found.low:+.3f} ; {found.high:+.3f}]".replace(".", ",")
