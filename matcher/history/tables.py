"""The tables, as the last migration leaves them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, Integer, MetaData, String, Table, Text, TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A moment, in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        # SQLite rend des heures sans fuseau ; elles y sont entrées en UTC.
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


METADATA = MetaData()
VERSION_TABLE = "vae_version"

OPINIONS = Table(
    "vae_opinions",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("saved_at", Instant, nullable=False, index=True),
    Column("dossier_id", Text, nullable=False, index=True),
    Column("author", Text, nullable=True),
    Column("engine", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("referentials", Text, nullable=False),
    Column("lexicon", Text, nullable=False),
    Column("input_hash", String(64), nullable=True),
    Column("dossier", Text, nullable=True),
    Column("report", Text, nullable=True),
    Column("outcome", Text, nullable=False),
    Column("anonymised_at", Instant, nullable=True),
)
"""One saved opinion a row. ``dossier`` and ``report``: JSON, as they were; ``outcome``: JSON, nothing of the person.

``author``, ``input_hash``, ``dossier`` and ``report`` are null once anonymised.
"""

AUDIT = Table(
    "vae_audit",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("action", String(20), nullable=False),
    Column("opinion", String(40), nullable=True),
    Column("number", Integer, nullable=False),
)
"""Who did what, when, to which opinion or to how many. The database refuses to change or remove a row."""
