"""What the bundled catalogue of the Cnam gives for dossiers told in everyday words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from relation_cases import SETTINGS, dossier, experience, touched

from matcher.model.certification import Certification
from matcher.ranking import rank
from matcher.reading.bundled import referentials_folder
from matcher.reading.catalogue import load_catalogue
from matcher.registrations import Registration
from matcher.relation import CertificationIndex


@pytest.fixture(scope="module")
def cnam() -> tuple[CertificationIndex, dict[str, Registration]]:
    certifications = load_catalogue(referentials_folder() / "cnam")
    known = {
        active: Registration(value, "Pour l'essai.", past=not value)
        for active, value in {True: 1.0, None: 0.5, False: 0.0}.items()
    }
    return CertificationIndex(certifications, SETTINGS), {one.code: known[one.active] for one in certifications}


def best(
    cnam: tuple[CertificationIndex, dict[str, Registration]], *experiences: dict[str, Any], limit: int = 5
) -> list[Certification]:
    index, registration = cnam
    found = rank(index.relate(dossier(*experiences)), registration, SETTINGS)
    return [one.relation.certification for one in found[:limit]]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            [
                experience(
                    "Comptable",
                    "Je saisis les factures et je fais les rapprochements bancaires",
                    "Je prépare la TVA et le bilan",
                )
            ],
            "compta",
        ),
        (
            [
                experience(
                    "Assistante RH",
                    "Je rédige les contrats et je fais les entretiens d'embauche",
                    "Je suis le plan de formation",
                )
            ],
            "ressources humaines|RH",
        ),
        (
            [
                experience(
                    "Administrateur réseaux", "J'installe les serveurs et les sauvegardes", "Je configure les pare-feu"
                )
            ],
            "informatique|réseau",
        ),
        (
            [experience("", "Je mets à jour le document unique", "J'analyse les accidents du travail")],
            "hygiène|sécurité|risques",
        ),
        ([experience("Formateur", "J'anime des stages pour adultes et j'évalue les stagiaires")], "formation"),
    ],
)
def test_everyday_words_find_the_field(
    cnam: tuple[CertificationIndex, dict[str, Registration]], told: list[dict[str, Any]], expected: str
) -> None:
    assert re.search(expected, best(cnam, *told)[0].title, re.IGNORECASE)


def test_accountant_and_volunteer_treasurer(cnam: tuple[CertificationIndex, dict[str, Registration]]) -> None:
    found = best(
        cnam,
        experience("Comptable", "Je tiens la comptabilité et je prépare le bilan", "Je fais les déclarations de TVA"),
        experience(
            "Trésorière", "Je présente les comptes de l'association", "Je demande les subventions", kind="benevole"
        ),
    )
    assert {"Responsable comptable", "Responsable associatif"} <= {one.title for one in found}


def test_union_and_works_council_mandates_lead_to_human_resources(
    cnam: tuple[CertificationIndex, dict[str, Registration]],
) -> None:
    found = best(
        cnam,
        experience(
            "Délégué syndical, élu au CSE",
            "Je négocie les accords d'entreprise",
            "Je réponds aux questions des salariés",
            kind="syndical",
        ),
        experience("Assistant RH", "Je prépare les contrats de travail et les dossiers de formation"),
    )
    assert re.search("ressources humaines|RH", found[0].title)


def test_a_cashier_is_not_related_to_nuclear_engineering(
    cnam: tuple[CertificationIndex, dict[str, Registration]],
) -> None:
    till = experience("Hôtesse de caisse", "J'encaisse les clients", "Je mets les produits en rayon", rome="D1505")
    found = cnam[0].relate(dossier(till), named=["RNCP37542", "RNCP39267"])
    for one in found.shortlist:
        if "nucléaire" in one.certification.title:
            assert one.related_experiences == ()
            assert touched(one) == 0


def test_the_head_of_the_list_is_varied(cnam: tuple[CertificationIndex, dict[str, Registration]]) -> None:
    found = best(cnam, experience("Ingénieur mécanique", "Je conçois des pièces et je calcule les matériaux"), limit=10)
    assert sum(one.kind == "ingenieur" for one in found) <= SETTINGS.diversity.per_group


def test_bloc_states_come_with_their_evidence(cnam: tuple[CertificationIndex, dict[str, Registration]]) -> None:
    told = dossier(
        experience("Comptable", "Je remplis la liasse fiscale", "Je fais les déclarations de TVA", "Je classe")
    )
    for one in cnam[0].relate(told).shortlist:
        for each in one.blocs:
            assert (each.state in ("oui", "partiel")) == bool(each.evidence)
            assert 0 <= each.coverage <= 1
