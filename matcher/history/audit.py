"""The audit trail: who did what, when. Rows are only ever added, and say nothing of the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from matcher.history.tables import AUDIT

Action = Literal[
    "enregistrement",
    "ouverture",
    "comparaison",
    "export",
    "effacement",
    "anonymisation",
    "sauvegarde",
    "restauration",
]
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True)
class Act:
    """One line of the trail. ``opinion``: the one concerned; ``number``: how many were."""

    id: str
    at: datetime
    who: str
    action: Action
    opinion: str | None
    number: int


def record(
    connection: Connection, at: datetime, who: str, action: Action, number: int = 1, opinion: str | None = None
) -> None:
    """Add a line, in the transaction of the act itself: neither goes without the other."""
    connection.execute(
        insert(AUDIT).values(id=str(uuid4()), at=at, who=who, action=action, opinion=opinion, number=number)
    )


def read_trail(connection: Connection) -> tuple[Act, ...]:
    """Every line, the first first."""
    return tuple(Act(**row._mapping) for row in connection.execute(select(AUDIT).order_by(AUDIT.c.at, AUDIT.c.id)))
