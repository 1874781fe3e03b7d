"""The sheets of a workbook, by python-calamine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.reading.forms.headings import is_experiences, is_forms
from matcher.reading.forms.refusal import FormsRefused
from matcher.reading.forms.table import TypedTable, filled_heading, text_of_cell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

LARGEST_WORKBOOK = 50 * 1024**2
"""Bytes; a workbook is held whole in memory, and takes twenty times its size there."""


class SheetTable(TypedTable):
    """One sheet; a line is a row of the sheet."""

    def __init__(self, name: str, sheet: CalamineSheet, heading: tuple[str, ...], line: int) -> None:
        super().__init__(name, heading, line + 1)
        self._sheet, self._heading_line = sheet, line

    def values(self) -> Iterator[tuple[Any, ...]]:
        for line, row in enumerate(self._sheet.iter_rows(), start=1):
            if line > self._heading_line:
                yield tuple(row)


class Workbook:
    """A workbook: the sheet of forms, that of experiences if there is one, and what the others are called."""

    def __init__(self, path: Path, name: str) -> None:
        from python_calamine import CalamineError, CalamineWorkbook

        if path.stat().st_size > LARGEST_WORKBOOK:
            found = f"un classeur de {path.stat().st_size // 1024**2} Mo"
            raise FormsRefused.at(
                name, found, f"au plus {LARGEST_WORKBOOK // 1024**2} Mo ; sinon, du CSV ou du Parquet"
            )
        try:
            book = CalamineWorkbook.from_path(str(path))
            sheets = [table for one in book.sheet_names if (table := _table(name, one, book.get_sheet_by_name(one)))]
        except (CalamineError, ValueError, OSError) as fault:
            raise FormsRefused.at(
                name, f"le classeur ne peut pas être lu ({fault})", "un classeur .xlsx lisible"
            ) from None
        if not sheets:
            raise FormsRefused.at(name, "le classeur est vide", "une feuille avec une ligne d'en-tête")
        self.name = name
        self._forms = [sheet for sheet in sheets if is_forms(sheet.heading)]
        self._experiences = [sheet for sheet in sheets if is_experiences(sheet.heading)]
        self._sheets = sheets

    def forms(self) -> SheetTable:
        """The one sheet of forms. Raises FormsRefused when several are, since none may be left out in silence."""
        if len(self._forms) > 1:
            raise self._several(self._forms)
        return self._forms[0] if self._forms else self._sheets[0]

    def experiences(self) -> SheetTable | None:
        """The sheet of experiences, in the long form."""
        if len(self._experiences) > 1:
            raise self._several(self._experiences)
        return self._experiences[0] if self._experiences else None

    def notes(self) -> tuple[str, ...]:
        """Which sheets are read, and which are not."""
        read = [sheet for sheet in (self.forms(), self.experiences()) if sheet]
        left = [sheet.name.rpartition(" ")[2] for sheet in self._sheets if sheet not in read]
        return (f"Feuilles laissées de côté : {', '.join(left)}.",) if left else ()

    def _several(self, sheets: list[SheetTable]) -> FormsRefused:
        names = ", ".join(sheet.name for sheet in sheets)
        return FormsRefused.at(self.name, f"plusieurs feuilles de même nature ({names})", "une seule feuille de fiches")


def _table(file: str, sheet_name: str, sheet: CalamineSheet) -> SheetTable | None:
    """The table of a sheet, whose heading is its first row that holds something; None for an empty sheet."""
    name = f"{file}, feuille {sheet_name}"
    for line, row in enumerate(sheet.iter_rows(), start=1):
        cells = tuple(map(text_of_cell, row))
        if any(cell.strip() for cell in cells):
            return SheetTable(name, sheet, filled_heading(name, cells, line), line)
    return None
