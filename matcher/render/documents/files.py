"""Which sheets there are, and which files they can be."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from matcher.render.documents.application import application_json, application_sheet
from matcher.render.documents.blocks import Document
from matcher.render.documents.candidate import candidate_sheet
from matcher.render.documents.feasibility import feasibility_sheet
from matcher.render.documents.html import to_html
from matcher.render.documents.interview import interview_sheet
from matcher.render.documents.pdf import to_pdf
from matcher.render.documents.subject import Subject
from matcher.render.documents.word import to_docx

SHEETS: Mapping[str, Callable[[Subject], Document]] = {
    "entretien": interview_sheet,
    "candidat": candidate_sheet,
    "faisabilite": feasibility_sheet,
    "rubriques": application_sheet,
}
"""The sheets, by the name a user gives."""

FORMATS: Mapping[str, Callable[[Document], bytes]] = {
    "html": lambda document: to_html(document).encode(),
    "pdf": to_pdf,
    "docx": to_docx,
}
"""The kinds of file, by suffix; the rubrics of the form may also be ``json``."""

_JSON = "json"


class UnknownFormat(ValueError):
    """A suffix that is none of those a sheet can have; the message is a French sentence."""

    def __init__(self, sheet: str, suffix: str) -> None:
        wanted = [*FORMATS, *([_JSON] if sheet == "rubriques" else [])]
        read = f"« .{suffix} » lu" if suffix else "aucune extension lue"
        super().__init__(f"format de fichier inconnu ({read}) ; attendu : {', '.join(f'.{one}' for one in wanted)}")


def check_format(sheet: str, suffix: str) -> None:
    """Raises UnknownFormat for a file that a sheet can't be."""
    if suffix not in FORMATS and (sheet, suffix) != ("rubriques", _JSON):
        raise UnknownFormat(sheet, suffix)


def sheet_file(subject: Subject, sheet: str, suffix: str) -> bytes:
    """One sheet as the bytes of a file. ``sheet`` is one of SHEETS, ``suffix`` one of FORMATS.

    Raises UnknownFormat, MissingExtra, or LookupError in French for a sheet that this dossier can't have.
    """
    check_format(sheet, suffix)
    if suffix == _JSON:
        return f"{application_json(subject)}\n".encode()
    return FORMATS[suffix](SHEETS[sheet](subject))


def write_sheet(subject: Subject, sheet: str, path: Path) -> None:
    """Write a sheet to a file, whole or not at all; the suffix decides. Raises OSError too."""
    content = sheet_file(subject, sheet, path.suffix.removeprefix(".").lower())
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", delete=False) as partial:
        try:
            partial.write(content)
            partial.close()
            Path(partial.name).chmod(0o644)
            os.replace(partial.name, path)
        except BaseException:
            Path(partial.name).unlink(missing_ok=True)
            raise
