"""What the tests keep: a dossier full of canaries; and a way to look into a base beside the program."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Engine, create_engine, text

from matcher import Dossier, Report
from matcher.history.address import read_address
from matcher.history.database import server_engine

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


def beside(address: str) -> Engine:
    """A connection of its own to a base, whatever the program thinks of it."""
    url = read_address(address)
    return server_engine(url) if url.get_backend_name() == "postgresql" else create_engine(url)


def ask(address: str, statement: str) -> list[Any]:
    """What a statement answers, run beside the program."""
    engine = beside(address)
    try:
        with engine.begin() as connection:
            answered = connection.execute(text(statement))
            return list(answered) if answered.returns_rows else []
    finally:
        engine.dispose()
