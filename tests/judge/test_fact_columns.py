"""Columns built from arrays hold what one case at a time would, to the last decimal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge.laws import FACTS

from matcher.judge.fact_columns import FactColumn, codes, days, fact_columns, flags, months, ratios, same, whole
from matcher.judge.flat import encode
from matcher.rulebook.schema import LARGEST

NUMBERS = st.one_of(
    st.floats(-1e6, 1e6),
    st.integers(-(10**6), 10**6).map(lambda cents: cents / 100),
    st.integers(-(10**6), 10**6).map(lambda thousandths: thousandths / 1000),
    st.sampled_from([0.005, 0.015, 35.995, 36.005, 1e-07, -1e-07, 1 / 3, float(LARGEST), -float(LARGEST)]),
)


@pytest.mark.parametrize(("build", "name"), [(months, "hours__low"), (ratios, "sid")])
@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_decimals_are_encoded_as_one_by_one(build: Callable[..., FactColumn], name: str, values: list[float]) -> None:
    column = build(np.array(values))

    assert column.low.tolist() == [encode(value, FACTS[name]) for value in values]
    assert column.high is column.low
    assert column.known is None


@given(st.lists(st.integers(-LARGEST, LARGEST), min_size=1, max_size=20))
def test_whole_numbers_are_encoded_as_one_by_one(values: list[int]) -> None:
    assert whole(np.array(values)).low.tolist() == [encode(value, FACTS["id"]) for value in values]


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int16, np.int32])
def test_the_type_of_an_array_is_widened_where_it_must_be(kind: Any) -> None:
    limits = np.array([np.iinfo(kind).min, np.iinfo(kind).max], kind)

    assert whole(limits).low.tolist() == [2 * int(one) for one in limits]


def test_words_flags_and_dates_are_encoded_as_one_by_one() -> None:
    words = list(FACTS["word"].values)
    plain = fact_columns({"word": [*words, None], "flag": [True, False], "day": [date(2024, 1, 1)]}, FACTS)

    assert plain["word"].low.tolist()[:-1] == codes(np.arange(len(words))).low.tolist()
    assert plain["word"].known is not None
    assert plain["word"].known.tolist() == [True] * len(words) + [False]
    assert plain["flag"].low.tolist() == flags([True, False]).low.tolist()
    assert plain["day"].low.tolist() == days([date(2024, 1, 1).toordinal()]).low.tolist()


def test_nan_is_not_known_at_either_end() -> None:
    column = months([1.0, float("nan"), 3.0, 4.0], [2.0, 3.0, float("nan"), 5.0], known=[True, True, True, False])

    assert column.known is not None
    assert column.known.tolist() == [True, False, False, False]
    assert (column.low[0], column.high[0]) == (200, 400)


def test_what_stands_where_a_fact_is_not_known_is_not_looked_at() -> None:
    column = whole(np.array([5, 10**15]), known=[True, False])

    assert column.low.tolist() == [10, 0]
    assert column.low.dtype == np.int8


def test_a_column_takes_the_smallest_type_that_holds_it() -> None:
    assert [whole(np.array([0, one])).low.dtype for one in (63, 64, 16_383, 16_384, 2**30 - 1, 2**30)] == [
        np.int8,
        np.int16,
        np.int16,
        np.int32,
        np.int32,
        np.int64,
    ]


@pytest.mark.parametrize("build", [whole, months, ratios])
@pytest.mark.parametrize("value", [LARGEST + 1000, -LARGEST - 1000])
def test_a_number_that_no_fact_can_be_is_refused(build: Callable[..., FactColumn], value: int) -> None:
    with pytest.raises(TypeError, match="ne peut pas être un fait"):
        build([0, value])


def test_hours_with_decimals_are_refused_rather_than_cut() -> None:
    with pytest.raises(TypeError, match="nombres entiers"):
        whole([1.5])


def test_one_value_for_all_is_held_once() -> None:
    column = same((12, 36), FACTS["months"])

    assert (column.low.shape, int(column.low), int(column.high)) == ((), 2400, 7200)
    with pytest.raises(TypeError, match="intervalle"):
        same((1, 2), FACTS["stage"])
    with pytest.raises(TypeError, match="ne peut pas être un fait"):
        same("non", FACTS["word"])


def test_plain_values_of_an_unknown_fact_are_refused() -> None:
    with pytest.raises(KeyError):
        fact_columns({"inconnu": [1]}, FACTS)
