"""What is saved is found again, whole, whoever writes at the same time and whatever kills them."""

from __future__ import annotations

import hashlib
import logging
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kept_cases import CANARY, Told, ask

from matcher import Dossier
from matcher.history import History, HistoryRefused

SAVES_FOR_EVER = """
import sys
from pathlib import Path
from matcher import Dossier, Report
from matcher.history import History
address, folder = sys.argv[1], Path(sys.argv[2])
dossier = Dossier.model_validate_json((folder / "dossier").read_bytes())
report = Report.model_validate_json((folder / "rapport").read_bytes())
history = History.open(address)
while True:
    print(history.save(dossier, report, "Ada"), flush=True)
"""


def test_an_opinion_comes_back_as_it_was(history: History, told: Told) -> None:
    id = history.save(told.dossier, told.report, "  Ada Lovelace ")
    found = history.opinion(id)
    assert found is not None
    assert Dossier.model_validate(found.told()) == told.dossier
    assert found.read_report() == told.report
    assert found.report == told.report.to_json()
    assert (found.dossier_id, found.author) == (CANARY, "Ada Lovelace")
    versions = told.report.versions
    assert (found.engine, found.rules) == (versions.engine, versions.rules)
    assert (found.referentials, found.lexicon) == (versions.referentials, versions.lexicon)
    assert found.input_hash == hashlib.sha256((found.dossier or "").encode()).hexdigest()
    assert found.first is not None
    assert found.first.certification == told.report.matches[0].certification
    assert history.opinion("inconnu") is None


def test_the_list_begins_with_the_latest_and_narrows_to_a_dossier(history: History, told: Told, other: Told) -> None:
    saved = [history.save(*one, "Ada") for one in (told, other, told)]
    assert [one.id for one in history.opinions()] == saved[::-1]
    assert [one.id for one in history.opinions(CANARY)] == [saved[2], saved[0]]
    assert [one.id for one in history.opinions(most=1)] == [saved[2]]
    assert history.opinions("personne") == ()


def test_another_program_finds_them_again(address: str, told: Told) -> None:
    first = History.open(address)
    id = first.save(*told, "Ada")
    first.close()
    second = History.open(address, create=False)
    assert [one.id for one in second.opinions()] == [id]
    second.close()


def test_no_union_is_named_in_the_base(history: History, address: str, tell: Callable[..., Told]) -> None:
    duty = {"kind": "syndical", "title": "délégué CGT", "organisation": "CGT", "start": "2019", "end": "2022"}
    history.save(*tell(id="dossier-CGT", experiences=[duty]), "Ada, CGT")
    assert "CGT" not in str(ask(address, "SELECT * FROM vae_opinions")) + str(ask(address, "SELECT * FROM vae_audit"))
    (kept,) = ask(address, "SELECT dossier FROM vae_opinions")[0]
    assert '"délégué [syndicat]"' in kept


@pytest.mark.parametrize("author", ["", "  ", "Ada\nLovelace", "A\x00", "a" * 121])
def test_an_opinion_has_an_author(author: str, history: History, told: Told) -> None:
    with pytest.raises(HistoryRefused, match="attendu : le nom du conseiller"):
        history.save(*told, author)
    assert history.opinions() == ()
    assert history.trail() == ()


def test_eight_writers_at_once_lose_nothing(address: str, told: Told) -> None:
    """Eight programs, which all have to prepare the base first."""

    def write(number: int) -> list[str]:
        opened = History.open(address)
        saved = [opened.save(*told, f"Conseiller {number}") for _ in range(3)]
        opened.close()
        return saved

    with ThreadPoolExecutor(8) as pool:
        saved = [id for ids in pool.map(write, range(8)) for id in ids]
    history = History.open(address)
    assert sorted(one.id for one in history.opinions()) == sorted(saved)
    assert sorted(act.opinion or "" for act in history.trail()) == sorted(saved)
    history.close()


@pytest.mark.parametrize("saves", [1, 4])
def test_sudden_death_leaves_nothing_half_written(saves: int, address: str, told: Told, tmp_path: Path) -> None:
    (tmp_path / "dossier").write_text(told.dossier.model_dump_json())
    (tmp_path / "rapport").write_text(told.report.to_json())
    command = [sys.executable, "-c", SAVES_FOR_EVER, address, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        announced = [writer.stdout.readline().strip() for _ in range(saves)]
        writer.send_signal(signal.SIGKILL)
        announced += [line.strip() for line in writer.stdout if line.endswith("\n")]
    assert writer.returncode == -signal.SIGKILL
    history = History.open(address)
    kept = [history.opinion(one.id) for one in history.opinions()]
    assert set(announced) <= {one.id for one in kept if one}
    assert len(kept) - len(announced) in (0, 1)
    for one in kept:
        assert one is not None
        assert one.read_report() == told.report
        assert one.input_hash == hashlib.sha256((one.dossier or "").encode()).hexdigest()
    assert sorted(act.opinion or "" for act in history.trail()) == sorted(one.id for one in kept if one)
    history.close()


def test_logs_hold_nothing_of_the_person_nor_the_password(
    address: str, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for logger in ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "alembic"):
        logging.getLogger(logger).setLevel(logging.INFO)
    try:
        history = History.open(address)
        id = history.save(*told, "Ada")
        history.opinion(id, reader="Ada")
        history.erase(CANARY, "Ada")
        history.close()
    finally:
        for logger in ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "alembic"):
            logging.getLogger(logger).setLevel(logging.WARNING)
    assert "INSERT INTO vae_opinions" in caplog.text
    for trace in (CANARY, "97417", "mot-de-passe-secret"):
        assert trace not in caplog.text
