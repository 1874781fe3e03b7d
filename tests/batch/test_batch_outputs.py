"""What comes out: nothing lost, the same bytes at each run, safe in a French spreadsheet, typed elsewhere."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path

import pytest
from form_files import SOUND, TEN_FORMS, Run, many_forms, results, write_forms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.batch import BatchOptions, BatchRefused, run_batch
from matcher.batch.outputs import harmless
from matcher.cli import main
from matcher.engine import Matcher

HOSTILE = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "=cmd|'/C calc'!A0", "\t=1"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_two_runs_and_two_numbers_of_processes_give_the_same_bytes(run: Run, tmp_path: Path, suffix: str) -> None:
    forms = many_forms(tmp_path / "forms.csv", 25) if suffix == ".csv" else TEN_FORMS
    run(forms, f"one{suffix}", detail=tmp_path / f"detail-one{suffix}", chunk=5)
    run(forms, f"two{suffix}", detail=tmp_path / f"detail-two{suffix}", jobs=2 if suffix == ".csv" else 1, chunk=5)
    for name in ("one", "detail-one"):
        assert (tmp_path / f"{name}{suffix}").read_bytes() == (
            tmp_path / f"{name.replace('one', 'two')}{suffix}"
        ).read_bytes()


def test_a_csv_opens_in_a_french_spreadsheet(run: Run, tmp_path: Path) -> None:
    run(write_forms(tmp_path / "forms.csv", [SOUND]))
    written = (tmp_path / "out.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfid_fiche;statut_traitement;avis;")
    assert written.count(b"\r\n") == 2  # l'en-tête et une ligne : pas de saut dans les cellules
    assert "…" not in written.decode("utf-8-sig")


@pytest.mark.parametrize("formula", HOSTILE)
def test_no_cell_runs_as_a_formula(run: Run, tmp_path: Path, formula: str) -> None:
    forms = [{**SOUND, "id_fiche": formula}, {**SOUND, "id_fiche": "F2", "exp1_fonction": formula}]
    run(write_forms(tmp_path / "forms.csv", forms))
    cells = [cell for row in results(tmp_path / "out.csv") for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert harmless(formula) == f"'{formula}"


def test_a_workbook_has_types_filters_and_a_frozen_heading(run: Run, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    run(TEN_FORMS, "out.xlsx")
    sheet = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_index(0).to_python()
    row = dict(zip(sheet[0], sheet[1], strict=True))
    assert len(sheet) == 11
    assert row["date_depot"] == date(2024, 3, 12)
    assert row["ligne"] == 2.0
    assert row["id_fiche"] == "F001"
    import zipfile

    inside = zipfile.ZipFile(tmp_path / "out.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert "<autoFilter" in inside
    assert 'state="frozen"' in inside


def test_a_parquet_file_is_typed(run: Run, tmp_path: Path) -> None:
    import pyarrow.parquet

    run(TEN_FORMS, "out.parquet", detail=tmp_path / "detail.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "out.parquet")
    assert table.num_rows == 10
    assert str(table.schema.field("date_depot").type) == "date32[day]"
    assert str(table.schema.field("ligne").type) == "int64"
    detail = pyarrow.parquet.read_table(tmp_path / "detail.parquet").to_pylist()
    assert [row["rang"] for row in detail if row["id_fiche"] == "F001"][:10] == list(range(1, 11))
    assert all(0 <= row["score"] <= 100 for row in detail)


def test_results_read_again_as_they_were_written(run: Run, tmp_path: Path) -> None:
    import pyarrow.parquet

    run(TEN_FORMS, "out.csv")
    run(TEN_FORMS, "out.parquet")
    typed = pyarrow.parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in typed] == results(tmp_path / "out.csv")


def test_a_stale_file_of_rejects_does_not_stay(run: Run, tmp_path: Path) -> None:
    run(TEN_FORMS)
    assert (tmp_path / "out.rejets.csv").exists()
    run(write_forms(tmp_path / "forms.csv", [SOUND]))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["forms.csv", "out.csv"]


def test_places_where_nothing_can_be_written_are_refused(tmp_path: Path, matcher: Matcher) -> None:
    forms = write_forms(tmp_path / "forms.csv", [SOUND])
    for out in (tmp_path / "out.txt", tmp_path / "absent" / "out.csv", forms):
        with pytest.raises(BatchRefused):
            run_batch(BatchOptions(forms, out), lambda: matcher)
    with pytest.raises(BatchRefused):
        run_batch(BatchOptions(forms, tmp_path / "o.csv", detail=tmp_path / "o.csv"), lambda: matcher)
    assert [one.name for one in tmp_path.iterdir()] == ["forms.csv"]


@pytest.mark.parametrize(
    ("library", "forms", "out"),
    [
        ("xlsxwriter", "forms.csv", "out.xlsx"),
        ("pyarrow", "forms.csv", "out.parquet"),
        ("python_calamine", "forms.xlsx", "out.csv"),
        ("pyarrow", "forms.parquet", "out.csv"),
    ],
)
def test_without_the_extra_one_sentence_says_what_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, forms: str, out: str
) -> None:
    for one in ("xlsx", "parquet"):
        run(TEN_FORMS, f"forms.{one}")
    write_forms(tmp_path / "forms.csv", [SOUND])
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(BatchRefused, match=r"vae-cnam\[batch\]"):
        run(tmp_path / forms, out)
    assert not (tmp_path / out).exists()


def test_results_are_not_taken_for_forms(run: Run, tmp_path: Path) -> None:
    run(TEN_FORMS)
    with pytest.raises(BatchRefused, match="porte des résultats"):
        run(tmp_path / "out.csv", "again.csv")


def test_more_lines_than_a_sheet_holds_are_refused_before_the_work(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.batch.outputs.MOST_SHEET_ROWS", 3)
    with pytest.raises(BatchRefused, match="3 lignes au plus"):
        run(TEN_FORMS, "out.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_where_the_results_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", str(TEN_FORMS), "-o", str(tmp_path / "out.csv")]) == 1
    said = capsys.readouterr().out
    assert "10 lues : 3 évaluées, 5 à compléter, 1 doublon probable, 1 rejetée." in said
    assert str(tmp_path / "out.rejets.csv") in said
    assert main(["batch", str(write_forms(tmp_path / "forms.csv", [SOUND])), "-o", str(tmp_path / "ok.csv")]) == 0


def test_the_command_refuses_bad_usage_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.csv").touch()
    for arguments, message in [
        (["empty.csv", "-o", "out.csv"], "empty.csv : le fichier est vide"),
        (["absent.csv", "-o", "out.csv"], "ce fichier n'existe pas"),
        (["empty.csv"], "il manque l'option"),
        (["empty.csv", "-o", "out.csv", "--jobs", "0"], "--jobs : « 0 » lu"),
        (["empty.csv", "-o", "out.csv", "--separator", ";;"], "--separator : « ;; » lu"),
        (["empty.csv", "-o", "out.csv", "--on", "2024-02-30"], "--on : le jour 30/02/2024 n'existe pas"),
    ]:
        asked = [str(tmp_path / one) if one.endswith(".csv") else one for one in arguments]
        assert main(["batch", *asked]) == 2
        assert message in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["empty.csv"]


cells = st.text(max_size=30) | st.sampled_from(
    [
        "",
        "31/02/2020",
        "en cours",
        "80 %",
        "1e9",
        "=1+1",
        "salarié",
        "\x00",
        "-5",
        "999",
        "2035",
        "12/31/2019",
        "🙂",
        "‮abc",
        '"',
    ]
)
forms = st.lists(st.fixed_dictionaries(dict.fromkeys(SOUND, cells) | {"projet": cells}), min_size=1, max_size=4)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(forms, st.sampled_from([";", ",", "\t"]))
def test_whatever_the_cells_hold_no_line_is_lost(
    matcher: Matcher, tmp_path_factory: pytest.TempPathFactory, given: list[dict[str, str]], separator: str
) -> None:
    folder = tmp_path_factory.mktemp("cells")
    path = write_forms(folder / "forms.csv", given, encoding="utf-8", separator=separator)
    told = [row for row in given if any(cell.strip() for cell in row.values())]
    summary = run_batch(BatchOptions(path, folder / "out.csv", jobs=1), lambda: matcher)
    written = results(folder / "out.csv")
    assert len(written) == summary.read == len(told)
    assert sum(summary.by_status.values()) == len(told)
    for row in written:
        assert row["statut_traitement"] != "evaluee" or (row["cible_1"] and not row["erreurs"])
        assert not (row["statut_traitement"] == "a_completer" and not row["erreurs"] and not row["questions"])
    with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {len(line) for line in csv.reader(file, delimiter=";")} == {21}
