"""Periods of days and calendar months."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.hours.periods import (
    UNITS_IN_A_MONTH,
    Span,
    add_months,
    count_days,
    cut,
    days_by_year,
    intersect,
    last_day,
    merge,
    month_units,
    subtract,
    worked_days,
)
from matcher.model.dossier import Experience

FILED_ON = date(2022, 5, 10)


def span(first: str, last: str | None = None) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last or first))


@st.composite
def near_spans(draw: st.DrawFn) -> Span:
    """Spans close enough to touch and overlap often, around the shortest month."""
    first = date(2019, 12, 20) + timedelta(draw(st.integers(0, 500)))
    return Span(first, first + timedelta(draw(st.integers(0, 60))))


def calendar_months(spans: list[Span]) -> Fraction:
    return Fraction(month_units(spans), UNITS_IN_A_MONTH)


def months_between(first: date, last: date) -> Fraction:
    return calendar_months([Span(first, last)])


days = st.dates(date(2015, 1, 1), date(2024, 12, 31))
few_spans = st.lists(near_spans(), max_size=6)


def as_days(spans: tuple[Span, ...] | list[Span]) -> set[date]:
    return {one.first + timedelta(n) for one in spans for n in range(one.days)}


# Days


def test_a_span_counts_both_ends() -> None:
    assert span("2020-02-28", "2020-03-01").days == 3
    assert span("2021-05-03").days == 1


def test_a_span_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(ValueError, match="à l'envers"):
        span("2020-01-02", "2020-01-01")


def test_spans_that_touch_merge_and_spans_a_day_apart_do_not() -> None:
    assert merge([span("2020-01-03", "2020-01-05"), span("2020-01-01", "2020-01-02")]) == (
        span("2020-01-01", "2020-01-05"),
    )
    assert len(merge([span("2020-01-01"), span("2020-01-03")])) == 2


def test_a_span_inside_another_disappears() -> None:
    assert merge([span("2020-01-01", "2020-12-31"), span("2020-03-01")]) == (span("2020-01-01", "2020-12-31"),)


@given(few_spans, few_spans)
def test_operations_on_spans_are_those_on_sets_of_days(left: list[Span], right: list[Span]) -> None:
    assert as_days(merge(left)) == as_days(left)
    assert as_days(intersect(left, right)) == as_days(left) & as_days(right)
    assert as_days(subtract(left, right)) == as_days(left) - as_days(right)
    assert count_days(left) == sum(days_by_year(left).values()) == len(as_days(left))
    for result in (merge(left), intersect(left, right), subtract(left, right)):
        assert result == merge(result)


@given(few_spans)
def test_a_piece_of_a_cut_is_wholly_inside_or_outside_each_span(spans: list[Span]) -> None:
    pieces = cut(spans)
    assert as_days(pieces) == as_days(spans)
    assert sum(piece.days for piece in pieces) == count_days(spans)
    for piece in pieces:
        for one in spans:
            assert intersect([piece], [one]) in ((), (piece,))


def test_days_are_shared_between_civil_years() -> None:
    assert days_by_year([span("2019-12-30", "2021-01-01")]) == {2019: 2, 2020: 366, 2021: 1}


# Months


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2020-01-01", "2020-12-31", 12),
        ("2019-02-05", "2023-02-04", 48),
        ("2020-01-01", "2020-01-31", 1),
        ("2020-01-01", "2020-01-01", Fraction(1, 31)),
        ("2020-02-01", "2020-02-28", Fraction(28, 29)),
        ("2021-02-01", "2021-02-28", 1),
        ("2020-02-29", "2021-02-27", 12),
        ("2020-02-29", "2021-02-28", 12 + Fraction(1, 29)),
        ("2021-01-31", "2021-02-27", 1),
        ("2021-01-31", "2021-03-30", 2),
        ("2021-01-31", "2021-04-29", 3),
        ("2015-09-14", "2016-04-01", 6 + Fraction(19, 31)),
        ("2021-02-01", "2021-03-15", 1 + Fraction(15, 31)),
    ],
)
def test_months_run_to_the_day_after_the_last(first: str, last: str, months: Fraction) -> None:
    assert months_between(date.fromisoformat(first), date.fromisoformat(last)) == months


def test_a_month_later_is_the_last_day_of_a_shorter_month() -> None:
    assert add_months(date(2021, 1, 31), 1) == date(2021, 2, 28)
    assert add_months(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert add_months(date(2021, 1, 31), 2) == date(2021, 3, 31)
    assert add_months(date(2021, 11, 15), 14) == date(2023, 1, 15)


@given(days, days)
def test_a_longer_period_never_has_fewer_months(first: date, last: date) -> None:
    first, last = min(first, last), max(first, last)
    day = timedelta(1)
    assert months_between(first, last) <= months_between(first, last + day)
    assert months_between(first, last) <= months_between(first - day, last)
    assert months_between(first, last) > 0


def test_no_day_makes_no_month() -> None:
    assert calendar_months([]) == 0


def test_concurrent_spans_count_once() -> None:
    whole, part = span("2021-01-01", "2022-12-31"), span("2021-07-01", "2022-12-31")
    assert calendar_months([whole, part]) == calendar_months([part, whole, whole]) == 24


def test_spans_apart_add_up_and_spans_that_touch_make_one() -> None:
    assert calendar_months([span("2020-01-01", "2020-01-31"), span("2021-01-01", "2021-06-30")]) == 7
    assert calendar_months([span("2020-01-01", "2020-06-30"), span("2020-07-01", "2020-12-31")]) == 12


def test_the_day_that_joins_two_periods_does_not_lower_the_months() -> None:
    """Merged, the block has 1.48 month; its two pieces had 1.5."""
    apart = [span("2021-02-01", "2021-02-14"), span("2021-02-16", "2021-03-15")]
    assert calendar_months(apart) == Fraction(3, 2)
    assert calendar_months([*apart, span("2021-02-15")]) == Fraction(43, 28)
    assert calendar_months([span("2021-02-01", "2021-03-15")]) == 1 + Fraction(15, 31)


@given(few_spans, near_spans())
def test_a_further_span_never_lowers_the_months(spans: list[Span], another: Span) -> None:
    assert calendar_months(spans) <= calendar_months([*spans, another])


@given(few_spans)
def test_the_best_partition_is_the_best_of_all(spans: list[Span]) -> None:
    """The same answer by trying every set of cuts."""

    def best(pieces: tuple[Span, ...]) -> Fraction:
        options = [Fraction(0)] if not pieces else []
        for end, piece in enumerate(pieces, start=1):
            if end > 1 and pieces[end - 2].last + timedelta(1) != piece.first:
                break
            options.append(months_between(pieces[0].first, piece.last) + best(pieces[end:]))
        return max(options)

    assert calendar_months(spans) == best(cut(spans))


# Days worked


def worked(**given: object) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    found = worked_days(Experience.model_validate({"kind": "salarie", **given}), FILED_ON)
    return found.certain, found.possible


def test_full_dates_make_the_same_days_certain_and_possible() -> None:
    job = (span("2020-03-05", "2021-04-06"),)
    assert worked(start="2020-03-05", end="2021-04-06") == (job, job)


def test_partial_dates_run_from_latest_start_to_earliest_end() -> None:
    assert worked(start="2019", end="2021-05") == (
        (span("2019-12-31", "2021-05-01"),),
        (span("2019-01-01", "2021-05-31"),),
    )


def test_two_dates_in_one_year_leave_no_certain_day() -> None:
    assert worked(start="2019", end="2019") == ((), (span("2019-01-01", "2019-12-31"),))


def test_the_start_bounds_a_partial_end_and_the_end_a_partial_start() -> None:
    assert worked(start="2019-06-15", end="2019") == (
        (span("2019-06-15"),),
        (span("2019-06-15", "2019-12-31"),),
    )
    assert worked(start="2019", end="2019-03-10") == (
        (span("2019-03-10"),),
        (span("2019-01-01", "2019-03-10"),),
    )


def test_an_ongoing_activity_runs_to_the_filing_date() -> None:
    job = (span("2022-05-01", "2022-05-10"),)
    assert worked(start="2022-05-01", end=None) == (job, job)
    assert worked(start="2022", end=None) == ((span("2022-05-10"),), (span("2022-01-01", "2022-05-10"),))


def test_an_unknown_end_is_anywhere_from_the_start_to_the_filing_date() -> None:
    assert worked(start="2022-05-01") == ((span("2022-05-01"),), (span("2022-05-01", "2022-05-10"),))
    assert worked(start="2022-05") == ((), (span("2022-05-01", "2022-05-10"),))


def test_nothing_counts_after_the_filing_date() -> None:
    job = (span("2022-05-01", "2022-05-10"),)
    assert worked(start="2022-05-01", end="2023-01-01") == (job, job)
    experience = Experience.model_validate({"kind": "salarie", "start": "2022-01-01", "end": "2022"})
    assert last_day(experience, FILED_ON).last == FILED_ON


def test_absences_leave_both_ranges() -> None:
    job = (span("2020-01-01", "2020-02-29"), span("2020-04-01", "2020-12-31"))
    away = [{"start": "2020-03-01", "end": "2020-03-31"}]
    assert worked(start="2020-01-01", end="2020-12-31", absences=away) == (job, job)


def test_partial_absences_are_widest_for_certain_days_and_narrowest_for_possible_ones() -> None:
    away = [{"start": "2020-03", "end": "2020-05"}]
    assert worked(start="2020-01-01", end="2020-12-31", absences=away) == (
        (span("2020-01-01", "2020-02-29"), span("2020-06-01", "2020-12-31")),
        (span("2020-01-01", "2020-03-30"), span("2020-05-02", "2020-12-31")),
    )


def test_an_absence_within_one_partial_month_may_be_a_single_day() -> None:
    away = [{"start": "2020-03", "end": "2020-03"}]
    certain, possible = worked(start="2020-01-01", end="2020-12-31", absences=away)
    assert count_days(certain) == 366 - 31
    assert possible == (span("2020-01-01", "2020-12-31"),)


def test_an_open_absence_lasts_to_the_end() -> None:
    job = (span("2020-01-01", "2020-02-29"),)
    assert worked(start="2020-01-01", end=None, absences=[{"start": "2020-03-01", "end": None}]) == (job, job)


def test_an_absence_over_everything_leaves_no_day() -> None:
    away = [{"start": "2019-01-01", "end": "2021-01-01"}]
    assert worked(start="2020-01-01", end="2020-12-31", absences=away) == ((), ())
