"""How near two jobs are, by their ROME codes: same code, same three first characters, same letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

import numpy as np

from matcher.relation.vectors import Ints

JobDistance = Literal["identique", "proche", "meme_domaine", "eloigne", "inconnu"]
DISTANCES: tuple[JobDistance, ...] = ("inconnu", "eloigne", "meme_domaine", "proche", "identique")
"""By nearness, the number that stands for each: 0 unknown to 4 identical."""

_PREFIXES = ((1, 2), (3, 3), (5, 4))


class JobCodes:
    """The ROME codes of certifications, found by their prefixes."""

    def __init__(self, codes: Sequence[Sequence[str]]) -> None:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for certification, ones in enumerate(codes):
            for code in ones:
                for length, _ in _PREFIXES:
                    found[code[:length]].add(certification)
        self._found = {prefix: np.array(sorted(ones), dtype=np.int64) for prefix, ones in found.items()}
        self._far: Ints = np.array([1 if ones else 0 for ones in codes], dtype=np.int64)

    def nearness(self, code: str | None) -> Ints:
        """Array over certifications, 0 to 4 as in DISTANCES; 0 everywhere without a code."""
        if code is None:
            return np.zeros_like(self._far)
        near = self._far.copy()
        for length, nearness in _PREFIXES:
            near[self._found.get(code[:length], [])] = nearness
        return near


def best_nearness(by_experience: Ints) -> Ints:
    """From [experiences, certifications]: the nearest, but far only where every experience has a known code."""
    if not len(by_experience):
        return np.zeros(by_experience.shape[1], dtype=np.int64)
    best: Ints = by_experience.max(axis=0)
    best[(best == 1) & (by_experience == 0).any(axis=0)] = 0
    return best
