"""What goes wrong, told in French: JSON for programs, a page for people. No trace of the program ever leaves."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from matcher.model.faults import DossierError, DossierFault, french_fault
from matcher.web.refusal import Refusal, sentence_of, too_big
from matcher.web.rendering import templates

DOCUMENTATION = "/api/docs"


def handle_errors(app: FastAPI) -> None:
    """Have every error answered by this module."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(DossierError, _faulty_dossier)
    app.add_exception_handler(RequestValidationError, _faulty_query)


def error_response(request: Request, refusal: Refusal) -> Response:
    """One French sentence under an HTTP status: a page for who asks for HTML outside the API, or else JSON."""
    status, message, headers = refusal.status_code, refusal.detail, dict(refusal.headers or {})
    if not wants_page(request):
        return JSONResponse({"message": message}, status, headers)
    return templates.TemplateResponse(request, "error.html", {"status": status, "message": message}, status, headers)


def wants_page(request: Request) -> bool:
    """True when a person reads the answer: a browser asks for HTML, or a script of our pages does, outside the API."""
    path, headers = request.url.path, request.headers
    for_person = "text/html" in headers.get("accept", "") or "hx-request" in headers
    for_programs = path == "/healthz" or (path.startswith("/api/") and path != DOCUMENTATION)
    return for_person and not for_programs


def faults_response(faults: list[DossierFault]) -> Response:
    return JSONResponse({"errors": faults}, 422)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 413:
        error = too_big(request.app.state.settings.largest_body)
    elif not isinstance(error, Refusal):
        # Les phrases de Starlette et de FastAPI sont en anglais.
        error = Refusal(error.status_code, sentence_of(error.status_code), error.headers)
    return error_response(request, error)


async def _faulty_dossier(request: Request, error: Exception) -> Response:
    assert isinstance(error, DossierError)
    return faults_response(error.errors)


async def _faulty_query(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return faults_response([french_fault(line) for line in error.errors()])
