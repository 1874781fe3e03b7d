"""What the server writes of a request: its method, its route, its status, its duration. Nothing of the person.

Routes are written as they are declared, so that no word typed in an address is kept; query strings, bodies and
network addresses are never written. An error is told by its kind and place, for its message may quote a dossier.
"""

from __future__ import annotations

import logging
import time
import traceback

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher.web.errors import error_response
from matcher.web.refusal import Refusal

log = logging.getLogger("vae.serve")


class AccessLog:
    """Writes one line for each request, and answers for the program when it breaks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting_status)
        except Exception as error:
            log.error("%s %s : %s", scope["method"], _route(scope), _place(error))
            if not status:
                await error_response(Request(scope), Refusal(500))(scope, receive, send_noting_status)
        finally:
            spent = (time.perf_counter() - started) * 1000
            log.info("%s %s %d %.0f ms", scope["method"], _route(scope), status, spent)


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "-")


def _place(error: Exception) -> str:
    """The kind of an error and where it was raised, without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames[-6:]))
    return f"{type(error).__name__} ({where})"
