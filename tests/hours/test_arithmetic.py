"""From worked days to hours, and the sentences that show how."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hour_cases import NOTICE, count, hours, job
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.hours.arithmetic import counted, number, rounded, worked_hours
from matcher.hours.periods import Span

# Weeks and years


@pytest.mark.parametrize(
    ("start", "end", "weekly", "expected"),
    [
        ("2020-01-01", "2020-12-31", 35, 1607),
        ("2019-01-01", "2019-12-31", 39, 1787),
        ("2019-01-01", "2019-12-31", 20, 920),
        ("2015-01-01", "2020-12-31", 35, 9642),
        ("2020-01-01", "2020-12-30", 35, 1607),  # 52 weeks, held to the full year
        ("2019-01-02", "2019-12-31", 35, 1607),  # 364 days
        ("2019-01-01", "2019-11-15", 35, 45 * 35),  # 319 days
        ("2020-02-01", "2020-02-29", 35, 4 * 35),
        ("2020-09-01", "2021-06-30", 35, 43 * 35),  # a school year, pooled
        ("2019-07-01", "2021-06-30", 35, 26 * 35 + 1607 + 25 * 35),
        ("2020-01-02", "2021-12-30", 35, 2 * 1607),
        ("2020-12-28", "2021-01-03", 35, 35),  # seven days over two years
        ("2020-12-28", "2021-12-31", 35, 1607),  # four days make no week beside a full year
        ("2020-01-01", "2020-01-31", 32.5, 130),
        ("2020-01-01", "2020-01-10", 32.5, 33),  # 32,5 rounded half up
        ("2020-01-01", "2020-12-31", 0, 0),
    ],
)
def test_weeks_and_years(start: str, end: str, weekly: float, expected: int) -> None:
    assert hours(job(start=start, end=end, weekly_hours=weekly)) == [(expected, expected)]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2021-05-03", "2021-05-03", 7),  # a Monday
        ("2021-05-04", "2021-05-06", 21),  # three weekdays
        ("2021-05-01", "2021-05-02", 0),  # a weekend
        ("2021-05-03", "2021-05-08", 35),  # Monday to Saturday
        ("2021-05-03", "2021-05-09", 35),
        ("2021-05-07", "2021-05-12", 28),  # Friday to Wednesday
    ],
)
def test_under_a_week_each_weekday_counts(start: str, end: str, expected: int) -> None:
    assert hours(job(start=start, end=end)) == [(expected, expected)]


def test_scattered_days_are_at_most_a_week_under_seven_and_one_week_at_seven() -> None:
    week, day = NOTICE.week(Fraction(35)), timedelta(1)
    mondays = [Span(first, first) for first in (date(2021, 5, 3) + 7 * n * day for n in range(6))]
    saturdays = [Span(first, first) for first in (date(2021, 5, 1) + 7 * n * day for n in range(7))]
    assert worked_hours(mondays, week).hours == worked_hours(saturdays, week).hours == 35
    assert worked_hours(saturdays[:6], week).hours == 0


def test_pooled_years_are_held_one_by_one() -> None:
    """330 and 100 days make 61 weeks pooled; the first year held leaves 46 weeks' worth and 14 weeks."""
    assert hours(job(start="2020-02-06", end="2021-04-10", weekly_hours=20)) == [(920 + 14 * 20,) * 2]


def test_a_year_of_absence_counts_nothing_between_part_years_that_stay_pooled() -> None:
    away = [{"start": "2020-01-01", "end": "2020-12-31"}]
    assert hours(job(start="2019-07-01", end="2021-06-30", absences=away)) == [(52 * 35, 52 * 35)]


spans = st.builds(
    lambda first, length: Span(date(2018, 6, 1) + timedelta(first), date(2018, 6, 1) + timedelta(first + length)),
    st.integers(0, 1200),
    st.integers(0, 500),
)
weekly_rates = st.sampled_from([Fraction(n) for n in (0, 1, 7, 20, 35, 39, 48)] + [Fraction(65, 2)])


@given(st.lists(spans, min_size=1, max_size=4), spans, weekly_rates)
@settings(max_examples=300)
def test_a_further_day_worked_never_lowers_hours(some: list[Span], more: Span, rate: Fraction) -> None:
    week = NOTICE.week(rate)
    assert worked_hours(some, week).hours <= worked_hours([*some, more], week).hours


@pytest.mark.parametrize("start", [date(2018, 12, 31), date(2019, 1, 1), date(2019, 6, 15), date(2019, 11, 2)])
def test_hours_never_fall_day_after_day(start: date) -> None:
    week = NOTICE.week(Fraction(35))
    grown = [worked_hours([Span(start, start + timedelta(n))], week).hours for n in range(800)]
    assert grown == sorted(grown)


# Sentences


@pytest.mark.parametrize(
    ("experience", "sentence"),
    [
        (
            job(start="2015-01-01"),
            "Du 01/01/2015 au 31/12/2020, 35 h par semaine : 6 années civiles pleines × 1\u202f607 h (chiffre"
            " publié pour 35 h) = 9\u202f642 h.",
        ),
        (
            job(start="2015-09-14", end="2016-04-01"),
            "Du 14/09/2015 au 01/04/2016, 35 h par semaine : 28 semaines entières × 35 h (201 jours en 2015"
            " et 2016) = 980 h.",
        ),
        (
            job(start="2020-01-02", end="2023-01-08", weekly_hours=32.5),
            "Du 02/01/2020 au 08/01/2023, 32,5 h par semaine : 2 années civiles pleines × 1\u202f495 h (46"
            " semaines × 32,5 h) + 1 année incomplète plafonnée (2020) × 1\u202f495 h (46 semaines × 32,5 h)"
            " + 1 semaine entière × 32,5 h (8 jours en 2023) = 4\u202f517,5 h. Retenu : 4\u202f518 h.",
        ),
        (
            job(start="2021-05-03", end="2021-05-03"),
            "Le 03/05/2021, 35 h par semaine : 1 jour ouvré × 7 h (35 h ÷ 5) = 7 h.",
        ),
        (
            job(end="2020-03-31", absences=[{"start": "2020-02-01", "end": "2020-02-01"}]),
            "Du 01/01/2020 au 31/03/2020, moins 1 jour d'absence, 35 h par semaine : 12 semaines entières ×"
            " 35 h (90 jours en 2020) = 420 h.",
        ),
        (
            job(start="2024-01-01", end=..., weekly_hours=None, work_time="80 %"),
            "Au moins, le 01/01/2024, 28 h par semaine présumées : 1 jour ouvré × 5,6 h (28 h ÷ 5) = 5,6 h."
            " Au plus, du 01/01/2024 au 12/03/2024, 28 h par semaine présumées : 10 semaines entières × 28 h"
            " (72 jours en 2024) = 280 h. Retenu : entre 6 h et 280 h.",
        ),
        (job(total_hours=6230), "6\u202f230 h déclarées par attestation."),
    ],
)
def test_the_sentence_shows_the_arithmetic(experience: dict[str, Any], sentence: str) -> None:
    assert count(experience)[0].arithmetic == sentence


def test_numbers_are_written_in_french() -> None:
    assert [number(n) for n in (0, 999, 1000, 1234567, Fraction(65, 2), Fraction(20, 3))] == [
        "0",
        "999",
        "1\u202f000",
        "1\u202f234\u202f567",
        "32,5",
        "6,67",
    ]
    assert number(100) == "100"
    assert [counted(n, "jour", "jours") for n in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]
    assert [rounded(Fraction(n, 2)) for n in (0, 1, 2, 3)] == [0, 1, 1, 2]
