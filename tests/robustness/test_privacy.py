"""What a person says goes nowhere but into the answer: marked words are looked for everywhere else.

A union's name goes nowhere at all.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
import yaml
from pydantic import BaseModel

from matcher import Matcher
from matcher.cli import main
from matcher.model.dossier import Dossier
from matcher.model.faults import DossierError
from matcher.reading.dossiers import parse_dossier, read_dossier
from matcher.reading.forms import FormReader, open_tables

ROOT = Path(__file__).parents[2]
VAE = [sys.executable, "-m", "matcher.cli"]
CANARIES = {
    "name": "Zéphyrine Canariot",
    "organisation": "Ateliers Canariens du Val",
    "activity": "Soin des canaris bleus",
    "title": "Canaricultrice",
    "project": "Ouvrir une volière à canaris",
    "prescriber": "Conseillère Canarine",
    "postcode": "97494",
    "email": "zephyrine@canari.example",
    "phone": "0699887766",
}
TRACES = re.compile("canari|z[ée]phyrine|97494|0699887766", re.IGNORECASE)
UNIONS = re.compile(r"CGT|CFDT|\bSUD\b|Cocon ouvrier", re.IGNORECASE)
PATIENCE = 60


def person(**changes: Any) -> dict[str, Any]:
    """A sound dossier in which each text of the person is marked."""
    return {
        "id": "D1",
        "filed_on": "2024-06-12",
        "postcode": CANARIES["postcode"],
        "project": CANARIES["project"],
        "prescriber": CANARIES["prescriber"],
        "experiences": [
            {
                "kind": "salarie",
                "title": CANARIES["title"],
                "organisation": CANARIES["organisation"],
                "start": "2016-09-01",
                "end": "2021-12",
                "weekly_hours": 35,
                "activities": [CANARIES["activity"], "Déclarations de TVA"],
            }
        ],
        **changes,
    }


FAULTY: list[dict[str, Any]] = [
    {"filed_on": "demain"},
    {"filed_on": None},
    {"situation": "perdu"},
    {"diplomas": {"level": 3}},
    {"inconnu": True},
    {"languages": [{"code": "en", "level": "Z9"}]},
    {"experiences": [{**person()["experiences"][0], "end": "2001"}]},
    {"experiences": [{**person()["experiences"][0], "kind": "oiseau"}]},
    {"experiences": [{**person()["experiences"][0], "weekly_hours": -3}]},
    {"experiences": [{name: value for name, value in person()["experiences"][0].items() if name != "start"}]},
    {"experiences": [[person()["experiences"][0]]]},
]


@pytest.mark.parametrize("fault", FAULTY, ids=lambda fault: str(fault)[:30])
def test_the_fault_of_one_field_tells_nothing_of_the_others(fault: dict[str, Any]) -> None:
    with pytest.raises(DossierError) as refused:
        parse_dossier(person(**fault))
    assert not TRACES.search(str(refused.value))


@pytest.mark.parametrize(
    "text",
    [
        'id: D1\nproject: "{project}\nfiled_on: x\n',
        "id: D1\n\tproject: {project}\n",
        '{{"id": "D1", "project": "{project}"',
    ],
)
def test_a_file_that_cannot_be_read_is_not_quoted(text: str, tmp_path: Path) -> None:
    path = tmp_path / ("d.json" if text.startswith("{") else "d.yaml")
    path.write_text(text.format(**CANARIES), encoding="utf-8")
    with pytest.raises(DossierError) as refused:
        read_dossier(path)
    assert not TRACES.search(str(refused.value))


def test_the_fault_of_a_cell_tells_nothing_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "fiches.csv"
    headings = (
        "id_fiche;date_depot;nom_naissance;courriel;telephone;code_postal;exp1_fonction;exp1_activites;exp1_date_debut"
    )
    said = ";".join(CANARIES[key] for key in ("name", "email", "phone", "postcode", "title", "activity"))
    path.write_text(f"{headings}\nF1;demain;{said};jamais\n", encoding="utf-8")
    table, long, _ = open_tables(path)
    reader = FormReader(table, long)
    (line,) = [reader.line(row) for row in table.rows()]
    assert line.errors
    assert not TRACES.search(" ".join(line.errors))


# Le serveur : son journal, sa description, et les fichiers laissés


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a server whose every folder is a test's own, and what it writes on its standard error."""
    journal, home = tmp_path / "journal", tmp_path / "maison"
    home.mkdir()
    own = {"HOME": str(home), "TMPDIR": str(home), "VAE_DATA": str(home / "data"), "PYTHONPATH": str(ROOT)}
    with journal.open("wb") as written:
        process = subprocess.Popen(
            [*VAE, "serve", "--port", "0"], cwd=home, env=os.environ | own, stderr=written, stdout=written
        )
    try:
        while (found := re.search(r"http://[^/]+/", journal.read_text(encoding="utf-8"))) is None:
            assert process.poll() is None
            time.sleep(0.1)
        yield found[0], journal
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def test_nothing_of_a_person_stays_on_the_server(server: tuple[str, Path], tmp_path: Path) -> None:
    url, journal = server
    with httpx.Client(base_url=url, timeout=PATIENCE) as http:
        assert TRACES.search(http.post("api/evaluate", json=person()).text)
        for fault in FAULTY:
            assert http.post("api/evaluate", json=person(**fault)).status_code == 422
        http.post("api/evaluate", content=json.dumps(person())[:-30], headers={"content-type": "application/json"})
        http.post("api/evaluate", content=CANARIES["name"].encode(), headers={"content-type": "text/plain"})
        http.post("api/evaluate", params={"target": CANARIES["title"], "limit": CANARIES["phone"]}, json=person())
        http.get(f"api/{CANARIES['email']}", headers={"referer": f"{url}{CANARIES['email']}", "accept": "text/html"})
        http.get("api/certifications", params={"search": CANARIES["project"]})
        http.get("api/occupations", params={"title": CANARIES["title"]})
        token = re.search(r'name="csrf_token" value="([^"]+)"', http.get("", headers={"accept": "text/html"}).text)
        assert token
        typed = {"filed_on": "12/06/2024", "project": CANARIES["project"], "experiences[0].title": CANARIES["title"]}
        for route in ("entretien", "enregistrer"):
            assert TRACES.search(
                http.post(route, data=typed | {"csrf_token": token[1], "experiences[0].kind": "salarie"}).text
            )
        described = http.get("api/openapi.json").text + http.get("api/docs").text
    assert not TRACES.search(described)
    said = journal.read_text(encoding="utf-8")
    assert said.count("POST /api/evaluate 422") >= len(FAULTY)
    assert "POST /entretien 200" in said
    assert not TRACES.search(said)
    kept = [path for path in (tmp_path / "maison").rglob("*") if path.is_file()]
    assert not [path for path in kept if TRACES.search(path.name) or TRACES.search(path.read_text(errors="replace"))]


def test_the_doctor_tells_nothing_of_decisions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decision = {
        "expression": CANARIES["activity"],
        "decision": "peut-être",
        "certification": "RNCP36889",
        "bloc": "RNCP36889BC02",
        "author": CANARIES["name"],
        "date": "2024-01-01",
        "reason": CANARIES["project"],
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAE_DATA", str(tmp_path))
        (tmp_path / "lexique.yaml").write_text(yaml.safe_dump({"decisions": [decision]}, allow_unicode=True))
        assert main(["doctor"]) == 2
    said = capsys.readouterr()
    assert "lexique.yaml" in said.out
    assert not TRACES.search(said.out + said.err)


# Les syndicats


def texts_of(model: type[BaseModel], path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a dossier holds a text of any length, whatever fields it has."""
    for name, field in model.model_fields.items():
        for one in _kinds(field.annotation):
            listed = (0,) if "tuple" in str(field.annotation).lower() else ()
            if isinstance(one, type) and issubclass(one, BaseModel):
                yield from texts_of(one, (*path, name, *listed))
            elif one is str:
                yield (*path, name, *listed)


def _kinds(annotation: Any) -> Iterator[Any]:
    if not get_args(annotation):
        yield annotation
    for one in get_args(annotation):
        yield from _kinds(one)


IDENTIFIERS = {
    "id",
    "target_blocs",
    "validated_blocs",
    "initial_training",
    "certification",
    "code",
    "rome",
    "proofs",
    "work_time",
}
"""Codes, which are compared and never worded; a centre that names a dossier after a union has it back."""
UNION_PLACES = [place for place in texts_of(Dossier) if not IDENTIFIERS.intersection(place)]
UNION_DUTY = {
    "kind": "syndical",
    "title": "Déléguée CGT",
    "organisation": "Cocon ouvrier",
    "start": "2019-01-01",
    "end": "2021-12-31",
    "total_hours": 300,
    "activities": ["Comptabilité de la section CFDT", "Négociation pour SUD"],
}


def unionist() -> dict[str, Any]:
    return person(
        project="Quitter la CGT",
        prescriber="Union locale CGT",
        target="Trésorière de la CGT",
        diplomas=[{"level": 3, "title": "Formation CFDT"}],
        experiences=[UNION_DUTY, {**person()["experiences"][0], "organisation": "CGT", "not_done": ["Paie SUD"]}],
    )


def test_every_text_of_a_dossier_is_tried() -> None:
    assert {("project",), ("experiences", 0, "activities", 0), ("diplomas", 0, "title")} <= set(UNION_PLACES)


@pytest.mark.parametrize("place", UNION_PLACES, ids=lambda place: ".".join(map(str, place)))
def test_a_union_said_in_any_text_is_masked(place: tuple[str | int, ...]) -> None:
    dossier = person(
        diplomas=[{"level": 3}], recevabilites=[{"certification": "RNCP36889", "notified_on": "2020-01-01"}]
    )
    part: Any = dossier
    for step in place[:-1]:
        part = part[step] if isinstance(step, int) or step in part else part.setdefault(step, [None])
    part[place[-1]] = "Essai CGT"
    read = parse_dossier(dossier).model_dump_json()
    assert "Essai" in read
    assert not UNIONS.search(read)


def said_by(command: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    main(command)
    written = capsys.readouterr()
    return written.out + written.err


@pytest.mark.parametrize(
    "command", [["match"], ["match", "--json"], ["match", "--target", "Aide CGT"], ["steps"], ["letter"]], ids=" ".join
)
def test_no_command_names_a_union(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "dossier.yaml"
    for dossier in (unionist(), unionist() | {"filed_on": "CGT", "CFDT": 1}):
        path.write_text(yaml.safe_dump(dossier, allow_unicode=True), encoding="utf-8")
        said = said_by([command[0], str(path), *command[1:]], capsys)
        assert said
        assert not UNIONS.search(said)


@pytest.mark.parametrize("sheet", ["entretien", "candidat", "faisabilite", "rubriques"])
def test_no_sheet_names_a_union(sheet: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "dossier.yaml"
    path.write_text(yaml.safe_dump(unionist() | {"target": "RNCP36889"}, allow_unicode=True), encoding="utf-8")
    for suffix in ("html", "docx"):
        out = tmp_path / f"fiche.{suffix}"
        assert main(["report", str(path), "--sheet", sheet, "-o", str(out)]) == 0
        assert not UNIONS.search(_text(out))
    assert not UNIONS.search("".join(capsys.readouterr()))


def _text(path: Path) -> str:
    if path.suffix != ".docx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as parts:
        return re.sub("<[^>]+>", "", parts.read("word/document.xml").decode())


def test_no_batch_names_a_union(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forms, out, detail = tmp_path / "fiches.csv", tmp_path / "out.csv", tmp_path / "détail.csv"
    experience = "exp1_statut;exp1_fonction;exp1_date_debut;exp1_heures_hebdo;exp1_activites"
    rows = (
        "F1;12/03/2024;Trésorerie CGT;Quitter la CGT;syndical;Élue CGT;2019;CGT;Budget CFDT",
        "F2;CFDT;SUD;;CGT;Comptable SUD;CGT;-3;Paie CGT",
        "F3;12/03/2024;CGT;une cellule;de trop;CGT;2019;3;Paie;CGT;CFDT",
    )
    forms.write_text("\n".join([f"id_fiche;date_depot;diplome_vise;projet;{experience}", *rows, ""]), encoding="utf-8")
    assert main(["batch", str(forms), "--jobs", "1", "-o", str(out), "--detail", str(detail)]) == 1
    assert not UNIONS.search("".join(capsys.readouterr()))
    for written in (out, detail):
        assert not UNIONS.search(written.read_text(encoding="utf-8-sig"))


def test_no_report_names_a_union_and_the_rest_of_what_is_said_stays() -> None:
    report = Matcher.load().evaluate(unionist()).to_json()
    assert not UNIONS.search(report)
    assert "[syndicat]" in report


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_examples_say_that_nobody_is_in_them(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# Dossier inventé.")
