"""Where imported data live, and how they are read back: the register's certifications, and their version.

The folder is ``$VAE_DATA``, else the user's own data folder. What is written there, and how, is told in ``versions``.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

from pydantic import TypeAdapter

from matcher.model.certification import Certification
from matcher.reading.bundled import data_folder, uncollected
from matcher.reading.register.changes import diff_register
from matcher.reading.register.merging import merge_register
from matcher.reading.register.report import RegisterLoad
from matcher.reading.versions import read_version, version_path

__all__ = [
    "data_folder",
    "diff_register",
    "last_load",
    "load_previous_register",
    "load_register",
    "merge_register",
    "register_version",
]

LONG_ENDED = timedelta(days=5 * 365)
"""A fiche that is inactive and ended longer ago than this is no target any more."""

_CERTIFICATIONS = TypeAdapter(tuple[Certification, ...])


def load_register(folder: Path, only_targets: bool = False) -> tuple[Certification, ...] | None:
    """The imported certifications in the order of their numbers; None when no register was imported.

    ``only_targets`` leaves out those that are inactive and ended over ``LONG_ENDED`` before the file's date, or
    without a known end; ``last_load(folder).fiches`` tells how many there are in all. Raises ImportFault when the
    data are damaged or gone.
    """
    return _load(version_path(folder, "rncp"), only_targets)


def load_previous_register(folder: Path) -> tuple[Certification, ...] | None:
    """The certifications of the import before the last, for ``diff_register``; None when there was none."""
    return _load(version_path(folder, "rncp", previous=True), only_targets=False)


def register_version(folder: Path) -> str | None:
    """The name of the imported register, as "rncp-2026-04-22-336dd1f24fe2"; None when none was imported."""
    path = version_path(folder, "rncp")
    return path.stem if path else None


def last_load(folder: Path) -> RegisterLoad | None:
    """The report of the import that made the register in use; None when none was imported."""
    path = version_path(folder, "rncp")
    return read_version(path, "rncp", _report) if path else None


def _report(stored: sqlite3.Connection) -> RegisterLoad:
    return RegisterLoad.model_validate_json(
        stored.execute("SELECT value FROM meta WHERE name = 'report'").fetchone()[0]
    )


def _load(path: Path | None, only_targets: bool) -> tuple[Certification, ...] | None:
    if path is None:
        return None

    def read(stored: sqlite3.Connection) -> tuple[Certification, ...]:
        query, values = "SELECT content FROM fiches ORDER BY length(code), code", []
        day = _report(stored).source_date if only_targets else None
        if day:
            query = query.replace("ORDER", "WHERE active IS NOT 0 OR ended >= ? ORDER")
            values = [(day - LONG_ENDED).isoformat()]
        contents = [row[0] for row in stored.execute(query, values)]
        with uncollected():
            return _CERTIFICATIONS.validate_json(f"[{','.join(contents)}]")

    return read_version(path, "rncp", read)
