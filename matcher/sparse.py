"""Sparse rows of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """Sparse rows: row ``i`` holds ``columns[starts[i]:starts[i + 1]]`` and the values beside them."""

    starts: Ints
    columns: Ints
    values: Floats

    @classmethod
    def of_cells(cls, rows: Ints, columns: Ints, values: Floats, count: int) -> Rows:
        """Build ``count`` rows from cells in any order, kept in that order inside a row."""
        order = np.argsort(rows, kind="stable")
        starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=count))))
        return cls(starts, columns[order], values[order])

    @property
    def count(self) -> int:
        return len(self.starts) - 1

    def spread(self, picked: Ints) -> tuple[Ints, Ints]:
        """The cells of the picked rows, end to end: (place in ``picked``, place in ``columns``)."""
        return ranges(self.starts[picked], self.starts[picked + 1])


def ranges(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """The numbers of each range, ``last`` excluded, end to end: (which range, number)."""
    lengths = last - first
    owners = np.repeat(np.arange(len(first)), lengths)
    before = np.cumsum(lengths) - lengths
    return owners, first[owners] + np.arange(len(owners)) - before[owners]


def runs(*columns: NDArray[Any]) -> Ints:
    """Where each run of rows with the same values in all the columns begins."""
    new = np.ones(len(columns[0]), dtype=bool)
    new[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return np.flatnonzero(new)


def distinct(*columns: NDArray[Any]) -> tuple[Ints, Ints]:
    """The different rows: (where each comes first, which of them each row is)."""
    order = np.lexsort(columns[::-1])
    starts = runs(*(column[order] for column in columns))
    lengths = np.diff(np.append(starts, len(order)))
    which = np.empty(len(order), dtype=np.int64)
    which[order] = np.repeat(np.arange(len(starts)), lengths)
    return order[starts], which
