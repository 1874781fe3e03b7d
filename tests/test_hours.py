"""Hours of experiences, their sentences, totals, and the training cap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.arithmetic import counted, number, rounded, worked_hours
from matcher.hours import (
    CountedExperience,
    HourParameters,
    HoursTotals,
    count_hours,
    hours_summary,
    summarise,
    weekly_overload,
)
from matcher.model.dates import PartialDate
from matcher.model.dossier import Dossier
from matcher.periods import Span

OWN_RIGHT = (
    "salarie independant volontaire sportif_haut_niveau benevole syndical mandat_electif".split()  # noqa: SIM905
)
ALTERNATING = ["apprentissage", "professionnalisation", "contrat_unique_insertion"]
TRAINING = [*ALTERNATING, "pmsmp", "poe", "pfmp", "stage"]

NOTICE = HourParameters(
    published_years={Fraction(35): 1607, Fraction(39): 1787},
    weeks_in_full_year=46,
    full_time_week=Fraction(35),
    longest_week=Fraction(48),
    work_days_in_week=5,
    categories={
        **dict.fromkeys(OWN_RIGHT, "own_right"),
        **dict.fromkeys(TRAINING, "training"),
        "autre": "other",
    },
    net_of_training=frozenset(ALTERNATING),
    mandate_kinds=frozenset({"mandat_electif"}),
    training_cap="si_propre_superieur",
    other_counted=False,
)
FILED_ON = "2024-03-12"


def job(kind: str = "salarie", **given: Any) -> dict[str, Any]:
    """35 h a week over 2020, unless told otherwise; ``end=...`` leaves the end out."""
    told = {"start": "2020-01-01", "end": "2020-12-31", "weekly_hours": 35, **given}
    return {"kind": kind, **{name: value for name, value in told.items() if value is not ...}}


def count(*experiences: dict[str, Any], filed_on: str | date = FILED_ON) -> tuple[CountedExperience, ...]:
    dossier = {"id": "D", "filed_on": filed_on, "experiences": experiences}
    return count_hours(Dossier.model_validate(dossier), NOTICE)


def hours(*experiences: dict[str, Any], **filing: str) -> list[tuple[int, int]]:
    return [(one.low, one.high) for one in count(*experiences, **filing)]


def totals(
    *experiences: dict[str, Any], below: bool | None = None, filed_on: str | date = FILED_ON, **change: Any
) -> HoursTotals:
    return summarise(count(*experiences, filed_on=filed_on), replace(NOTICE, **change), below)


# The official example (assistant de service social)

OFFICIAL = (
    job(start="2015-09-14", end="2016-04-01"),
    job(start="2012-10-15", end="2015-08-31", total_hours=6230, weekly_hours=None),
    job("stage", start="2010-10-11", end="2011-02-11", total_hours=602),
)


def test_official_example() -> None:
    assert hours(*OFFICIAL) == [(980, 980), (6230, 6230), (602, 602)]
    found = totals(*OFFICIAL)
    assert (found.own_right_low, found.training_low, found.training_counted) == (7210, 602, True)
    assert (found.total_low, found.total_high) == (7812, 7812)


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
    assert worked_hours(some, week)[0] <= worked_hours([*some, more], week)[0]


@pytest.mark.parametrize("start", [date(2018, 12, 31), date(2019, 1, 1), date(2019, 6, 15), date(2019, 11, 2)])
def test_hours_never_fall_day_after_day(start: date) -> None:
    week = NOTICE.week(Fraction(35))
    grown = [worked_hours([Span(start, start + timedelta(n))], week)[0] for n in range(800)]
    assert grown == sorted(grown)


# Absences


def test_an_absence_leaves_hours_and_months() -> None:
    away = [{"start": "2018-03-01", "end": "2018-08-31"}]
    found = totals(job(start="2015-01-01", absences=away))
    assert found.total_low == found.total_high == 5 * 1607 + 25 * 35
    assert found.calendar_months_low == found.calendar_months_high == 66


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        ([{"start": "2020-01-01", "end": "2020-12-31"}], (0, 0)),
        ([{"start": "2020-05-04", "end": "2020-05-04"}], (1607, 1607)),
        ([{"start": "2020-07-01", "end": None}], (26 * 35, 26 * 35)),
        ([{"start": "2020-07", "end": None}], (26 * 35, 30 * 35)),
        ([{"start": "2020-07", "end": "2020-08"}], (43 * 35, 1607)),
        ([{"start": "2025-01-01", "end": None}], (1607, 1607)),
        ([{"start": "2020-01-08"}, {"start": "2020-01-01", "end": "2020-01-02"}], (21, 21)),  # three weekdays
    ],
)
def test_absences(away: list[dict[str, Any]], expected: tuple[int, int]) -> None:
    assert hours(job(absences=away)) == [expected]


def test_a_declared_total_already_excludes_absences() -> None:
    away = [{"start": "2020-01-01", "end": "2020-06-30"}]
    (one,) = count(job(total_hours=800, absences=away))
    assert (one.low, one.high, one.certain) == (800, 800, (Span(date(2020, 7, 1), date(2020, 12, 31)),))
    assert one.arithmetic == (
        "800 h déclarées par attestation. L'attestation exclut déjà les absences : elles ne quittent que le calendrier."
    )


# Ends and partial dates


def test_an_ongoing_activity_counts_to_the_filing_date() -> None:
    (one,) = count(job(start="2024-01-01", end=None))
    assert (one.low, one.high, one.missing) == (10 * 35, 10 * 35, ())
    assert one.notes == ("Activité en cours : comptée jusqu'au dépôt du dossier, le 12/03/2024.",)


def test_an_unknown_end_gives_a_range_from_one_day_to_the_filing_date() -> None:
    (one,) = count(job(start="2024-01-01", end=...))
    assert (one.low, one.high, one.missing) == (7, 10 * 35, ("end",))
    assert one.notes == ("Date de fin inconnue : au plus tard le dépôt du dossier, le 12/03/2024.",)


def test_an_unknown_end_on_the_filing_date_is_known() -> None:
    (one,) = count(job(start=FILED_ON, end=...))
    assert (one.low, one.high, one.missing) == (7, 7, ())


def test_an_end_after_filing_is_clipped_with_a_note() -> None:
    (one, declared) = count(
        job(start="2024-01-01", end="2024-12-31"), job(start="2024-01-01", end="2024-12-31", total_hours=9)
    )
    assert (one.low, one.high) == (10 * 35, 10 * 35)
    assert one.notes == ("La fin suit le dépôt du dossier : compté jusqu'au 12/03/2024.",)
    assert declared.notes == (
        "La fin suit le dépôt du dossier : le calendrier s'arrête au 12/03/2024, le total reste entier.",
    )


def test_partial_dates_give_a_range_and_say_what_is_missing() -> None:
    (one,) = count(job(start="2019", end="2021-05"))
    assert (one.low, one.high) == (1607 + 17 * 35, 2 * 1607 + 21 * 35)
    assert one.missing == ("start", "end")


def test_dates_in_one_year_leave_no_certain_hour() -> None:
    (one,) = count(job(start="2019", end="2019"))
    assert (one.low, one.high, one.certain) == (0, 1607, ())
    assert one.arithmetic == (
        "Au moins 0 h, car aucun jour n'est certain. Au plus, du 01/01/2019 au 31/12/2019, 35 h par semaine :"
        " 1 année civile pleine × 1\u202f607 h (chiffre publié pour 35 h) = 1\u202f607 h."
        " Retenu : entre 0 h et 1\u202f607 h."
    )


def test_partial_dates_don_t_blur_a_declared_total() -> None:
    (one,) = count(job(start="2019", end="2019", total_hours=600))
    assert (one.low, one.high, one.missing) == (600, 600, ("start", "end"))


# Hours a week that are not given


@pytest.mark.parametrize(
    ("work_time", "basis", "expected", "note"),
    [
        (
            "plein",
            "temps_plein_presume",
            1607,
            "Temps plein sans horaire précis : 35 h par semaine présumées.",
        ),
        (
            "forfait_jours",
            "temps_plein_presume",
            1607,
            "Forfait en jours : temps plein, 35 h par semaine présumées.",
        ),
        (
            "80 %",
            "part_presumee",
            28 * 46,
            "Temps de travail de 80 % : 28 h par semaine présumées.",
        ),
        (
            "62,5%",
            "part_presumee",
            1006,  # 21,875 × 46 = 1 006,25
            "Temps de travail de 62,5 % : 21,88 h par semaine présumées.",
        ),
    ],
)
def test_presumed_hours_carry_a_note(work_time: str, basis: str, expected: int, note: str) -> None:
    (one,) = count(job(weekly_hours=None, work_time=work_time))
    assert (one.low, one.high, one.basis, one.presumed) == (expected, expected, basis, True)
    assert (one.notes, one.missing) == ((note,), ())


def test_hours_told_win_over_presumed_ones() -> None:
    (one,) = count(job(weekly_hours=39, work_time="forfait_jours"))
    assert (one.low, one.basis, one.presumed, one.notes) == (1787, "hebdomadaire", False, ())


@pytest.mark.parametrize("kind", ["salarie", "benevole", "syndical", "stage", "autre"])
def test_nothing_known_is_a_wide_range(kind: str) -> None:
    (one,) = count(job(kind, weekly_hours=None))
    assert (one.low, one.high, one.basis, one.missing) == (0, 48 * 46, "inconnu", ("weekly_hours",))
    assert one.arithmetic == (
        "Heures par semaine inconnues : au moins 0 h. Au plus, du 01/01/2020 au 31/12/2020, 48 h par semaine"
        " : 1 année civile pleine × 2\u202f208 h (46 semaines × 48 h) = 2\u202f208 h."
        " Retenu : entre 0 h et 2\u202f208 h."
    )


def test_an_elected_person_without_work_is_presumed_full_time() -> None:
    (one, _) = count(job("mandat_electif", weekly_hours=None), job(start="2021-01-01", end="2021-12-31"))
    assert (one.low, one.basis, one.missing, one.presumed) == (1607, "temps_plein_presume", (), True)
    assert one.notes == ("Mandat sans travail à côté : temps plein, 35 h par semaine présumées.",)


@pytest.mark.parametrize("kind", ["salarie", "independant", "apprentissage"])
def test_an_elected_person_at_work_counts_hour_credits(kind: str) -> None:
    (one, _) = count(
        job("mandat_electif", weekly_hours=None, within_work=False),
        job(kind, start="2020-12-31", end="2020-12-31"),
    )
    assert (one.low, one.high, one.basis, one.missing) == (0, 2208, "inconnu", ("weekly_hours",))
    assert one.notes == ("Mandat exercé à côté d'un travail : seuls comptent les crédits d'heures, à préciser.",)


# Training


def test_time_in_the_training_centre_leaves() -> None:
    (one,) = count(job("apprentissage", training_hours=407))
    assert (one.low, one.high, one.missing) == (1200, 1200, ())
    assert one.arithmetic.endswith("= 1\u202f607 h. Moins 407 h en centre de formation : 1\u202f200 h.")


def test_training_hours_leave_any_kind_and_never_below_zero() -> None:
    assert hours(job("stage", training_hours=7), job(training_hours=2000)) == [(1600, 1600), (0, 0)]


@pytest.mark.parametrize("kind", ALTERNATING)
def test_training_hours_not_given_open_the_range_down_to_zero(kind: str) -> None:
    (one,) = count(job(kind))
    assert (one.low, one.high, one.missing) == (0, 1607, ("training_hours",))


def test_a_declared_total_is_taken_as_net_of_training() -> None:
    (one, less) = count(
        job("apprentissage", total_hours=900), job("apprentissage", total_hours=900, training_hours=100)
    )
    assert (one.low, one.high, one.missing) == (900, 900, ())
    assert one.notes == ("Le total déclaré est pris comme net des heures en centre de formation.",)
    assert (less.low, less.high, less.notes) == (800, 800, ())


@pytest.mark.parametrize(
    ("own", "training", "expected"),
    [
        (800, 1000, (False, 800, 800)),
        (1001, 1000, (True, 2001, 2001)),
        (1000, 1000, (False, 1000, 1000)),
        (0, 0, (False, 0, 0)),
        (1, 0, (True, 1, 1)),
    ],
)
def test_training_counts_if_own_hours_are_strictly_greater(
    own: int, training: int, expected: tuple[bool, int, int]
) -> None:
    found = totals(job(total_hours=own), job("stage", total_hours=training))
    assert (found.training_counted, found.total_low, found.total_high) == expected


def test_a_range_across_the_cap_leaves_it_open() -> None:
    found = totals(job(total_hours=1000), job("stage", weekly_hours=None, start="2021-01-01", end="2021-12-31"))
    assert (found.training_counted, found.total_low, found.total_high) == (None, 1000, 1000 + 2208)
    assert (found.calendar_months_low, found.calendar_months_high) == (12, 24)


@pytest.mark.parametrize(
    ("cap", "below", "expected", "total", "months"),
    [
        ("exclue", True, False, (1607, 1607), (12, 12)),
        ("comptee", None, True, (2607, 2607), (24, 24)),
        ("selon_niveau", True, True, (2607, 2607), (24, 24)),
        ("selon_niveau", False, False, (1607, 1607), (12, 12)),
        ("selon_niveau", None, None, (1607, 2607), (12, 24)),
        ("si_propre_superieur", False, True, (2607, 2607), (24, 24)),
    ],
)
def test_training_cap_of_each_time(
    cap: str, below: bool | None, expected: bool | None, total: tuple[int, int], months: tuple[int, int]
) -> None:
    stage = job("stage", start="2021-01-01", end="2021-12-31", total_hours=1000)
    found = totals(job(), stage, below=below, training_cap=cap)
    assert (found.training_counted, found.training_low, found.training_high) == (expected, 1000, 1000)
    assert (found.total_low, found.total_high) == total
    assert (found.calendar_months_low, found.calendar_months_high) == months


def test_without_training_the_cap_says_what_its_mode_says() -> None:
    assert totals(job(), training_cap="comptee").training_counted is True
    assert totals(job(), training_cap="exclue").training_counted is False
    assert totals(job()).training_counted is True
    assert totals().training_counted is False


def test_other_activities_count_only_where_the_law_counts_them() -> None:
    carer = job("autre", start="2021-01-01", end="2021-12-31", weekly_hours=10)
    closed, open_ = totals(job(), carer), totals(job(), carer, other_counted=True)
    assert (closed.own_right_low, closed.total_high, closed.calendar_months_high) == (1607, 1607, 12)
    assert (open_.own_right_low, open_.total_high, open_.calendar_months_low) == (2067, 2067, 24)


# Concurrent activities


def test_concurrent_jobs_add_hours_but_not_months_and_raise_an_alert() -> None:
    found = count(
        job(start="2021-01-01", end="2022-12-31", weekly_hours=20),
        job(start="2021-07-01", end="2022-12-31", weekly_hours=30),
    )
    sums = summarise(found, NOTICE, None)
    assert (sums.calendar_months_low, sums.calendar_months_high) == (24, 24)
    assert sums.total_low == 2 * 920 + 1380 + 26 * 30
    (alert,) = weekly_overload(found, NOTICE)
    assert alert.span == Span(date(2021, 7, 1), date(2022, 12, 31))
    assert (alert.weekly, alert.indexes) == (50, (0, 1))


def test_concurrent_kinds_are_each_counted() -> None:
    assert hours(job(), job("benevole", weekly_hours=5)) == [(1607, 1607), (230, 230)]


def test_no_alert_at_the_longest_week_nor_one_after_the_other() -> None:
    assert not weekly_overload(count(job(), job("benevole", weekly_hours=13)), NOTICE)
    assert not weekly_overload(count(job(), job(start="2021-01-01", end="2021-12-31")), NOTICE)


def test_no_alert_on_days_or_hours_that_are_not_certain() -> None:
    assert not weekly_overload(count(job(), job(start="2020", end="2020")), NOTICE)
    assert not weekly_overload(count(job(), job("benevole", weekly_hours=None)), NOTICE)


def test_one_activity_alone_may_be_too_much() -> None:
    (alert,) = weekly_overload(count(job(weekly_hours=60)), NOTICE)
    assert (alert.weekly, alert.indexes) == (60, (0,))


# Duties within work


def test_a_duty_within_work_counts_once_and_leaves_the_job() -> None:
    found = count(job(start="2015-01-01"), job("syndical", start="2016-01-01", weekly_hours=10, within_work=True))
    assert [(one.low, one.high, one.missing) for one in found] == [
        (9642 - 2300, 9642 - 2300, ()),
        (2300, 2300, ()),
    ]
    assert found[0].arithmetic.endswith(
        "= 9\u202f642 h. Moins 2\u202f300 h en responsabilités syndicales, pendant ce travail, comptées à"
        " part. Retenu : 7\u202f342 h."
    )
    assert found[1].arithmetic.endswith(
        " Ces heures, prises sur le travail salarié, ne comptent qu'ici. Retenu : 2\u202f300 h."
    )
    assert summarise(found, NOTICE, None).total_low == 9642


def test_a_union_s_name_is_never_said() -> None:
    found = count(job(), job("syndical", title="Délégué CFDT", organisation="CFDT", within_work=True))
    assert not any("CFDT" in f"{one.arithmetic}{one.notes}" for one in found)


def test_only_the_days_of_work_lose_duty_hours() -> None:
    """182 of the duty's 366 days fall on the job."""
    duty = job("mandat_electif", total_hours=366, within_work=True)
    assert hours(job(end="2020-06-30"), duty) == [(26 * 35 - 182, 26 * 35 - 182), (366, 366)]


def test_a_duty_outside_work_leaves_everything() -> None:
    duty = job("syndical", total_hours=100, within_work=False)
    assert hours(job(), duty) == [(1607, 1607), (100, 100)]
    duty = job("syndical", total_hours=100, within_work=True)
    assert hours(job("independant"), duty) == [(1607, 1607), (100, 100)]
    assert hours(job(start="2021-01-01", end="2021-12-31"), duty) == [(1607, 1607), (100, 100)]


def test_not_said_whether_within_work_opens_the_job_s_range_and_asks() -> None:
    found = count(job(), job("syndical", total_hours=100))
    assert [(one.low, one.high, one.missing) for one in found] == [
        (1507, 1607, ()),
        (100, 100, ("within_work",)),
    ]
    assert "Moins 0 à 100 h en responsabilités syndicales, si c'était pendant ce travail." in (found[0].arithmetic)
    sums = summarise(found, NOTICE, None)
    assert (sums.own_right_low, sums.own_right_high) == (1607, 1707)


@pytest.mark.parametrize("duty", [job("syndical", total_hours=0), job("syndical", start="2019", end="2019")])
def test_within_work_is_not_asked_of_a_duty_without_hours_or_work_beside(duty: dict[str, Any]) -> None:
    assert "within_work" not in count(job(), duty)[1].missing


def test_unknown_duty_hours_take_nothing_from_a_total_that_holds_them() -> None:
    """The job alone may be down to nothing; job and duty together are no less than the job."""
    found = count(job(), job("syndical", weekly_hours=None))
    assert [(one.low, one.high) for one in found] == [(0, 1607), (0, 2208)]
    assert summarise(found, NOTICE, None).own_right_low == 1607
    assert summarise(found[:1], NOTICE, None).own_right_low == 0
    assert "ensemble, les deux comptent au moins autant que ce travail seul" in found[0].arithmetic


def test_duty_hours_never_take_more_than_the_job_has() -> None:
    assert hours(job(weekly_hours=10), job("syndical", within_work=True)) == [(0, 0), (1607, 1607)]


def test_concurrent_jobs_give_a_duty_s_hours_once_and_share_what_one_lacks() -> None:
    duty = job("syndical", total_hours=1000, within_work=True)
    assert hours(duty, job(weekly_hours=10), job(weekly_hours=20)) == [(1000, 1000), (380, 380), (0, 0)]


def test_a_duty_within_work_adds_nothing_to_the_week() -> None:
    assert not weekly_overload(count(job(weekly_hours=39), job("syndical", weekly_hours=10)), NOTICE)
    apart = job("syndical", weekly_hours=10, within_work=False)
    assert weekly_overload(count(job(weekly_hours=39), apart), NOTICE)


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


# The report's block


def test_the_summary_carries_each_number_once() -> None:
    found = count(job(start="2020", end="2021-12-31"), job("stage", start="2019-01-01", end="2019-06-30"))
    sums = summarise(found, NOTICE, None)
    block = hours_summary(found, sums)
    assert (block.total, block.total_low, block.total_high) == (
        sums.total_low,
        sums.total_low,
        sums.total_high,
    )
    assert (block.own_right_low, block.own_right_high) == (sums.own_right_low, sums.own_right_high)
    assert (block.training, block.training_high) == (sums.training_low, sums.training_high)
    assert block.training_counted is True
    assert block.calendar_months == block.calendar_months_low == float(sums.calendar_months_low)
    assert block.calendar_months_high == 30.0
    assert [line.arithmetic for line in block.experiences] == [one.arithmetic for one in found]
    assert [(line.index, line.hours, line.high) for line in block.experiences] == [
        (one.index, one.low, one.high) for one in found
    ]


def test_months_are_rounded_to_two_decimals() -> None:
    assert totals(job(start="2021-02-01", end="2021-03-15")).calendar_months_low == Decimal("1.48")
    assert totals(job(end="2020-01-01")).calendar_months_low == Decimal("0.03")


# Properties over whole dossiers

FILING = date(2022, 5, 10)
KINDS = [
    "salarie",
    "independant",
    "benevole",
    "syndical",
    "mandat_electif",
    "apprentissage",
    "stage",
    "autre",
]


def as_days(text: str) -> tuple[date, date]:
    read = PartialDate.from_iso(text)
    return read.first, read.last


@st.composite
def partial_dates(draw: st.DrawFn, first: date = date(2018, 1, 1), last: date = FILING) -> str:
    return draw(st.dates(first, last)).isoformat()[: draw(st.sampled_from([4, 7, 10, 10]))]


@st.composite
def experiences(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(partial_dates())
    first = as_days(start)[0]
    told: dict[str, Any] = {
        "kind": draw(st.sampled_from(KINDS)),
        "title": draw(st.uuids()).hex,
        "start": start,
        "end": draw(st.one_of(st.just(...), st.none(), partial_dates(first, date(2022, 12, 31)))),
        "weekly_hours": draw(st.sampled_from([None, 10, 32.5, 35, 39, 48])),
        "work_time": draw(st.sampled_from([None, None, "plein", "80 %"])),
        "total_hours": draw(st.sampled_from([None, None, None, 24])),
        "training_hours": draw(st.sampled_from([None, None, 50])),
        "within_work": draw(st.sampled_from([None, True, False])),
        "absences": [],
    }
    for _ in range(draw(st.integers(0, 2))):
        away = draw(partial_dates(first))
        end = draw(st.one_of(st.none(), partial_dates(as_days(away)[0])))
        told["absences"].append({"start": away, "end": end})
    return {name: value for name, value in told.items() if value is not ...}


dossiers = st.lists(experiences(), max_size=5)


def choose(draw: st.DrawFn, start: str, end: str | None, latest: date) -> tuple[date, date | None]:
    """A day inside each of two partial dates, in order."""
    first, last = as_days(start)
    ends = as_days(end) if end else (date.min, date.max)
    begun = draw(st.dates(first, min(last, ends[1], latest)))
    return begun, draw(st.dates(max(begun, ends[0]), ends[1])) if end else None


@st.composite
def told_and_true(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A dossier with gaps, and the same with every gap filled in some way it allows."""
    told = draw(dossiers)
    true = []
    for one in told:
        exact = dict(one)
        exact["start"], exact["end"] = choose(draw, one["start"], one.get("end"), FILING)
        if "end" not in one:
            exact["end"] = draw(st.dates(exact["start"], FILING))
        exact["absences"] = [
            dict(zip(("start", "end"), choose(draw, away["start"], away["end"], date.max), strict=True))
            for away in one["absences"]
        ]
        if one["within_work"] is None:
            exact["within_work"] = draw(st.booleans())
        true.append(exact)
    for exact, counted_one in zip(true, count(*told, filed_on=FILING), strict=True):
        if "weekly_hours" in counted_one.missing:
            exact["weekly_hours"] = draw(st.sampled_from([0, 5, 35, 47.9]))
        if "training_hours" in counted_one.missing:
            exact["training_hours"] = draw(st.sampled_from([0, 100, 9000]))
    return told, true


@given(told_and_true())
@settings(max_examples=400, deadline=None)
def test_the_truth_lies_inside_the_range(pair: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    told, true = (count(*one, filed_on=FILING) for one in pair)
    for blurred, exact in zip(told, true, strict=True):
        assert blurred.low <= exact.low == exact.high <= blurred.high
        assert "start" not in exact.missing
        assert "end" not in exact.missing
        assert "within_work" not in exact.missing
    wide, narrow = (summarise(one, NOTICE, None) for one in (told, true))
    slack = len(told)  # each experience is rounded on its own
    assert wide.own_right_low - slack <= narrow.own_right_low == narrow.own_right_high <= wide.own_right_high
    assert wide.training_low - slack <= narrow.training_low == narrow.training_high <= wide.training_high


@given(dossiers)
@settings(max_examples=200, deadline=None)
def test_low_is_never_above_high(told: list[dict[str, Any]]) -> None:
    found = count(*told, filed_on=FILING)
    for cap in ("exclue", "selon_niveau", "comptee", "si_propre_superieur"):
        sums = summarise(found, replace(NOTICE, training_cap=cap), None)
        assert 0 <= sums.own_right_low <= sums.own_right_high
        assert 0 <= sums.training_low <= sums.training_high
        assert sums.own_right_low <= sums.total_low <= sums.total_high
        assert sums.calendar_months_low <= sums.calendar_months_high
    assert all(0 <= one.low <= one.high for one in found)


@given(dossiers, st.randoms())
@settings(max_examples=200, deadline=None)
def test_the_order_changes_nothing(told: list[dict[str, Any]], random: Any) -> None:
    shuffled = list(enumerate(told))
    random.shuffle(shuffled)
    found, other = count(*told, filed_on=FILING), count(*(one for _, one in shuffled), filed_on=FILING)
    assert summarise(found, NOTICE, None) == summarise(other, NOTICE, None)
    for (index, _), one in zip(shuffled, other, strict=True):
        assert (one.low, one.high) == (found[index].low, found[index].high)
        assert one.missing == found[index].missing


@given(dossiers, experiences(), st.sampled_from(["exclue", "comptee"]))
@settings(max_examples=200, deadline=None)
def test_a_further_experience_never_lowers_the_months(
    told: list[dict[str, Any]], another: dict[str, Any], cap: str
) -> None:
    less, more = (
        totals(*some, filed_on=FILING, training_cap=cap, other_counted=True) for some in (told, [*told, another])
    )
    assert less.calendar_months_low <= more.calendar_months_low
    assert less.calendar_months_high <= more.calendar_months_high


@given(experiences(), partial_dates(), partial_dates())
@settings(max_examples=300, deadline=None)
def test_an_absence_never_adds(told: dict[str, Any], start: str, end: str) -> None:
    assume(as_days(start)[0] <= as_days(end)[1])
    away = {**told, "absences": [*told["absences"], {"start": start, "end": end}]}
    (whole,), (less,) = count(told, filed_on=FILING), count(away, filed_on=FILING)
    assert less.low <= whole.low
    assert less.high <= whole.high


@given(dossiers, st.data())
@settings(max_examples=200, deadline=None)
def test_some_experiences_never_have_more_hours_than_all(told: list[dict[str, Any]], data: st.DataObject) -> None:
    found = count(*({**one, "within_work": False} for one in told), filed_on=FILING)
    some = [one for one in found if data.draw(st.booleans())]
    part, whole = (summarise(each, replace(NOTICE, training_cap="comptee"), None) for each in (some, found))
    for name in (
        "own_right_low",
        "own_right_high",
        "training_low",
        "training_high",
        "total_low",
        "total_high",
    ):
        assert getattr(part, name) <= getattr(whole, name)
