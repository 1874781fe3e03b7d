"""Sessions of the pages: a signed cookie names the session, the server knows which are open.

Every session holds a CSRF token; forms send it back in ``csrf_token``, scripts in the ``X-CSRF-Token`` header.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

from starlette.requests import Request

from matcher.web.refusal import Refusal

CSRF_FIELD, CSRF_HEADER = "csrf_token", "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_MOST_OPEN = 10_000


class OpenSessions:
    """The sessions that a login opened and that no logout closed: name → when it ends, in seconds."""

    def __init__(self, longest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._longest, self._clock = longest, clock
        self._ends: dict[str, float] = {}

    def open(self) -> str:
        """Open a session; returns its name, which nobody can guess."""
        now = self._clock()
        self._ends = {name: end for name, end in self._ends.items() if end > now}
        while len(self._ends) >= _MOST_OPEN:
            del self._ends[next(iter(self._ends))]
        name = secrets.token_urlsafe(32)
        self._ends[name] = now + self._longest
        return name

    def holds(self, name: str | None) -> bool:
        return name is not None and self._ends.get(name, 0) > self._clock()

    def close(self, name: str | None) -> None:
        self._ends.pop(name or "", None)


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
    known = session_of(request).get("csrf")
    return isinstance(sent, str) and bool(known) and secrets.compare_digest(known.encode(), sent.encode())


async def csrf_checked(request: Request) -> None:
    """For the routes of pages: a request that changes something must bring the token of its session."""
    if request.method in SAFE_METHODS:
        return
    sent: Any = request.headers.get(CSRF_HEADER)
    if sent is None:
        sent = (await request.form()).get(CSRF_FIELD)
    if not holds_csrf_token(request, sent):
        raise Refusal(403)
