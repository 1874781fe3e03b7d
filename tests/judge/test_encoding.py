"""Facts as a judge holds them: exact, of one type each, or refused."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge.laws import law_of, rule, verdict_by_truth

from matcher.judge.durable import DurableJudge
from matcher.judge.flat import Test as Comparison
from matcher.judge.flat import encode, encode_facts, every, field_name, some
from matcher.judge.source import SourceJudge
from matcher.rulebook.schema import NUMBERS, FactDefinition

JUDGES = (DurableJudge(), SourceJudge())
TYPES = {
    kind: FactDefinition(type=kind, label="fait", values={"oui": "oui"} if kind == "text" else {})
    for kind in ("hours", "months", "count", "ratio", "flag", "text", "date")
}
NUMBER = pytest.mark.parametrize("kind", sorted(NUMBERS))


@NUMBER
@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), float("-inf"), 10**13, -(10**13), 10**400, 1e300, True, "5"]
)
def test_a_number_that_no_fact_can_be_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(TypeError, match="ne peut pas être un fait"):
        encode(value, TYPES[kind])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("flag", 1),
        ("flag", "true"),
        ("text", "Oui"),
        ("text", ""),
        ("text", True),
        ("date", "2024-01-01"),
        ("date", 20240101),
        ("hours", None),
        ("hours", [1, 2]),
    ],
)
def test_a_value_of_another_type_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(TypeError, match="ne peut pas être un fait"):
        encode(value, TYPES[kind])


@NUMBER
@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_encoding_never_reverses_two_numbers(kind: str, one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert encode(low, TYPES[kind]) <= encode(high, TYPES[kind])


@NUMBER
@given(st.integers(-(10**9), 10**9), st.fractions(-2, 2))
def test_a_number_passes_a_threshold_after_encoding_exactly_when_it_did_before(
    kind: str, step: int, beside: Fraction
) -> None:
    size = {"months": 100, "ratio": 1000}.get(kind, 1)
    threshold = Fraction(step, size)
    value = threshold + beside / size
    encoded, limit = encode(value, TYPES[kind]), encode(threshold, TYPES[kind])

    assert (encoded >= limit, encoded > limit) == (value >= threshold, value > threshold)


@pytest.mark.parametrize("judge", JUDGES, ids=["durable", "source"])
@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ({"share": {"above": 0}}, {"share": (1e-07, 1e-07)}),
        ({"share": {"at_most": 0}}, {"share": (1e-07, 0.5)}),
        ({"months": {"at_least": 36}}, {"months": (35.996, 35.999)}),
        ({"months": {"at_least": 36}}, {"months": (35.996, 36)}),
        ({"hours__low": {"below": 12}}, {"hours__low": 11.999999}),
        ({"hours": {"at_least": 1607}}, {"hours": (1606.9999, 1606.9999)}),
        ({"id": {"at_most": -(2**33)}}, {"id": -(2**33)}),
        ({"id": {"below": -(2**33)}}, {"id": -(2**33)}),
        ({"hours": {"is": 10**12}}, {"hours": (10**12, 10**12)}),
        ({"hours": {"is": 10**12}}, {"hours": (10**12 - 1, 10**12 - 1)}),
        ({"day": {"below": date(2016, 8, 10)}}, {"day": date(2016, 8, 9)}),
        ({"day": {"below": date(2016, 8, 10)}}, {"day": date(1, 1, 1)}),
        ({"day": {"at_least": date(2016, 8, 10)}}, {"day": date(9999, 12, 31)}),
    ],
)
def test_values_at_the_edge_are_judged_as_they_are(judge: Any, condition: Any, facts: Any) -> None:
    law = law_of(rule("a", when=condition))

    assert judge.judge(law, facts) == verdict_by_truth(law, facts)


def test_a_fact_without_a_value_leaves_no_field() -> None:
    assert encode_facts({"oui": None, "non": False}, {"oui": TYPES["flag"], "non": TYPES["flag"]}) == {"fact_non": 0}


def test_a_fact_that_is_no_range_refuses_one() -> None:
    with pytest.raises(TypeError, match="intervalle"):
        encode_facts({"heures": (1, 2)}, {"heures": TYPES["hours"]})


def test_a_range_becomes_two_fields_and_a_plain_value_both_ends() -> None:
    ranged = {"heures": TYPES["hours"].model_copy(update={"range": True})}

    assert encode_facts({"heures": (1, 2)}, ranged) == {"low_fact_heures": 2, "high_fact_heures": 4}
    assert encode_facts({"heures": 3}, ranged) == {"low_fact_heures": 6, "high_fact_heures": 6}


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)
RULES = st.from_regex(r"[a-z][a-z0-9]{0,2}([.-][a-z0-9]{1,2}){0,3}", fullmatch=True)


@given(st.sets(st.one_of(NAMES, RULES.map("finding:{}".format)), min_size=2, max_size=20))
def test_two_names_never_share_a_field(names: set[str]) -> None:
    assert len({field_name(name) for name in names}) == len(names)


def test_groups_of_one_kind_are_merged() -> None:
    one, two, three = (Comparison(name, "==", 1) for name in ("a", "b", "c"))

    assert every([every([one, two]), three]).parts == (one, two, three)
    assert some([one, some([two, one]), three]).parts == (one, two, three)
    assert every([some([one]), every([one])]) == some([one, one]) == one
