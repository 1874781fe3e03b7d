"""Union and elected duties carried out in paid working time."""

from __future__ import annotations

from typing import Any

import pytest
from hour_cases import NOTICE, count, hours, job

from matcher.hours.totals import summarise, weekly_overload


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


def test_a_job_gives_no_more_than_its_own_days_of_the_duty() -> None:
    """The first job lacks hours for its 182 days of the duty; the second gives its 184 days, no more."""
    duty = job("syndical", total_hours=366, within_work=True)
    first = job(end="2020-06-30", weekly_hours=40, total_hours=10)
    assert hours(duty, first, job(start="2020-07-01")) == [(366, 366), (0, 0), (26 * 35 - 184, 26 * 35 - 184)]


def test_two_duties_take_the_same_hours_of_a_job_only_once() -> None:
    first, second = (job("syndical", total_hours=n, within_work=True) for n in (600, 500))
    assert hours(first, second, job(weekly_hours=20), job(weekly_hours=10))[2:] == [(0, 0), (280, 280)]


def test_jobs_alike_give_hours_in_an_order_of_their_own() -> None:
    duty = job("syndical", total_hours=500, within_work=True)
    large, small = (job(title=title, total_hours=n) for title, n in (("A", 1000), ("B", 100)))
    assert sorted(hours(duty, large, small)) == sorted(hours(small, large, duty))


def test_a_duty_within_work_adds_nothing_to_the_week() -> None:
    assert not weekly_overload(count(job(weekly_hours=39), job("syndical", weekly_hours=10)), NOTICE)
    apart = job("syndical", weekly_hours=10, within_work=False)
    assert weekly_overload(count(job(weekly_hours=39), apart), NOTICE)
