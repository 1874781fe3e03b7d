"""Every test on both databases: a SQLite file, and a base of a throw-away PostgreSQL server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from postgres_server import PostgresServer, programs
from sqlalchemy import create_engine, text

from matcher import Dossier, Matcher, Report
from matcher.history import History
from matcher.history.address import read_address
from matcher.reading.dossiers import parse_dossier

CANARY = "Zéphyrine-Canari-4417"
DATABASES = ("sqlite", "postgresql")


class Told(NamedTuple):
    """A dossier full of canaries, and its report."""

    dossier: Dossier
    report: Report


def dossier(**changes: Any) -> dict[str, Any]:
    one = {
        "kind": "salarie",
        "title": f"Comptable chez {CANARY}",
        "organisation": CANARY,
        "start": "2016-01-01",
        "end": "2021-12-31",
        "weekly_hours": 35,
        "activities": [f"Tenue de la comptabilité de {CANARY}", "Déclarations de TVA", "Préparation du bilan"],
    }
    told = {"id": CANARY, "filed_on": "2024-06-12", "postcode": "97417", "project": CANARY, "experiences": [one]}
    return {**told, **changes}


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher.load()


@pytest.fixture(scope="session")
def tell(matcher: Matcher) -> Callable[..., Told]:
    """Evaluates a dossier like that of the canaries, but for what changes."""

    def tell(**changes: Any) -> Told:
        read = parse_dossier(dossier(**changes))
        return Told(read, matcher.evaluate(read))

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


def ask(address: str, statement: str) -> list[Any]:
    """What a statement answers, run beside the program."""
    engine = create_engine(read_address(address))
    try:
        with engine.begin() as connection:
            answered = connection.execute(text(statement))
            return list(answered) if answered.returns_rows else []
    finally:
        engine.dispose()
