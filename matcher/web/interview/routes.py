"""The addresses of the interview. The dossier lives in the page: every request brings it whole.

Nothing is kept, but for the opinions that a server with a history is asked to keep.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from matcher.engine import Matcher
from matcher.model.faults import DossierError
from matcher.reading.dossiers import LARGEST_FILE, dossier_values, parse_dossier
from matcher.registrations import registration_state
from matcher.render.typography import short_date
from matcher.web.interview.actions import Asked, act
from matcher.web.interview.cards import found_certification
from matcher.web.interview.decisions import Decided, decide
from matcher.web.interview.exports import dossier_file, export_file
from matcher.web.interview.form import Form, form_of, read_form
from matcher.web.interview.screen import screen
from matcher.web.interview.side_by_side import HISTORY
from matcher.web.interview.state import DEFAULT_ID, Fault, look_at
from matcher.web.interview.wording import fault_message, field_name
from matcher.web.refusal import Refusal
from matcher.web.rendering import templates

if TYPE_CHECKING:
    from matcher.web.interview.saved import SavedOpinions

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
FOUND = 6
_SHORTEST_SEARCH = 3
_GROUP = re.compile(r"(?:experiences|diplomas|requests)(?:\[\d+\])?")


def _matcher(request: Request) -> Matcher:
    matcher: Matcher = request.app.state.matcher
    return matcher


async def _page(request: Request, asked: Asked, faults: tuple[Fault, ...] = ()) -> Response:
    """The whole page, or what of it has changed for a page that is already there."""
    name = "update" if request.headers.get("HX-Request") else "page"
    shown = await run_in_threadpool(screen, _matcher(request), asked, faults, request.app.state.saved)
    return templates.TemplateResponse(request, f"interview/{name}.html", shown)


@router.get("/")
async def interview(request: Request) -> Response:
    """An empty interview, filed today until said otherwise."""
    form = Form()
    form.top |= {"filed_on": short_date(date.today()), "id": DEFAULT_ID}
    return await _page(request, Asked(form))


@router.post("/entretien")
async def update(request: Request) -> Response:
    """The page after a change or an action."""
    sent = await request.form()
    asked = act(
        read_form(sent.multi_items()),
        _last(sent, "action"),
        cv_text=_last(sent, "cv_texte"),
        pasted=_last(sent, "cv"),
        kept=[one for one in sent.getlist("cv_garder") if isinstance(one, str)],
    )
    return await _page(request, asked)


@router.post("/ouvrir")
async def open_file(request: Request) -> Response:
    """The page filled with a dossier's file; a file that is no dossier leaves an empty page and says why."""
    sent = (await request.form()).get("fichier")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return await interview(request)
    data = await sent.read(LARGEST_FILE + 1)
    try:
        values = dossier_values(data, "fichier")
    except DossierError as error:
        form = Form()
        form.top |= {"filed_on": short_date(date.today()), "id": DEFAULT_ID}
        faults = tuple(Fault("fichier", field_name(one["path"]), fault_message(one)) for one in error.errors)
        return await _page(request, Asked(form), faults)
    return await _page(request, Asked(form_of(values)), _not_shown(values))


def _not_shown(values: Mapping[str, Any]) -> tuple[Fault, ...]:
    """What of a file can't stand in the form at all: an experience that is no object, say."""
    try:
        parse_dossier(values)
    except DossierError as error:
        return tuple(
            Fault("fichier", field_name(one["path"]), fault_message(one))
            for one in error.errors
            if _GROUP.fullmatch(one["path"])
        )
    return ()


@router.post("/enregistrer")
async def save(request: Request) -> Response:
    """The dossier as a file, sound or not: a draft is never lost."""
    return dossier_file(read_form((await request.form()).multi_items()))


@router.post("/exporter/{name}")
async def export(request: Request, name: str) -> Response:
    """The report or a sheet as a file. What can't be made is told on the page instead."""
    form = read_form((await request.form()).multi_items())
    look = await run_in_threadpool(look_at, _matcher(request), form)
    try:
        return await run_in_threadpool(export_file, _matcher(request), look, name)
    except (LookupError, ImportError) as refusal:
        said = str(refusal.args[0]) if refusal.args else str(refusal)
        return await _page(request, Asked(form), (Fault("exporter", "Export", said),))


@router.post("/entretien/metiers")
async def jobs(request: Request, carte: int) -> Response:
    """Jobs like the title being typed on a card; that it is ambiguous is said."""
    sent = await request.form()
    title = _last(sent, f"experiences[{carte}].title").strip()
    found = _matcher(request).occupations.suggest(title, FOUND) if len(title) >= _SHORTEST_SEARCH else None
    loaded = _matcher(request).referentials.rome is not None
    shown = {"number": carte, "jobs": found, "rome_loaded": loaded}
    return templates.TemplateResponse(request, "interview/jobs.html", shown)


@router.post("/entretien/cibles")
async def aims(request: Request) -> Response:
    """Certifications like the target being typed."""
    return await _found(request, "target", "interview/aims.html")


@router.post("/entretien/recherche")
async def search(request: Request) -> Response:
    """Any certification, tolerant of typos, with « pourquoi pas »."""
    return await _found(request, "cherche", "interview/found.html")


async def _found(request: Request, field: str, template: str) -> Response:
    sent = await request.form()
    text = _last(sent, field).strip()
    form = read_form(sent.multi_items())
    values, _, _ = form.values()
    try:
        day = date.fromisoformat(values.get("filed_on", ""))
    except ValueError:
        day = date.today()
    found = _matcher(request).search(text, FOUND) if len(text) >= _SHORTEST_SEARCH else []
    # Une fiche en cours passe avant celle qu'elle remplace, à ressemblance égale.
    found.sort(key=lambda one: registration_state(one, day) == "terminee")
    shown = {
        "searched": text if len(text) >= _SHORTEST_SEARCH else "",
        "found": [found_certification(one, day) for one in found],
    }
    return templates.TemplateResponse(request, template, shown)


@router.post("/entretien/lexique")
async def lexicon(request: Request) -> Response:
    """Accept or refuse a passage: first asked for its reason, then written in the centre's lexicon."""
    sent = await request.form()
    asked = {name: _last(sent, f"lexique_{name}") or _last(sent, name) for name in Decided.FIELDS}
    if _last(sent, "lexique") != "enregistrer":
        asked = {name: _last(sent, name) for name in Decided.FIELDS}
        shown: dict[str, Any] = {"asked": {**asked, "author": _last(sent, "adviser"), "reason": ""}}
        return templates.TemplateResponse(request, "interview/decision.html", {**shown, "fault": "", "saved": ""})
    told = await run_in_threadpool(decide, _matcher(request), asked)
    if told.matcher is not None:
        request.app.state.matcher = told.matcher
    shown = {"asked": asked, "fault": told.fault, "saved": told.note}
    return templates.TemplateResponse(request, "interview/decision.html", shown)


def _saved(request: Request) -> SavedOpinions:
    """The history. Raises Refusal (404) when the server keeps none."""
    saved: SavedOpinions | None = request.app.state.saved
    if saved is None:
        raise Refusal(404)
    return saved


@router.post("/historique")
async def history(request: Request) -> Response:
    """The page with the list of the opinions kept."""
    _saved(request)
    form = read_form((await request.form()).multi_items())
    form.panel = HISTORY
    return await _page(request, Asked(form))


@router.post("/historique/enregistrer")
async def keep(request: Request) -> Response:
    """Keep the opinion that the page shows."""
    saved, form = _saved(request), read_form((await request.form()).multi_items())
    look = await run_in_threadpool(look_at, _matcher(request), form)
    notice, faults = await run_in_threadpool(saved.save, look)
    answer = await _page(request, Asked(form, notice=notice), faults)
    if notice:
        # La page sait alors qu'elle peut être quittée sans rien perdre.
        answer.headers["HX-Trigger"] = "enregistre"
    return answer


@router.post("/historique/ouvrir")
async def open_opinion(request: Request) -> Response:
    """The page filled with the dossier of an opinion, and what has changed since."""
    saved, sent = _saved(request), await request.form()
    asked, faults = await run_in_threadpool(saved.open, read_form(sent.multi_items()), _last(sent, "ouvrir"))
    return await _page(request, asked, faults)


@router.post("/historique/comparer")
async def compare_opinions(request: Request) -> Response:
    """The page with the two opinions ticked side by side."""
    saved, form = _saved(request), read_form((await request.form()).multi_items())
    return await _page(request, await run_in_threadpool(saved.compared, form))


def _last(sent: FormData, name: str) -> str:
    """The last value of a name: that of the button pressed, after those of the page."""
    values = [one for one in sent.getlist(name) if isinstance(one, str)]
    return values[-1] if values else ""
