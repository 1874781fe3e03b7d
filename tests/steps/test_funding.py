"""Who may pay, by situation and date; the aids, the tariffs, the leave."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from journeys import funders, items, step, texts, with_path

from matcher.reading.path_entries import Tariff


def fourth(filed_on: str, situation: str | None, cpf: float | None = None, **more: Any) -> Any:
    asked = {"cpf_euros": cpf, **more.pop("funding", {})}
    return step(4, filed_on, situation=situation, funding=asked, **more)


@pytest.mark.parametrize(
    ("filed_on", "states"),
    [
        ("2012-06-01", {"conge": "possible", "plan-entreprise": "a_verifier"}),
        ("2016-06-01", {"cpf": "possible", "conge": "possible", "plan-entreprise": "a_verifier"}),
        ("2020-06-01", {"cpf": "possible", "conge": "a_verifier", "plan-entreprise": "a_verifier"}),
        ("2026-06-01", {"cpf": "possible", "conge": "a_verifier", "plan-entreprise": "a_verifier"}),
    ],
)
def test_an_employee_through_time(filed_on: str, states: dict[str, str]) -> None:
    assert funders(fourth(filed_on, "salarie", 900)) == states


@pytest.mark.parametrize(
    ("filed_on", "state"), [("2012-06-01", "possible"), ("2024-06-12", "possible"), ("2025-06-12", "a_verifier")]
)
def test_the_employment_service_pays_whoever_is_registered(filed_on: str, state: str) -> None:
    registered = {"job_seeker_since": "2009-01-05"}
    found = fourth(filed_on, "demandeur_emploi", funding=registered)
    assert funders(found)["service-public-emploi"] == state


def test_registration_after_filing_is_no_registration() -> None:
    found = fourth("2024-06-12", "demandeur_emploi", funding={"job_seeker_since": "2024-06-13"})
    assert funders(found)["service-public-emploi"] == "ecarte"


def test_a_job_seeker_who_gives_no_date_is_asked_for_it() -> None:
    found = fourth("2024-06-12", "demandeur_emploi")
    assert funders(found)["service-public-emploi"] == "a_verifier"
    assert "depuis quelle date" in texts(found, "question")


@pytest.mark.parametrize("situation", ["independant", "agent_public"])
def test_each_situation_has_its_own_funder(situation: str) -> None:
    found = funders(fourth("2024-06-12", situation, 0))
    assert found["independant" if situation == "independant" else "agent-public"] == "a_verifier"
    assert "plan-entreprise" not in found


def test_no_funder_is_said_first() -> None:
    found = fourth("2012-06-01", "autre")
    assert found.items[0].kind == "avertissement"
    assert "Aucun financeur trouvé" in found.items[0].text
    assert found.summary.startswith("Attention")


def test_the_employer_who_refuses_is_told_apart_from_the_one_not_asked() -> None:
    refused = fourth("2024-06-12", "salarie", 0, funding={"employer_agreement": False})
    assert funders(refused)["plan-entreprise"] == "ecarte"
    assert "employeur serait-il d'accord" in texts(fourth("2024-06-12", "salarie", 0), "question")


def test_without_the_situation_only_that_is_asked() -> None:
    found = fourth("2024-06-12", None)
    assert not funders(found)
    assert texts(found, "question").count("Quelle est votre situation") == 1


def test_before_the_first_rule_nothing_is_said_of_funders() -> None:
    found = fourth("2006-06-01", "salarie", experiences=[])
    assert not funders(found)
    assert "Aucune règle de financement connue" in found.summary


def test_outside_the_register_neither_cpf_nor_leave() -> None:
    found = fourth("2024-06-12", "salarie", 900, target="CNAM-CP0200A")
    assert funders(found)["cpf"] == "ecarte"
    assert not items(found, rule="conge.absence")


@pytest.mark.parametrize(
    ("filed_on", "hours", "notice"),
    [
        ("2012-06-01", "24 heures", None),
        ("2016-06-01", "24 heures", "60 jours avant"),
        ("2023-06-01", "48 heures", "60 jours avant"),
        ("2024-06-12", "48 heures", "30 jours avant"),
    ],
)
def test_the_leave_and_its_notice_by_date(filed_on: str, hours: str, notice: str | None) -> None:
    found = fourth(filed_on, "salarie")
    assert hours in items(found, rule="conge.absence")[0].text
    told = items(found, rule="conge.demande")
    assert (notice in told[0].text) if notice else not told


def test_a_regional_aid_has_its_conditions_apart_its_link_and_its_date() -> None:
    found = fourth("2026-06-12", "demandeur_emploi", postcode="35000")
    (aid,) = [one for one in items(found, "financement") if "QUALIF VAE" in one.title]
    assert "(1) inscrit à France Travail ; (2) un an d'expérience" in aid.text
    assert "la loi n'en demande plus" in aid.text
    assert aid.state == "a_verifier"
    assert aid.link
    assert aid.source
    assert "2026-08-19" in aid.source


def test_an_aid_for_others_is_set_aside_and_a_region_without_one_says_so() -> None:
    employee = fourth("2026-06-12", "salarie", postcode="35000")
    assert [one.state for one in items(employee, "financement") if "QUALIF" in one.title] == ["ecarte"]
    assert "Pays de la Loire : aucune aide" in texts(fourth("2026-06-12", "salarie", postcode="44000"))


def test_an_aid_read_years_later_says_nothing_of_an_old_filing() -> None:
    assert "QUALIF" not in texts(fourth("2012-06-01", "demandeur_emploi", postcode="35000"))


def test_without_a_tariff_the_centre_is_to_be_asked() -> None:
    (cost,) = items(fourth("2024-06-12", "salarie", postcode="59000"), "cout")
    assert "à demander au centre" in cost.text


def test_a_tariff_counts_for_its_centre_its_certification_and_its_days() -> None:
    def tariff(euros: float, **changes: Any) -> Tariff:
        given = {"centre": "hdf-lille", "label": "accompagnement", "euros": euros, "from": date(2024, 1, 1)}
        return Tariff.model_validate({**given, "source": "délibération", **changes})

    matcher = with_path(
        tariffs=(
            tariff(1500, certification="RNCP36889"),
            tariff(1, certification="RNCP38510"),
            tariff(2, centre="paris"),
            tariff(3, until=date(2024, 6, 12)),
            tariff(4, **{"from": date(2024, 6, 13)}),
        )
    )
    told = [one.text for one in items(step(4, matcher=matcher, postcode="59000"), "cout")]
    assert [text.replace("\u202f", " ").partition(" euros")[0] for text in told] == ["1 500"]
