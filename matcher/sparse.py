"""Sparse rows of numbers."""

from __future__ import annotations

from dataclasses import dataclass

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
        lengths = self.starts[picked + 1] - self.starts[picked]
        owners = np.repeat(np.arange(len(picked)), lengths)
        before = np.cumsum(lengths) - lengths
        return owners, self.starts[picked][owners] + np.arange(len(owners)) - before[owners]
