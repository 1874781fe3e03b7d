"""ROME as it was imported: jobs, job titles, skills, moves from job to job; each read when first asked for."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from matcher.reading.versions import read_version, version_path

SkillKind = Literal["savoir_faire", "savoir", "savoir_etre"]
MoveKind = Literal["proche", "evolution"]

TABLES = """
CREATE TABLE jobs (code TEXT PRIMARY KEY, label TEXT, definition TEXT, access TEXT, retired INTEGER) WITHOUT ROWID;
CREATE TABLE appellations (code TEXT, long TEXT, short TEXT, principal INTEGER, rare INTEGER, ogr TEXT);
CREATE TABLE skills (id INTEGER PRIMARY KEY, label TEXT, kind TEXT);
CREATE TABLE links (code TEXT, skill INTEGER, section INTEGER, rank INTEGER, core INTEGER);
CREATE TABLE moves (code TEXT, target TEXT, kind TEXT);
CREATE TABLE crosswalk (old TEXT, new TEXT);
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""

Row = TypeVar("Row")


class Job(NamedTuple):
    """A ROME job. ``retired``: 1 when the file says that its code is no longer in use."""

    code: str
    label: str
    definition: str
    access: str
    retired: int


class Appellation(NamedTuple):
    """A job title, as "Assistant / Assistante …". ``principal``, ``rare`` (ROME 4): 1 or 0."""

    code: str
    long: str
    short: str
    principal: int
    rare: int
    ogr: str


class Skill(NamedTuple):
    """A skill of a job. ``section`` and ``rank`` order it inside the job; ``core`` is None when the file is silent."""

    label: str
    kind: SkillKind
    section: int
    rank: int
    core: bool | None


class Move(NamedTuple):
    """A job that another leads to. ``kind`` is None in ROME 4, which no longer tells."""

    target: str
    kind: MoveKind | None


@dataclass(frozen=True)
class Rome:
    """The imported ROME: its version ("v347"), the day it was published if known, and its tables."""

    path: Path
    version: str
    day: date | None

    @cached_property
    def jobs(self) -> Mapping[str, Job]:
        """By code, in the order of codes."""
        rows = self._read("SELECT code, label, definition, access, retired FROM jobs ORDER BY code")
        return {row[0]: Job._make(row) for row in rows}

    @cached_property
    def appellations(self) -> tuple[Appellation, ...]:
        """In the order of codes, then of titles."""
        return tuple(map(Appellation._make, self._read("SELECT * FROM appellations ORDER BY rowid")))

    @cached_property
    def skills(self) -> Mapping[str, tuple[Skill, ...]]:
        """By job code, core skills first, then by section and rank. A job without skills is not a key."""
        known = {row[0]: row[1:] for row in self._read("SELECT id, label, kind FROM skills")}
        found: defaultdict[str, list[Skill]] = defaultdict(list)
        for code, skill, section, rank, core in self._read("SELECT * FROM links ORDER BY rowid"):
            label, kind = known[skill]
            found[code].append(Skill(label, kind, section, rank, None if core is None else core == 1))
        return {code: tuple(ones) for code, ones in found.items()}

    @cached_property
    def moves(self) -> Mapping[str, tuple[Move, ...]]:
        """By job code."""
        return self._grouped("SELECT code, target, kind FROM moves ORDER BY rowid", lambda row: Move(row[1], row[2]))

    @cached_property
    def crosswalk(self) -> Mapping[str, tuple[str, ...]]:
        """The codes of this version that an older code became, or was divided into."""
        return self._grouped("SELECT old, new FROM crosswalk ORDER BY old, new", lambda row: str(row[1]))

    @cached_property
    def retired(self) -> Mapping[str, tuple[str, ...]]:
        """Codes that are no longer in use, each with those that replace it, if the files name any."""
        gone = {code for code, job in self.jobs.items() if job.retired} | (self.crosswalk.keys() - self.jobs.keys())
        return {code: self.crosswalk.get(code, ()) for code in sorted(gone)}

    def _read(self, query: str) -> list[Any]:
        return read_version(self.path, "rome", lambda stored: stored.execute(query).fetchall())

    def _grouped(self, query: str, made: Callable[[Any], Row]) -> dict[str, tuple[Row, ...]]:
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self._read(query):
            found[row[0]].append(made(row))
        return {code: tuple(ones) for code, ones in found.items()}


def load_rome(folder: Path) -> Rome | None:
    """The ROME in use; None when none was imported. Raises ImportFault when its file is damaged or gone."""
    path = version_path(folder, "rome")
    return read_version(path, "rome", lambda stored: _opened(path, stored)) if path else None


def _opened(path: Path, stored: sqlite3.Connection) -> Rome:
    meta = dict(stored.execute("SELECT name, value FROM meta WHERE name IN ('version', 'day')"))
    return Rome(path, meta["version"], date.fromisoformat(meta["day"]) if meta.get("day") else None)
