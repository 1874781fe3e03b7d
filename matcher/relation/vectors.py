"""Texts as TF-IDF vectors, kept sparse and read from the word's side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matcher.sparse import Flags, Floats, Ints, Rows
from matcher.text import VAGUE

Stems = Sequence[str]

_CELLS_AT_ONCE = 500_000


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
        self.telling: Flags = np.array([stem not in VAGUE for stem in found], dtype=bool)
        self._unseen = float(np.log1p(len(texts)))

    def directions(self, texts: Sequence[Stems]) -> Rows:
        """[texts]: their known stems, with weights such that each whole text has length 1."""
        owners, stems, weights = self._weighed(texts)
        lengths = np.sqrt(np.bincount(owners, weights**2, minlength=len(texts)))
        return self._known(owners, stems, weights, lengths)

    def shares(self, texts: Sequence[Stems]) -> Rows:
        """[texts]: their known stems, with the share of the text that each makes; with the unseen ones they add up to
        1."""
        owners, stems, weights = self._weighed(texts)
        sizes: Floats = np.bincount(owners, weights, minlength=len(texts)).astype(np.float64, copy=False)
        return self._known(owners, stems, weights, sizes)

    def _known(self, owners: Ints, stems: Ints, weights: Floats, sizes: Floats) -> Rows:
        known = np.flatnonzero(stems < len(self.ids))
        owners = owners[known]
        starts = np.searchsorted(owners, np.arange(len(sizes) + 1))
        return Rows(starts, stems[known], weights[known] / np.where(sizes > 0, sizes, 1.0)[owners])

    def _weighed(self, texts: Sequence[Stems]) -> tuple[Ints, Ints, Floats]:
        """The different stems of each text, in the order of the texts: (place of the text, of the stem, weight).

        A stem keeps the place of its first occurrence: sums over a text are then the same beside any other texts.
        """
        ids, size = self.ids, len(self.ids)
        unseen: dict[str, int] = {}
        found = [
            ids[stem] if stem in ids else size + unseen.setdefault(stem, len(unseen)) for text in texts for stem in text
        ]
        owners = np.repeat(np.arange(len(texts)), np.array([len(text) for text in texts], dtype=np.int64))
        stems = np.array(found, dtype=np.int64)
        _, first, counts = np.unique(owners * (size + len(unseen)) + stems, return_index=True, return_counts=True)
        order = np.argsort(first)
        first, counts = first[order], counts[order]
        weights = np.append(self.weights, self._unseen)[np.minimum(stems[first], size)]
        return owners[first], stems[first], (1.0 + np.log(counts)) * weights


class Near(NamedTuple):
    """Queries and texts that are near, by query then text. ``shared``: how many of the stems asked about they share."""

    query: Ints
    text: Ints
    score: Floats
    shared: Ints


class Postings:
    """Texts turned round: for each stem of the vocabulary, the texts that hold it and how much it weighs there."""

    def __init__(self, by_stem: Rows, texts: int) -> None:
        self._by_stem = by_stem
        self._texts = texts

    def compare(self, queries: Rows) -> Floats:
        """Products of each query with every text: [queries, texts]."""
        pieces = [piece.products for piece in self._pieces(queries)]
        return np.concatenate(pieces) if pieces else np.zeros((0, self._texts))

    def near(self, queries: Rows, least: float, asked: Flags) -> Near:
        """The pairs whose product is ``least`` or more. ``asked``, by stem: whether to count it where it is shared."""
        found = [Near(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64))]
        for piece in self._pieces(queries):
            products = piece.products.ravel()
            pairs = np.flatnonzero(products >= least)
            query, text = np.divmod(pairs, self._texts)
            added = np.flatnonzero(products[piece.added_to] >= least)
            added = added[asked[queries.columns[piece.cell[added]]]]
            shared = np.bincount(np.searchsorted(pairs, piece.added_to[added]), minlength=len(pairs))
            found.append(Near(query + piece.first, text, np.minimum(products[pairs], 1.0), shared))
        return Near(*(np.concatenate(columns) for columns in zip(*found, strict=True)))

    def _pieces(self, queries: Rows) -> Iterator[_Piece]:
        """A few queries at a time, for the memory they take."""
        step = max(1, _CELLS_AT_ONCE // max(1, self._texts))
        for first in range(0, queries.count, step):
            picked = np.arange(first, min(first + step, queries.count))
            query, cells = queries.spread(picked)
            cell, posting = self._by_stem.spread(queries.columns[cells])
            added_to = query[cell] * self._texts + self._by_stem.columns[posting]
            amounts = queries.values[cells[cell]] * self._by_stem.values[posting]
            products = np.bincount(added_to, amounts, minlength=len(picked) * self._texts)
            shaped = products.astype(np.float64, copy=False).reshape(len(picked), self._texts)
            yield _Piece(first, shaped, added_to, cells[cell])


class _Piece(NamedTuple):
    """The products of some queries from ``first`` on; what was added up: its places in them, and its query cells."""

    first: int
    products: Floats
    added_to: Ints
    cell: Ints


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

    def share_postings(self, vocabulary: Vocabulary, saturation: float, length_penalty: float) -> Postings:
        """For whole certifications, as BM25 has it: products with queries that add up to 1 are the share, 0 to 1, of
        what the query says that the text says too; a word often said counts fully, one lost in a long text less."""
        lengths = np.bincount(self.rows, self.counts, minlength=self.texts)
        usual = lengths.mean() if self.texts else 1.0
        damping = saturation * (1.0 - length_penalty + length_penalty * lengths / (usual or 1.0))
        cells = self.counts / (self.counts + damping[self.rows])
        return Postings(Rows.of_cells(self.stems, self.rows, cells, len(vocabulary.ids)), self.texts)
