"""The catalogue that is loaded, and what is said of one that can't be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matcher.reading.catalogue import CatalogueError, catalogue_version, load_catalogue

BUNDLED = Path(__file__).parents[2] / "referentials" / "cnam"
FICHE = {
    "code": "RNCP1",
    "rncp": "RNCP1",
    "provenance": "verified",
    "title": "Responsable comptable",
    "kind": "titre_rncp",
    "level": 6,
    "blocs": [{"code": "RNCP1BC01", "title": "Produire les comptes"}, {"code": "RNCP1BC02"}],
}
REDACTION = """\
code: RNCP1
wording: projet
written_on: 2026-11-24
activities:
  - Tenir la comptabilité d'une association
blocs:
  - code: RNCP1BC01
    competencies:
      - {code: C1, text: Arrêter les comptes}
"""
Write = Callable[[str, Any], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of a catalogue under ``tmp_path``: text as it is, anything else as JSON."""

    def to(name: str, content: Any) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1)
        path.write_text(text, encoding="utf-8")

    return to


def faults(folder: Path) -> list[tuple[str, int | None, str, str]]:
    """Each fault as (file, line, key, message); the message of the error tells the same, one a line."""
    with pytest.raises(CatalogueError) as raised:
        load_catalogue(folder)
    assert str(raised.value).splitlines() == [str(fault) for fault in raised.value.faults]
    return [(fault.file, fault.line, fault.key, fault.message) for fault in raised.value.faults]


def test_the_bundled_catalogue_loads() -> None:
    catalogue = load_catalogue(BUNDLED)
    assert len(catalogue) >= 320
    assert len({certification.code for certification in catalogue}) == len(catalogue)


def test_every_list_is_read_in_the_order_of_its_files(tmp_path: Path, write: Write) -> None:
    write("etablissement.yaml", "- {code: CNAM-CC1, provenance: illustrative, title: Paie, kind: autre}\n")
    write("arretes.json", [FICHE | {"code": "ARRETE-1-01", "rncp": None, "registration": "arrete"}])
    write("fiches/titre_rncp.json", [FICHE])
    assert [certification.code for certification in load_catalogue(tmp_path)] == ["RNCP1", "ARRETE-1-01", "CNAM-CC1"]


def test_what_the_project_wrote_joins_the_fiche_and_says_so(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", [FICHE])
    write("redaction/RNCP1.yaml", REDACTION)
    (certification,) = load_catalogue(tmp_path)
    written, untouched = certification.blocs
    assert (written.title, written.wording) == ("Produire les comptes", "projet")
    assert [competency.text for competency in written.competencies] == ["Arrêter les comptes"]
    assert (untouched.wording, untouched.competencies) == ("source", ())
    assert (certification.wording, len(certification.activities)) == ("projet", 1)
    assert certification.sources[-1].text.startswith("Rédigé par le projet")
    assert str(certification.sources[-1].read_on) == "2026-11-24"


def test_a_missing_key_is_named_with_its_line(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", [FICHE, {key: FICHE[key] for key in FICHE if key != "title"} | {"code": "RNCP2"}])
    expected = (
        "fiches/titre_rncp.json",
        19,
        "[1].title",
        "la clé manque ; attendu : une valeur (la clé est obligatoire)",
    )
    assert faults(tmp_path) == [expected]


def test_an_unknown_key_is_named_with_its_line(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", [FICHE | {"niveau": 6}])
    ((file, line, key, message),) = faults(tmp_path)
    assert (file, line, key) == ("fiches/titre_rncp.json", 18, "[0].niveau")
    assert message.startswith("clé inconnue")


def test_a_wrong_value_is_shown_with_what_was_expected(tmp_path: Path, write: Write) -> None:
    write("arretes.json", [FICHE | {"level": 9}])
    assert faults(tmp_path) == [
        ("arretes.json", 8, "[0].level", "la valeur est trop grande (lu : 9) ; attendu : au plus 8")
    ]


def test_dates_in_the_wrong_order_are_refused(tmp_path: Path, write: Write) -> None:
    write("arretes.json", [FICHE | {"registered": {"from": "2024-01-01", "to": "2023-01-01"}}])
    ((file, _, key, message),) = faults(tmp_path)
    assert (file, key) == ("arretes.json", "[0].registered")
    assert "2023-01-01 précède le début 2024-01-01" in message


def test_a_file_that_is_no_list_is_refused(tmp_path: Path, write: Write) -> None:
    write("arretes.json", FICHE)
    ((file, _, key, message),) = faults(tmp_path)
    assert (file, key) == ("arretes.json", "")
    assert "attendu : une liste" in message


def test_a_code_met_twice_names_the_first_file(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", [FICHE])
    write("etablissement.yaml", "- code: RNCP1\n  provenance: verified\n  title: Encore\n  kind: autre\n")
    expected = (
        "etablissement.yaml",
        1,
        "[0].code",
        "RNCP1 déjà dans fiches/titre_rncp.json ; attendu : une seule fois",
    )
    assert faults(tmp_path) == [expected]


def test_broken_json_gives_its_line(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", '[\n {"code": "RNCP1",}\n]')
    ((file, line, _, message),) = faults(tmp_path)
    assert (file, line) == ("fiches/titre_rncp.json", 2)
    assert message.startswith("JSON invalide")


def test_broken_yaml_gives_its_line(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", [FICHE])
    write("redaction/RNCP1.yaml", "code: RNCP1\nwording: [projet\nblocs: []\n")
    ((file, line, _, message),) = faults(tmp_path)
    assert (file, line) == ("redaction/RNCP1.yaml", 3)
    assert message.startswith("YAML invalide")


def test_a_yaml_key_given_twice_is_refused(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", [FICHE])
    write("redaction/RNCP1.yaml", REDACTION + "wording: projet\n")
    assert faults(tmp_path) == [("redaction/RNCP1.yaml", 10, "wording", "clé écrite deux fois")]


@pytest.mark.parametrize("name", ["arretes.json", "etablissement.yaml"])
def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path, write: Write, name: str) -> None:
    write("fiches/titre_rncp.json", [FICHE])
    (tmp_path / name).write_bytes("- Été".encode("latin-1"))
    ((file, _, _, message),) = faults(tmp_path)
    assert file == name
    assert "UTF-8" in message


def test_an_empty_file_is_refused(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", [FICHE])
    write("redaction/RNCP1.yaml", "# à écrire\n")
    assert [fault[0] for fault in faults(tmp_path)] == ["redaction/RNCP1.yaml"]


def test_a_folder_without_certifications_is_refused(tmp_path: Path) -> None:
    ((file, _, _, message),) = faults(tmp_path)
    assert file == str(tmp_path)
    assert message == "aucune certification ; attendu : fiches/*.json"


def test_a_redaction_of_an_unknown_certification_is_refused(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", [FICHE])
    write("redaction/RNCP2.yaml", REDACTION.replace("RNCP1", "RNCP2"))
    expected = ("redaction/RNCP2.yaml", 1, "code", "certification inconnue : RNCP2 ; attendu : un code du catalogue")
    assert faults(tmp_path) == [expected]


def test_a_redaction_of_an_unknown_bloc_is_refused(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", [FICHE])
    write("redaction/RNCP1.yaml", REDACTION.replace("BC01", "BC09"))
    expected = ("redaction/RNCP1.yaml", 7, "blocs[0].code", "bloc inconnu : RNCP1BC09 ; attendu : RNCP1BC01, RNCP1BC02")
    assert faults(tmp_path) == [expected]


def test_two_redactions_of_one_certification_are_refused(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", [FICHE])
    write("redaction/a.yaml", REDACTION)
    write("redaction/b.yaml", REDACTION)
    ((file, line, key, message),) = faults(tmp_path)
    assert (file, line, key) == ("redaction/b.yaml", 1, "code")
    assert "déjà dans redaction/a.yaml" in message


def test_all_faults_are_told_at_once(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", [FICHE | {"level": 9, "kind": "brevet"}])
    write("arretes.json", "[")
    write("redaction/RNCP3.yaml", REDACTION.replace("projet", "source"))
    assert [(file, key) for file, _, key, _ in faults(tmp_path)] == [
        ("fiches/titre_rncp.json", "[0].kind"),
        ("fiches/titre_rncp.json", "[0].level"),
        ("arretes.json", ""),
        ("redaction/RNCP3.yaml", "wording"),
    ]


def test_a_broken_list_does_not_make_its_redactions_wrong(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", "[")
    write("redaction/RNCP1.yaml", REDACTION)
    assert [fault[0] for fault in faults(tmp_path)] == ["fiches/titre_rncp.json"]


def test_the_version_changes_with_any_file_that_is_read(tmp_path: Path, write: Write) -> None:
    write("fiches/titre_rncp.json", [FICHE])
    before = catalogue_version(tmp_path)
    write("complements.yaml", "lu par le script seul")
    assert catalogue_version(tmp_path) == before
    write("redaction/RNCP1.yaml", REDACTION)
    added = catalogue_version(tmp_path)
    write("redaction/RNCP1.yaml", REDACTION.replace("C1", "C2"))
    changed = catalogue_version(tmp_path)
    assert len({before, added, changed}) == 3
    assert len(changed) == 12
