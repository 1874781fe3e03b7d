"""From files or frames of forms to lines, one after another: none is lost, and a chunk at a time is in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.disk import reason_of
from matcher.reading.forms.columnar import FrameTable, ParquetTable
from matcher.reading.forms.delimited import DelimitedTable
from matcher.reading.forms.headings import Headings, experience_headings, form_headings
from matcher.reading.forms.line import FormLine, read_line
from matcher.reading.forms.notes import Notes
from matcher.reading.forms.refusal import FormsRefused
from matcher.reading.forms.row import Cells
from matcher.reading.forms.table import RawRow, Table
from matcher.reading.forms.vocabulary import vocabulary
from matcher.reading.forms.workbook import Workbook
from matcher.reading.masking import mask_unions

if TYPE_CHECKING:
    import pandas as pd

LARGEST_FILE = 4 * 1024**3
_NOT_TABLES = (
    (b"%PDF", "un PDF"),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel (.xls)"),
    (b"\x1f\x8b", "une archive"),
)
_EXPECTED = "une table CSV, XLSX ou Parquet"

_SHOWN = 300


class FormReader:
    """Reads lines of forms: the columns are placed once, then each row stands on its own."""

    def __init__(self, forms: Table, long: Table | None = None) -> None:
        self.headings = form_headings(forms.name, forms.heading)
        self.long_headings = experience_headings(long.name, long.heading) if long else None
        self.long_name = f"{long.name}, " if long else ""

    def notes(self) -> list[str]:
        """Which columns are not read, in French sentences."""
        ignored = {"Colonnes": self.headings.ignored}
        if self.long_headings:
            ignored[f"{self.long_name}colonnes"] = self.long_headings.ignored
        return [
            f"{which} inconnues, laissées de côté : {', '.join(titles)}." for which, titles in ignored.items() if titles
        ]

    def readable(self, row: RawRow) -> bool:
        """Whether a row has its cells under their columns."""
        return self._unreadable(row) is None

    def line(self, row: RawRow, experiences: Sequence[RawRow] = ()) -> FormLine:
        """The line of a row. ``experiences``: its rows of the long form, in their order."""
        unreadable = self._unreadable(row)
        if unreadable:
            return self._rejected(row, unreadable)
        notes, words = Notes(row.line), vocabulary()
        cells = Cells(row, self.headings.titles, self.headings.places, words, notes)
        found = [
            Cells(row, self.headings.titles, places, words, notes) for places in self.headings.experiences.values()
        ]
        if self.long_headings:
            width = len(self.long_headings.titles)
            for one in experiences:
                if len(one.cells) == width:
                    places = self.long_headings.places
                    found.append(Cells(one, self.long_headings.titles, places, words, notes, self.long_name))
                else:
                    place = f"{self.long_name}ligne {one.line}"
                    notes.error(place, None, f"{len(one.cells)} cellules au lieu de {width}", "une ligne entière")
        return read_line(cells, found, row.line)

    def _unreadable(self, row: RawRow) -> str | None:
        width = len(self.headings.titles)
        if len(row.cells) != width:
            return f"{len(row.cells)} cellules au lieu de {width} ({_shown(row)})"
        if tuple(" ".join(cell.split()) for cell in row.cells) == self.headings.titles:
            return "l'en-tête est répété"
        return None

    def _rejected(self, row: RawRow, reason: str) -> FormLine:
        place = self.headings.places["id_fiche"]
        id_fiche = row.cells[place].strip() if place < len(row.cells) else ""
        return FormLine(id_fiche, row.line, None, (f"ligne {row.line} : {reason}.",), rejected=True)


def open_tables(
    path: Path, long: Path | None = None, encoding: str | None = None, separator: str | None = None
) -> tuple[Table, Table | None, tuple[str, ...]]:
    """The forms, the experiences in the long form if they are apart, and how both were read, in French.

    Raises FormsRefused.
    """
    forms, notes = _opened(path, encoding, separator)
    experiences: Table | None = None
    if isinstance(forms, Workbook):
        notes = (*notes, *forms.notes())
        table: Table = forms.forms()
        experiences = forms.experiences() if long is None else None
    else:
        table = forms
    if long is not None:
        told, more = _opened(long, encoding, separator)
        experiences = (told.experiences() or told.forms()) if isinstance(told, Workbook) else told
        notes = (*notes, *more)
    return table, experiences, notes


def read_frame(forms: pd.DataFrame, long: pd.DataFrame | None = None) -> list[FormLine]:
    """The lines of a frame of forms; ``long`` holds their experiences, one a row. Blank rows are skipped.

    Raises FormsRefused when a required column is missing.
    """
    table = FrameTable(forms, "forms")
    experiences = FrameTable(long, "long") if long is not None else None
    reader = FormReader(table, experiences)
    by_form: dict[str, list[RawRow]] = {}
    if experiences is not None and reader.long_headings:
        for row in experiences.rows():
            by_form.setdefault(form_of(row, reader.long_headings), []).append(row)
    return [
        reader.line(row, by_form.get(_identifier(row, reader.headings), ())) for row in table.rows() if not row.blank
    ]


def form_of(row: RawRow, headings: Headings) -> str:
    """The identifier of the form to which a row of experiences belongs; "" when it says none."""
    return _identifier(row, headings)


def _identifier(row: RawRow, headings: Headings) -> str:
    place = headings.places["id_fiche"]
    return row.cells[place].strip() if place < len(row.cells) else ""


def _opened(path: Path, encoding: str | None, separator: str | None) -> tuple[Table | Workbook, tuple[str, ...]]:
    name = path.name
    try:
        with path.open("rb") as file:
            start = file.read(8)
        size = path.stat().st_size
    except IsADirectoryError:
        raise FormsRefused.at(name, "c'est un dossier", _EXPECTED) from None
    except FileNotFoundError:
        raise FormsRefused.at(str(path), "ce fichier n'existe pas", _EXPECTED) from None
    except OSError as fault:
        raise FormsRefused.at(name, f"ce fichier ne peut pas être lu ({reason_of(fault)})", _EXPECTED) from None
    if not start:
        raise FormsRefused.at(name, "le fichier est vide", _EXPECTED)
    if size > LARGEST_FILE:
        raise FormsRefused.at(
            name, f"{size // 1024**3} Go", f"au plus {LARGEST_FILE // 1024**3} Go : coupez-le en plusieurs"
        )
    for mark, kind in _NOT_TABLES:
        if start.startswith(mark):
            raise FormsRefused.at(name, f"ce fichier est {kind}", _EXPECTED)
    if start.startswith(b"PK\x03\x04"):
        book = Workbook(path, name)
        told = () if path.suffix.lower() in {".xlsx", ".xlsm", ".ods"} else (f"{name} est en fait un classeur Excel.",)
        return book, told
    if start.startswith(b"PAR1"):
        return ParquetTable(path, name), ()
    table = DelimitedTable(path, name, encoding, separator)
    return table, table.notes


def _shown(row: RawRow) -> str:
    """The cells of a row that can't be read, for whoever mends it."""
    told = mask_unions(" | ".join(row.cells))
    return told if len(told) <= _SHOWN else f"{told[:_SHOWN]}…"


def form_rows(table: Table) -> Iterator[RawRow]:
    """The rows that are not blank."""
    return (row for row in table.rows() if not row.blank)
