"""A table of texts, whatever file it came from: a heading, then rows that each know their line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any, Protocol

from matcher.reading.forms.refusal import FormsRefused


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of one line, as texts. ``line`` is where it begins in the file, from 1."""

    line: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


class Table(Protocol):
    """A table, read one row after another."""

    @property
    def name(self) -> str:
        """Its file, and its sheet if it has one, as messages name it."""
        ...

    @property
    def heading(self) -> tuple[str, ...]: ...

    @property
    def notes(self) -> tuple[str, ...]:
        """How it was read, in French sentences."""
        ...

    def rows(self) -> Iterator[RawRow]:
        """The rows after the heading, blank ones included. Raises FormsRefused for a fault of the whole file."""
        ...


class TypedTable:
    """A table whose cells have types already: the sheet of a workbook, a Parquet file, a frame."""

    notes: tuple[str, ...] = ()

    def __init__(self, name: str, heading: tuple[str, ...], first_line: int) -> None:
        filled = max((place for place, title in enumerate(heading, start=1) if title), default=0)
        self.name, self.heading, self._first_line = name, heading[:filled], first_line

    def values(self) -> Iterator[tuple[Any, ...]]:
        raise NotImplementedError

    def rows(self) -> Iterator[RawRow]:
        width = len(self.heading)
        for line, values in enumerate(self.values(), start=self._first_line):
            cells = tuple(map(text_of_cell, values))
            beyond = next((place for place in range(len(cells), width, -1) if cells[place - 1].strip()), width)
            yield RawRow(line, cells[:beyond])


def text_of_cell(value: Any) -> str:
    """A typed value as one would have typed it: 35.0 → "35", midnight → a day, True → "oui", nothing → ""."""
    if value is None or value != value:  # NaN, NaT
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value:.15g}" if isfinite(value) else ""
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def filled_heading(name: str, cells: tuple[str, ...], line: int) -> tuple[str, ...]:
    """The titles, on one line each. Raises FormsRefused when there is none."""
    titles = tuple(" ".join(cell.split()) for cell in cells)
    if not any(titles):
        raise FormsRefused.at(name, "aucun titre de colonne", "une ligne d'en-tête, avec id_fiche et date_depot", line)
    return titles
