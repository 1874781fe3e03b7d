"""Texts as TF-IDF vectors, kept sparse and read from the word's side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.text import VAGUE

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

Stems = Sequence[str]
_CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Rows:
    """Sparse rows: row ``i`` holds ``columns[starts[i]:starts[i + 1]]`` and the values beside them."""

    starts: Ints
    columns: Ints
    values: Floats

    @classmethod
    def of_cells(cls, rows: Ints, columns: Ints, values: Floats, count: int) -> Rows:
        """Build ``count`` rows from cells in any order."""
        order = np.argsort(rows, kind="stable")
        starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=count))))
        return cls(starts, columns[order], values[order])

    def spread(self, picked: Ints) -> tuple[Ints, Ints]:
        """The cells of the picked rows, end to end: (place in ``picked``, place in ``columns``)."""
        lengths = self.starts[picked + 1] - self.starts[picked]
        owner = np.repeat(np.arange(len(picked)), lengths)
        ends = np.cumsum(lengths)
        inside = np.arange(len(owner)) - np.repeat(ends - lengths, lengths)
        return owner, self.starts[picked][owner] + inside


class Vocabulary:
    """The stems of a corpus and their weights: a stem found in few texts weighs much, a vague one little.

    A stem that no text holds weighs as much as the rarest: it can't match, but it counts in the length of a query,
    so that one shared word doesn't make two texts alike.
    """

    def __init__(self, texts: Sequence[Stems], vague_weight: float) -> None:
        found = Counter(stem for text in texts for stem in set(text))
        self.ids = {stem: place for place, stem in enumerate(found)}
        counts = np.fromiter(found.values(), dtype=np.float64, count=len(found))
        factors = np.array([vague_weight if stem in VAGUE else 1.0 for stem in found], dtype=np.float64)
        self.weights: Floats = np.log1p(len(texts) / counts) * factors
        self._unseen = float(np.log1p(len(texts)))

    def query(self, stems: Stems) -> tuple[list[int], list[float]]:
        """Known stems of a text and their weights in a vector of length 1, unseen stems included in the length."""
        counted = Counter(stems)
        known = [(self.ids[stem], 1.0 + np.log(n)) for stem, n in counted.items() if stem in self.ids]
        weights = np.array([self.weights[place] * n for place, n in known])
        unseen = sum(1 for stem in counted if stem not in self.ids)
        length = float(np.sqrt((weights**2).sum() + unseen * self._unseen**2)) or 1.0
        return [place for place, _ in known], list(weights / length)


class Postings:
    """Texts turned round: for each stem of the vocabulary, the texts that hold it."""

    def __init__(self, vocabulary: Vocabulary, rows: Ints, stems: Ints, counts: Floats, texts: int) -> None:
        """``rows``, ``stems``, ``counts``: parallel cells (text, stem, occurrences), each pair once; ``texts`` in all."""
        weights = (1.0 + np.log(np.maximum(counts, 1e-9))).clip(min=0.1) * vocabulary.weights[stems]
        lengths = np.sqrt(np.bincount(rows, weights**2, minlength=texts))
        lengths[lengths == 0] = 1.0
        self._vocabulary = vocabulary
        self._texts = texts
        self._by_stem = Rows.of_cells(stems, rows, weights / lengths[rows], len(vocabulary.ids))

    def cosines(self, queries: Sequence[Stems]) -> Iterator[tuple[int, Floats]]:
        """Compare each query with every text: yields (first query, array [queries, texts]) piece by piece."""
        step = max(1, _CELLS_AT_ONCE // max(1, self._texts))
        for first in range(0, len(queries), step):
            yield first, self._compare(queries[first : first + step])

    def cosine(self, queries: Sequence[Stems]) -> Floats:
        """All at once: array [queries, texts]."""
        pieces = [piece for _, piece in self.cosines(queries)]
        return np.concatenate(pieces) if pieces else np.zeros((0, self._texts))

    def _compare(self, queries: Sequence[Stems]) -> Floats:
        owners: list[int] = []
        stems: list[int] = []
        weights: list[float] = []
        for place, query in enumerate(queries):
            known, values = self._vocabulary.query(query)
            owners += [place] * len(known)
            stems += known
            weights += values
        cell, posting = self._by_stem.spread(np.array(stems, dtype=np.int64))
        keys = np.array(owners, dtype=np.int64)[cell] * self._texts + self._by_stem.columns[posting]
        products = np.array(weights)[cell] * self._by_stem.values[posting]
        size = len(queries) * self._texts
        return np.bincount(keys, products, minlength=size)[:size].reshape(len(queries), self._texts)
