"""The ranked list: points that add up, order, words for strength, variety; and what the real catalogue gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relation_cases import CATALOGUE, COMPTABLE, RH, SETTINGS, certification, dossier, experience

from matcher.ranking import Ranked, rank
from matcher.reading.bundled import rules_folder
from matcher.registrations import Registration
from matcher.relation import CertificationIndex
from matcher.rulebook.ranking_settings import RankingSettings, load_ranking_settings

INDEX = CertificationIndex(CATALOGUE, SETTINGS)
BOOKS = experience("Comptable", "J'enregistre les factures des fournisseurs", "Je déclare la TVA et j'établis le bilan")


def ranked(
    *experiences: dict[str, Any], registration: dict[str, float] | None = None, **more: Any
) -> tuple[Ranked, ...]:
    return rank(INDEX.relate(dossier(*experiences, **more)), registrations(registration or {}), SETTINGS)


def registrations(values: dict[str, float], past: bool = False) -> dict[str, Registration]:
    return {code: Registration(value, "Pour l'essai.", past) for code, value in values.items()}


def codes(found: tuple[Ranked, ...]) -> list[str]:
    return [one.relation.certification.code for one in found]


def by_code(found: tuple[Ranked, ...], code: str) -> Ranked:
    return next(one for one in found if one.relation.certification.code == code)


# Points et score


@given(
    st.lists(st.sampled_from((BOOKS, BOOKS | {"title": ""}, BOOKS | {"responsibility": "direction"})), max_size=3),
    st.sampled_from((None, "devenir responsable comptable", "paie", "?")),
    st.dictionaries(st.sampled_from([one.code for one in CATALOGUE]), st.floats(0, 1)),
)
@settings(deadline=None)
def test_points_add_up_to_the_score(
    told: list[dict[str, Any]], project: str | None, registration: dict[str, float]
) -> None:
    for one in rank(INDEX.relate(dossier(*told, project=project)), registrations(registration), SETTINGS):
        points = [part.points for part in one.score_parts]
        assert round(sum(points), 1) == one.score
        assert 0 <= one.score <= 100
        assert round(sum(part.weight for part in one.score_parts), 6) == 100
        assert all(part.points == round(part.weight * part.value, 1) for part in one.score_parts)
        assert [part.name for part in one.score_parts] == [*one.relation.values, "inscription"]


def test_a_part_that_the_dossier_leaves_empty_lowers_nobody() -> None:
    parts = {part.name: part for part in ranked(BOOKS)[0].score_parts}
    assert (parts["projet"].weight, parts["niveau"].weight) == (0, 0)
    assert parts["metier"].weight > SETTINGS.weights.metier
    told = {
        part.name: part
        for part in ranked(BOOKS | {"responsibility": "autonome"}, project="la comptabilité")[0].score_parts
    }
    assert {name: part.weight for name, part in told.items()} == SETTINGS.weights.by_name()


def test_an_ended_registration_ranks_lower() -> None:
    alive = ranked(BOOKS, registration={COMPTABLE.code: 1.0})[0]
    unknown, ended = ranked(BOOKS)[0], by_code(ranked(BOOKS, registration={COMPTABLE.code: 0.0}), COMPTABLE.code)
    assert alive.score > unknown.score > ended.score


def test_what_can_no_longer_be_aimed_at_comes_after_all_the_others() -> None:
    told = dossier(BOOKS)
    past = codes(rank(INDEX.relate(told), registrations({COMPTABLE.code: 0.0}, past=True), SETTINGS))
    assert past[-1] == COMPTABLE.code
    named = rank(INDEX.relate(told, target=COMPTABLE.code), registrations({COMPTABLE.code: 0.0}, past=True), SETTINGS)
    assert codes(named)[0] == COMPTABLE.code


def test_the_version_best_registered_stands_for_its_family() -> None:
    versions = [certification(f"V{number}", "Gestionnaire de paie", family="paie") for number in range(3)]
    index = CertificationIndex([*versions, RH], SETTINGS)
    told = dossier(experience("Gestionnaire de paie", "Je fais la paie"))
    found = rank(index.relate(told), registrations({"V0": 0.5, "V1": 1.0, "V2": 0.5}), SETTINGS)
    assert codes(found)[:2] == ["V1", RH.code]


# Ordre, force, variété


def test_order_is_by_score_and_ranks_follow() -> None:
    found = ranked(BOOKS)
    assert [one.rank for one in found] == list(range(1, len(found) + 1))
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert codes(found)[0] == COMPTABLE.code


def test_equal_scores_are_ordered_by_code() -> None:
    twins = [
        certification(f"T{number}", f"Métier numéro {word}") for number, word in ((2, "deux"), (1, "un"), (3, "trois"))
    ]
    index = CertificationIndex(twins, SETTINGS)
    assert codes(rank(index.relate(dossier()), {}, SETTINGS)) == ["T1", "T2", "T3"]


def test_strength_is_a_word_for_the_score() -> None:
    for one in ranked(BOOKS):
        words = [SETTINGS.strength.forte <= one.score, SETTINGS.strength.moyenne <= one.score, True]
        assert one.strength == ("forte", "moyenne", "faible")[words.index(True)]
    assert ranked(BOOKS)[0].strength == "forte"


@pytest.mark.parametrize(
    "told", [[], [experience("Comptable", rome="M1203")], [experience("", "gestion")]], ids=["aucune", "titre", "vague"]
)
def test_nothing_told_is_not_weak_but_not_assessable(told: list[dict[str, Any]]) -> None:
    assert {one.strength for one in ranked(*told)} == {"non_appreciable"}


def test_a_foreign_certification_is_lifted_neither_by_project_nor_by_registration() -> None:
    till = experience("Hôtesse de caisse", "J'encaisse les clients au magasin", "Je range les rayons", rome="D1505")
    found = by_code(
        ranked(till, registration={"TEST-NUCLEAIRE": 1.0}, project="devenir ingénieur en génie nucléaire"),
        "TEST-NUCLEAIRE",
    )
    assert found.relation.foreign
    assert found.score < 10
    assert found.strength == "faible"


def test_no_more_than_a_few_of_one_group_come_first() -> None:
    engineers = [
        certification(f"ING{number}", f"Ingénieur en maintenance de {what}", kind="ingenieur")
        for number, what in enumerate(("moteurs", "robots", "turbines", "pompes"))
    ]
    versions = [certification(f"V{number}", "Technicien de maintenance", family="maintenance") for number in range(4)]
    other = certification("AUTRE", "Responsable de travaux")
    index = CertificationIndex([*engineers, *versions, other], SETTINGS)
    told = dossier(experience("Technicien de maintenance", "Je fais la maintenance des moteurs et des pompes"))
    found = codes(rank(index.relate(told), {}, SETTINGS))
    assert [code[0] for code in found[:5]].count("I") == 2
    assert [code[0] for code in found[:4]].count("V") == 1
    assert set(found) == {one.code for one in (*engineers, *versions, other)}
    named = codes(rank(index.relate(told, target="V3"), {}, SETTINGS))
    assert "V3" in named[:6]


def test_versions_without_a_family_are_grouped_by_title() -> None:
    versions = [certification(f"V{number}", "Licence Chargée de paie (fiche nationale)") for number in range(4)]
    index = CertificationIndex([*versions, RH], SETTINGS)
    found = codes(rank(index.relate(dossier(experience("Gestionnaire de paie", "Je fais la paie"))), {}, SETTINGS))
    assert found.index(RH.code) == 1


# Réglages


def test_bundled_settings_are_read() -> None:
    assert sum(SETTINGS.weights.by_name().values()) == 100


BUNDLED = (rules_folder() / "classement.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("metier: 20 ", "metier: 30 ", "weights"),
        ("shortlist: 50", "shortlist: 0", "shortlist"),
        ("shortlist: 50", "shortlist: beaucoup", "shortlist"),
        ("shortlist: 50", "", "shortlist"),
        ("moyenne: 33", "moyenne: 80", "strength"),
        ("to_confirm: 0.35", "to_confirm: 0.95", "evidence"),
        ("to_confirm: 0.35", "to_confirm: .nan", "evidence.to_confirm"),
        ("per_group: 2", "per_group: 2\n  par_groupe: 2", "diversity.par_groupe"),
        ("per_group: 2", "per_group: [2", ""),
    ],
)
def test_a_fault_of_the_settings_names_file_and_key(tmp_path: Path, before: str, after: str, place: str) -> None:
    assert before in BUNDLED
    path = tmp_path / "classement.yaml"
    path.write_text(BUNDLED.replace(before, after), encoding="utf-8")
    with pytest.raises(ValueError, match=f"classement.yaml.*{re.escape(place)}"):
        load_ranking_settings(path)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"- 1"], ids=["vide", "octets", "liste"])
def test_a_file_that_holds_no_settings_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "classement.yaml"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"classement\.yaml"):
        load_ranking_settings(path)
    with pytest.raises(ValueError, match=r"absent\.yaml"):
        load_ranking_settings(tmp_path / "absent.yaml")


def test_settings_cannot_be_changed() -> None:
    assert isinstance(SETTINGS, RankingSettings)
    with pytest.raises(ValueError, match="frozen"):
        SETTINGS.shortlist = 3  # type: ignore[misc]
