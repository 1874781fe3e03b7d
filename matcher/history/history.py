"""History: the façade over what is kept. Each act and its line in the audit trail are one transaction."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import uuid4

from matcher.history import leaving
from matcher.history.address import read_address
from matcher.history.audit import Act, Action, read_trail, record
from matcher.history.backup import backup_lines, insert_backup, read_backup, write_file
from matcher.history.database import Database
from matcher.history.opinions import Opinion, add_opinion, as_values, find_opinion, find_opinions, read_author
from matcher.hours.periods import add_months
from matcher.model.dossier import Dossier
from matcher.model.report import Report


class History:
    """The opinions kept; safe to share between threads. Every method raises HistoryRefused."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, address: str = "", create: bool = True) -> History:
        """The history at an address, by default the embedded one; ``create`` false: only if it is there already."""
        return cls(Database(read_address(address), create))

    @property
    def place(self) -> str:
        """How messages name it, without any password."""
        return self._database.place

    def save(self, dossier: Dossier, report: Report, author: str) -> str:
        """Keep an opinion; returns its identifier."""
        who, id, now = read_author(author), str(uuid4()), datetime.now(UTC)
        with self._database.writing() as connection:
            add_opinion(connection, id, now, dossier, report, who)
            record(connection, now, who, "enregistrement", opinion=id)
        return id

    def opinions(
        self, dossier_id: str | None = None, most: int | None = None, anonymised: bool = True
    ) -> tuple[Opinion, ...]:
        """Opinions without their dossiers and reports, the latest first; with or without those anonymised."""
        with self._database.reading() as connection:
            return find_opinions(connection, dossier_id, most, anonymised=anonymised)

    def opinion(self, id: str, reader: str | None = None, action: Action = "ouverture") -> Opinion | None:
        """One opinion whole, None when there is none; with a ``reader``, it is recorded as an act of theirs."""
        with self._database.writing() as connection:
            found = find_opinion(connection, id)
            if found is not None and reader is not None:
                record(connection, datetime.now(UTC), reader, action, opinion=id)
        return found

    def export(self, dossier_id: str, who: str) -> tuple[int, str]:
        """Everything kept of one dossier: how many opinions, and JSON text."""
        with self._database.writing() as connection:
            found = find_opinions(connection, dossier_id, whole=True)
            if found:
                record(connection, datetime.now(UTC), who, "export", len(found))
        return len(found), json.dumps({"opinions": as_values(found)}, ensure_ascii=False, indent=2)

    def erase(self, dossier_id: str, who: str) -> int:
        """Remove all that is kept of one dossier, to the last byte of the database; returns how many opinions."""
        with self._database.writing() as connection:
            number = leaving.erase(connection, dossier_id)
            if number:
                record(connection, datetime.now(UTC), who, "effacement", number)
        # Même sans rien trouver : un effacement interrompu se finit en le relançant.
        self._database.scrub()
        return number

    def due(self, months: int) -> int:
        """How many opinions are kept for longer than so many months."""
        with self._database.reading() as connection:
            return leaving.count_due(connection, _months_ago(months))

    def anonymise(self, months: int, who: str) -> int:
        """Anonymise the opinions kept for longer than so many months; returns how many."""
        now = datetime.now(UTC)
        with self._database.writing() as connection:
            number = leaving.anonymise(connection, _months_ago(months), now)
            if number:
                record(connection, now, who, "anonymisation", number)
        self._database.scrub()
        return number

    def trail(self) -> tuple[Act, ...]:
        """The audit trail."""
        with self._database.reading() as connection:
            return read_trail(connection)

    def backup(self, path: Path, who: str) -> int:
        """Write everything to a file, whole or not at all; returns how many opinions."""
        with self._database.reading() as connection:
            number = len(find_opinions(connection))
            write_file(path, backup_lines(connection))
            record(connection, datetime.now(UTC), who, "sauvegarde", number)
        return number

    def restore(self, path: Path, who: str) -> int:
        """Put a backup into this history, which must be empty; returns how many opinions."""
        rows = read_backup(path)
        with self._database.writing() as connection:
            number = insert_backup(connection, rows)
            record(connection, datetime.now(UTC), who, "restauration", number)
        return number

    def close(self) -> None:
        self._database.close()


def _months_ago(months: int) -> datetime:
    return datetime.combine(add_months(date.today(), -months), time(), UTC)
