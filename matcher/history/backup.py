"""A backup: one file of JSON lines that either database reads, whole or not at all.

The first line says what the file is, the last one the SHA-256 of all those before it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from matcher.history.errors import HistoryRefused
from matcher.history.tables import AUDIT, OPINIONS

FORMAT = "vae-historique"
VERSION = 1
"""Raised when the lines change shape."""
_AT_A_TIME = 100
_TABLES = {table.name: table for table in (OPINIONS, AUDIT)}
_INSTANTS = ("saved_at", "anonymised_at", "at")


def write_file(path: Path, lines: Iterable[str]) -> None:
    """Write lines to a file that only its owner may read, whole or not at all. Raises HistoryRefused."""
    aside = path.with_name(f".{path.name}.partiel")
    try:
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        raise HistoryRefused(f"{path} ne peut pas être écrit ({error.strerror}) ; rien n'est écrit.") from None
    finally:
        aside.unlink(missing_ok=True)


def backup_lines(connection: Connection) -> Iterator[str]:
    """Every row of the history, then the sum of it all."""
    summed = hashlib.sha256()
    head = {"format": FORMAT, "version": VERSION}
    for values in (head, *(row for table in _TABLES.values() for row in _rows(connection, table))):
        line = json.dumps(values, ensure_ascii=False)
        summed.update(f"{line}\n".encode())
        yield line
    yield json.dumps({"sha256": summed.hexdigest()})


def read_backup(path: Path) -> list[tuple[Table, dict[str, Any]]]:
    """The rows of a backup, once the file is known to be whole. Raises HistoryRefused."""
    try:
        *lines, last = path.read_bytes().splitlines(keepends=True)
        summed = json.loads(last)["sha256"]
        head, *rows = map(json.loads, lines)
    except OSError as error:
        raise HistoryRefused(f"{path} ne peut pas être lu ({error.strerror}).") from None
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _not_a_backup(path) from None
    if summed != hashlib.sha256(b"".join(lines)).hexdigest():
        raise _not_a_backup(path)
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise _not_a_backup(path)
    if head.get("version") != VERSION:
        raise HistoryRefused(f"{path} vient d'une autre version du programme : restaurez-le avec celle qui l'a fait.")
    try:
        return [_row(one) for one in rows]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _not_a_backup(path) from None


def insert_backup(connection: Connection, rows: list[tuple[Table, dict[str, Any]]]) -> int:
    """Put a backup back into an empty history; returns how many opinions. Raises HistoryRefused when it is not empty.

    An opinion erased since must not come back among others without anyone noticing.
    """
    kept = connection.execute(select(func.count()).select_from(OPINIONS)).scalar_one()
    if kept:
        raise HistoryRefused(
            f"L'historique n'est pas vide (avis gardés : {kept}) : une sauvegarde se restaure dans un historique neuf."
        )
    known = set(connection.execute(select(AUDIT.c.id)).scalars())
    for table, values in rows:
        if table is OPINIONS or values["id"] not in known:
            connection.execute(insert(table).values(values))
    return sum(table is OPINIONS for table, _ in rows)


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    found = connection.execute(select(table).order_by(table.c.id), execution_options={"yield_per": _AT_A_TIME})
    for row in found:
        instants = {name: at.isoformat() for name, at in row._mapping.items() if isinstance(at, datetime)}
        yield {"table": table.name, **row._mapping, **instants}


def _row(values: dict[str, Any]) -> tuple[Table, dict[str, Any]]:
    table = _TABLES[values.pop("table")]
    if set(values) != set(table.columns.keys()):
        raise ValueError("ce ne sont pas les colonnes de la table")
    return table, {
        name: datetime.fromisoformat(value) if name in _INSTANTS and value is not None else value
        for name, value in values.items()
    }


def _not_a_backup(path: Path) -> HistoryRefused:
    return HistoryRefused(f"{path} n'est pas une sauvegarde entière ; attendu : un fichier de « vae history backup ».")
