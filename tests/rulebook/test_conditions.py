"""Conditions: three values, ranges, and the order of what is known."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge.laws import CONDITIONS, FACT_SETS, FACTS

from matcher.rulebook.conditions import (
    OPERATORS,
    OPPOSITE,
    All,
    AnyOf,
    Comparison,
    Condition,
    ConditionFault,
    Not,
    ParameterRef,
    comparisons_of,
    map_comparisons,
    negated,
    positive,
    read_condition,
    truth,
)

Facts = dict[str, Any]
DATA = st.data()


def tree(written: Any) -> Condition:
    """A condition as a judge has it, its parameters resolved."""
    return map_comparisons(
        read_condition(written),
        lambda one: Comparison(one.fact, one.operator, 1607) if isinstance(one.value, ParameterRef) else one,
    )


def known(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if value is not None}


TREES = CONDITIONS.map(tree)
KNOWN = FACT_SETS.map(known)


def opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


@given(TREES, KNOWN)
def test_negation_swaps_true_and_false_and_keeps_unknown(condition: Condition, facts: Facts) -> None:
    expected = opposite(truth(condition, facts))

    assert truth(negated(condition), facts) is expected
    assert truth(negated(positive(condition)), facts) is expected
    assert truth(Not(condition), facts) is expected


@given(TREES, KNOWN)
def test_a_condition_without_its_nots_has_the_same_value(condition: Condition, facts: Facts) -> None:
    assert truth(positive(condition), facts) is truth(condition, facts)
    assert "Not(" not in repr(positive(condition)) + repr(negated(condition))


@given(TREES, KNOWN, DATA)
def test_knowing_less_never_changes_a_known_value(condition: Condition, facts: Facts, data: st.DataObject) -> None:
    kept = data.draw(st.sets(st.sampled_from(sorted(FACTS))))
    value = truth(condition, {name: fact for name, fact in facts.items() if name in kept})

    assert value is None or truth(condition, facts) is value


@given(TREES, KNOWN, DATA)
def test_a_range_decides_only_where_each_of_its_points_decides_alike(
    condition: Condition, facts: Facts, data: st.DataObject
) -> None:
    value = truth(condition, facts)
    inside = {name: _point(data, fact) if isinstance(fact, tuple) else fact for name, fact in facts.items()}

    assert value is None or truth(condition, inside) is value


@given(TREES, KNOWN, DATA)
def test_a_narrower_range_never_changes_a_known_value(condition: Condition, facts: Facts, data: st.DataObject) -> None:
    value = truth(condition, facts)
    narrower = {
        name: tuple(sorted((_point(data, fact), _point(data, fact)))) if isinstance(fact, tuple) else fact
        for name, fact in facts.items()
    }

    assert value is None or truth(condition, narrower) is value


def _point(data: st.DataObject, ends: tuple[Any, Any]) -> Any:
    low, high = ends
    return data.draw(st.sampled_from([low, high, (low + high) / 2]))


@pytest.mark.parametrize("operator", sorted(OPERATORS))
def test_nothing_is_known_of_a_missing_fact(operator: Any) -> None:
    value = (1,) if operator in {"one_of", "none_of"} else 1

    assert truth(Comparison("id", operator, value), {}) is None


@pytest.mark.parametrize(
    ("operator", "value", "true", "false", "open_"),
    [
        ("at_least", 36, [(36, 40), 36], [(30, 35), 35], [(30, 36), (35, 40)]),
        ("below", 36, [(30, 35), 35], [(36, 40), 36], [(30, 36), (35, 40)]),
        ("at_most", 36, [(30, 36), 36], [(37, 40), 37], [(36, 37), (30, 40)]),
        ("above", 36, [(37, 40), 37], [(30, 36), 36], [(36, 37), (30, 40)]),
        ("is", 36, [(36, 36), 36], [(30, 35), (37, 40), 35], [(36, 37), (35, 36)]),
        ("is_not", 36, [(30, 35), (37, 40), 35], [(36, 36), 36], [(36, 37), (35, 36)]),
        ("one_of", (3, 36), [(3, 3), 36], [(4, 35), 37], [(3, 4), (4, 36)]),
        ("none_of", (3, 36), [(4, 35), 37], [(3, 3), 36], [(3, 4), (4, 36)]),
    ],
)
def test_each_operator_on_both_sides_of_its_value(
    operator: Any, value: Any, true: list[Any], false: list[Any], open_: list[Any]
) -> None:
    said = {
        expected: [truth(Comparison("months", operator, value), {"months": fact}) for fact in facts]
        for expected, facts in ((True, true), (False, false), (None, open_))
    }

    assert all(one is expected for expected, values in said.items() for one in values), said


def test_all_and_any_follow_the_tables_of_kleene() -> None:
    facts: Facts = {"yes": True, "no": False}
    values = {name: truth(Comparison(name, "is", True), facts) for name in ("yes", "no", "open")}
    assert list(values.values()) == [True, False, None]

    for one, other in product(values, repeat=2):
        both = (Comparison(one, "is", True), Comparison(other, "is", True))
        pair = {values[one], values[other]}
        assert truth(All(both), facts) is (False if False in pair else None if None in pair else True)
        assert truth(AnyOf(both), facts) is (True if True in pair else None if None in pair else False)


def test_every_operator_has_an_opposite_that_gives_it_back() -> None:
    assert {OPPOSITE[OPPOSITE[operator]] for operator in OPPOSITE} == OPERATORS
    assert all(OPPOSITE[operator] != operator for operator in OPPOSITE)


def test_several_operators_on_one_fact_hold_together() -> None:
    between = read_condition({"months": {"at_least": 12, "below": 36}})

    assert [truth(between, {"months": value}) for value in (11, 12, 35, 36)] == [False, True, True, False]


def test_comparisons_are_listed_in_the_order_of_the_text() -> None:
    written = {"all": [{"a": {"is": 1}}, {"not": {"any": [{"b": {"is": 2}}, {"c": {"is": 3}}]}}, {"a": {"is": 4}}]}

    assert [(one.fact, one.value) for one in comparisons_of(read_condition(written))] == [
        ("a", 1),
        ("b", 2),
        ("c", 3),
        ("a", 4),
    ]


KEYS = st.sampled_from(["all", "any", "not", "is", "one_of", "parameter", "months"])
PLAIN_DATA = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=2),
    max_leaves=8,
)


@given(PLAIN_DATA)
def test_what_is_no_condition_is_refused_in_french_and_never_crashes(written: Any) -> None:
    said = None
    try:
        read_condition(written)
    except ConditionFault as fault:
        said = str(fault)

    assert said is None or "attendu" in said
