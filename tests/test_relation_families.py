"""Versions of one certification are known for one family, and look-alikes are not."""

from __future__ import annotations

import pytest
from relation_cases import SETTINGS, bloc, certification, dossier, experience

from matcher.model.certification import Certification
from matcher.ranking import rank
from matcher.registrations import Registration
from matcher.relation import CertificationIndex
from matcher.relation.families import families_of

SAME_TITLE = SETTINGS.diversity.same_title
BLOCS = (bloc("B1", "Accueillir le client"), bloc("B2", "Servir en salle"))
SERVER = certification("OLD", "Titre professionnel serveur en restauration", *BLOCS, kind="titre_rncp", level=3)


def same(code: str, title: str = "Serveur en restauration", **more: object) -> Certification:
    return SERVER.model_copy(update={"code": code, "title": title, "kind": "autre"} | more)


def labelled(*labels: str) -> tuple[object, ...]:
    return tuple(bloc(f"N{place}", label) for place, label in enumerate(labels))


@pytest.mark.parametrize(
    "other",
    [
        same("NEW"),
        same("NEW", blocs=labelled("SERVIR EN SALLE.", "Accueillir les clients")),
    ],
    ids=["mêmes blocs", "mêmes intitulés de blocs autrement écrits"],
)
def test_the_same_blocs_make_one_family(other: Certification) -> None:
    one, two = families_of([SERVER, other], SAME_TITLE)
    assert one == two


@pytest.mark.parametrize(
    "other",
    [
        same("NEW", level=4),
        same("NEW", title="Barman", blocs=labelled("Accueillir le client", "Servir en salle")),
        same("NEW", blocs=labelled("Accueillir le client", "Tenir la caisse")),
    ],
    ids=["autre niveau", "autre métier aux mêmes blocs", "autre bloc"],
)
def test_another_level_another_job_or_another_bloc_make_another_family(other: Certification) -> None:
    one, two = families_of([SERVER, other], SAME_TITLE)
    assert one != two


def test_one_label_for_no_bloc_brings_nobody_together() -> None:
    none = [certification(code, "Audioprothésiste", bloc(code, "Néant"), kind=code) for code in ("autre", "dut")]
    one, two = families_of(none, SAME_TITLE)
    assert one != two


def test_a_certification_without_a_family_joins_that_of_its_title_if_only_one_has_it() -> None:
    given = certification("A", "Responsable RH", family="rh")
    alone = certification("B", "Responsable ressources humaines")
    assert families_of([given, alone], SAME_TITLE) == ["rh", "rh"]
    other = certification("C", "Responsable RH", family="grh")
    assert len(set(families_of([given, other, alone], SAME_TITLE))) == 3


def test_two_families_of_the_referentials_stay_two() -> None:
    ones = [same("A", family="salle"), same("B", family="bar"), same("C", kind="dut")]
    for some in (ones, ones[::-1]):
        found = dict(zip((one.code for one in some), families_of(some, SAME_TITLE), strict=True))
        assert (found["A"], found["B"]) == ("salle", "bar")
        assert found["C"] in ("salle", "bar")


def test_families_hold_from_one_version_to_the_next_whatever_the_order() -> None:
    chain = [
        certification("A", "Serveur en restauration", *labelled("Accueillir", "Servir"), kind="autre", level=3),
        certification("B", "Serveur restauration", *labelled("Accueillir", "Servir"), kind="dut", level=3),
        certification("C", "Barman", kind="dut", family="dut:restaur serveur", level=3),
        certification("D", "Cuisinier", kind="dut", level=3),
    ]
    for ones in (chain, chain[::-1]):
        found = dict(zip((one.code for one in ones), families_of(ones, SAME_TITLE), strict=True))
        assert found["A"] == found["B"] == found["C"] != found["D"]


def test_a_family_counts_once_and_its_version_in_force_stands_for_it() -> None:
    other = certification("X0", "Employé de restaurant", bloc("B", "Dresser les tables"))
    new = same("NEW", blocs=labelled("Accueillir le client", "Servir en salle"))
    index = CertificationIndex([SERVER, new, other], SETTINGS)
    told = dossier(experience("Serveur en restauration", "J'accueille les clients", "Je sers en salle"))
    registration = {
        "OLD": Registration(0.0, "Terminée.", past=True),
        "NEW": Registration(1.0, "En cours."),
        "X0": Registration(1.0, "En cours."),
    }
    found = [one.relation.certification.code for one in rank(index.relate(told), registration, SETTINGS)]
    assert found == ["NEW", "X0", "OLD"]
    unknown = {"NEW": Registration(0.5, "Inconnue."), "OLD": Registration(1.0, "En cours.")}
    assert rank(index.relate(told), unknown, SETTINGS)[0].relation.certification.code == "OLD"


def test_the_other_versions_of_what_is_near_are_there_too_near_or_not() -> None:
    near = certification("V1", "Serveur", bloc("B1", "Accueillir les clients"), family="serveur")
    far = certification("V2", "Employé polyvalent", bloc("B1", "Autre chose"), family="serveur")
    others = [certification(f"X{place}", "Barman", bloc("B1", "Servir"), family=f"X{place}") for place in range(5)]
    index = CertificationIndex([far, *others, near], SETTINGS.model_copy(update={"shortlist": 1}))
    told = dossier(experience("Serveur", "J'accueille les clients"))
    assert [one.certification.code for one in index.relate(told).shortlist] == ["V1", "V2"]
    assert [one.certification.code for one in index.relate(told, among=["V1", "X0"]).shortlist] == ["V1"]
    registration = {"V1": Registration(0.0, "Terminée.", past=True), "V2": Registration(1.0, "En cours.")}
    assert rank(index.relate(told), registration, SETTINGS)[0].relation.certification.code == "V2"
