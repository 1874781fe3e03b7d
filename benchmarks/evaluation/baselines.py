"""What anyone would try first: BM25 and TF-IDF cosine on Snowball stems, of the whole query and the whole document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import log

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from matcher.text import unaccented

Floats = NDArray[np.float64]

_WORD = re.compile(r"\w+")
_LITTLE_WORDS = """
    a à au aux avec ce ces c d dans de des du elle en et est il j je l la le les leur leurs lui ma mes mon n
    ne nos notre nous on ou où par pas pour qu que qui s sa se ses si son sont sur t ta te tes ton tu un une
    vos votre vous y
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_STEMMER = snowballstemmer.stemmer("french")
_SATURATION, _LENGTH = 1.2, 0.75


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return unaccented(str(_STEMMER.stemWord(word)))


def whole_words(text: str) -> list[str]:
    return [unaccented(word) for word in _WORD.findall(text.lower()) if word not in _LITTLE]


def snowball(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in _LITTLE]


class _Counted:
    """Documents as counts of terms."""

    def __init__(self, documents: Sequence[Sequence[str]], read: Callable[[str], list[str]]) -> None:
        self._read = read
        self._count = len(documents)
        found = [Counter(term for text in texts for term in read(text)) for texts in documents]
        held: Counter[str] = Counter()
        for one in found:
            held.update(one.keys())
        self._held = held
        self._sizes = np.array([sum(one.values()) for one in found], dtype=np.float64)
        rows: dict[str, list[tuple[int, int]]] = {}
        for place, one in enumerate(found):
            for term, times in one.items():
                rows.setdefault(term, []).append((place, times))
        self._rows = {
            term: (np.array([place for place, _ in cells]), np.array([times for _, times in cells], dtype=np.float64))
            for term, cells in rows.items()
        }

    def _terms(self, sentences: Sequence[str]) -> Counter[str]:
        return Counter(term for text in sentences for term in self._read(text) if term in self._held)


class Bm25(_Counted):
    """BM25 with its usual settings, 1.2 and 0.75."""

    def scores(self, sentences: Sequence[str]) -> Floats:
        found = np.zeros(self._count)
        usual = float(self._sizes.mean())
        for term, asked in self._terms(sentences).items():
            places, times = self._rows[term]
            held = len(places)
            idf = log(1 + (self._count - held + 0.5) / (held + 0.5))
            damping = _SATURATION * (1 - _LENGTH + _LENGTH * self._sizes[places] / usual)
            found[places] += asked * idf * times * (_SATURATION + 1) / (times + damping)
        return found


class TfIdf(_Counted):
    """Cosine of (1 + log tf)·idf vectors."""

    def __init__(self, documents: Sequence[Sequence[str]], read: Callable[[str], list[str]]) -> None:
        super().__init__(documents, read)
        self._idf = {term: 1 + log((1 + self._count) / (1 + held)) for term, held in self._held.items()}
        squares = np.zeros(self._count)
        for term, (places, times) in self._rows.items():
            squares[places] += ((1 + np.log(times)) * self._idf[term]) ** 2
        self._lengths = np.sqrt(np.where(squares > 0, squares, 1.0))

    def scores(self, sentences: Sequence[str]) -> Floats:
        found = np.zeros(self._count)
        for term, asked in self._terms(sentences).items():
            places, times = self._rows[term]
            found[places] += (1 + log(asked)) * self._idf[term] ** 2 * (1 + np.log(times))
        scaled: Floats = found / self._lengths
        return scaled
