"""The connection to a history: opened, brought up to date, and leaving as few traces as the database allows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, text

from matcher.history.address import server_options, shown
from matcher.history.errors import HistoryRefused, told_in_french
from matcher.history.tables import OPINIONS
from matcher.history.upgrading import upgrade

_BUSY = 30
"""Seconds to wait for who holds the file."""


class Database:
    """An open history. ``place`` is how messages name it."""

    def __init__(self, url: URL, create: bool = True) -> None:
        """Open it, made first if need be unless ``create`` is false. Raises HistoryRefused."""
        self.place = shown(url)
        self.embedded = url.get_backend_name() == "sqlite"
        if self.embedded:
            _prepare(Path(str(url.database)), create)
        self._engine = _file_engine(url) if self.embedded else server_engine(url)
        try:
            with self.writing() as connection:
                upgrade(connection, self.place)
        except HistoryRefused:
            self.close()
            raise

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing. Raises HistoryRefused."""
        with told_in_french(self.place), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One state of the history, whatever others write meanwhile. Raises HistoryRefused."""
        engine = self._engine if self.embedded else self._engine.execution_options(isolation_level="REPEATABLE READ")
        with told_in_french(self.place), engine.begin() as connection:
            yield connection

    def scrub(self) -> None:
        """Rewrite what is kept, so that what was erased stands nowhere in it, statistics of the server included."""
        with told_in_french(self.place):
            if self.embedded:
                with closing(self._engine.raw_connection()) as raw:
                    raw.cursor().execute("VACUUM")
            else:
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.execute(text(f"VACUUM (FULL, ANALYZE) {OPINIONS.name}"))

    def close(self) -> None:
        self._engine.dispose()


def _file_engine(url: URL) -> Engine:
    # « rw » : un fichier retiré pendant que le serveur tourne n'est pas refait vide en silence.
    target = URL.create("sqlite", database=f"file:{quote(str(url.database))}", query={"mode": "rw", "uri": "true"})
    engine = create_engine(target, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": _BUSY})

    @event.listens_for(engine, "connect")
    def _quiet(connection: Any, record: Any) -> None:
        # Le pilote n'ouvre pas de transaction de lui-même : c'est fait au début de chacune, ci-dessous.
        connection.isolation_level = None
        for pragma in ("secure_delete = ON", "temp_store = MEMORY", "journal_mode = DELETE", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Prendre d'emblée le droit d'écrire : deux lecteurs qui le voudraient ensuite se bloqueraient l'un l'autre.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def server_engine(url: URL) -> Engine:
    """To a PostgreSQL server, which is not asked anything yet."""
    options = server_options(url)
    bare = url.set(query={}, host=None if "unix_sock" in options else url.host or "localhost")
    # Une connexion par acte : il y en a peu, et un serveur relancé entre deux ne gêne personne.
    return create_engine(bare, poolclass=NullPool, hide_parameters=True, connect_args=options)


def _prepare(path: Path, create: bool) -> None:
    """The file, which nobody but its owner may read."""
    if not create and not path.exists():
        raise HistoryRefused(f"Aucun historique dans {path} : rien n'y a été enregistré.")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise HistoryRefused(f"L'historique {path} ne peut pas être écrit ({error.strerror}).") from None
