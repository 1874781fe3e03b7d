"""The addresses of the history, which are there only when the server keeps one."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from matcher.web.interview.actions import Asked
from matcher.web.interview.form import Form, read_form
from matcher.web.interview.routes import answer
from matcher.web.interview.saved import LIST, SavedOpinions
from matcher.web.interview.state import look_at

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.post("/historique")
async def show(request: Request) -> Response:
    """The page with the list of the opinions kept."""
    form = await _form(request)
    form.panel = LIST
    return await answer(request, Asked(form))


@router.post("/historique/enregistrer")
async def save(request: Request) -> Response:
    """Keep the opinion that the page shows."""
    form = await _form(request)
    look = await run_in_threadpool(look_at, request.app.state.matcher, form)
    notice, faults = await run_in_threadpool(_saved(request).save, look)
    answered = await answer(request, Asked(form, notice=notice), faults)
    if notice:
        # La page sait alors qu'elle peut être quittée sans rien perdre.
        answered.headers["HX-Trigger"] = "enregistre"
    return answered


@router.post("/historique/ouvrir")
async def open_opinion(request: Request) -> Response:
    """The page filled with the dossier of an opinion, and what has changed since."""
    form = await _form(request)
    asked, faults = await run_in_threadpool(_saved(request).open, form, str((await request.form()).get("ouvrir", "")))
    return await answer(request, asked, faults)


@router.post("/historique/comparer")
async def compare(request: Request) -> Response:
    """The page with the two opinions ticked side by side."""
    return await answer(request, await run_in_threadpool(_saved(request).compared, await _form(request)))


async def _form(request: Request) -> Form:
    return read_form((await request.form()).multi_items())


def _saved(request: Request) -> SavedOpinions:
    saved: SavedOpinions = request.app.state.saved
    return saved
