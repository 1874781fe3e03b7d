"""How near two jobs are, by their ROME codes: same code, same three first characters, same letter; or, where the ROME
was imported, by the moves from job to job that it tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from matcher.sparse import Ints

if TYPE_CHECKING:
    from matcher.reading.rome.stored import Rome

JobDistance = Literal["identique", "proche", "meme_domaine", "eloigne", "inconnu"]
DISTANCES: tuple[JobDistance, ...] = ("inconnu", "eloigne", "meme_domaine", "proche", "identique")
UNKNOWN, FAR, SAME_FIELD, CLOSE, IDENTICAL = range(5)
"""Places in DISTANCES: the greater, the nearer."""

_NEARNESS_OF_PREFIX = {1: SAME_FIELD, 3: CLOSE, 5: IDENTICAL}


@dataclass(frozen=True)
class JobLinks:
    """What the ROME tells of codes.

    ``moves``: the jobs that one leads to, near ones or next steps. ``became``: the codes of this version that an older
    one became. A move is no likeness: cashiers become receptionists, and carers undertakers. It brings two jobs as near
    as one field does, and no nearer: it relates no experience to a certification, but does not let them be far apart.
    """

    moves: Mapping[str, frozenset[str]] = field(default_factory=dict)
    became: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rome: Rome | None) -> JobLinks:
        """Those of the imported ROME; none without it."""
        if rome is None:
            return cls()
        return cls(
            {code: frozenset(move.target for move in moves) for code, moves in rome.moves.items()}, rome.crosswalk
        )

    def now(self, code: str) -> tuple[str, ...]:
        """A code, and those that it became."""
        return (code, *self.became.get(code, ()))


class JobCodes:
    """The ROME codes of certifications, found by their first characters."""

    def __init__(self, codes: Sequence[Sequence[str]], links: JobLinks) -> None:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for certification, ones in enumerate(codes):
            for code in (now for one in ones for now in links.now(one)):
                for length in _NEARNESS_OF_PREFIX:
                    found[code[:length]].add(certification)
        self._links = links
        self._found = {prefix: np.array(sorted(ones), dtype=np.int64) for prefix, ones in found.items()}
        self._without_match: Ints = np.array([FAR if ones else UNKNOWN for ones in codes], dtype=np.int64)

    def nearness(self, code: str | None) -> Ints:
        """[certifications]: places in DISTANCES; UNKNOWN everywhere without a code."""
        if code is None:
            return np.full_like(self._without_match, UNKNOWN)
        near = self._without_match.copy()
        codes = self._links.now(code)
        reached = [(target, SAME_FIELD) for one in codes for target in self._links.moves.get(one, ())]
        for length, nearness in _NEARNESS_OF_PREFIX.items():
            reached += [(one[:length], nearness) for one in codes]
        for prefix, nearness in reached:
            if (found := self._found.get(prefix)) is not None:
                near[found] = np.maximum(near[found], nearness)
        return near
