"""Texts as TF-IDF vectors, kept sparse and read from the word's side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from matcher.sparse import Floats, Ints, Rows
from matcher.text import VAGUE

Stems = Sequence[str]
Weighed = tuple[list[int], list[float]]
"""Places of stems in a vocabulary, and a weight for each."""

_CELLS_AT_ONCE = 4_000_000
_SATURATION = 1.2
_LENGTH_PENALTY = 0.75


class Vocabulary:
    """The stems of a corpus and their weights: a stem found in few texts weighs much, a vague one little.

    A stem that no text holds weighs as much as the rarest: it can't match, but it counts in the size of a query, so
    that one shared word doesn't make two texts alike.
    """

    def __init__(self, texts: Sequence[Stems], vague_weight: float) -> None:
        found = Counter(stem for text in texts for stem in dict.fromkeys(text))
        self.ids = {stem: place for place, stem in enumerate(found)}
        counts = np.fromiter(found.values(), dtype=np.float64, count=len(found))
        factors = np.array([vague_weight if stem in VAGUE else 1.0 for stem in found], dtype=np.float64)
        self.weights: Floats = np.log1p(len(texts) / counts) * factors
        self._unseen = float(np.log1p(len(texts)))

    def direction(self, stems: Stems) -> Weighed:
        """Known stems of a text with its weights, so that the whole text has length 1."""
        known, weights, unseen = self._weighed(stems)
        size = sqrt(sum(weight**2 for weight in weights) + sum(weight**2 for weight in unseen)) or 1.0
        return known, [weight / size for weight in weights]

    def shares(self, stems: Stems) -> Weighed:
        """Known stems of a text with the share of the text that each makes; with the unseen ones they add up to 1."""
        known, weights, unseen = self._weighed(stems)
        size = sum(weights) + sum(unseen) or 1.0
        return known, [weight / size for weight in weights]

    def _weighed(self, stems: Stems) -> tuple[list[int], list[float], list[float]]:
        """Known stems, their weights, and the weights of those that no text holds."""
        known: list[int] = []
        weights: list[float] = []
        unseen: list[float] = []
        for stem, count in Counter(stems).items():
            place = self.ids.get(stem)
            often = 1.0 + log(count)
            if place is None:
                unseen.append(often * self._unseen)
            else:
                known.append(place)
                weights.append(often * float(self.weights[place]))
        return known, weights, unseen


class Postings:
    """Texts turned round: for each stem of the vocabulary, the texts that hold it and how much it weighs there."""

    def __init__(self, by_stem: Rows, texts: int) -> None:
        self._by_stem = by_stem
        self._texts = texts

    def compare(self, queries: Sequence[Weighed]) -> Iterator[tuple[int, Floats]]:
        """Products of each query with every text: yields (first query, array [queries, texts]) piece by piece."""
        step = max(1, _CELLS_AT_ONCE // max(1, self._texts))
        for first in range(0, len(queries), step):
            yield first, self._products(queries[first : first + step])

    def compare_all(self, queries: Sequence[Weighed]) -> Floats:
        """All at once: array [queries, texts]."""
        pieces = [piece for _, piece in self.compare(queries)]
        return np.concatenate(pieces) if pieces else np.zeros((0, self._texts))

    def _products(self, queries: Sequence[Weighed]) -> Floats:
        owners = np.repeat(np.arange(len(queries)), [len(stems) for stems, _ in queries])
        stems = np.array([stem for known, _ in queries for stem in known], dtype=np.int64)
        weights = np.array([weight for _, known in queries for weight in known], dtype=np.float64)
        cell, posting = self._by_stem.spread(stems)
        keys = owners[cell] * self._texts + self._by_stem.columns[posting]
        products = weights[cell] * self._by_stem.values[posting]
        size = len(queries) * self._texts
        summed: Floats = np.bincount(keys, products, minlength=size).astype(np.float64, copy=False)
        return summed.reshape(len(queries), self._texts)


@dataclass(frozen=True)
class Corpus:
    """Cells (text, stem, occurrences), each pair once, of ``texts`` texts."""

    rows: Ints
    stems: Ints
    counts: Floats
    texts: int

    def cosine_postings(self, vocabulary: Vocabulary) -> Postings:
        """For short texts: products with queries of length 1 are cosines, 0 to 1."""
        weights = (1.0 + np.log(self.counts)) * vocabulary.weights[self.stems]
        lengths = np.sqrt(np.bincount(self.rows, weights**2, minlength=self.texts))
        cells = weights / np.where(lengths > 0, lengths, 1.0)[self.rows]
        return Postings(Rows.of_cells(self.stems, self.rows, cells, len(vocabulary.ids)), self.texts)

    def share_postings(self, vocabulary: Vocabulary) -> Postings:
        """For whole certifications, as BM25 has it: products with queries that add up to 1 are the share, 0 to 1, of
        what the query says that the text says too; a word often said counts fully, one lost in a long text less."""
        lengths = np.bincount(self.rows, self.counts, minlength=self.texts)
        usual = lengths.mean() if self.texts else 1.0
        damping = _SATURATION * (1.0 - _LENGTH_PENALTY + _LENGTH_PENALTY * lengths / (usual or 1.0))
        cells = self.counts / (self.counts + damping[self.rows])
        return Postings(Rows.of_cells(self.stems, self.rows, cells, len(vocabulary.ids)), self.texts)
