"""Opening: the tables are brought up to date; what can't be opened is told in one sentence, without the password."""

from __future__ import annotations

import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from kept_cases import Told, ask, beside
from sqlalchemy import inspect

from matcher.history import History, HistoryRefused
from matcher.history.address import read_address
from matcher.history.tables import METADATA
from matcher.history.upgrading import migrations


def at_first_version(address: str) -> None:
    engine, config = beside(address), migrations()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "1")
    engine.dispose()


def refused(address: str) -> str:
    with pytest.raises(HistoryRefused) as refusal:
        History.open(address)
    said = str(refusal.value)
    assert "\n" not in said
    assert "secret" not in said
    return said


def test_opinions_of_the_first_version_are_still_there(
    address: str, new_address: Callable[[str], str], told: Told
) -> None:
    at_first_version(address)
    source = new_address("sqlite")
    last = History.open(source)
    id = last.save(*told, "Ada")
    last.close()
    found = ask(source, "SELECT * FROM vae_opinions")[0]._mapping
    values = {name: value for name, value in found.items() if name != "anonymised_at"}
    engine = beside(address)
    with engine.begin() as connection:
        marks = ", ".join("?" if engine.dialect.name == "sqlite" else "%s" for _ in values)
        connection.exec_driver_sql(
            f"INSERT INTO vae_opinions ({', '.join(values)}) VALUES ({marks})", tuple(values.values())
        )
    engine.dispose()
    history = History.open(address)
    kept = history.opinion(id)
    assert kept is not None
    assert (kept.read_report(), kept.anonymised_at) == (told.report, None)
    assert history.erase(told.dossier.id, "Ada") == 1
    assert ask(address, "SELECT version_num FROM vae_version") == [("2",)]
    history.close()


def test_an_upgrade_that_fails_leaves_the_tables_as_they_were(address: str) -> None:
    at_first_version(address)
    ask(address, "CREATE TABLE vae_audit (autre INTEGER)")
    refused(address)
    engine = beside(address)
    assert "anonymised_at" not in {one["name"] for one in inspect(engine).get_columns("vae_opinions")}
    engine.dispose()
    assert ask(address, "SELECT version_num FROM vae_version") == [("1",)]
    ask(address, "DROP TABLE vae_audit")
    History.open(address).close()
    assert ask(address, "SELECT version_num FROM vae_version") == [("2",)]


def test_the_migrations_make_the_tables_that_the_program_reads(history: History, address: str) -> None:
    engine = beside(address)
    seen = inspect(engine)
    for table in METADATA.sorted_tables:
        columns = {one["name"]: one["nullable"] for one in seen.get_columns(table.name)}
        assert columns == {one.name: one.nullable for one in table.columns}
    engine.dispose()


def test_a_history_of_a_newer_program_is_left_alone(history: History, address: str) -> None:
    history.close()
    ask(address, "UPDATE vae_version SET version_num = '99'")
    assert "plus récente du programme : mettez le programme à jour" in refused(address)
    assert ask(address, "SELECT version_num FROM vae_version") == [("99",)]


def test_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "nouveau" / "a%20b #é?.db"
    History.open(str(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_ways_to_name_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VAE_DATA", str(tmp_path / "donnees"))
    named = {
        "h.db": tmp_path / "h.db",
        "sqlite:///h.db": tmp_path / "h.db",
        f"sqlite:///{tmp_path}/x.db": tmp_path / "x.db",
        "": tmp_path / "donnees" / "historique.db",
    }
    assert {address: Path(str(read_address(address).database)) for address in named} == named


def test_a_file_that_is_no_history_is_refused(tmp_path: Path, told: Told) -> None:
    path = tmp_path / "h.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    assert "est abîmé" in refused(str(path))
    path.write_text("ce n'est pas une base")
    assert "est abîmé" in refused(str(path))
    assert path.read_text() == "ce n'est pas une base"
    path.unlink()
    ask(str(path), "CREATE TABLE courses (lait INTEGER)")
    assert "n'est pas un historique" in refused(str(path))
    assert ask(str(path), "SELECT name FROM sqlite_master") == [("courses",)]
    assert "est un dossier" in refused(str(tmp_path))
    assert "ne peut pas être écrit" in refused(str(path / "dessous.db"))


def test_a_damaged_history_is_told_in_one_sentence(tmp_path: Path, told: Told) -> None:
    path = tmp_path / "h.db"
    history = History.open(str(path))
    history.save(*told, "Ada")
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(HistoryRefused, match="est abîmé"):
        history.opinions()
    path.unlink()
    with pytest.raises(HistoryRefused, match="ne répond pas"):
        history.opinions()
    assert not path.exists()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mysql://ada:secret@serveur/vae", "« mysql »"),
        ("sqlite://", "ne nomme aucun fichier"),
        ("sqlite:///:memory:", "ne nomme aucun fichier"),
        ("postgresql://ada:secret@serveur", "ne nomme aucune base"),
        ("postgresql://ada:secret@serveur:port/vae", "mal formée"),
        ("postgresql://ada:secret@127.0.0.1/vae?sslmode=peut-etre", "« sslmode »"),
        ("postgresql://ada:secret@127.0.0.1/vae?application=x", "« application »"),
    ],
)
def test_an_address_that_is_none_is_refused(address: str, told: str) -> None:
    assert told in refused(address)


def test_a_server_that_does_not_answer_is_told_in_one_sentence(new_address: Callable[[str], str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert f"127.0.0.1:{port}/vae ne répond pas" in refused(f"postgresql://ada:secret@127.0.0.1:{port}/vae")
    there = new_address("postgresql")
    assert "une base qui existe" in refused(there.replace("/vae_0", "/absente"))


def test_a_local_socket_serves_too(new_address: Callable[[str], str], server: object) -> None:
    there = read_address(new_address("postgresql"))
    folder = server.folder  # type: ignore[attr-defined]
    history = History.open(f"postgresql://postgres@:{there.port}/{there.database}?host={folder}")
    assert history.opinions() == ()
    history.close()
