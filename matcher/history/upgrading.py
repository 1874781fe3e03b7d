"""The tables brought up to date, by one program at a time."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select

from matcher.history.errors import HistoryRefused
from matcher.history.tables import VERSION_TABLE

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = int.from_bytes(b"vae-cnam"[:7])
"""The name of the lock on a server, where names are numbers; a file is locked as a whole."""


def upgrade(connection: Connection, place: str) -> None:
    """Apply the migrations that are missing, inside the transaction of ``connection``.

    Raises HistoryRefused for tables of a newer program, or a file of another one.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    current = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    config = migrations()
    script = ScriptDirectory.from_config(config)
    if current is None and connection.dialect.name == "sqlite" and inspect(connection).get_table_names():
        raise HistoryRefused(f"{place} n'est pas un historique ; attendu : un fichier fait par ce programme.")
    if current is not None and current not in {one.revision for one in script.walk_revisions()}:
        raise HistoryRefused(
            f"L'historique {place} a été fait par une version plus récente du programme : mettez le programme à jour."
        )
    if current != script.get_current_head():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def migrations() -> Config:
    """Where Alembic finds the migrations, which travel in the package."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
