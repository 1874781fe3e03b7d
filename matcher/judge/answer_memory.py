"""Memory for answers, used again once nobody looks at them any more.

Memory new to a process is first wiped by the system, page by page: for a million cases that takes longer than to judge
them.
"""

from __future__ import annotations

import weakref

import numpy as np
from numpy.typing import NDArray

SMALL = 2**20
"""Bytes below which the allocator of the process does as well by itself."""
_KEPT = 2


class AnswerMemory:
    """Lends bytes, and has them back when the last array that shows them is gone. Safe to share between threads."""

    def __init__(self) -> None:
        self._free: list[NDArray[np.uint8]] = []

    def lend(self, size: int) -> NDArray[np.uint8]:
        """So many bytes, whatever they hold."""
        if size < SMALL:
            return np.empty(size, np.uint8)
        owner = self._taken(size)
        # Through a memoryview, so that arrays cut out of the loan hold the loan and not its owner.
        loan = np.asarray(owner.data)
        weakref.finalize(loan, self._take_back, owner).atexit = False
        return loan[:size]

    def _taken(self, size: int) -> NDArray[np.uint8]:
        """Free memory of about this size, else new memory; what is of another size is let go."""
        while self._free:
            try:
                owner = self._free.pop()
            except IndexError:  # Another thread was quicker.
                break
            if size <= owner.size <= 2 * size:
                return owner
        return np.empty(size, np.uint8)

    def _take_back(self, owner: NDArray[np.uint8]) -> None:
        if len(self._free) < _KEPT:
            self._free.append(owner)
