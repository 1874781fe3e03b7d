"""What leaves the page as a file: the dossier, the report. Names of files say nothing of the person."""

from __future__ import annotations

import json
from collections.abc import Callable

from starlette.responses import Response

from matcher.engine import Matcher
from matcher.reading.masking import mask_unions
from matcher.web.interview.form import Form
from matcher.web.interview.state import Interview, dossier_values

Exporter = Callable[[Matcher, Interview], Response]


def dossier_file(form: Form) -> Response:
    """All that was typed, as a dossier's file; no union is named in it."""
    written = json.dumps(dossier_values(form), ensure_ascii=False, indent=2)
    return _file(mask_unions(written) + "\n", "dossier.json", "application/json")


def _dossier(matcher: Matcher, look: Interview) -> Response:
    return dossier_file(look.form)


def _report(matcher: Matcher, look: Interview) -> Response:
    assert look.report is not None
    return _file(look.report.to_json(), "rapport.json", "application/json")


EXPORTERS: dict[str, Exporter] = {"json": _report, "dossier": _dossier}
"""The files that can be made of a report, by the name of their format in the address."""


def _file(content: str | bytes, name: str, media_type: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
