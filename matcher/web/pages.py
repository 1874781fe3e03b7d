"""The advisor's pages. Every route here asks for the CSRF token when it changes something."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from matcher.web.rendering import templates

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def home(request: Request) -> Response:
    """The first page."""
    return templates.TemplateResponse(request, "home.html")
