"""What leaves the page as a file: sheets, report, dossier. Names of files say nothing of the person."""

from __future__ import annotations

import json

from starlette.responses import Response

from matcher.engine import Matcher
from matcher.model.report import Match, Report
from matcher.reading.masking import mask_unions
from matcher.render.documents import sheet_file, subject_of
from matcher.web.interview.form import Form
from matcher.web.interview.state import Interview, dossier_values

EXPORTS: dict[str, str] = {
    "entretien.pdf": "Fiche d'entretien (PDF)",
    "entretien.docx": "Fiche d'entretien (Word)",
    "candidat.pdf": "Fiche à remettre à la personne (PDF)",
    "candidat.docx": "Fiche à remettre à la personne (Word)",
    "faisabilite.pdf": "Tableau de faisabilité (PDF)",
    "faisabilite.docx": "Tableau de faisabilité (Word)",
    "rubriques.pdf": "Rubriques du formulaire (PDF)",
    "rapport.json": "Rapport (JSON)",
    "dossier.json": "Dossier (JSON)",
}
"""The files that can be asked for, and how the menu names them."""

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


def dossier_file(form: Form) -> Response:
    """All that was typed, as a dossier's file; no union is named in it."""
    written = json.dumps(dossier_values(form), ensure_ascii=False, indent=2)
    return _file(f"{mask_unions(written)}\n", "dossier.json")


def export_file(matcher: Matcher, look: Interview, name: str) -> Response:
    """One file of ``EXPORTS``. Raises LookupError and ImportError, in French, for a sheet that can't be made."""
    sheet, _, suffix = name.partition(".")
    if name == "dossier.json":
        return dossier_file(look.form)
    if name not in EXPORTS or look.report is None or look.dossier is None:
        raise LookupError("Ce fichier ne peut pas être fait tant que le dossier a des erreurs.")
    if name == "rapport.json":
        return _file(look.report.to_json(), name)
    report = _with_focus(look.report, look.focus)
    target = look.focus.certification if look.focus else None
    return _file(sheet_file(subject_of(matcher, look.dossier, report, target), sheet, suffix), name)


def _with_focus(report: Report, focus: Match | None) -> Report:
    """The report with the target looked at, even where it is not among those ranked."""
    if focus is None or any(match.certification == focus.certification for match in report.matches):
        return report
    return report.model_copy(update={"matches": (*report.matches, focus)})


def _file(content: str | bytes, name: str) -> Response:
    kind = _TYPES[name.rpartition(".")[2]]
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
