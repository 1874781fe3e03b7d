"""From templates to pages: everything escaped, and a name that a template misspells is an error."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.templating import Jinja2Templates

from matcher.reading.masking import mask_unions
from matcher.render.typography import french_dates, long_date, typeset
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
    made.filters |= {
        "typeset": typeset,
        "long_date": long_date,
        "french_dates": french_dates,
        "slug": slug,
        "unnamed": mask_unions,
        "capitalize_first": lambda text: text[:1].upper() + text[1:],
    }
    return made


def slug(path: str) -> str:
    """A name as an identifier of HTML: "experiences[0].start" → "experiences-0-start"."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", path).strip("-")


def _shared(request: Request) -> dict[str, Any]:
    """What every page may use. Calling ``csrf_token`` opens a session, so pages without a form set no cookie."""
    return {"csrf_token": partial(csrf_token, request), "logged_in": logged_in(request)}


templates = Jinja2Templates(env=_environment(), context_processors=[_shared])
