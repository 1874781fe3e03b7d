"""Sessions of the pages: a signed cookie names the session, the server knows which are open.

Every session holds a CSRF token; forms send it back in ``csrf_token``, scripts in the ``X-CSRF-Token`` header.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from starlette.requests import Request

from matcher.web.refusal import Refusal

CSRF_FIELD, CSRF_HEADER = "csrf_token", "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_MOST_OPEN = 10_000


class OpenSessions:
    """The sessions that a login opened and that no logout closed. They end when unused, or after the longest time.

    Durations are in seconds.
    """

    def __init__(self, idle: float, longest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle, self._longest, self._clock = idle, longest, clock
        self._open: dict[str, _Ends] = {}

    def open(self) -> str:
        """Open a session; returns its name, which nobody can guess."""
        now = self._clock()
        self._open = {name: ends for name, ends in self._open.items() if min(ends) > now}
        while len(self._open) >= _MOST_OPEN:
            del self._open[next(iter(self._open))]
        name = secrets.token_urlsafe(32)
        self._open[name] = _Ends(now + self._idle, now + self._longest)
        return name

    def holds(self, name: str | None) -> bool:
        """Whether a session is open, which counts as a use of it."""
        now, ends = self._clock(), self._open.get(name or "")
        if name is None or ends is None or min(ends) <= now:
            return False
        self._open[name] = ends._replace(unused=now + self._idle)
        return True

    def close(self, name: str | None) -> None:
        self._open.pop(name or "", None)


class _Ends(NamedTuple):
    """When a session ends: if nothing uses it, and at the latest."""

    unused: float
    latest: float


def session_of(request: Request) -> dict[str, Any]:
    """The content of the signed cookie; empty without one."""
    found: dict[str, Any] = request.scope.get("session", {})
    return found


def logged_in(request: Request) -> bool:
    """True when the cookie names a session that a login opened."""
    sessions: OpenSessions = request.app.state.sessions
    return sessions.holds(session_of(request).get("name"))


def csrf_token(request: Request) -> str:
    """The CSRF token of the session, opened for it if need be."""
    token: str = session_of(request).setdefault("csrf", secrets.token_urlsafe(32))
    return token


def holds_csrf_token(request: Request, sent: Any) -> bool:
    """Whether what was sent is the token of the session; without a session, nothing is."""
    known = session_of(request).get("csrf")
    if not isinstance(sent, str) or not isinstance(known, str):
        return False
    return secrets.compare_digest(known.encode(), sent.encode("utf-8", "surrogatepass"))


async def csrf_checked(request: Request) -> None:
    """For the routes of pages: a request that changes something must bring the token of its session."""
    if request.method in SAFE_METHODS:
        return
    sent: Any = request.headers.get(CSRF_HEADER)
    if sent is None:
        sent = (await request.form()).get(CSRF_FIELD)
    if not holds_csrf_token(request, sent):
        raise Refusal(403)
