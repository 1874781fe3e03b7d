"""What leaves the history: opinions past their time are anonymised, those of a person are erased."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update

from matcher.history.tables import OPINIONS
from matcher.reading.masking import mask_unions


def count_due(connection: Connection, before: datetime) -> int:
    """How many opinions saved before a moment still tell of a person."""
    return connection.execute(select(func.count()).select_from(OPINIONS).where(_due(before))).scalar_one()


def anonymise(connection: Connection, before: datetime, now: datetime) -> int:
    """Keep of the opinions saved before a moment what statistics need, and nothing else. Returns how many.

    The identifiers are replaced at random, those of one dossier by the same one; the day of the save becomes its month.
    The dossier, the report, the author and the hash of the dossier, by which it could be recognised, go.
    """
    replaced: dict[str, str] = defaultdict(lambda: f"anonyme-{uuid4()}")
    due = connection.execute(select(OPINIONS.c.id, OPINIONS.c.dossier_id, OPINIONS.c.saved_at).where(_due(before)))
    found = due.all()
    for id, dossier_id, saved_at in found:
        connection.execute(
            update(OPINIONS)
            .where(OPINIONS.c.id == id)
            .values(
                id=str(uuid4()),
                dossier_id=replaced[dossier_id],
                saved_at=saved_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0),
                author=None,
                input_hash=None,
                dossier=None,
                report=None,
                anonymised_at=now,
            )
        )
    return len(found)


def erase(connection: Connection, dossier_id: str) -> int:
    """Remove the opinions of one dossier. Returns how many there were."""
    return connection.execute(delete(OPINIONS).where(OPINIONS.c.dossier_id == mask_unions(dossier_id))).rowcount


def _due(before: datetime) -> ColumnElement[bool]:
    return and_(OPINIONS.c.anonymised_at.is_(None), OPINIONS.c.saved_at < before)
