"""What must not be kept is not: erased to the last byte, anonymised in time, handed over on request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from kept_cases import CANARY, Told, ask
from postgres_server import PostgresServer

from matcher.history import History
from matcher.hours.periods import add_months

TABLES = ("vae_opinions", "vae_audit")
TRACES = (CANARY, "97417", "Canari")


def everything(address: str) -> str:
    """All that the base shows to whoever may read it, statistics of the server included."""
    tables = [*TABLES, "pg_stats"] if address.startswith("postgresql") else TABLES
    return "".join(str(ask(address, f"SELECT * FROM {table}")) for table in tables)


def raw(address: str, request: pytest.FixtureRequest) -> bytes:
    """The bytes of the files of the base, what SQLite keeps beside its own included."""
    if not address.startswith("postgresql"):
        path = Path(address)
        return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    ask(address, "CHECKPOINT")
    server: PostgresServer = request.getfixturevalue("server")
    (number,) = ask(address, "SELECT oid FROM pg_database WHERE datname = current_database()")[0]
    return b"".join(one.read_bytes() for one in (server.folder / "data" / "base" / str(number)).iterdir())


def test_erasing_leaves_not_one_byte(
    history: History, address: str, told: Told, other: Told, request: pytest.FixtureRequest
) -> None:
    for _ in range(3):
        history.save(*told, "Ada")
    history.save(*other, "Ada")
    ask(address, "ANALYZE")
    assert CANARY.encode() in raw(address, request)
    assert history.erase(CANARY, "Grace") == 3
    left = [one.dossier_id for one in history.opinions()]
    assert left == ["AUTRE"]
    history.erase("AUTRE", "Grace")
    seen, bytes_left = everything(address), raw(address, request)
    for trace in TRACES:
        assert trace not in seen
        assert trace.encode() not in bytes_left
    assert [(act.who, act.action, act.number) for act in history.trail()][-2:] == [
        ("Grace", "effacement", 3),
        ("Grace", "effacement", 1),
    ]


def test_erasing_nobody_is_no_act(history: History, told: Told) -> None:
    history.save(*told, "Ada")
    assert history.erase("personne", "Ada") == 0
    assert len(history.opinions()) == 1
    assert [act.action for act in history.trail()] == ["enregistrement"]


@pytest.fixture
def aged(history: History, address: str, told: Told, other: Told) -> History:
    """Two old opinions of the same person, an old one of someone else, and a recent one."""
    for one in (told, told, other):
        history.save(*one, "Ada Lovelace")
    then = datetime(2020, 3, 17, 10, 30).isoformat(sep=" ", timespec="microseconds")
    ask(address, f"UPDATE vae_opinions SET saved_at = '{then}'")
    history.save(*other, "Grace Hopper")
    return history


def test_after_their_time_only_the_outcome_is_left(
    aged: History, address: str, told: Told, request: pytest.FixtureRequest
) -> None:
    before = {one.id for one in aged.opinions()}
    assert aged.due(24) == 3
    assert aged.anonymise(24, "compte nuit") == 3
    assert aged.due(24) == 0
    recent, *old = aged.opinions()
    assert (recent.dossier_id, recent.author, recent.anonymised_at) == ("AUTRE", "Grace Hopper", None)
    assert not before & {one.id for one in old}
    assert all(re.fullmatch(r"anonyme-[0-9a-f-]{36}", one.dossier_id) for one in old)
    assert sorted([one.dossier_id for one in old].count(one.dossier_id) for one in old) == [1, 2, 2]
    for one in old:
        assert (one.author, one.input_hash) == (None, None)
        assert one.saved_at == datetime(2020, 3, 1, tzinfo=UTC)
        assert one.anonymised_at is not None
        assert one.outcome.regime == told.report.regime
        assert [(match.certification, match.opinion) for match in one.outcome.matches] == [
            (match.certification, match.opinion) for match in told.report.matches
        ]
        assert one.outcome.matches[0].findings == {
            finding.rule: finding.outcome for finding in told.report.matches[0].findings
        }
    kept = {one.id: one for one in (aged.opinion(each.id) for each in old) if one}
    assert all((one.dossier, one.report) == (None, None) for one in kept.values())
    aged.erase("AUTRE", "Ada")
    for trace in TRACES:
        assert trace not in everything(address)
        assert trace.encode() not in raw(address, request)


def test_anonymising_again_changes_nothing(aged: History) -> None:
    aged.anonymise(24, "nuit")
    once = aged.opinions()
    assert aged.anonymise(24, "nuit") == 0
    assert aged.opinions() == once


def test_the_last_day_is_still_kept(history: History, address: str, told: Told) -> None:
    history.save(*told, "Ada")
    limit = add_months(date.today(), -24)
    ask(address, f"UPDATE vae_opinions SET saved_at = '{limit.isoformat()} 00:00:00.000000'")
    assert history.anonymise(24, "nuit") == 0
    assert history.anonymise(23, "nuit") == 1


def test_a_person_gets_all_that_is_kept_of_them(history: History, tell: Callable[..., Told], told: Told) -> None:
    history.save(*told, "Ada")
    history.save(*tell(filed_on="2023-03-01"), "Grace")
    history.save(*tell(id="AUTRE", project="secret d'un autre"), "Ada")
    number, text = history.export(CANARY, "Ada")
    assert number == 2
    assert "secret d'un autre" not in text
    given = json.loads(text)["opinions"]
    assert [one["author"] for one in given] == ["Grace", "Ada"]
    assert given[1]["dossier"] == told.dossier.model_dump(mode="json")
    assert given[1]["report"] == json.loads(told.report.to_json())
    assert history.trail()[-1].action == "export"
    assert history.export("personne", "Ada")[0] == 0
