"""What a dossier is held against: the bundled catalogue, what was imported beside it, and one version for all of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from import_files import NATIONAL, ROME, export, real, rome, standard
from relation_cases import certification

from matcher.engine import Matcher
from matcher.model.certification import CnamCode
from matcher.reading.archives import ImportFault
from matcher.reading.bundled import referentials_folder, rules_folder
from matcher.reading.proofs import load_proofs
from matcher.reading.referentials import Referentials, load_referentials
from matcher.reading.register.loading import import_rncp
from matcher.reading.rome.loading import import_rome

BUNDLED = referentials_folder()


def imported(folder: Path, *fiches: list[str], day: str = "2026_05_01") -> Path:
    """A data folder with a small register of these fiches."""
    data = folder / "data"
    import_rncp(export(folder / "export.zip", *fiches, day=day), data)
    return data


def one(found: Referentials, code: str) -> Any:
    return next((each for each in found.certifications if each.code == code), None)


# Ce qui est livré, seul


@pytest.mark.parametrize("exists", [True, False])
def test_without_imports_the_bundled_catalogue_serves_alone(tmp_path: Path, exists: bool) -> None:
    data = tmp_path if exists else tmp_path / "absent"
    found = load_referentials(BUNDLED, data)
    assert len(found.certifications) > 300
    assert found.rome is None
    assert found.proofs == load_proofs(BUNDLED / "preuves.yaml")
    assert found.overtaken == ()
    assert not (tmp_path / "absent").exists()


def test_an_empty_folder_of_imports_is_the_same_as_none(tmp_path: Path) -> None:
    assert load_referentials(BUNDLED, tmp_path).version == load_referentials(BUNDLED, tmp_path / "absent").version


# Avec un registre importé


def test_an_imported_fiche_joins_the_bundled_ones(tmp_path: Path) -> None:
    data = imported(tmp_path, standard("RNCP99990", "Opérateur de saisie", date_fin_enregistrement="31/12/2030"))
    found = load_referentials(BUNDLED, data)
    alone = load_referentials(BUNDLED, tmp_path / "absent")
    assert len(found.certifications) == len(alone.certifications) + 1
    added = one(found, "RNCP99990")
    assert added is not None
    assert (added.title, added.registered.to) == ("Opérateur de saisie", date(2030, 12, 31))


def test_a_later_import_changes_the_facts_of_a_bundled_fiche_and_keeps_the_words_of_the_project(tmp_path: Path) -> None:
    fiche = standard("RNCP36889", "Responsable comptable", date_fin_enregistrement="30/09/2031", actif="ACTIVE")
    before = load_referentials(BUNDLED, tmp_path / "absent")
    after = load_referentials(BUNDLED, imported(tmp_path, fiche))
    was, now = one(before, "RNCP36889"), one(after, "RNCP36889")
    assert len(after.certifications) == len(before.certifications)
    assert now.registered.to == date(2031, 9, 30)
    assert was.registered.to != now.registered.to
    assert now.blocs == was.blocs
    assert any("export.zip" in source.text for source in now.sources)


def test_an_earlier_import_changes_nothing_that_is_known_better(tmp_path: Path) -> None:
    fiche = standard("RNCP36889", "RESPONSABLE COMPTABLE", nomenclature_europe_niveau="NIV5")
    found = load_referentials(BUNDLED, imported(tmp_path, fiche, day="2019_05_01"))
    now = one(found, "RNCP36889")
    assert (now.title, now.level) == ("Responsable comptable", 6)


def test_what_ended_long_before_the_import_is_no_target(tmp_path: Path) -> None:
    ended = standard("RNCP99990", "Dactylographe", date_fin_enregistrement="31/12/2009", actif="INACTIVE")
    assert (
        one(load_referentials(BUNDLED, imported(tmp_path, ended, standard("RNCP99991", "Un titre"))), "RNCP99990")
        is None
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Droit (fiche nationale)", "Droit"),
        ("Licence pro mention métiers du BTP : génie civil", "Métiers du BTP : génie civil"),
        ("MASTER - Droit notarial", "Droit notarial"),
        ("Master of business", "Master of business"),
        ("Licence", "Licence"),
        ("Opérateur de saisie (fiche régionale)", "Opérateur de saisie (fiche régionale)"),
    ],
)
def test_a_raw_title_of_the_register_is_shown_clean(tmp_path: Path, written: str, shown: str) -> None:
    assert (
        one(load_referentials(BUNDLED, imported(tmp_path, standard("RNCP99990", written))), "RNCP99990").title == shown
    )


def test_corrections_are_held_against_the_import(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    entry = (
        "{certification: RNCP99990, fact: level, register_says: 6, value: 7, reason: r, author: a, date: 2026-11-24}"
    )
    (folder / "corrections.yaml").write_text(f"corrections:\n  - {entry}\n", encoding="utf-8")
    found = load_referentials(folder, imported(tmp_path, standard("RNCP99990", "Un titre")))
    assert one(found, "RNCP99990").level == 7


def test_damaged_imports_are_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "current.json").write_text("{")
    with pytest.raises(ImportFault, match="relancez « vae import"):
        load_referentials(BUNDLED, tmp_path)


def test_the_whole_register_and_rome_are_read_and_the_bundled_corrections_still_serve(tmp_path: Path) -> None:
    import_rncp(real(NATIONAL), tmp_path)
    import_rome(real(ROME), tmp_path)
    found = load_referentials(BUNDLED, tmp_path)
    assert len(found.certifications) > 6_000
    assert len({each.code for each in found.certifications}) == len(found.certifications)
    assert found.overtaken == ()
    assert not any("fiche nationale" in each.title.lower() for each in found.certifications)
    assert found.rome is not None
    assert found.rome.version == "v347"


# La version


def copied(folder: Path) -> Path:
    """A copy of the bundled referentials, to be changed."""
    return Path(shutil.copytree(BUNDLED, folder / "referentials"))


def touched(name: str, text: str = "\n# relu\n") -> Callable[[Path, Path], None]:
    def change(folder: Path, data: Path) -> None:
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return change


def with_register(folder: Path, data: Path) -> None:
    import_rncp(export(data.parent / "e.zip", standard("RNCP99990", "Un titre")), data)


def with_rome(folder: Path, data: Path) -> None:
    import_rome(rome(data.parent / "rome.zip"), data)


def without_corrections(folder: Path, data: Path) -> None:
    (folder / "corrections.yaml").unlink()


PARTS = {
    "a fiche": touched("cnam/fiches/licence.json", " "),
    "words of the project": touched("cnam/redaction/RNCP36889.yaml"),
    "the corrections": touched("corrections.yaml"),
    "no corrections": without_corrections,
    "the proofs": touched("preuves.yaml"),
    "a register": with_register,
    "a ROME": with_rome,
}


@pytest.mark.parametrize("part", PARTS)
def test_the_version_changes_with_each_part(tmp_path: Path, part: str) -> None:
    folder, data = copied(tmp_path), tmp_path / "data"
    before = load_referentials(folder, data).version
    assert before == load_referentials(folder, data).version
    PARTS[part](folder, data)
    after = load_referentials(folder, data).version
    assert after != before
    assert len(after) == 12


def test_the_version_changes_with_another_register_and_another_rome(tmp_path: Path) -> None:
    data = tmp_path / "data"
    versions = []
    for title in ("Un titre", "Un autre titre"):
        import_rncp(export(tmp_path / "e.zip", standard("RNCP99990", title)), data)
        versions.append(load_referentials(BUNDLED, data).version)
    crosswalk = tmp_path / "passage.csv"
    crosswalk.write_text("ancien;nouveau\nM1299;M1203\n", encoding="utf-8")
    for passage in (None, crosswalk):
        import_rome(rome(tmp_path / "rome.zip"), data, crosswalk=passage)
        versions.append(load_referentials(BUNDLED, data).version)
    assert len(set(versions)) == 4


# Une certification par son code


@pytest.fixture(scope="module")
def engine() -> Matcher:
    return Matcher.load()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("RNCP36889", "RNCP36889"),
        ("rncp 36 889", "RNCP36889"),
        (" RNCP36889 ", "RNCP36889"),
        ("CNAM-LG02501A", "CNAM-LG02501A"),
        ("lg02501a", "CNAM-LG02501A"),
        ("CP 0200A", "CNAM-CP0200A"),
        ("ARRETE-METF0611971A-02", "ARRETE-METF0611971A-02"),
    ],
)
def test_a_certification_is_found_by_any_code_that_surely_names_it(engine: Matcher, typed: str, code: str) -> None:
    found = engine.certification(typed)
    assert found is not None
    assert found.code == code
    assert engine.search(typed) == [found]


@pytest.mark.parametrize("typed", ["RNCP1", "36889X", "", "Responsable comptable", "RNCP"])
def test_no_certification_is_found_by_what_is_no_code(engine: Matcher, typed: str) -> None:
    assert engine.certification(typed) is None


def test_a_cnam_code_not_verified_names_no_certification(engine: Matcher) -> None:
    codes = (CnamCode(code="XX1", link="to_confirm"), CnamCode(code="XX2", link="verified"))
    known = certification("CNAM-X", "Un certificat", cnam_codes=codes)
    other = engine.with_certifications([known])
    assert other.certification("xx1") is None
    assert other.certification("xx2") == known
    assert other.certifications == (known,)
    assert other.referentials.proofs == engine.referentials.proofs


def test_the_report_bears_the_version_of_what_was_read(engine: Matcher) -> None:
    report = engine.evaluate({"id": "D1", "filed_on": "2024-06-12", "experiences": []})
    assert report.versions.referentials == load_referentials(BUNDLED, Path("absent")).version
    assert Matcher.load(rules_folder(), BUNDLED).referentials.version == report.versions.referentials


def test_our_clean_title_stays_beside_a_later_import(tmp_path: Path) -> None:
    raw = standard("RNCP36889", "Titre RESPONSABLE COMPTABLE du conservatoire")
    assert one(load_referentials(BUNDLED, imported(tmp_path, raw)), "RNCP36889").title == "Responsable comptable"
