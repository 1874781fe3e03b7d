"""Wrong secrets, counted by address: after a few, the address waits."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from ipaddress import IPv6Network, ip_address

_MOST_ADDRESSES = 10_000
_IPV6_SITE = 64
"""A subscriber holds a whole /64: its addresses count as one."""


class Attempts:
    """``most`` failures open a pause of ``pause`` seconds, counted from the last one."""

    def __init__(self, most: int, pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._pause, self._clock = most, pause, clock
        self._failures: dict[str, tuple[int, float]] = {}

    def pause(self, address: str) -> int:
        """Whole seconds to wait before the next attempt; 0 when it may come now."""
        count, last = self._failures.get(_site(address), (0, 0.0))
        left = last + self._pause - self._clock()
        return math.ceil(left) if count >= self._most and left > 0 else 0

    def failed(self, address: str) -> None:
        site, now = _site(address), self._clock()
        count, last = self._failures.pop(site, (0, now))
        # La plus ancienne adresse s'oublie d'abord : la mémoire reste bornée.
        while len(self._failures) >= _MOST_ADDRESSES:
            del self._failures[next(iter(self._failures))]
        self._failures[site] = (1 if now - last >= self._pause else count + 1, now)

    def succeeded(self, address: str) -> None:
        self._failures.pop(_site(address), None)


def _site(address: str) -> str:
    try:
        given = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Network((int(given), _IPV6_SITE), strict=False)) if given.version == 6 else str(given)
