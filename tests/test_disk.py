"""Files written whole, and what the disk refuses told in French."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from matcher.disk import reason_of, write_whole


def test_a_file_is_replaced_and_keeps_its_permissions_and_its_links(tmp_path: Path) -> None:
    real, link = tmp_path / "réel.txt", tmp_path / "lien.txt"
    real.write_text("avant")
    real.chmod(0o600)
    link.symlink_to(real)
    write_whole(link, "après\r\n", "utf-8-sig")
    assert real.read_bytes() == "\ufeffaprès\r\n".encode()
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert sorted(os.listdir(tmp_path)) == ["lien.txt", "réel.txt"]


def test_a_pipe_is_written_to_and_stays_a_pipe() -> None:
    reading, writing = os.pipe()
    write_whole(Path(f"/dev/fd/{writing}"), "dit")
    os.close(writing)
    with open(reading) as told:
        assert told.read() == "dit"


def test_nothing_stays_of_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_whole(tmp_path / "a.txt", "é", "ascii")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "le disque est plein"),
        (errno.EACCES, "l'accès est refusé"),
        (9_999, "le système refuse, erreur 9999"),
    ],
)
def test_reasons_are_french(number: int, said: str) -> None:
    assert reason_of(OSError(number, "in English")) == said
