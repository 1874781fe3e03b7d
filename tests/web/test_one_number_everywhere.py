"""One dossier told as a line of a file, a JSON body, a page and sheets: the same numbers everywhere."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import docx
import pandas as pd
import pypdf
import pytest
from fastapi.testclient import TestClient
from web_clients import JSON, PAGE, csrf_of

from matcher import Matcher, Report
from matcher.cli import main
from matcher.reading.forms import read_frame
from matcher.render.typography import figure

FORM = {
    "id_fiche": "F1",
    "date_depot": "12/06/2024",
    "code_rncp_vise": "RNCP36889",
    "exp1_statut": "salarié",
    "exp1_fonction": "Comptable",
    "exp1_date_debut": "05/02/2016",
    "exp1_date_fin": "31/08/2021",
    "exp1_heures_hebdo": "28",
    "exp1_activites": "Tenue de la comptabilité générale; Déclarations de TVA; Préparation du bilan",
}


def words(text: str) -> str:
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", " ", text)))


@pytest.fixture(scope="module")
def report(matcher: Matcher) -> Report:
    (line,) = read_frame(pd.DataFrame([FORM]))
    assert line.dossier is not None
    return matcher.evaluate(line.dossier)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (line,) = read_frame(pd.DataFrame([FORM]))
    assert line.dossier is not None
    path = tmp_path_factory.mktemp("dossier") / "dossier.json"
    path.write_text(line.dossier.model_dump_json(exclude_unset=True), encoding="utf-8")
    return path


def test_the_json_of_the_server_is_the_report(client: TestClient, dossier: Path, report: Report) -> None:
    answer = client.post("/api/evaluate", content=dossier.read_bytes(), headers=JSON)
    assert Report.model_validate_json(answer.content) == report


def test_the_row_of_a_batch_holds_the_numbers_of_the_report(tmp_path: Path, report: Report) -> None:
    path, out = tmp_path / "fiches.csv", tmp_path / "resultats.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FORM, delimiter=";")
        writer.writeheader()
        writer.writerow(FORM)
    assert main(["batch", str(path), "-o", str(out)]) == 0
    (row,) = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig")), delimiter=";")
    first = report.matches[0]
    assert row["avis"] == first.opinion
    assert row["heures_en_rapport"] == str(first.related_hours)
    assert [row[f"cible_{rank}"].split(" ")[0] for rank in (1, 2, 3)] == [
        match.certification for match in report.matches[:3]
    ]
    assert (row["regime"], row["date_depot"]) == (report.regime, report.filed_on.isoformat())


def test_the_page_shows_the_numbers_of_the_report(client: TestClient, dossier: Path, report: Report) -> None:
    sent = {"fichier": ("dossier.json", dossier.read_bytes(), "application/json")}
    token = csrf_of(client.get("/", headers=PAGE).text)
    answer = client.post("/ouvrir", files=sent, data={"csrf_token": token}, headers=PAGE)
    assert answer.status_code == 200
    shown = words(answer.text)
    assert words(figure(report.hours.total_low)) + "h" in shown
    for match in report.matches[:3]:
        assert words(match.title) in shown
    assert words(report.disclaimer) in shown
    assert report.versions.rules[:10] in shown


@pytest.mark.parametrize("suffix", ["html", "pdf", "docx"])
def test_a_sheet_holds_the_numbers_of_the_report(suffix: str, dossier: Path, report: Report, tmp_path: Path) -> None:
    out = tmp_path / f"fiche.{suffix}"
    assert main(["report", str(dossier), "--sheet", "entretien", "-o", str(out)]) == 0
    if suffix == "pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    elif suffix == "docx":
        word = docx.Document(str(out))
        cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
        text = "\n".join([*(one.text for one in word.paragraphs), *cells])
    else:
        text = out.read_text(encoding="utf-8")
    first = report.matches[0]
    for told in (first.title, f"{figure(first.related_hours)} h, {figure(first.related_months)} mois"):
        assert words(told) in words(text)
    assert words(figure(report.hours.total_low)) in words(text)
