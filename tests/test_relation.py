"""What is alike between a dossier and certifications, and by which sentence."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.model.report import BlocResult
from matcher.relation import PARTS, CertificationIndex, Relation
from tests.relation_cases import (
    AS_A_WHOLE,
    CATALOGUE,
    CODES_ONLY,
    COMPTABLE,
    LABELS_ONLY,
    NUCLEAIRE,
    RH,
    SETTINGS,
    bloc,
    certification,
    dossier,
    experience,
)

INDEX = CertificationIndex(CATALOGUE, SETTINGS)
CODES = {one.code for one in CATALOGUE}
BOOKS = experience(
    "Comptable",
    "J'enregistre les factures des fournisseurs, je rapproche les relevés bancaires",
    "J'établis le bilan et la liasse fiscale",
)
TILL = experience("Hôtesse de caisse", "J'encaisse les clients au magasin", "Je range les rayons", rome="D1505")


def relation(*experiences: dict[str, Any], code: str = "TEST-COMPTA", **more: Any) -> Relation:
    presumed = more.pop("presumed", None)
    found = INDEX.relate(dossier(*experiences, **more), named=CODES, presumed=presumed)
    return next(one for one in found.shortlist if one.certification.code == code)


def states(found: Relation) -> list[str]:
    return [one.state for one in found.blocs]


def evidence_of(blocs: tuple[BlocResult, ...]) -> list[tuple[str, str, int]]:
    return [(one.code, evidence.activity, evidence.experience) for one in blocs for evidence in one.evidence]


# Évidence et blocs


def test_a_bloc_is_yes_when_enough_of_it_is_told_by_different_sentences() -> None:
    found = relation(BOOKS)
    assert states(found) == ["oui", "partiel", "non", "non"]
    assert (found.blocs_known, found.blocs_touched, found.described) == (True, 2, True)


def test_evidence_quotes_the_sentence_the_competency_and_the_words() -> None:
    found = relation(experience("", "Je conduis les entretiens de recrutement. Je cuisine."), code="TEST-RH")
    best = found.blocs[0].evidence[0]
    assert (best.activity, best.competency, best.experience) == ("Je conduis les entretiens de recrutement", "C2", 0)
    assert best.terms == ("entretiens", "recrutement")
    assert not best.presumed
    assert best.score >= SETTINGS.evidence.sure


def test_one_sentence_alone_never_makes_a_bloc_of_several_competencies_a_yes() -> None:
    found = relation(experience("", "Tenir la comptabilité générale, déclarer la TVA, préparer la liasse fiscale"))
    assert "oui" not in states(found)
    assert states(found)[1] == "partiel"


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
    assert (
        states(relation(experience("", "J'établis les bulletins de paie chaque mois"), code="TEST-LABELS"))[0]
        == "partiel"
    )
    labelled = certification("X", "Soudeur", bloc("B1", "Contrôler des soudures industrielles"))
    index = CertificationIndex([labelled, *CATALOGUE], SETTINGS)
    told = dossier(experience("", "Je contrôle les soudures industrielles", "Je lis des plans de tuyauterie"))
    found = next(one for one in index.relate(told, named={"X"}).shortlist if one.certification.code == "X")
    assert states(found) == ["oui"]


def test_blocs_known_by_code_only_stay_unknown_and_never_refuse() -> None:
    found = relation(TILL, code="TEST-CODES")
    assert states(found) == ["inconnu", "inconnu"]
    assert (found.blocs_known, found.blocs_touched, found.foreign) == (False, None, False)


def test_where_no_bloc_has_a_text_the_whole_certification_is_covered() -> None:
    found = relation(experience("", "Je saisis des factures", "Je prépare la déclaration de TVA"), code="TEST-WHOLE")
    assert states(found) == ["inconnu"]
    assert found.coverage == pytest.approx(2 / 3, abs=0.01)
    assert {one.activity for one in found.evidence} == {"Je saisis des factures", "Je prépare la déclaration de TVA"}
    assert {one.competency for one in found.evidence} == {AS_A_WHOLE.code}


def test_what_was_not_done_is_no_evidence() -> None:
    done = experience("", "J'établis les contrats de travail et je contrôle les bulletins de paie")
    assert ("B3", done["activities"][0], 0) in evidence_of(relation(done, code="TEST-RH").blocs)
    found = relation(done | {"not_done": ["la paie"]}, code="TEST-RH")
    assert {one.competency for one in found.blocs[2].evidence} == {"C1"}


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
    assert told.blocs_touched == 0
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
    assert (found.blocs_touched, found.job_distance, found.foreign) == (0, "eloigne", True)


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
    assert found.parts["metier"].value == SETTINGS.job.identical
    assert not found.described


# Liste courte, ordre, robustesse


def test_the_parts_are_named_explained_and_bounded() -> None:
    for one in INDEX.relate(dossier(BOOKS, project="devenir responsable comptable")).shortlist:
        assert tuple(one.parts) == PARTS
        assert all(0 <= part.value <= 1 and part.why.endswith(".") for part in one.parts.values())


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
    values = {one.certification.code: one.parts["projet"].value for one in found.shortlist}
    assert values["TEST-RH"] == 1.0
    assert values["TEST-NUCLEAIRE"] < 0.5


def test_no_project_counts_for_nobody() -> None:
    assert not any(one.parts["projet"].counted for one in INDEX.relate(dossier(BOOKS)).shortlist)
    told = dossier(BOOKS, project="travailler dans les ressources humaines")
    assert all(one.parts["projet"].counted for one in INDEX.relate(told).shortlist)


def test_level_follows_the_responsibility_of_related_experiences() -> None:
    assert relation(BOOKS | {"responsibility": "encadrement"}).parts["niveau"].value == 1.0
    assert relation(BOOKS | {"responsibility": "execution"}).parts["niveau"].value < 0.7
    assert relation(BOOKS | {"team_size": 4}).parts["niveau"].value == 1.0
    assert not relation(BOOKS).parts["niveau"].counted
    assert not relation(BOOKS, TILL | {"responsibility": "direction"}).parts["niveau"].value == 1.0


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


SENTENCES = (
    "J'enregistre les factures des fournisseurs",
    "Je déclare la TVA, sans préparer la liasse fiscale",
    "Je négocie des accords avec les délégués syndicaux",
    "Je conduis des entretiens de recrutement",
    "J'encaisse les clients",
    "Pas de paie",
    "Rédiger un dossier de sûreté",
    "gestion",
)
experiences = st.lists(
    st.builds(
        lambda title, activities, not_done, rome: experience(title, *activities, not_done=not_done, rome=rome),
        st.sampled_from(("", "Comptable", "Chargé RH", "Hôtesse de caisse")),
        st.lists(st.sampled_from(SENTENCES), max_size=4),
        st.lists(st.sampled_from(("la paie", "déclarer la TVA", "management", "factures")), max_size=2),
        st.sampled_from((None, "M1203", "D1505", "M1502")),
    ),
    max_size=4,
)


@settings(deadline=None)
@given(experiences, experiences)
def test_one_more_experience_never_takes_anything_away(told: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    before = {one.certification.code: one for one in INDEX.relate(dossier(*told), named=CODES).shortlist}
    for after in INDEX.relate(dossier(*told, *more), named=CODES).shortlist:
        earlier = before[after.certification.code]
        assert after.coverage >= earlier.coverage
        assert (after.blocs_touched or 0) >= (earlier.blocs_touched or 0)
        assert set(after.related_experiences) >= set(earlier.related_experiences)


@settings(deadline=None)
@given(experiences.flatmap(lambda told: st.tuples(st.just(told), st.permutations(range(len(told))))))
def test_the_order_of_experiences_is_irrelevant(told: tuple[list[dict[str, Any]], list[int]]) -> None:
    given_order, order = told
    before = INDEX.relate(dossier(*given_order)).shortlist
    after = INDEX.relate(dossier(*(given_order[place] for place in order))).shortlist
    for one, other in zip(before, after, strict=True):
        assert one.certification == other.certification
        assert states(one) == states(other)
        assert one.coverage == other.coverage
        assert {name: part.value for name, part in one.parts.items()} == {
            name: part.value for name, part in other.parts.items()
        }
        assert set(one.related_experiences) == {order[index] for index in other.related_experiences}


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=50))
def test_any_text_can_be_told(title: str, activity: str, project: str) -> None:
    printable = "".join(c for c in title + activity if c.isprintable() and not "\ud800" <= c <= "\udfff")
    INDEX.relate(dossier(experience(printable[:100], printable), project=printable or None))


def test_six_thousand_certifications() -> None:
    fields = ("soudure", "comptabilité", "vente", "jardinage", "cuisine", "réseau", "paie", "droit", "danse", "optique")
    many = [
        certification(
            f"T{number:04d}",
            f"Spécialiste {fields[number % 10]} {number}",
            *(
                bloc(
                    f"T{number:04d}BC{place}", f"Pratiquer {fields[(number + place) % 10]} de type {number * 7 + place}"
                )
                for place in range(4)
            ),
            rome=(f"{'ABCDEFGHIJ'[number % 10]}1{number % 9}0{number % 7}",),
        )
        for number in range(6000)
    ]
    begun = time.perf_counter()
    index = CertificationIndex([*many, *CATALOGUE], SETTINGS)
    assert time.perf_counter() - begun < 10
    begun = time.perf_counter()
    found = index.relate(dossier(*[BOOKS, TILL] * 3))
    assert time.perf_counter() - begun < 2
    assert len(found.shortlist) == SETTINGS.shortlist
    assert found.shortlist[0].certification == COMPTABLE


def test_certifications_made_by_hand_are_told_apart() -> None:
    assert INDEX.relate(dossier(BOOKS)).shortlist[0].certification == COMPTABLE
    union = experience("Déléguée syndicale", "Je négocie les accords et je siège au CSE", kind="syndical")
    assert INDEX.relate(dossier(union)).shortlist[0].certification == RH
    assert {NUCLEAIRE, LABELS_ONLY, CODES_ONLY} <= {one.certification for one in INDEX.relate(dossier()).shortlist}
