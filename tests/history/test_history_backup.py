"""A backup made on one database comes back on the other, or not at all."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from kept_cases import DATABASES, Told, ask

from matcher.history import History, HistoryRefused


def rows(address: str) -> list[tuple[object, ...]]:
    return sorted(tuple(map(str, row)) for row in ask(address, "SELECT id, author, dossier, report FROM vae_opinions"))


@pytest.fixture
def filled(history: History, address: str, told: Told, other: Told) -> History:
    for one in (told, other):
        history.save(*one, "Ada")
    ask(address, "UPDATE vae_opinions SET saved_at = '2020-03-17 10:30:00.000000' WHERE dossier_id = 'AUTRE'")
    history.anonymise(24, "nuit")
    return history


@pytest.mark.parametrize("onto", DATABASES)
def test_what_was_backed_up_comes_back_whole(
    onto: str, filled: History, address: str, new_address: Callable[[str], str], tmp_path: Path
) -> None:
    path, there = tmp_path / "sauvegarde.jsonl", new_address(onto)
    assert filled.backup(path, "Ada") == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    restored = History.open(there)
    assert restored.restore(path, "Grace") == 2
    assert rows(there) == rows(address)
    assert restored.opinions() == filled.opinions()
    before = filled.trail()
    # La sauvegarde elle-même n'est au journal qu'une fois faite.
    assert restored.trail()[:-1] == before[:-1]
    assert (restored.trail()[-1].who, restored.trail()[-1].action) == ("Grace", "restauration")
    again = tmp_path / "encore.jsonl"
    restored.backup(again, "Grace")
    assert again.read_bytes().splitlines()[1:3] == path.read_bytes().splitlines()[1:3]
    restored.close()


def test_a_history_that_is_not_empty_is_left_alone(filled: History, address: str, tmp_path: Path) -> None:
    path = tmp_path / "sauvegarde.jsonl"
    filled.backup(path, "Ada")
    before = rows(address), filled.trail()
    with pytest.raises(HistoryRefused, match="n'est pas vide"):
        filled.restore(path, "Ada")
    assert (rows(address), filled.trail()) == before


def damaged(content: bytes) -> list[bytes]:
    lines = content.splitlines(keepends=True)
    return [
        b"",
        b"\xff\x00",
        b"[]\n",
        content.replace(b"Ada", b"Eve"),
        content[: len(content) // 2],
        b"".join(lines[:-1]),
        b"".join([*lines[:1], *lines[2:]]),
        content.replace(b"vae-historique", b"autre-chose"),
    ]


def test_a_damaged_backup_changes_nothing(filled: History, new_address: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "sauvegarde.jsonl"
    filled.backup(path, "Ada")
    whole = path.read_bytes()
    empty = History.open(new_address("sqlite"))
    for content in damaged(whole):
        path.write_bytes(content)
        with pytest.raises(HistoryRefused, match="n'est pas une sauvegarde entière"):
            empty.restore(path, "Ada")
        assert (empty.opinions(), empty.trail()) == ((), ())
    path.write_bytes(whole)
    assert empty.restore(path, "Ada") == 2
    empty.close()


def test_a_backup_that_cannot_be_written_leaves_the_one_before(filled: History, tmp_path: Path) -> None:
    path = tmp_path / "dossier" / "sauvegarde.jsonl"
    with pytest.raises(HistoryRefused, match="ne peut pas être écrit"):
        filled.backup(path, "Ada")
    path.parent.mkdir()
    filled.backup(path, "Ada")
    assert [one.name for one in path.parent.iterdir()] == [path.name]
