"""Every test on both databases: a SQLite file, and a base of a throw-away PostgreSQL server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from kept_cases import DATABASES, Told, dossier
from postgres_server import PostgresServer, programs

from matcher import Matcher
from matcher.history import History
from matcher.reading.dossiers import parse_dossier


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher.load()


@pytest.fixture(scope="session")
def tell(matcher: Matcher) -> Callable[..., Told]:
    """Evaluates a dossier like that of the canaries, but for what changes."""

    def tell(**changes: Any) -> Told:
        read = parse_dossier(dossier(**changes))
        return Told(read, matcher.evaluate(read, limit=2))

    return tell


@pytest.fixture(scope="session")
def told(tell: Callable[..., Told]) -> Told:
    return tell()


@pytest.fixture(scope="session")
def other(told: Told) -> Told:
    """Someone else's opinion."""
    read = told.dossier.model_copy(update={"id": "AUTRE", "project": None})
    return Told(read, told.report.model_copy(update={"dossier": "AUTRE"}))


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    found = programs()
    if found is None:
        reason = "pas de PostgreSQL dans /usr/lib/postgresql"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    started = PostgresServer(found)
    yield started
    started.stop()


@pytest.fixture
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """The address of an empty history, on the database named."""
    numbers = count()

    def new_address(database: str) -> str:
        name = f"vae_{next(numbers)}"
        if database == "sqlite":
            return str(tmp_path / f"{name}.db")
        server: PostgresServer = request.getfixturevalue("server")
        return server.empty_base(name)

    return new_address


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest, new_address: Callable[[str], str]) -> str:
    return new_address(request.param)


@pytest.fixture
def history(address: str) -> Iterator[History]:
    opened = History.open(address)
    yield opened
    opened.close()
