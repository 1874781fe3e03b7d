"""The gate, before any route: the server's name, the size of the body, where a request comes from, who sends it."""

from __future__ import annotations

import asyncio
import re
from hashlib import sha256
from hmac import compare_digest
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher.web.attempts import Attempts
from matcher.web.errors import error_response, wants_page
from matcher.web.refusal import Refusal, too_big
from matcher.web.session import CSRF_HEADER, SAFE_METHODS, holds_csrf_token, logged_in
from matcher.web.settings import ServerSettings

LOGIN = "/connexion"
_OPEN_TO_ALL = (LOGIN, "/healthz")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s\[\]/:@]+)(?::\d*)?", re.IGNORECASE)
_OWN_SITE = frozenset({"same-origin", "none"})


class Gate:
    """Lets a request through to the routes, or answers it with a refusal."""

    def __init__(self, app: ASGIApp, settings: ServerSettings, attempts: Attempts) -> None:
        self.app, self._settings, self._attempts = app, settings, attempts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            answer = self._answer(request)
        except Refusal as refusal:
            answer = error_response(request, refusal)
        if answer is None:
            await self.app(scope, self._patient(receive), send)
        else:
            await answer(scope, receive, send)

    def _answer(self, request: Request) -> Response | None:
        """None to let the request through. Raises Refusal."""
        self._check_name(request)
        self._check_length(request)
        changes = request.method not in SAFE_METHODS
        if changes and not _from_own_site(request):
            raise Refusal(403)
        path = request.url.path
        if not self._settings.protected or path in _OPEN_TO_ALL or path.startswith("/static/"):
            return None
        if self._shows_secret(request):
            return None
        if not logged_in(request):
            return _ask_to_log_in(request)
        if changes and path.startswith("/api/") and not holds_csrf_token(request, request.headers.get(CSRF_HEADER)):
            raise Refusal(403)
        return None

    def _check_name(self, request: Request) -> None:
        """Against DNS rebinding: a foreign name that points at this machine is not ours."""
        given = _HOST.fullmatch(request.headers.get("host", ""))
        if given is None:
            raise Refusal(400)
        if self._settings.hosts is not None and given[1].lower() not in self._settings.hosts:
            raise Refusal(421)

    def _check_length(self, request: Request) -> None:
        """Against a body announced as too big; the bytes that come are counted elsewhere."""
        announced = request.headers.get("content-length", "0")
        if not announced.isdecimal():
            raise Refusal(400)
        if int(announced[:20]) > self._settings.largest_body:
            raise too_big(self._settings.largest_body)

    def _shows_secret(self, request: Request) -> bool:
        """True for a right bearer token. Raises Refusal after too many wrong ones."""
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return False
        # Un en-tête se lit octet par octet ; un secret s'écrit en UTF-8.
        written = secret.strip().encode("latin-1").decode("utf-8", "replace")
        return try_secret(request, self._settings, self._attempts, written)

    def _patient(self, receive: Receive) -> Receive:
        """Wait for a body, not for ever."""
        deadline = asyncio.get_running_loop().time() + self._settings.body_patience
        more = True

        async def receive_in_time() -> Message:
            nonlocal more
            if not more:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise Refusal(408, headers={"Connection": "close"}) from None
            more = bool(message.get("more_body"))
            return message

        return receive_in_time


def try_secret(request: Request, settings: ServerSettings, attempts: Attempts, given: str) -> bool:
    """Hold what was given against the secrets, in constant time. Raises Refusal (429) after too many failures."""
    address = request.client.host if request.client else ""
    pause = attempts.pause(address)
    if pause:
        raise Refusal(429, headers={"Retry-After": str(pause)})
    digest = _digest(given)
    # Chaque secret est comparé, qu'un autre ait convenu ou non : la durée ne dit rien.
    right = sum(compare_digest(digest, _digest(secret)) for secret in settings.secrets) > 0
    if right:
        attempts.succeeded(address)
    else:
        attempts.failed(address)
    return right


def _digest(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _from_own_site(request: Request) -> bool:
    """Whether a request that changes something comes from our own pages, or from a program that has no page.

    Browsers tell it in Sec-Fetch-Site; older ones in Origin, which is "null" under our Referrer-Policy.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in _OWN_SITE
    return origin is None or urlsplit(origin).netloc.lower() == request.headers["host"].lower()


def _ask_to_log_in(request: Request) -> Response:
    if not wants_page(request):
        raise Refusal(401, headers={"WWW-Authenticate": "Bearer"})
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": LOGIN})
    return RedirectResponse(f"{LOGIN}?suite={quote(request.url.path)}" if request.method == "GET" else LOGIN, 303)
