"""Certifications found by what people type."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from import_files import NATIONAL, real
from relation_cases import certification

from matcher.engine import Matcher
from matcher.model.certification import Certification
from matcher.reading.bundled import referentials_folder
from matcher.reading.referentials import load_referentials
from matcher.reading.register.loading import import_rncp
from matcher.search import find_certifications

ACCOUNTS = "métiers de la gestion et de la comptabilité : fiscalité"


def titled(code: str, title: str, kind: str, active: bool | None = True, **more: Any) -> Certification:
    rncp = code if code.startswith("RNCP") else None
    return certification(code, title, kind=kind, active=active, rncp=rncp, **more)


KNOWN = (
    titled("RNCP1", "Responsable comptable", "titre_rncp"),
    titled("RNCP2", "Responsable comptable", "titre_rncp", active=False),
    titled("RNCP3", "Responsable comptable et financier", "titre_rncp"),
    titled("RNCP4", f"{ACCOUNTS.capitalize()} (fiche nationale)", "licence_professionnelle"),
    titled("RNCP5", f"Licence pro mention {ACCOUNTS}", "licence_professionnelle", False),
    titled("RNCP6", "Gestion", "licence"),
    titled("RNCP7", "Gestion", "autre"),
    titled("RNCP8", "Gestion des entreprises et des administrations", "dut", active=None),
    titled("RNCP9", "Gestion des ressources humaines", "master"),
    titled("RNCP10", "Psychologue du travail", "titre_rncp"),
    titled("RNCP11", "Pilote commercial (Commercial pilot licence)", "titre_rncp"),
    titled("RNCP12", "Ingénieur diplômé du Cnam, spécialité génie mécanique", "ingenieur"),
    titled("RNCP13", "Éclairagiste de l'œuvre audiovisuelle", "titre_rncp"),
    titled("RNCP14", "Droit", "licence"),
    titled("CNAM-CC1", "Gestionnaire de paie", "certificat_de_competence", active=None),
)


def found(text: str, limit: int = 20, known: tuple[Certification, ...] = KNOWN) -> list[str]:
    return [one.code for one in find_certifications(text, known, limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Responsable comptable", "RNCP1"),
        ("comptable responsable", "RNCP1"),
        ("RESPONSABLE COMPTABLE", "RNCP1"),
        ("responsable contable", "RNCP1"),
        ("reponsable comtable", "RNCP1"),
        ("titre de responsable en comptabilité", "RNCP1"),
        ("responsable comptable financier", "RNCP3"),
        ("psicologue du travaille", "RNCP10"),
        ("psycho", "RNCP10"),
        ("eclairagiste oeuvre audiovisuel", "RNCP13"),
        ("Éclairagiste de l’œuvre", "RNCP13"),
        ("gestionnaire paye", "CNAM-CC1"),
        ("gestion RH", "RNCP9"),
        ("ingenieur mecanique", "RNCP12"),
        ("INGÉNIEUR, GÉNIE MÉCANIQUE", "RNCP12"),
    ],
)
def test_words_in_any_order_with_typos_and_short_forms_find_the_title(text: str, first: str) -> None:
    assert found(text)[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("licence gestion", "RNCP6"),
        ("lisence gestion", "RNCP6"),
        ("licence pro gestion", "RNCP4"),
        ("licence professionnelle compta", "RNCP4"),
        ("LP comptabilité", "RNCP4"),
        ("comptabilite gestion lisence", "RNCP4"),
        ("dut gestion", "RNCP8"),
        ("master gestion", "RNCP9"),
        ("titre comptable", "RNCP1"),
        ("licence droit", "RNCP14"),
        ("licence", "RNCP14"),
        ("certificat de compétence gestionnaire", "CNAM-CC1"),
    ],
)
def test_the_kind_is_told_apart_though_titles_do_not_say_it(text: str, first: str) -> None:
    assert found(text)[0] == first


def test_the_name_of_a_kind_inside_a_title_counts_less_than_the_kind_itself() -> None:
    codes = found("licence")
    assert codes.index("RNCP11") > max(map(codes.index, ("RNCP4", "RNCP5", "RNCP6", "RNCP14")))


@pytest.mark.parametrize("text", ["36889", "RNCP36889", "rncp n° 36889", "Fiche RNCP : 36889", "numéro 36889"])
def test_a_number_finds_its_fiche_alone(text: str) -> None:
    known = (*KNOWN, titled("RNCP36889", "Un titre", "titre_rncp"), titled("RNCP36898", "Un titre", "titre_rncp"))
    assert found(text, known=known) == ["RNCP36889"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "de la",
        "a",
        "?!",
        "xyzzy",
        "responsable xyzzy",
        "licence xyzzy",
        "plomberie",
        "RNCP99999",
        "12345",
        "🦆",
    ],
)
def test_what_is_like_nothing_finds_nothing(text: str) -> None:
    assert found(text) == []


def test_of_a_tie_the_active_one_comes_first_then_the_one_not_known_to_have_ended() -> None:
    same = [
        titled(f"RNCP{number}", "Chef de rayon", "titre_rncp", active)
        for number, active in enumerate((False, None, True))
    ]
    for text in ("chef de rayon", "chef rayons", "titre chef de rayon"):
        assert found(text, known=tuple(same)) == ["RNCP2", "RNCP1", "RNCP0"]
    assert found("responsable comptable")[:2] == ["RNCP1", "RNCP2"]
    assert found("licence pro gestion comptabilité fiscalité")[:2] == ["RNCP4", "RNCP5"]


def test_the_order_of_the_catalogue_changes_nothing() -> None:
    for text in ("gestion", "licence", "responsable comptable", "comptabilite gestion lisence"):
        assert found(text, known=KNOWN[::-1]) == found(text)


def test_no_more_are_found_than_asked() -> None:
    assert len(found("gestion", limit=2)) == 2
    assert found("gestion", limit=0) == []
    assert found("gestion", known=()) == []


def test_a_text_as_long_as_a_dossier_may_hold_is_searched() -> None:
    assert found("responsable comptable " * 1_000)[0] == "RNCP1"
    assert found("".join(f"mot{number} " for number in range(3_000))) == []


def test_two_processes_find_the_same_in_the_same_order() -> None:
    script = (
        "from matcher import Matcher\n"
        "print([one.code for one in Matcher.load().search('comptabilite gestion lisence', 30)])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


# Le catalogue du Cnam, et tout le registre


@pytest.fixture(scope="module")
def engine() -> Matcher:
    return Matcher.load()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("responsable contable", "RNCP36889"),
        ("psychologue travail", "RNCP37813"),
        ("ingenieur info", "RNCP39126"),
        ("licence informatik", "CNAM-LG02501A"),
        ("LG02501A", "CNAM-LG02501A"),
        ("dut informatique", "ILLUSTRATIF-dut-informatique"),
        ("gestionnaire de paye", "CNAM-CC11600A"),
        ("manager hse", "RNCP38510"),
    ],
)
def test_the_catalogue_of_the_cnam_is_searched(engine: Matcher, text: str, first: str) -> None:
    assert engine.search(text)[0].code == first


def test_accounting_and_management_licences_come_first_in_the_catalogue(engine: Matcher) -> None:
    best = engine.search("comptabilite gestion lisence", 5)
    assert {one.kind for one in best} == {"licence_professionnelle"}
    assert all("gestion et de la comptabilité" in one.title for one in best)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> tuple[Certification, ...]:
    data = tmp_path_factory.mktemp("register")
    import_rncp(real(NATIONAL), data)
    return load_referentials(referentials_folder(), data).certifications


def test_accounting_and_management_licences_come_first_in_the_whole_register(
    register: tuple[Certification, ...],
) -> None:
    best = find_certifications("comptabilite gestion lisence", register, 5)
    assert all(one.active and one.kind == "licence_professionnelle" for one in best)
    assert all("gestion et de la comptabilité" in one.title for one in best)


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("licence pro comptabilité", "licence_professionnelle", "comptabilité"),
        ("master droit", "master", "Droit"),
        ("licence", "licence", ""),
        ("assistante rh", "titre_rncp", "ressources humaines"),
        ("infirmier", "diplome_etat", "nfirmier"),
        ("developpeur web", "titre_rncp", "web"),
    ],
)
def test_the_whole_register_is_searched_by_kind_and_title(
    register: tuple[Certification, ...], text: str, kind: str, word: str
) -> None:
    best = find_certifications(text, register, 3)
    assert [one.kind for one in best] == [kind] * 3
    assert all(word.casefold() in one.title.casefold() for one in best)
    assert best[0].active
