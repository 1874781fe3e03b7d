"""The words of the appellations: how much each tells, and which one a misspelt or shortened word stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from matcher.occupations.wording import Words
from matcher.sparse import Floats, Ints

LEAST_LIKE = 0.66
"""Two words less alike than this are two words."""

_SHORTEST_PREFIX = 3
_LEAST_OF_A_PREFIX = 0.8
_LEAST_OF_A_LONGER_WORD = 0.6
_SHORTEST_MENDED = 4
_LONG_WORD = 10
_UNKNOWN_WEIGHT = 0.5


class Vocabulary:
    """Stems by place, in the order in which the appellations hold them.

    ``rarity``, from an IDF: 0 for a stem that every appellation would hold, the most for one held once. A stem
    that none holds weighs half as much as the rarest: it may be a misspelling, or the name of an employer.
    """

    def __init__(self, rows: Sequence[Words]) -> None:
        self.places: dict[str, int] = {}
        for row in rows:
            for stem in row:
                self.places.setdefault(stem, len(self.places))
        self.stems = list(self.places)
        held = np.bincount([self.places[stem] for row in rows for stem in row], minlength=len(self.stems))
        self.rarity: Floats = np.log((1 + len(rows)) / (1 + held))
        self._by_initial: defaultdict[str, list[str]] = defaultdict(list)
        for stem in sorted(self.stems):
            self._by_initial[stem[0]].append(stem)
        self._lengths = np.array([len(stem) for stem in self.stems], dtype=np.int64)
        self._unknown = _UNKNOWN_WEIGHT * float(self.rarity.max(initial=0.0))

    def weight(self, stem: str) -> float:
        """How much a stem tells."""
        place = self.places.get(stem)
        return self._unknown if place is None else float(self.rarity[place])

    def mended(self, stem: str) -> str:
        """A stem of the vocabulary for one that is misspelt, else the stem as it is.

        One letter may differ, two in a long stem, never the first. The beginning of a known stem is left as it is:
        it shortens a word, it does not misspell one.
        """
        if stem in self.places or len(stem) < _SHORTEST_MENDED or not stem.isalpha():
            return stem
        likely = self._by_initial.get(stem[0], [])
        first = bisect_left(likely, stem)
        if first < len(likely) and likely[first].startswith(stem):
            return stem
        most = 2 if len(stem) >= _LONG_WORD else 1
        found = process.extract(stem, likely, scorer=OSA.distance, score_cutoff=most, limit=None)
        near = [(distance, self.weight(known), known) for known, distance, _ in found]
        return min(near)[2] if near else stem

    def likeness(self, stems: Sequence[str], places: Ints) -> Floats:
        """[stems, places]: how alike each stem and the one at each place are, 0 below LEAST_LIKE, 1 for the same.

        Spelling is compared, and a stem that begins another is like it: "compta", "comptable".
        """
        others = [self.stems[place] for place in places]
        alike: Floats = process.cdist(
            stems, others, scorer=OSA.normalized_similarity, score_cutoff=LEAST_LIKE, dtype=np.float64
        )
        shared: Floats = process.cdist(stems, others, scorer=Prefix.similarity, dtype=np.float64)
        asked = np.array([[len(stem)] for stem in stems], dtype=np.int64)
        known = self._lengths[places]
        shorter, longer = np.minimum(asked, known), np.maximum(asked, known)
        least = np.where(asked <= known, _SHORTEST_PREFIX, _LEAST_OF_A_LONGER_WORD * longer)
        begins = (shared == shorter) & (shorter >= least)
        begun = _LEAST_OF_A_PREFIX + (1 - _LEAST_OF_A_PREFIX) * shorter / longer
        return np.maximum(alike, np.where(begins, begun, 0.0))
