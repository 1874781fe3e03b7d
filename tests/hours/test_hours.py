"""Hours of experiences, totals, the training cap, and the report's block."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hour_cases import ALTERNATING, FILED_ON, NOTICE, count, hours, job, totals

from matcher.hours.periods import Span
from matcher.hours.totals import hours_summary, summarise, weekly_overload

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


def test_a_date_that_the_filing_or_the_other_date_settles_is_not_missing() -> None:
    assert count(job(start="2024", end=None), filed_on="2024-01-01")[0].missing == ()
    assert count(job(start="2019-12-31", end="2019"))[0].missing == ()


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


def test_hours_are_not_missing_where_no_day_was_worked() -> None:
    away = [{"start": "2019-01-01", "end": None}]
    unknown, apprentice = count(job("benevole", weekly_hours=None, absences=away), job("apprentissage", absences=away))
    assert (unknown.high, unknown.missing, apprentice.missing) == (0, (), ())


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
        ("inconnue", True, None, (1607, 2607), (12, 24)),
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


def test_weekly_hours_beside_a_declared_total_still_raise_the_alert() -> None:
    assert weekly_overload(count(job(total_hours=1500), job("benevole", weekly_hours=20)), NOTICE)


def test_one_activity_alone_may_be_too_much() -> None:
    (alert,) = weekly_overload(count(job(weekly_hours=60)), NOTICE)
    assert (alert.weekly, alert.indexes) == (60, (0,))


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


def test_months_of_uncertain_days_are_no_fewer_than_those_of_certain_ones() -> None:
    """The days that an absence may take out, once worked, join two periods into one with fewer months."""
    away = [{"start": "2021-02-25/2021-02-26", "end": "2021-02-25/2021-02-26"}]
    found = totals(job(start="2021-02-01", end="2021-03-26", absences=away))
    assert found.calendar_months_low == Decimal("1.86") <= found.calendar_months_high


def test_months_are_rounded_to_two_decimals() -> None:
    assert totals(job(start="2021-02-01", end="2021-03-15")).calendar_months_low == Decimal("1.48")
    assert totals(job(end="2020-01-01")).calendar_months_low == Decimal("0.03")
