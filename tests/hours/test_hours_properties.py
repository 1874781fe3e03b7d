"""What holds for the hours of any dossier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hour_cases import NOTICE, count, totals
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.hours.totals import summarise
from matcher.model.dates import PartialDate

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
