"""What trying every case finds in the rules, and a reader would not."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.bundled import rules_folder
from matcher.rulebook.boundaries import Grid, boundary_values
from matcher.rulebook.checking import RulesCheck, check_rules
from matcher.rulebook.conditions import All, AnyOf, Comparison, Condition, Not, truth
from matcher.rulebook.schema import FactDefinition

WHEN = "when: {heures: {at_least: {parameter: seuil.heures}}}"
TODAY = date(2026, 12, 1)


def checked(folder: Any, *changes: tuple[str, str]) -> RulesCheck:
    folder.change("duree.yaml", *changes)
    return check_rules(folder.path, TODAY)


def test_the_bundled_rules_hold_nothing_contradictory_nor_useless() -> None:
    found = check_rules(rules_folder(), TODAY)
    assert found.faults == ()
    assert not [one for one in found.warnings if "ne change rien" in one or "ne lit ce fait" in one]


def test_conditions_true_together_are_told_with_a_case(folder) -> None:
    both = "met_when: {heures: {at_least: 1000}}\n        not_met_when: {heures: {below: 1607}}"
    faults = checked(folder, (WHEN, both)).faults
    assert any(
        f"ligne {folder.line_of('duree.yaml', 'in_force: {from: 2002-01-18, until: 2020-01-01}')}" in one
        and "« met » et « not_met » sont vrais ensemble quand heures = 1000" in one
        for one in faults
    ), faults


def test_an_outcome_that_cannot_happen_is_told(folder) -> None:
    never = (
        "met_when: {heures: {at_least: 1607}}\n        not_met_when: {all: [{mois: {below: 5}}, {mois: {at_least: 6}}]}"
    )
    assert any("l'issue « not_met » ne peut pas arriver" in one for one in checked(folder, (WHEN, never)).faults)


@pytest.mark.parametrize(
    ("condition", "useless"),
    [
        ("{all: [{heures: {at_least: 1607}}, {heures: {above: 35}}]}", "heures > 35"),
        (
            "{any: [{heures: {at_least: 1607}}, {all: [{heures: {above: 2000}}, {ouverte: {is: true}}]}]}",
            "heures > 2000",
        ),
    ],
)
def test_a_condition_that_another_contains_is_told(folder, condition: str, useless: str) -> None:
    found = checked(folder, (WHEN, f"when: {condition}")).warnings
    assert any(f"« {useless}" in one and "ne change rien" in one for one in found), found


def test_a_condition_that_counts_is_not_called_useless(folder) -> None:
    both = "when: {all: [{heures: {at_least: 1607}}, {ouverte: {is: true}}]}"
    assert not any("ne change rien" in one for one in checked(folder, (WHEN, both)).warnings)


def test_a_case_without_an_opinion_is_told_once(folder) -> None:
    always = 'met_when: {any: [{"finding:duree": {is: not_met}}, {"finding:duree": {is_not: not_met}}]}'
    faults = checked(folder, (always, 'met_when: {"finding:duree": {is_not: not_met}}')).faults
    assert [one for one in faults if "aucun avis" in one] == [
        "avis.yaml : au 18/01/2002, aucun avis quand finding:duree = not_met"
    ]


def test_a_fact_that_no_rule_reads_is_told(folder) -> None:
    found = [one for one in check_rules(folder.path, TODAY).warnings if "ne lit ce fait" in one]
    assert any(": demandes :" in one for one in found)
    assert not any(": heures :" in one for one in found)


HOURS = FactDefinition(type="hours", label="heures", range=True)
FLAG = FactDefinition(type="flag", label="oui ou non")
JOB = FactDefinition(type="text", label="métier", values={"proche": "proche", "loin": "loin"})

comparisons = st.one_of(
    st.builds(Comparison, st.just("h"), st.sampled_from(["at_least", "below", "above", "at_most"]), st.integers(0, 3)),
    st.builds(Comparison, st.just("f"), st.sampled_from(["is", "is_not"]), st.booleans()),
    st.builds(Comparison, st.just("j"), st.sampled_from(["is", "is_not"]), st.sampled_from(["proche", "loin"])),
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    comparisons,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.lists(parts, min_size=1, max_size=3).map(lambda ones: All(tuple(ones))),
        st.lists(parts, min_size=1, max_size=3).map(lambda ones: AnyOf(tuple(ones))),
    ),
    max_leaves=6,
)


@given(conditions)
def test_the_grid_gives_each_combination_the_truth_of_the_condition(condition: Condition) -> None:
    numbers = [Comparison("h", "at_least", 1), Comparison("h", "at_least", 2)]
    values = {
        "h": boundary_values(HOURS, numbers),
        "f": boundary_values(FLAG, []),
        "j": boundary_values(JOB, [Comparison("j", "is", "proche")]),
    }
    true, false = Grid(values).where(condition)
    for place, (j, f, h) in enumerate(product(values["j"], values["f"], values["h"])):
        known = {name: value for name, value in (("h", h), ("f", f), ("j", j)) if value is not None}
        answer = truth(condition, known)
        assert (bool(true >> place & 1), bool(false >> place & 1)) == (answer is True, answer is False), known
