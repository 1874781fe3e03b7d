"""The readers of contact forms under attack, each as a batch goes through it: both readings of the file, every line."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import xlsxwriter
from form_files import TEN_FORMS
from readers import Reader, among, file, zipped

from matcher.batch.survey import Survey
from matcher.reading.forms import FormReader, FormsRefused, open_tables
from matcher.reading.forms.files import form_of, form_rows

_FORMS = [["id_fiche", "date_depot", "projet"], ["F1", "12/03/2024", "évoluer"], ["F2", "13/03/24", ""]]
_EXPERIENCES = [
    ["id_fiche", "rang", "statut", "fonction", "date_debut", "date_fin", "heures_hebdo", "activites"],
    ["F1", "1", "salarié", "Comptable", "01/01/2019", "31/12/2023", "35", "Tenue des comptes"],
    ["F1", "2", "bénévole", "Trésorière", "2015", "fin 2016", "17,5", "« Budget »"],
    ["F2", "1", "indépendant", "Conseil", "mars 2019", "à ce jour", "", "Audit"],
]
_SHEET = "xl/worksheets/sheet2.xml"


def _csv(rows: list[list[str]]) -> bytes:
    return "".join(";".join(row) + "\r\n" for row in rows).encode()


def _workbook() -> bytes:
    """Forms on one sheet, their experiences on another."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in (("Fiches", _FORMS), ("Expériences", _EXPERIENCES)):
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return out.getvalue()


def _parquet(compression: str = "none") -> bytes:
    """Long enough for most wounds to fall on the rows, not on the index at the end of the file."""
    out, (heading, *rows) = io.BytesIO(), [_FORMS[0], *_FORMS[1:] * 30]
    columns: dict[str, list[Any]] = {title: [row[place] for row in rows] for place, title in enumerate(heading)}
    typed = {"exp1_heures_hebdo": [35.0, None] * 30, "exp1_date_debut": [None, date(2019, 1, 1)] * 30}
    pyarrow.parquet.write_table(pyarrow.table({**columns, **typed}), out, use_dictionary=False, compression=compression)
    return out.getvalue()


def _read(forms: Path, long: Path | None = None) -> object:
    table, more, notes = open_tables(forms, long)
    reader = FormReader(table, more)
    survey = Survey(forms.parent / "releve.sqlite")
    try:
        survey.read(table, more, reader)
        lines = [reader.line(row, survey.experiences(form_of(row, reader.headings))) for row in form_rows(table)]
        return lines, list(survey.orphans()), notes, reader.notes()
    finally:
        survey.close()


def _among_forms(folder: Path) -> object:
    return _read(folder / "fiches.csv", folder / "experiences.csv")


def _on_a_sheet(folder: Path, data: bytes) -> object:
    """A workbook that is whole, but for what one of its sheets says."""
    (folder / "fiches.xlsx").write_bytes(zipped({**_PARTS, _SHEET: data}))
    return _read(folder / "fiches.xlsx")


def _before_its_index(folder: Path, data: bytes) -> object:
    """A Parquet file that is whole, but for its rows."""
    (folder / "fiches.parquet").write_bytes(data + _INDEX)
    return _read(folder / "fiches.parquet")


_BOOK, _COLUMNS = _workbook(), _parquet()
_INDEX = _COLUMNS[-8 - int.from_bytes(_COLUMNS[-8:-4], "little") :]
with zipfile.ZipFile(io.BytesIO(_BOOK)) as _parts:
    _PARTS = {name: _parts.read(name) for name in _parts.namelist()}

FORM_READERS = (
    Reader("fiches CSV", (TEN_FORMS.read_bytes(), _csv(_FORMS)), file("fiches.csv", _read), FormsRefused),
    Reader("fiches XLSX", (_BOOK,), file("fiches.xlsx", _read), FormsRefused),
    Reader("feuille d'un classeur", (_PARTS[_SHEET],), _on_a_sheet, FormsRefused),
    Reader("fiches Parquet", (_COLUMNS, _parquet("snappy")), file("fiches.parquet", _read), FormsRefused),
    Reader("lignes d'un Parquet", (_COLUMNS.removesuffix(_INDEX),), _before_its_index, FormsRefused),
    Reader(
        "expériences, une par ligne",
        (_csv(_EXPERIENCES),),
        among("experiences.csv", {"fiches.csv": _csv(_FORMS)}, _among_forms),
        FormsRefused,
    ),
)
