"""Slips of the pen in what people write: a stem that no certification knows, one slip away from one that they do.

Careful on purpose, since a real word may look like another ("boulot", "boulon"): one slip only, the first letter kept,
one candidate only, and a letter for another only in long words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from matcher.text import Term

_SWAPPED, _MISSING_OR_ADDED, _REPLACED = 5, 6, 8
"""Letters that a stem must have for each kind of slip: two letters swapped or one doubled, one missing or too many, one
for another."""


class Spelling:
    """Stems once each, found by what is left of them without one letter."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._known = frozenset(stems)
        self._shortened: defaultdict[str, set[str]] = defaultdict(set)
        for stem in self._known:
            if len(stem) >= _SWAPPED:
                for short in _without_one(stem):
                    self._shortened[short].add(stem)
        self.repaired = lru_cache(maxsize=50_000)(self._repaired)
        self._repaired_term = lru_cache(maxsize=50_000)(lambda term: Term(self.repaired(term.stem), term.word))

    def terms(self, found: Iterable[Term]) -> tuple[Term, ...]:
        """The terms with their stems repaired; the words stay as they were written."""
        return tuple([term if term.stem in self._known else self._repaired_term(term) for term in found])

    def stems(self, found: Iterable[str]) -> tuple[str, ...]:
        return tuple([stem if stem in self._known else self.repaired(stem) for stem in found])

    def _repaired(self, stem: str) -> str:
        """The known stem meant, or the stem as it is."""
        if len(stem) < _SWAPPED or stem in self._known:
            return stem
        near = {known for short in _without_one(stem) for known in self._shortened.get(short, ())}
        meant = {known for known in near if known[0] == stem[0] and _is_a_slip(stem, known)}
        return meant.pop() if len(meant) == 1 else stem


AS_WRITTEN = Spelling(())
"""Repairs nothing."""


def _without_one(stem: str) -> Iterator[str]:
    """The stem, and the stem less each of its letters, the first kept."""
    yield stem
    for place in range(1, len(stem)):
        yield stem[:place] + stem[place + 1 :]


def _is_a_slip(written: str, known: str) -> bool:
    """Whether one slip leads from one to the other, and both are long enough for it."""
    size = min(len(written), len(known))
    start = next((place for place in range(size) if written[place] != known[place]), size)
    one, other = written[start:], known[start:]
    if len(written) != len(known):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        doubled = bool(start) and len(written) > len(known) and written[start - 1] == longer[0]
        return longer[1:] == shorter and size >= (_SWAPPED if doubled else _MISSING_OR_ADDED)
    if one[:2] == other[1::-1]:
        return one[2:] == other[2:]
    return one[1:] == other[1:] and size >= _REPLACED
