"""Results as files: CSV that a French Excel opens as it is, XLSX with filters, typed Parquet.

The same rows give the same bytes.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from matcher.batch.columns import Column, Row
from matcher.batch.options import BatchRefused, check_place
from matcher.disk import reason_of

MOST_SHEET_ROWS = 1_048_575
NO_EXTRA = "Lire ou écrire du XLSX ou du Parquet demande l'extra « batch » : pip install 'vae-cnam[batch]'."
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIXED_DAY = datetime(2000, 1, 1)
"""A workbook holds the day it was made: the same one always, for the same bytes at each run."""


class Writer(Protocol):
    def write(self, rows: Sequence[Row]) -> None:
        """Add rows, by column; days as ISO texts."""
        ...


@contextmanager
def writer(path: Path, suffix: str, columns: Sequence[Column]) -> Iterator[Writer]:
    """A file of these columns, by the suffix of its name; closed at the end. Raises BatchRefused without the extra."""
    opened = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}[suffix.lower()]
    check_extra(suffix)
    with opened(path, columns) as one:
        yield one


def check_extra(suffix: str) -> None:
    """Raises BatchRefused when the library that writes such a file is not installed."""
    library = {".xlsx": "xlsxwriter", ".parquet": "pyarrow"}.get(suffix.lower())
    try:
        if library:
            import_module(library)
    except ImportError:
        raise BatchRefused(NO_EXTRA) from None


def check_length(suffix: str, rows: int) -> None:
    """Raises BatchRefused for more rows than a sheet can hold."""
    if suffix.lower() == ".xlsx" and rows > MOST_SHEET_ROWS:
        raise BatchRefused(f"Une feuille tient {MOST_SHEET_ROWS} lignes au plus : écrivez du CSV ou du Parquet.")


@contextmanager
def disk_told(path: Path) -> Iterator[None]:
    """Raises BatchRefused where the disk refuses what these results need."""
    try:
        yield
    except (OSError, sqlite3.Error) as fault:
        reason = reason_of(fault) if isinstance(fault, OSError) else "le disque est plein ?"
        raise BatchRefused(f"{path} : l'écriture a échoué ({reason}) ; rien n'a changé à cet endroit.") from None


def write_table(path: Path, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """A whole file at once, which appears only when it is complete. Raises BatchRefused."""
    check_place(path)
    aside = path.with_name(f"{path.name}.partiel")
    with disk_told(path):
        try:
            with writer(aside, path.suffix, columns) as one:
                one.write(rows)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)


def harmless(text: str) -> str:
    """A text that a spreadsheet will not run as a formula: an apostrophe stands before what would be one."""
    return f"'{text}" if text.startswith(_FORMULA) else text


class _CsvWriter:
    def __init__(self, file: Any, columns: Sequence[Column]) -> None:
        self._names = [column.name for column in columns]
        self._numbers = {column.name for column in columns if column.type == "number"}
        self._rows = csv.writer(file, delimiter=";", lineterminator="\r\n")
        self._rows.writerow(self._names)

    def write(self, rows: Sequence[Row]) -> None:
        self._rows.writerows([self._cell(name, row[name]) for name in self._names] for row in rows)

    def _cell(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        return str(value).replace(".", ",") if name in self._numbers else harmless(str(value))


@contextmanager
def _csv(path: Path, columns: Sequence[Column]) -> Iterator[Writer]:
    with path.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace") as file:
        yield _CsvWriter(file, columns)


class _SheetWriter:
    def __init__(self, book: Any, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._sheet = book.add_worksheet("Résultats")
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        self._number = book.add_format({"valign": "top"})
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width)
        self._sheet.freeze_panes(1, 1)
        self._sheet.write_row(0, 0, [column.name for column in columns], heading)
        self._line = 0

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._line += 1
            check_length(".xlsx", self._line)
            for place, column in enumerate(self._columns):
                self._cell(place, column, row[column.name])

    def _cell(self, place: int, column: Column, value: Any) -> None:
        if value is None:
            return
        if column.type == "day":
            self._sheet.write_datetime(self._line, place, date.fromisoformat(value), self._day)
        elif column.type == "text":
            self._sheet.write_string(self._line, place, value, self._text)
        else:
            self._sheet.write_number(self._line, place, value, self._number)

    def close(self) -> None:
        self._sheet.autofilter(0, 0, max(self._line, 1), len(self._columns) - 1)


@contextmanager
def _xlsx(path: Path, columns: Sequence[Column]) -> Iterator[Writer]:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    book.set_properties({"created": _FIXED_DAY})
    sheet = _SheetWriter(book, columns)
    yield sheet
    sheet.close()
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as fault:
        raise fault.args[0] from None  # l'erreur du disque


class _ParquetWriter:
    def __init__(self, file: Any, schema: Any, columns: Sequence[Column]) -> None:
        self._file, self._schema, self._columns = file, schema, columns

    def write(self, rows: Sequence[Row]) -> None:
        import pyarrow

        arrays = [
            pyarrow.array([_typed(column, row[column.name]) for row in rows], self._schema.field(column.name).type)
            for column in self._columns
        ]
        self._file.write_table(pyarrow.Table.from_arrays(arrays, schema=self._schema))


def _typed(column: Column, value: Any) -> Any:
    return date.fromisoformat(value) if column.type == "day" and value is not None else value


@contextmanager
def _parquet(path: Path, columns: Sequence[Column]) -> Iterator[Writer]:
    import pyarrow
    import pyarrow.parquet

    types = {"text": pyarrow.string(), "whole": pyarrow.int64(), "number": pyarrow.float64(), "day": pyarrow.date32()}
    schema = pyarrow.schema([(column.name, types[column.type]) for column in columns])
    with pyarrow.parquet.ParquetWriter(path, schema) as file:
        yield _ParquetWriter(file, schema, columns)
