"""`vae steps`, `vae letter`, `vae outcomes`, and the search by level, kind, field and centre."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from journeys import engine, with_path

from matcher.cli import main
from matcher.reading.path_entries import Tariff

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "comptable-et-tresoriere.yaml")
Captured = pytest.CaptureFixture[str]


def test_steps_are_written_one_or_all(capsys: Captured) -> None:
    assert main(["steps", EXAMPLE]) == 0
    everything = capsys.readouterr().out
    assert all(f"── {number}. " in everything for number in range(1, 8))
    assert main(["steps", EXAMPLE, "--step", "4"]) == 0
    fourth = capsys.readouterr().out
    assert "── 4. Accompagnement" in fourth
    assert "── 5." not in fourth


@pytest.mark.parametrize("wrong", ["0", "8", "quatre"])
def test_a_step_that_is_none_is_refused(wrong: str, capsys: Captured) -> None:
    assert main(["steps", EXAMPLE, "--step", wrong]) == 2
    assert "attendu : un nombre de 1 à 7" in capsys.readouterr().err


def test_a_letter_is_written(capsys: Captured) -> None:
    assert main(["letter", EXAMPLE]) == 0
    assert capsys.readouterr().out.startswith("Bonjour,")


def test_a_dossier_at_fault_is_refused_in_french(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "d.json").write_text(json.dumps({"id": "D1"}), encoding="utf-8")
    for command in ("steps", "letter"):
        assert main([command, str(tmp_path / "d.json")]) == 2
        assert "Ce dossier ne peut pas être évalué" in capsys.readouterr().err


def test_a_centre_s_file_at_fault_is_told_by_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (tmp_path / "centres").mkdir()
    (tmp_path / "centres" / "tarifs.yaml").write_text("tariffs: 3", encoding="utf-8")
    monkeypatch.setenv("VAE_DATA", str(tmp_path))
    assert main(["steps", EXAMPLE]) == 2
    assert "centres/tarifs.yaml, ligne 1, tariffs" in capsys.readouterr().err


def test_outcomes_compare_a_file_and_tell_the_rows_left_out(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "d.yaml").write_text(Path(EXAMPLE).read_text(encoding="utf-8"), encoding="utf-8")
    line = "  - {dossier: d.yaml, certification: CODE, recevabilite: {decision: recevable, on: 2024-08-02}}\n"
    both = "decisions:\n" + line.replace("CODE", "RNCP36889") + line.replace("CODE", "RNCP999")
    (tmp_path / "r.yaml").write_text(both, encoding="utf-8")
    assert main(["outcomes", str(tmp_path / "r.yaml")]) == 1
    done = capsys.readouterr()
    assert "1 sur 1" in done.out
    assert "certification inconnue « RNCP999 »" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["outcomes"], "il manque FICHIER"),
        (["outcomes", "absent.yaml"], "fichier absent"),
        (["referentials", "list", "--kind", "thèse"], "sorte inconnue : « thèse »"),
        (["referentials", "list", "--field", "zz9"], "domaine illisible"),
        (["referentials", "list", "--centre", "nulle"], "centre inconnu"),
    ],
)
def test_what_is_wrongly_asked_is_refused_in_french(arguments: list[str], said: str, capsys: Captured) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_search_is_narrowed_by_level_kind_and_field() -> None:
    found = engine().search("comptabilité", 50, level=6, kind="licence")
    assert found
    assert {(one.level, one.kind) for one in found} == {(6, "licence")}
    field = engine().search("", 50, field="m12")
    assert field
    assert all(any(code.startswith("M12") for code in one.rome) for one in field)
    assert engine().search("RNCP36889", level=7) == []
    assert [one.code for one in engine().search("RNCP36889", level=6)] == ["RNCP36889"]


def test_a_centre_offers_what_it_gives_a_tariff_for() -> None:
    given = {"centre": "hdf-lille", "certification": "RNCP36889", "label": "x", "euros": 1, "source": "y"}
    matcher = with_path(tariffs=(Tariff.model_validate({**given, "from": date(2024, 1, 1)}),))
    assert [one.code for one in matcher.search("", centre="hdf-lille")] == ["RNCP36889"]
    assert matcher.search("", centre="paris") == []
