"""The first reading of a batch: how many lines, which ones look like the same person's, whose are the experiences.

What must be known of the whole file stands in a SQLite file of the working folder, so that memory does not grow.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.reading.forms.files import FormReader, form_of, form_rows
from matcher.reading.forms.identity import identity_keys
from matcher.reading.forms.table import RawRow, Table

_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE keys (key BLOB, line INTEGER);
    CREATE TABLE forms (id TEXT);
    CREATE TABLE experiences (form TEXT, rank REAL, line INTEGER, cells TEXT);
"""
_INDEXES = """
    CREATE INDEX key ON keys (key);
    CREATE INDEX form ON forms (id);
    CREATE INDEX experience ON experiences (form, rank, line);
    CREATE TABLE duplicates AS
        SELECT line, min(first) AS first FROM keys
        JOIN (SELECT key, min(line) AS first FROM keys GROUP BY key HAVING count(*) > 1) USING (key)
        GROUP BY line HAVING min(first) < line;
    CREATE INDEX duplicate ON duplicates (line);
    CREATE INDEX original ON duplicates (first);
"""


@dataclass(frozen=True)
class Duplicates:
    """The line that each line repeats, and the lines that repeat it."""

    first: int | None = None
    later: tuple[int, ...] = ()


class Survey:
    """What the first reading found. ``lines``: those that are not blank."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._stored = sqlite3.connect(path)
        self._stored.executescript(_TABLES)
        self.lines = 0
        self.blank = 0
        self._has_long = False

    def close(self) -> None:
        self._stored.close()

    def read(self, forms: Table, long: Table | None, reader: FormReader) -> None:
        """Read both files to their end. Raises FormsRefused for a fault of a whole file."""
        self._stored.executemany("INSERT INTO keys VALUES (?, ?)", self._keys(forms, reader))
        if long is not None:
            self._has_long = True
            self._stored.executemany("INSERT INTO experiences VALUES (?, ?, ?, ?)", _experiences(long, reader))
        self._stored.executescript(_INDEXES)
        self._stored.commit()

    def _keys(self, forms: Table, reader: FormReader) -> Iterator[tuple[bytes, int]]:
        headings = reader.headings
        for row in forms.rows():
            if row.blank:
                self.blank += 1
                continue
            self.lines += 1
            if reader.readable(row):
                self._stored.execute("INSERT INTO forms VALUES (?)", (form_of(row, headings),))
                yield from ((key, row.line) for key in identity_keys(row, headings))

    def duplicates(self, lines: Sequence[int]) -> dict[int, Duplicates]:
        """What repeats what, for lines in their order."""
        span = (lines[0], lines[-1])
        firsts = dict(self._stored.execute("SELECT line, first FROM duplicates WHERE line BETWEEN ? AND ?", span))
        later: dict[int, list[int]] = {}
        query = "SELECT first, line FROM duplicates WHERE first BETWEEN ? AND ? ORDER BY line"
        for first, line in self._stored.execute(query, span):
            later.setdefault(first, []).append(line)
        return {line: Duplicates(firsts.get(line), tuple(later.get(line, ()))) for line in {*firsts, *later}}

    def experiences(self, form: str) -> tuple[RawRow, ...]:
        """The rows of the long form that belong to a form, in their order."""
        if not self._has_long:
            return ()
        query = "SELECT line, cells FROM experiences WHERE form = ? ORDER BY rank, line"
        return tuple(map(_row, self._stored.execute(query, (form,))))

    def orphans(self) -> Iterator[RawRow]:
        """The rows of the long form that belong to no form."""
        query = "SELECT line, cells FROM experiences WHERE form NOT IN (SELECT id FROM forms) ORDER BY line"
        yield from map(_row, self._stored.execute(query))


def _experiences(long: Table, reader: FormReader) -> Iterable[tuple[str, float | None, int, str]]:
    headings = reader.long_headings
    assert headings is not None
    place = headings.places.get("rang", -1)
    for row in form_rows(long):
        said = row.cells[place].strip() if 0 <= place < len(row.cells) else ""
        rank = float(said) if said.isascii() and said.isdigit() else None
        yield form_of(row, headings), rank, row.line, json.dumps(row.cells, ensure_ascii=False)


def _row(stored: tuple[int, str]) -> RawRow:
    return RawRow(stored[0], tuple(json.loads(stored[1])))
