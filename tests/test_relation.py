"""What is alike between a dossier and certifications, and by which sentence."""

from __future__ import annotations

from typing import Any

import pytest
from relation_cases import (
    BOOKS,
    CATALOGUE,
    CODES_ONLY,
    COMPTABLE,
    LABELS_ONLY,
    NUCLEAIRE,
    RH,
    SETTINGS,
    TILL,
    bloc,
    certification,
    dossier,
    experience,
    states,
    touched,
)

from matcher.model.report import BlocResult
from matcher.relation import PARTS, CertificationIndex, Relation

INDEX = CertificationIndex(CATALOGUE, SETTINGS)
CODES = {one.code for one in CATALOGUE}


def relation(*experiences: dict[str, Any], code: str = "TEST-COMPTA", **more: Any) -> Relation:
    presumed = more.pop("presumed", None)
    found = INDEX.relate(dossier(*experiences, **more), named=CODES, presumed=presumed)
    return next(one for one in found.shortlist if one.certification.code == code)


def evidence_of(blocs: tuple[BlocResult, ...]) -> list[tuple[str, str, int]]:
    return [(one.code, evidence.activity, evidence.experience) for one in blocs for evidence in one.evidence]


# Évidence et blocs


def test_a_bloc_is_yes_when_enough_of_it_is_told_in_different_words() -> None:
    found = relation(BOOKS)
    assert states(found) == ["oui", "partiel", "non", "non"]
    assert (found.blocs_known, touched(found), found.described) == (True, 2, True)


def test_evidence_quotes_the_sentence_the_competency_and_the_words() -> None:
    found = relation(experience("", "Je conduis les entretiens de recrutement. Je cuisine."), code="TEST-RH")
    best = found.blocs[0].evidence[0]
    assert (best.activity, best.competency, best.experience) == (
        "Je conduis les entretiens de recrutement",
        "Conduire des entretiens de recrutement",
        0,
    )
    assert best.terms == ("entretiens", "recrutement")
    assert not best.presumed
    assert best.score >= SETTINGS.evidence.sure


def test_one_thing_told_never_makes_a_yes_of_a_bloc_of_several_competencies() -> None:
    found = relation(
        experience("", "Établir le bilan et le compte de résultat", "Établir le compte de résultat, le bilan")
    )
    assert states(found)[0] == "partiel"


def test_a_list_in_one_sentence_is_worth_as_many_lines() -> None:
    tasks = ("Enregistrement des factures fournisseurs", "rapprochement des relevés bancaires", "liasse fiscale")
    in_lines, in_one = relation(experience("", *tasks)), relation(experience("", ", ".join(tasks)))
    assert states(in_lines)[0] == states(in_one)[0] == "oui"


@pytest.mark.parametrize(
    "vague", ["gestion", "travail administratif", "Responsable", "suivi des dossiers", "divers", "…"]
)
def test_a_vague_sentence_makes_no_evidence(vague: str) -> None:
    for code in CODES:
        found = relation(experience("", vague), code=code)
        assert not evidence_of(found.blocs)
        assert not found.evidence
        assert not found.described
        assert set(states(found)) <= {"inconnu"}


def test_one_common_word_proves_nothing() -> None:
    found = relation(experience("", "La paie de quarante salariés"), code="TEST-LABELS")
    assert states(found) == ["partiel", "non"] or states(found) == ["inconnu", "inconnu"]
    assert all(one.score < SETTINGS.evidence.sure for one in found.blocs[0].evidence)


def test_a_bloc_known_by_its_label_is_judged_on_its_label() -> None:
    labelled = certification("X", "Soudeur", bloc("B1", "Contrôler des soudures industrielles"))
    index = CertificationIndex([labelled, *CATALOGUE], SETTINGS)
    told = dossier(experience("", "Je contrôle les soudures industrielles", "Je lis des plans de tuyauterie"))
    found = next(one for one in index.relate(told, named={"X"}).shortlist if one.certification.code == "X")
    assert states(found) == ["oui"]


def test_blocs_known_by_code_only_stay_unknown_and_never_refuse() -> None:
    found = relation(TILL, code="TEST-CODES")
    assert states(found) == ["inconnu", "inconnu"]
    assert (found.blocs_known, touched(found), found.foreign) == (False, 0, False)


def test_where_no_bloc_has_a_text_the_whole_certification_is_covered() -> None:
    found = relation(experience("", "Je saisis des factures", "Je prépare la déclaration de TVA"), code="TEST-WHOLE")
    assert states(found) == ["inconnu"]
    assert found.coverage == pytest.approx(2 / 3, abs=0.01)
    assert {one.activity for one in found.evidence} == {"Je saisis des factures", "Je prépare la déclaration de TVA"}
    assert {one.competency for one in found.evidence} == {"Saisir des factures", "Préparer la déclaration de TVA"}


def test_what_was_not_done_is_no_evidence() -> None:
    done = experience("", "J'établis les contrats de travail et je contrôle les bulletins de paie")
    assert ("B3", done["activities"][0], 0) in evidence_of(relation(done, code="TEST-RH").blocs)
    found = relation(done | {"not_done": ["la paie"]}, code="TEST-RH")
    assert {one.competency for one in found.blocs[2].evidence} == {"Établir les contrats de travail"}


def test_what_was_not_done_in_one_experience_counts_in_another() -> None:
    without = experience("", "J'encaisse des clients au guichet", not_done=["déclarer la TVA"])
    assert relation(without, experience("", "Je déclare la TVA"), code="TEST-COMPTA").blocs[1].state == "partiel"


@pytest.mark.parametrize(
    "refusal",
    [
        "Je ne prépare pas la liasse fiscale",
        "Je classe le courrier, sans préparer la liasse fiscale",
        "Je n'ai jamais préparé les contrats et la liasse fiscale",
        "Pas de liasse fiscale",
    ],
)
def test_a_refusal_told_among_the_activities_is_no_evidence(refusal: str) -> None:
    assert not relation(experience("", refusal)).blocs[1].evidence


@pytest.mark.parametrize(
    "kept",
    [
        "Je ne prépare pas seulement la liasse fiscale",
        "Je n'encadre personne mais je prépare la liasse fiscale",
        "Je n'ai pas d'équipe, je prépare la liasse fiscale",
    ],
)
def test_a_refusal_stops_where_it_stops(kept: str) -> None:
    assert relation(experience("", kept)).blocs[1].evidence


def test_presumed_activities_never_make_a_yes() -> None:
    presumed = {
        0: [one.text for each in COMPTABLE.blocs for one in each.competencies] + ["Tenir la comptabilité générale"]
    }
    untold = relation(experience("Comptable"), presumed=presumed)
    assert set(states(untold)) == {"inconnu"}
    told = relation(experience("Comptable", "Je soude des tuyaux à l'arc dans un atelier"), presumed=presumed)
    assert "oui" not in states(told)
    assert "partiel" in states(told)
    assert all(one.presumed for each in told.blocs for one in each.evidence)
    assert touched(told) == 0
    assert not told.foreign


def test_blocs_that_every_family_shares_weigh_little() -> None:
    shared = relation(experience("", "Je rédige des documents numériques pour le service"))
    own = relation(experience("", "J'anime une équipe de comptables au siège"))
    assert 0 < shared.coverage < own.coverage / 2


# Expériences en rapport, métiers, étrangeté


def test_related_experiences_are_those_that_resemble() -> None:
    treasurer = experience(
        "Trésorière", "Je tiens la comptabilité et j'établis le bilan de l'association", kind="benevole"
    )
    found = relation(TILL, treasurer, BOOKS)
    assert found.related_experiences == (1, 2)


def test_a_cashier_is_foreign_to_nuclear_engineering() -> None:
    found = relation(TILL, code="TEST-NUCLEAIRE")
    assert found.related_experiences == ()
    assert (touched(found), found.job_distance, found.foreign) == (0, "eloigne", True)


@pytest.mark.parametrize(
    "told",
    [
        TILL | {"activities": ()},
        TILL | {"activities": ("gestion",)},
        TILL | {"rome": None},
        TILL | {"rome": "H1203"},
        TILL | {"activities": (*TILL["activities"], "Je mesure la radioactivité des colis")},
    ],
    ids=["rien de décrit", "vague", "sans code ROME", "métier proche", "un bloc touché"],
)
def test_a_missing_fact_or_a_link_is_never_foreign(told: dict[str, Any]) -> None:
    assert not relation(told, code="TEST-NUCLEAIRE").foreign


@pytest.mark.parametrize(
    ("rome", "distance"),
    [
        (["M1203"], "identique"),
        (["M1205"], "proche"),
        (["M1805"], "meme_domaine"),
        (["D1505"], "eloigne"),
        ([None], "inconnu"),
        (["D1505", None], "inconnu"),
        (["D1505", "M1203"], "identique"),
        ([], "inconnu"),
    ],
)
def test_job_distance_is_the_best_over_experiences(rome: list[str | None], distance: str) -> None:
    assert relation(*(experience("", rome=code) for code in rome)).job_distance == distance


def test_job_distance_is_unknown_where_the_certification_has_no_code() -> None:
    assert relation(TILL, code="TEST-LABELS").job_distance == "inconnu"


def test_the_same_job_code_relates_an_untold_experience() -> None:
    found = relation(experience("", rome="M1203"))
    assert found.related_experiences == (0,)
    assert found.values["metier"] == SETTINGS.job.identical
    assert not found.described


# Liste courte, ordre, robustesse


def test_the_parts_are_named_explained_and_bounded() -> None:
    for one in INDEX.relate(dossier(BOOKS, project="devenir responsable comptable")).shortlist:
        assert tuple(one.values) == tuple(one.why) == PARTS
        assert all(0 <= value <= 1 for value in one.values.values())
        assert all(why.endswith(".") for why in one.why.values())


def test_best_first_and_what_is_named_is_always_there() -> None:
    small = CertificationIndex(CATALOGUE, SETTINGS.model_copy(update={"shortlist": 2}))
    found = small.relate(dossier(BOOKS), target="TEST-NUCLEAIRE", named=["TEST-RH", "INCONNU"])
    codes = [one.certification.code for one in found.shortlist]
    assert codes[0] == "TEST-COMPTA"
    assert len(codes) == 4
    assert set(codes[2:]) == {"TEST-NUCLEAIRE", "TEST-RH"}
    assert [one.named for one in found.shortlist] == [False, False, True, True]


def test_the_certification_aimed_at_has_the_whole_project() -> None:
    found = INDEX.relate(dossier(BOOKS), target="TEST-RH")
    values = {one.certification.code: one.values["projet"] for one in found.shortlist}
    assert values["TEST-RH"] == 1.0
    assert values["TEST-NUCLEAIRE"] < 0.5


def test_no_project_counts_for_nobody() -> None:
    assert not any("projet" in one.counted for one in INDEX.relate(dossier(BOOKS)).shortlist)
    told = dossier(BOOKS, project="travailler dans les ressources humaines")
    assert all("projet" in one.counted for one in INDEX.relate(told).shortlist)


def test_level_follows_the_responsibility_of_related_experiences() -> None:
    assert relation(BOOKS | {"responsibility": "encadrement"}).values["niveau"] == 1.0
    assert relation(BOOKS | {"responsibility": "execution"}).values["niveau"] < 0.7
    assert relation(BOOKS | {"team_size": 4}).values["niveau"] == 1.0
    assert "niveau" not in relation(BOOKS).counted
    assert "niveau" not in relation(BOOKS, TILL | {"responsibility": "encadrement"}).counted


def test_an_empty_dossier_or_catalogue_is_no_error() -> None:
    found = INDEX.relate(dossier())
    assert len(found.shortlist) == len(CATALOGUE)
    assert not found.described
    assert all(one.related_experiences == () and one.job_distance == "inconnu" for one in found.shortlist)
    assert CertificationIndex([], SETTINGS).relate(dossier(BOOKS)).shortlist == ()


def test_the_same_dossier_gives_the_same_relations() -> None:
    told = dossier(BOOKS, TILL, project="évoluer")
    assert INDEX.relate(told) == CertificationIndex(CATALOGUE, SETTINGS).relate(told)


def test_the_order_of_the_catalogue_is_irrelevant() -> None:
    told = dossier(BOOKS, TILL)
    turned = CertificationIndex(CATALOGUE[::-1], SETTINGS).relate(told)
    assert [one.certification.code for one in turned.shortlist] == [
        one.certification.code for one in INDEX.relate(told).shortlist
    ]


def test_certifications_made_by_hand_are_told_apart() -> None:
    assert INDEX.relate(dossier(BOOKS)).shortlist[0].certification == COMPTABLE
    union = experience("Déléguée syndicale", "Je négocie les accords et je siège au CSE", kind="syndical")
    assert INDEX.relate(dossier(union)).shortlist[0].certification == RH
    assert {NUCLEAIRE, LABELS_ONLY, CODES_ONLY} <= {one.certification for one in INDEX.relate(dossier()).shortlist}
