"""Experiences in a file or a sheet of their own: joined by the identifier, in their order, none left out."""

from __future__ import annotations

from pathlib import Path

from form_files import Run, results, write_forms

PERSONS = [{"id_fiche": "A", "date_depot": "12/03/2024"}, {"id_fiche": "B", "date_depot": "12/03/2024"}]
EXPERIENCES = [
    {
        "id_fiche": "A", "rang": "2", "statut": "bénévole", "fonction": "Trésorière", "date_debut": "01/2015",
        "date_fin": "12/2018", "heures_total": "1 607", "activites": "Tenue des comptes",
    },
    {
        "id_fiche": "A", "rang": "1", "statut": "1", "fonction": "Comptable", "date_debut": "01/01/2019",
        "date_fin": "à ce jour", "temps_travail": "plein temps", "activites": "Déclarations de TVA",
    },
    {"id_fiche": "Z", "rang": "1", "statut": "1", "fonction": "Personne", "date_debut": "2019"},
]  # fmt: skip


def test_experiences_join_their_form_and_orphans_are_told(run: Run, tmp_path: Path) -> None:
    forms = write_forms(tmp_path / "candidats.csv", PERSONS)
    summary = run(forms, long=write_forms(tmp_path / "experiences.csv", EXPERIENCES), detail=tmp_path / "detail.csv")
    first, second = results(tmp_path / "out.csv")
    assert first["statut_traitement"] == "evaluee"
    assert int(first["heures_en_rapport"]) > 1607
    assert second["statut_traitement"] == "a_completer"
    assert "Quelles expériences" in second["questions"]
    assert summary.orphans == 1
    assert summary.rejected
    assert "experiences.csv, ligne 4 : aucune fiche" in (tmp_path / "out.rejets.csv").read_text(encoding="utf-8-sig")


def test_a_bad_cell_names_the_file_of_experiences(run: Run, tmp_path: Path) -> None:
    forms = write_forms(tmp_path / "candidats.csv", PERSONS[:1])
    run(forms, long=write_forms(tmp_path / "experiences.csv", [{**EXPERIENCES[1], "date_debut": "31/02/2019"}]))
    (row,) = results(tmp_path / "out.csv")
    assert row["statut_traitement"] == "a_completer"
    assert "experiences.csv, ligne 2, date_debut : le jour 31/02/2019 n'existe pas" in row["erreurs"]


def test_an_experience_line_that_cannot_be_read_keeps_its_form_to_complete(run: Run, tmp_path: Path) -> None:
    forms = write_forms(tmp_path / "candidats.csv", PERSONS[:1])
    long = write_forms(tmp_path / "experiences.csv", EXPERIENCES[1:2])
    with long.open("a", newline="") as file:
        file.write("A;2;bénévole;une;deux;trois;quatre;cinq;six;sept;huit;neuf\r\n")
    run(forms, long=long)
    (row,) = results(tmp_path / "out.csv")
    assert row["statut_traitement"] == "a_completer"
    assert "experiences.csv, ligne 3" in row["erreurs"]


def test_two_sheets_of_one_workbook_are_read_together(run: Run, tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "fiches.xlsx"))
    for name, rows in (("Candidats", PERSONS), ("Expériences", EXPERIENCES), ("Notice", [{"Lisez-moi": "oui"}])):
        sheet = book.add_worksheet(name)
        columns = list(dict.fromkeys(key for row in rows for key in row))
        sheet.write_row(2, 0, columns)
        for line, row in enumerate(rows, start=3):
            sheet.write_row(line, 0, [row.get(column, "") for column in columns])
    book.close()
    (tmp_path / "fiches.xlsx").rename(tmp_path / "fiches.csv")  # un classeur renommé
    summary = run(tmp_path / "fiches.csv")
    first, _ = results(tmp_path / "out.csv")
    assert first["statut_traitement"] == "evaluee"
    assert first["ligne"] == "4"
    assert any("classeur" in note for note in summary.notes)
    assert any("Notice" in note for note in summary.notes)
