"""From templates to pages: everything escaped, and a name that a template misspells is an error."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.templating import Jinja2Templates

from matcher.render.typography import typeset
from matcher.web.session import csrf_token, logged_in

FOLDER = Path(__file__).parent


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["typeset"] = typeset
    return made


def _shared(request: Request) -> dict[str, Any]:
    """What every page may use. Calling ``csrf_token`` opens a session, so pages without a form set no cookie."""
    return {"csrf_token": partial(csrf_token, request), "logged_in": logged_in(request)}


templates = Jinja2Templates(env=_environment(), context_processors=[_shared])
