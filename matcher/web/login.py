"""The login page, when the server has a secret."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from matcher.web.gate import LOGIN, try_secret
from matcher.web.rendering import templates
from matcher.web.session import csrf_checked, csrf_token, logged_in, session_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=[Depends(csrf_checked)])


@router.get(LOGIN)
def login_page(request: Request, suite: Annotated[str, Query()] = "/") -> Response:
    """Ask for the secret."""
    if not request.app.state.settings.protected or logged_in(request):
        return RedirectResponse("/", 303)
    return _page(request, _own_path(suite))


@router.post(LOGIN)
async def log_in(
    request: Request, secret: Annotated[str, Form()] = "", suite: Annotated[str, Form()] = "/"
) -> Response:
    """Open a session for who knows the secret."""
    state = request.app.state
    if not state.settings.protected:
        return RedirectResponse("/", 303)
    if not try_secret(request, state.settings, state.attempts, secret):
        return _page(request, _own_path(suite), wrong=True)
    session = session_of(request)
    # Une session neuve : rien de ce qui précède la connexion ne vaut après elle.
    session.clear()
    session["name"] = state.sessions.open()
    csrf_token(request)
    return RedirectResponse(_own_path(suite), 303)


@router.post("/deconnexion")
async def log_out(request: Request) -> Response:
    """Close the session, here and in the browser."""
    session = session_of(request)
    request.app.state.sessions.close(session.get("name"))
    session.clear()
    return RedirectResponse(LOGIN, 303)


def _page(request: Request, following: str, wrong: bool = False) -> Response:
    secure = request.url.scheme == "https" or not request.app.state.settings.encrypted
    shown = {"following": following, "wrong": wrong, "secure": secure}
    return templates.TemplateResponse(request, "login.html", shown, 401 if wrong else 200)


def _own_path(path: str) -> str:
    """A path of this server; anything else, another site above all, becomes the first page."""
    own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if own else "/"
