"""The commands by which an advisor accepts or refuses a match."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher import Matcher
from matcher.cli import main

Captured = pytest.CaptureFixture[str]
WHO = ["--author", "Camille Martin, centre d'essai", "--reason", "vu en entretien"]
TELLS = {
    "id": "D",
    "filed_on": "2024-06-12",
    "target": "RNCP36889",
    "experiences": [{"kind": "salarie", "start": "2015", "end": "2020", "activities": ["Trier les bons de livraison"]}],
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def bloc_two() -> str:
    found = next(one for one in Matcher.load().evaluate(TELLS, limit=1).matches if one.rncp == "RNCP36889")
    return next(bloc.state for bloc in found.blocs if bloc.code == "RNCP36889BC02")


def test_a_decision_counts_from_the_next_report_on(data: Path, capsys: Captured) -> None:
    assert bloc_two() == "inconnu"
    assert main(["lexicon", "accept", "bons de livraison", "--bloc", "RNCP36889BC02", *WHO]) == 0
    said = capsys.readouterr()
    assert "« bons de livraison » vaut le bloc RNCP36889BC02" in said.out
    assert str(data / "lexique.yaml") in said.err
    assert bloc_two() == "partiel"


def test_a_contrary_decision_is_refused_and_the_file_kept(data: Path, capsys: Captured) -> None:
    main(["lexicon", "accept", "bons de livraison", "--bloc", "RNCP36889BC02", *WHO])
    before = (data / "lexique.yaml").read_bytes()
    assert main(["lexicon", "refuse", "bons de livraison", "--bloc", "RNCP36889BC02", *WHO]) == 2
    assert "contredit" in capsys.readouterr().err
    assert (data / "lexique.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ([], "--competency TEXTE, ou bien --bloc CODE"),
        (["--bloc", "RNCP36889BC02", "--competency", "Tenir les comptes"], "--competency TEXTE, ou bien --bloc CODE"),
        (["--bloc", "RNCP36889BC99"], "« RNCP36889BC99 » n'est le code d'aucun bloc connu"),
        (["--competency", "Dompter les lions"], "attendu : une compétence écrite comme dans sa fiche"),
    ],
)
def test_what_is_decided_of_must_exist(target: list[str], told: str, data: Path, capsys: Captured) -> None:
    assert main(["lexicon", "accept", "bons de livraison", *target, *WHO]) == 2
    assert told in capsys.readouterr().err
    assert not (data / "lexique.yaml").exists()


def test_decisions_are_listed_and_exported(data: Path, tmp_path: Path, capsys: Captured) -> None:
    assert main(["lexicon", "list"]) == 0
    assert "Aucune décision" in capsys.readouterr().err
    main(["lexicon", "refuse", "bons de livraison", "--bloc", "RNCP36889BC02", *WHO])
    capsys.readouterr()
    assert main(["lexicon", "list"]) == 0
    assert "ne vaut pas le bloc RNCP36889BC02" in capsys.readouterr().out
    assert main(["lexicon", "export", "-o", str(tmp_path / "décisions.csv")]) == 0
    table = (tmp_path / "décisions.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[1].startswith("bons de livraison;;RNCP36889;RNCP36889BC02;non;Camille Martin")


def test_a_folder_that_cannot_be_written_is_told(data: Path, capsys: Captured) -> None:
    data.write_text("un fichier, pas un dossier", encoding="utf-8")
    assert main(["lexicon", "accept", "bons de livraison", "--bloc", "RNCP36889BC02", *WHO]) == 2
    assert "Rien n'est changé" in capsys.readouterr().err
    assert main(["lexicon", "export", "-o", str(data / "x.csv")]) == 2
