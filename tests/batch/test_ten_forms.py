"""The acceptance file: ten dirty lines, and what becomes of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from form_files import TEN_FORMS, Run, results, write_forms

from matcher.batch import Summary

EXPECTED = {
    "F001": "evaluee", "F002": "evaluee", "F003": "rejetee", "F004": "a_completer", "F005": "a_completer",
    "F006": "doublon_probable", "F007": "a_completer", "F008": "evaluee", "F009": "a_completer", "F010": "a_completer",
}  # fmt: skip


@pytest.fixture
def summary(run: Run) -> Summary:
    return run(TEN_FORMS)


@pytest.fixture
def rows(summary: Summary, tmp_path: Path) -> dict[str, dict[str, str]]:
    return {row["id_fiche"]: row for row in results(tmp_path / "out.csv")}


def test_the_summary_adds_up(summary: Summary) -> None:
    assert summary.sentence() == "10 lues : 3 évaluées, 5 à compléter, 1 doublon probable, 1 rejetée."
    assert "cp1252" in summary.notes[0]
    assert summary.rejected


def test_every_line_has_its_status_in_the_order_of_the_file(rows: dict[str, dict[str, str]]) -> None:
    assert {identifier: row["statut_traitement"] for identifier, row in rows.items()} == EXPECTED
    assert list(rows) == list(EXPECTED)
    assert list(next(iter(rows.values())))[:2] == ["id_fiche", "statut_traitement"]


def test_the_unreadable_line_is_shown_and_copied(rows: dict[str, dict[str, str]], tmp_path: Path) -> None:
    assert "ligne 5 : 15 cellules au lieu de 14" in rows["F003"]["erreurs"]
    assert "budget prévisionnel" in rows["F003"]["erreurs"]
    assert rows["F003"]["cible_1"] == rows["F003"]["avis"] == ""
    copied = (tmp_path / "out.rejets.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(copied) == 2
    assert "F003;13/03/24;Petit;Zoé;;gestion asso;;Bénévolat" in copied[1]


def test_sound_lines_have_targets_and_reasons(rows: dict[str, dict[str, str]]) -> None:
    for identifier in ("F001", "F002", "F008"):
        row = rows[identifier]
        assert row["cible_1"]
        assert row["cible_3"]
        assert row["avis"]
        assert row["motifs"]
        assert not row["erreurs"]
    assert "lien fort" in rows["F001"]["cible_1"]
    assert "aucun choix encore" in rows["F002"]["avertissements"]
    assert not rows["F002"]["cible_visee"]
    assert "de formation" in rows["F008"]["motifs"]
    assert "DUT" in rows["F008"]["cible_visee"]


def test_what_is_missing_is_asked(rows: dict[str, dict[str, str]]) -> None:
    assert "« 240 h » : est-ce le total attesté ?" in rows["F004"]["questions"]
    assert "Aucune certification trouvée pour « RNCP 35375 »" in rows["F004"]["avertissements"]
    assert "ligne 7, exp1_date_fin" in rows["F005"]["erreurs"]
    assert "31/12/2019" in rows["F005"]["erreurs"]
    assert "45364" in rows["F005"]["avertissements"]
    assert rows["F005"]["date_depot"] == "2024-03-13"
    assert "Quelles expériences" in rows["F007"]["questions"]
    assert rows["F007"]["courriel"].startswith("Bonjour,")
    assert "emplois, bénévolat, mandats, stages" in rows["F007"]["courriel"]
    assert not rows["F010"]["courriel"]
    assert "toujours en poste ?" in rows["F009"]["questions"]
    assert rows["F009"]["questions"].count("« DRH »") == 1  # la même chose n'est pas demandée deux fois
    assert "80 %" in rows["F009"]["avertissements"]
    assert "2015 à 2016" in rows["F010"]["questions"]


def test_the_duplicate_is_flagged_on_both_lines_and_still_evaluated(rows: dict[str, dict[str, str]]) -> None:
    assert "ligne 2 ≈ ligne 8" in rows["F006"]["avertissements"]
    assert "ligne 2 ≈ ligne 8" in rows["F001"]["avertissements"]
    assert rows["F006"]["doublon_de"] == rows["F001"]["ligne"] == "2"
    assert rows["F006"]["cible_1"]


def test_experiences_told_in_the_project_only_give_leads_and_no_opinion(run: Run, tmp_path: Path) -> None:
    story = "J'ai travaillé 10 ans dans la compta : déclarations de TVA, bilan, paie. Je suis trésorière d'une asso."
    forms = [{"id_fiche": "F1", "date_depot": "12/03/2024", "projet": story, "exp1_statut": ""}]
    run(write_forms(tmp_path / "forms.csv", forms))
    (row,) = results(tmp_path / "out.csv")
    assert row["statut_traitement"] == "a_completer"
    assert (row["avis"], row["cible_1"]) == ("", "")
    assert "Pistes d'après le texte du projet, à confirmer : " in row["avertissements"]
    assert "ompta" in row["avertissements"].split("Pistes")[1]
    assert "Quelles expériences" in row["questions"]
