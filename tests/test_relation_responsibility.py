"""Functions really held: the level they suggest, what was left out, and what a title or a diploma does not decide."""

from __future__ import annotations

from typing import Any

import pytest
from relation_cases import BOOKS, CATALOGUE, COMPTABLE, RH, SETTINGS, certification, dossier, experience

from matcher import Matcher
from matcher.ranking import rank
from matcher.relation import CertificationIndex, Relation
from matcher.relation.responsibility import suggested_level

INDEX = CertificationIndex(CATALOGUE, SETTINGS)
LEVELS = SETTINGS.levels
LEAST_BUDGET, MOST_BUDGET = LEVELS.budget[0], LEVELS.budget[-1]


def relation(*experiences: dict[str, Any], code: str = COMPTABLE.code) -> Relation:
    found = INDEX.relate(dossier(*experiences), named=[code]).shortlist
    return next(one for one in found if one.certification.code == code)


@pytest.mark.parametrize(
    ("told", "level"),
    [
        ({}, 0),
        ({"responsibility": "execution"}, LEVELS.execution),
        ({"responsibility": "direction"}, LEVELS.direction),
        ({"team_size": 1}, LEVELS.team),
        ({"team_size": 0}, 0),
        ({"budget": LEAST_BUDGET.euros}, LEAST_BUDGET.level),
        ({"budget": LEAST_BUDGET.euros - 1}, 0),
        ({"budget": 10 * MOST_BUDGET.euros}, MOST_BUDGET.level),
        ({"responsibility": "autonome", "team_size": 3}, LEVELS.team),
        ({"responsibility": "autonome", "budget": MOST_BUDGET.euros}, MOST_BUDGET.level),
        ({"responsibility": "direction", "budget": LEAST_BUDGET.euros}, LEVELS.direction),
        ({"responsibility": "execution", "team_size": 3, "budget": MOST_BUDGET.euros}, LEVELS.execution),
    ],
)
def test_the_highest_mark_gives_the_level_but_for_those_who_carry_out_orders(told: dict[str, Any], level: int) -> None:
    assert suggested_level(dossier(BOOKS | told).experiences[0], LEVELS) == level


def test_a_budget_counts_against_the_level_of_the_certification_and_is_named() -> None:
    right = next(step for step in LEVELS.budget if step.level == COMPTABLE.level)
    found = relation(BOOKS | {"budget": right.euros, "team_size": 1, "responsibility": "encadrement"})
    assert found.values["niveau"] == LEVELS.by_gap[0]
    assert "(encadrement, 1 personne, budget de 250\u202f000 €) comparables au niveau 6" in found.why["niveau"]
    assert relation(BOOKS | {"budget": LEAST_BUDGET.euros}).values["niveau"] == LEVELS.by_gap[1]


def test_a_level_is_worth_what_the_settings_say() -> None:
    for gap, responsibility in ((0, "encadrement"), (1, "direction"), (2, "execution")):
        assert relation(BOOKS | {"responsibility": responsibility}).values["niveau"] == LEVELS.by_gap[gap]
    unlevelled = [COMPTABLE.model_copy(update={"level": None}), RH]
    found = CertificationIndex(unlevelled, SETTINGS).relate(dossier(BOOKS | {"responsibility": "direction"}))
    assert found.shortlist[0].values["niveau"] == LEVELS.unknown


@pytest.mark.parametrize("diplomas", [[{"level": 3}], [{"level": 1, "title": "Certificat"}], [{"level": 8}]])
def test_no_diploma_caps_a_target(diplomas: list[dict[str, Any]]) -> None:
    engine = Matcher.load().with_certifications(CATALOGUE)
    without = engine.evaluate(dossier(BOOKS | {"responsibility": "direction"}))
    held = engine.evaluate(dossier(BOOKS | {"responsibility": "direction"}, diplomas=diplomas))
    assert [(one.certification, one.rank, one.score, one.opinion) for one in held.matches] == [
        (one.certification, one.rank, one.score, one.opinion) for one in without.matches
    ]


# Ce qui a été fait, ce qui ne l'a pas été, et l'intitulé


def test_what_was_done_counts_more_than_the_title() -> None:
    cashier = BOOKS | {"title": "Hôtesse de caisse"}
    accountant = experience(
        "Comptable", "Je rédige les offres d'emploi et je conduis les entretiens de recrutement", "Je réunis le CSE"
    )
    for told, expected in ((cashier, COMPTABLE), (accountant, RH)):
        assert rank(INDEX.relate(dossier(told)), {}, SETTINGS)[0].relation.certification == expected


def test_what_was_not_done_counts_against_the_title_and_is_told() -> None:
    refused = ("La TVA", "La liasse fiscale", "Le bilan et le compte de résultat", "Rapprocher les relevés bancaires")
    titled = experience("Responsable comptable", "J'enregistre les factures des fournisseurs")
    whole, part = relation(titled), relation(titled | {"not_done": refused})
    assert 0 < part.values["metier"] < 0.8 * whole.values["metier"]
    assert "n'avoir pas été fait" in part.why["metier"]
    assert "n'avoir pas été fait" not in whole.why["metier"]
    assert relation(titled, titled | {"not_done": refused}).values["metier"] == whole.values["metier"]
    assert relation(titled | {"not_done": ["La plomberie"]}).values["metier"] == whole.values["metier"]


def test_what_was_not_done_counts_against_the_code_too() -> None:
    coded = experience("", rome="M1203", not_done=("Déclarer la TVA", "Préparer la liasse fiscale"))
    found = relation(coded)
    assert 0 < found.values["metier"] < SETTINGS.job.identical
    assert "M1203" in found.why["metier"]
    assert "n'avoir pas été fait" in found.why["metier"]


# Le projet


def test_the_project_breaks_ties_and_says_so() -> None:
    twins = [certification(f"T{place}", title) for place, title in enumerate(("Boulanger", "Fleuriste"))]
    index = CertificationIndex(twins, SETTINGS)
    for project, first in ((None, "T0"), ("devenir fleuriste", "T1")):
        best, other = rank(index.relate(dossier(experience("Plombier"), project=project)), {}, SETTINGS)
        assert best.relation.certification.code == first
        said = {part.name: part.why for part in best.score_parts}["projet"]
        assert ("se rapproche" in said) == bool(project)
        assert (best.score > other.score) == bool(project)
