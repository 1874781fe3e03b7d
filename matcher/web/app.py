"""The application: its routes, and what stands before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.sessions import SessionMiddleware

from matcher.engine import Matcher
from matcher.web import api, documentation, login
from matcher.web.access_log import AccessLog
from matcher.web.attempts import Attempts
from matcher.web.errors import handle_errors
from matcher.web.gate import Gate
from matcher.web.headers import SecurityHeaders
from matcher.web.interview.routes import router as interview_router
from matcher.web.rendering import FOLDER
from matcher.web.session import OpenSessions, csrf_checked
from matcher.web.settings import ServerSettings

if TYPE_CHECKING:
    from matcher.history import History
    from matcher.web.interview.saved import SavedOpinions


def create_app(matcher: Matcher, settings: ServerSettings | None = None, history: History | None = None) -> FastAPI:
    """The pages and the API over one engine, which every request shares; with a history, opinions may be kept."""
    settings = settings or ServerSettings()
    app = FastAPI(
        title="VAE au Cnam",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        # FastAPI sait envoyer au loin ce que contiennent les erreurs : ici, des dossiers de personnes.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.matcher, app.state.settings = matcher, settings
    app.state.sessions = OpenSessions(settings.idle_session, settings.longest_session)
    app.state.attempts = Attempts(settings.login_failures, settings.login_pause)
    app.state.saved = _saved(history)
    handle_errors(app)
    _stand_before_routes(app, settings)
    app.include_router(api.router)
    app.include_router(documentation.router)
    app.include_router(login.router)
    app.include_router(interview_router, dependencies=[Depends(csrf_checked)])
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    return app


def _saved(history: History | None) -> SavedOpinions | None:
    if history is None:
        return None
    # L'historique est un supplément : qui ne s'en sert pas n'a pas ses bibliothèques.
    from matcher.web.interview.saved import SavedOpinions

    return SavedOpinions(history)


def _stand_before_routes(app: FastAPI, settings: ServerSettings) -> None:
    """The last one added is the first to see a request."""
    # Compte les octets qui arrivent ; la barrière refuse d'emblée ceux qui sont annoncés de trop.
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=settings.largest_body)
    app.add_middleware(Gate, settings=settings, attempts=app.state.attempts)
    app.add_middleware(
        SessionMiddleware,
        secret_key=settings.session_key,
        # Le préfixe interdit à un autre site du même domaine de poser ce témoin.
        session_cookie="__Host-vae" if settings.encrypted else "vae",
        max_age=settings.longest_session,
        same_site="strict",
        https_only=settings.encrypted,
    )
    app.add_middleware(AccessLog)
    app.add_middleware(SecurityHeaders)
