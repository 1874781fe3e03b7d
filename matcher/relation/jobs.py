"""How near two jobs are, by their ROME codes: same code, same three first characters, same letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

import numpy as np

from matcher.sparse import Ints

JobDistance = Literal["identique", "proche", "meme_domaine", "eloigne", "inconnu"]
DISTANCES: tuple[JobDistance, ...] = ("inconnu", "eloigne", "meme_domaine", "proche", "identique")
UNKNOWN, FAR, SAME_FIELD, CLOSE, IDENTICAL = range(5)
"""Places in DISTANCES: the greater, the nearer."""

_NEARNESS_OF_PREFIX = {1: SAME_FIELD, 3: CLOSE, 5: IDENTICAL}


class JobCodes:
    """The ROME codes of certifications, found by their first characters."""

    def __init__(self, codes: Sequence[Sequence[str]]) -> None:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for certification, ones in enumerate(codes):
            for code in ones:
                for length in _NEARNESS_OF_PREFIX:
                    found[code[:length]].add(certification)
        self._found = {prefix: np.array(sorted(ones), dtype=np.int64) for prefix, ones in found.items()}
        self._without_match: Ints = np.array([FAR if ones else UNKNOWN for ones in codes], dtype=np.int64)

    def nearness(self, code: str | None) -> Ints:
        """[certifications]: places in DISTANCES; UNKNOWN everywhere without a code."""
        if code is None:
            return np.full_like(self._without_match, UNKNOWN)
        near = self._without_match.copy()
        for length, nearness in _NEARNESS_OF_PREFIX.items():
            near[self._found.get(code[:length], np.array([], dtype=np.int64))] = nearness
        return near


def job_distance(code: str | None, codes: Sequence[str]) -> JobDistance:
    """How near one job code is to the nearest of several; inconnu where either side has none."""
    if code is None or not codes:
        return "inconnu"
    found = [
        nearness
        for length, nearness in _NEARNESS_OF_PREFIX.items()
        if any(one[:length] == code[:length] for one in codes)
    ]
    return DISTANCES[max(found, default=FAR)]
