"""A saved opinion: the dossier as told, the report it got, and what may outlive the person's data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Row, insert, select

from matcher.history.errors import HistoryRefused
from matcher.history.tables import OPINIONS
from matcher.model.dossier import Dossier
from matcher.model.report import Entry, Match, Outcome, Procedure, Regime, Report, Strength
from matcher.model.report import Opinion as Opined
from matcher.reading.masking import mask_unions

LONGEST_AUTHOR = 120
_SUMMARY = [column for column in OPINIONS.columns if column.name not in ("dossier", "report")]


class TargetOutcome(Entry):
    """What was said of one certification: no word of the person."""

    certification: str
    title: str
    rank: int
    strength: Strength
    opinion: Opined
    findings: dict[str, Outcome]


class SavedOutcome(Entry):
    """What statistics need of a report, and what is left of it once anonymised."""

    filed_in: int
    regime: Regime | None
    procedure: Procedure | None
    matches: tuple[TargetOutcome, ...]


@dataclass(frozen=True)
class Opinion:
    """One save. ``dossier`` and ``report``: JSON; None in a list, and once anonymised as are the author and hash."""

    id: str
    saved_at: datetime
    dossier_id: str
    author: str | None
    engine: str
    rules: str
    referentials: str
    lexicon: str
    input_hash: str | None
    outcome: SavedOutcome
    anonymised_at: datetime | None
    dossier: str | None = None
    report: str | None = None

    @property
    def first(self) -> TargetOutcome | None:
        """The first target of the report."""
        return next(iter(self.outcome.matches), None)

    def told(self) -> dict[str, Any]:
        """The values of the dossier. Raises HistoryRefused once anonymised."""
        values: dict[str, Any] = json.loads(self._kept(self.dossier))
        return values

    def read_report(self) -> Report:
        """The report as it was. Raises HistoryRefused once anonymised, or when this program can't read it any more."""
        try:
            return Report.model_validate_json(self._kept(self.report))
        except ValidationError:
            raise HistoryRefused(
                f"Le rapport du {self.saved_at:%d/%m/%Y} vient d'une autre version du programme, qui l'écrivait "
                "autrement : il ne peut pas être comparé."
            ) from None

    def _kept(self, content: str | None) -> str:
        if content is None:
            raise HistoryRefused("Cet avis a été anonymisé : le dossier et le rapport n'y sont plus.")
        return content


def add_opinion(connection: Connection, id: str, at: datetime, dossier: Dossier, report: Report, author: str) -> None:
    """One more row. No union is named in it."""
    told = mask_unions(dossier.model_dump_json())
    connection.execute(
        insert(OPINIONS).values(
            id=id,
            saved_at=at,
            dossier_id=mask_unions(dossier.id),
            author=author,
            **report.versions.model_dump(),
            input_hash=hashlib.sha256(told.encode()).hexdigest(),
            dossier=told,
            report=mask_unions(report.to_json()),
            outcome=outcome_of(report).model_dump_json(),
        )
    )


def find_opinion(connection: Connection, id: str) -> Opinion | None:
    row = connection.execute(select(OPINIONS).where(OPINIONS.c.id == id)).one_or_none()
    return None if row is None else _opinion(row)


def find_opinions(
    connection: Connection,
    dossier_id: str | None = None,
    most: int | None = None,
    whole: bool = False,
    anonymised: bool = True,
) -> tuple[Opinion, ...]:
    """The opinions of one dossier, or all of them, the latest first. ``whole``: with dossiers and reports."""
    query = select(OPINIONS) if whole else select(*_SUMMARY)
    if dossier_id is not None:
        query = query.where(OPINIONS.c.dossier_id == mask_unions(dossier_id))
    if not anonymised:
        query = query.where(OPINIONS.c.anonymised_at.is_(None))
    ordered = query.order_by(OPINIONS.c.saved_at.desc(), OPINIONS.c.id).limit(most)
    return tuple(map(_opinion, connection.execute(ordered)))


def read_author(text: str) -> str:
    """The name under which an opinion is saved. Raises HistoryRefused."""
    author = mask_unions(text.strip())
    if not author or not author.isprintable() or len(author) > LONGEST_AUTHOR:
        expected = f"le nom du conseiller, sur une ligne de {LONGEST_AUTHOR} caractères au plus"
        raise HistoryRefused(f"Il faut dire qui enregistre cet avis ; attendu : {expected}.")
    return author


def outcome_of(report: Report) -> SavedOutcome:
    return SavedOutcome(
        filed_in=report.filed_on.year,
        regime=report.regime,
        procedure=report.procedure,
        matches=tuple(map(_target, report.matches)),
    )


def _target(match: Match) -> TargetOutcome:
    return TargetOutcome(
        certification=match.certification,
        title=match.title,
        rank=match.rank,
        strength=match.strength,
        opinion=match.opinion,
        findings={one.rule: one.outcome for one in match.findings},
    )


def _opinion(row: Row[Any]) -> Opinion:
    values = dict(row._mapping)
    return Opinion(**values | {"outcome": _outcome(values["outcome"])})


def _outcome(text: str) -> SavedOutcome:
    try:
        return SavedOutcome.model_validate_json(text)
    except ValidationError:
        raise HistoryRefused("L'historique est abîmé : l'issue d'un avis n'y est plus lisible.") from None


def as_values(opinions: Sequence[Opinion]) -> list[dict[str, Any]]:
    """Opinions as JSON values, with dossier and report as objects: what is handed to a person who asks for it."""
    return [
        {
            "id": one.id,
            "saved_at": one.saved_at.isoformat(),
            "author": one.author,
            "versions": {name: getattr(one, name) for name in ("engine", "rules", "referentials", "lexicon")},
            "input_hash": one.input_hash,
            "dossier": json.loads(one.dossier) if one.dossier else None,
            "report": json.loads(one.report) if one.report else None,
        }
        for one in opinions
    ]
