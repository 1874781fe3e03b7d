"""`vae doctor`: sound installations, and what it says of those that are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from import_files import export, standard

from matcher.cli import doctor, main
from matcher.reading.register.loading import import_rncp

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_a_new_installation_can_serve_and_says_what_is_not_imported(capsys: Captured) -> None:
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "toutes admises par durable-rules" in said
    assert "[à savoir] RNCP : pas importé (vae import rncp CHEMIN)." in said
    assert "Le programme peut servir." in said


def test_an_import_of_another_time_is_said_to_be_old(data: Path, tmp_path: Path, capsys: Captured) -> None:
    import_rncp(export(tmp_path / "e.zip", standard("RNCP1", "Un titre"), day="2020_01_31"), data)
    assert main(["doctor"]) == 0
    assert "du 31/01/2020, vieille de plus d'un an" in capsys.readouterr().out


def test_damaged_data_are_told_and_the_exit_code_says_so(data: Path, capsys: Captured) -> None:
    data.mkdir()
    (data / "current.json").write_text("{", encoding="utf-8")
    assert main(["doctor"]) == 2
    said = capsys.readouterr()
    assert "[en défaut] Imports : " in said.out
    assert "point(s) en défaut" in said.err


def test_an_absent_extra_says_how_to_install_it(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_installed", lambda name: name != "pyarrow")
    assert main(["doctor"]) == 0
    assert "[à savoir] Supplément batch : absent (pyarrow) ; pip install 'vae-cnam[batch]'." in capsys.readouterr().out
