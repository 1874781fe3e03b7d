"""Periods of days: unions, overlaps, calendar months, and the days surely or possibly worked."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from math import lcm

from matcher.model.dates import PartialDate
from matcher.model.dossier import Experience

_DAY = timedelta(days=1)
_DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# From one day of the month to the same day of the next there are 28 to 31 days: all are whole in this unit,
# so months add up exactly, and fast, as integers.
UNITS_IN_A_MONTH = lcm(28, 29, 30, 31)


@dataclass(frozen=True, order=True)
class Span:
    """Days from ``first`` to ``last``, both included. Raises ValueError when they are the wrong way round."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"période à l'envers : {self.first} est après {self.last}")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days as disjoint spans in order; spans that touch (Monday, Tuesday) become one."""
    merged: list[Span] = []
    for span in _in_order(spans):
        if merged and span.first <= merged[-1].last + _DAY:
            merged[-1] = Span(merged[-1].first, max(merged[-1].last, span.last))
        else:
            merged.append(span)
    return tuple(merged)


def _in_order(spans: Iterable[Span]) -> list[Span]:
    found = list(spans)
    return found if len(found) < 2 else sorted(found, key=lambda span: (span.first, span.last))


def intersect(left: Iterable[Span], right: Iterable[Span]) -> tuple[Span, ...]:
    """The days that are in both, as disjoint spans in order."""
    others = merge(right)
    return tuple(
        Span(max(one.first, other.first), min(one.last, other.last))
        for one in merge(left)
        for other in others
        if one.first <= other.last and other.first <= one.last
    )


def subtract(spans: Iterable[Span], removed: Iterable[Span]) -> tuple[Span, ...]:
    """The days of ``spans`` that are not in ``removed``, as disjoint spans in order."""
    left = merge(spans)
    for hole in removed:
        left = tuple(
            Span(first, last)
            for span in left
            for first, last in (
                (span.first, min(span.last, hole.first - _DAY)),
                (max(span.first, hole.last + _DAY), span.last),
            )
            if first <= last
        )
    return left


def cut(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The union of the spans, cut wherever one of them begins or ends: no span covers a part of a piece."""
    given = set(spans)
    edges = sorted({span.first for span in given} | {span.last + _DAY for span in given})
    return tuple(
        Span(first, after - _DAY)
        for first, after in pairwise(edges)
        if any(span.first <= first <= span.last for span in given)
    )


def count_days(spans: Iterable[Span]) -> int:
    """The number of days in the union."""
    return sum(span.days for span in merge(spans))


def days_by_year(spans: Iterable[Span]) -> Counter[int]:
    """The days of the union that fall in each civil year."""
    counted: Counter[int] = Counter()
    for span in merge(spans):
        first, last = span.first, span.last
        for year in range(first.year, last.year + 1):
            counted[year] += days_in_year(year)
        counted[first.year] -= (first - date(first.year, 1, 1)).days
        counted[last.year] -= (date(last.year, 12, 31) - last).days
    return counted


@lru_cache(maxsize=1024)
def days_in_year(year: int) -> int:
    return 366 if calendar.isleap(year) else 365


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = 29 if month == 1 and calendar.isleap(year) else _DAYS_OF_MONTH[month]
    return date(year, month + 1, min(day.day, length))


@lru_cache(maxsize=16_384)
def _month_units(first: date, last: date) -> int:
    """Calendar months from ``first`` to ``last``, both included, in units.

    Whole months from ``first`` to the day after ``last``, then the days left over the length of the
    month-step they fall in. It never falls when ``last`` moves later, nor when ``first`` moves earlier.
    """
    after = last + _DAY
    whole = (after.year - first.year) * 12 + after.month - first.month
    if add_months(first, whole) > after:
        whole -= 1
    step = add_months(first, whole)
    length = (add_months(first, whole + 1) - step).days
    return whole * UNITS_IN_A_MONTH + (after - step).days * (UNITS_IN_A_MONTH // length)


def whole_months_between(first: date, last: date) -> int:
    """Calendar months gone by from ``first`` to ``last``, both included."""
    return _month_units(first, last) // UNITS_IN_A_MONTH


def month_units(spans: Iterable[Span]) -> int:
    """Calendar months of the union, each day counted once, in units of which UNITS_IN_A_MONTH make a month: sums are
    exact. Another span never lowers it.

    Months have unequal lengths, so the months of a merged block may be fewer than those of its pieces: 1–14
    February and 16 February–15 March make 14/28 + 1 = 1.5, while 1 February–15 March makes 1 + 15/31 = 1.48.
    The 15th of February, worked, would lower the sum. Each block therefore takes its best partition, with
    cuts only where a given span begins or ends: whatever partition was best before a span is added is still
    allowed after.
    """
    return sum(map(_best_units, _blocks(spans)))


def _blocks(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """The different spans, in blocks between which some day is in none."""
    block: list[Span] = []
    last = date.min
    for span in _in_order(set(spans)):
        if block and span.first > last + _DAY:
            yield block
            block = []
        last = max(last, span.last)
        block.append(span)
    if block:
        yield block


def _best_units(block: Sequence[Span]) -> int:
    """The months, in units, of the best partition of a block, cut where a span begins or ends."""
    if len(block) == 1:
        return _month_units(block[0].first, block[0].last)
    edges = sorted({span.first for span in block} | {span.last + _DAY for span in block})
    best = [0]
    for place, after in enumerate(edges[1:], start=1):
        last = after - _DAY
        best.append(max(best[first] + _month_units(edges[first], last) for first in range(place)))
    return best[-1]


@dataclass(frozen=True)
class WorkedDays:
    """The days of an experience when its dates may be partial.

    ``shortest`` runs from the latest start to the earliest end (None: no day is sure), ``longest`` from the
    earliest start to the latest end. ``certain`` is the first less the widest absences, ``possible`` the
    second less the narrowest: whatever the true days are, they contain the former and are contained in the
    latter.
    """

    shortest: Span | None
    longest: Span
    certain: tuple[Span, ...]
    possible: tuple[Span, ...]


def worked_days(experience: Experience, filed_on: date) -> WorkedDays:
    """The days worked up to the filing date; an unknown end is anywhere from the start to that date."""
    shortest, longest = _reach(experience.start, last_day(experience, filed_on))
    away = [
        _reach(absence.start, absence.end or _exactly(max(filed_on, absence.start.last)))
        for absence in experience.absences
    ]
    return WorkedDays(
        shortest,
        longest,
        certain=subtract([shortest] if shortest else [], (widest for _, widest in away)),
        possible=subtract([longest], (narrowest for narrowest, _ in away if narrowest)),
    )


def last_day(experience: Experience, filed_on: date) -> PartialDate:
    """The last day worked up to filing: given, the filing date itself, or not known."""
    if experience.end is not None:
        return PartialDate(min(experience.end.first, filed_on), min(experience.end.last, filed_on))
    return _exactly(filed_on) if experience.ongoing else PartialDate(experience.start.first, filed_on)


def _exactly(day: date) -> PartialDate:
    return PartialDate(day, day)


def _reach(start: PartialDate, end: PartialDate) -> tuple[Span | None, Span]:
    """The days that surely, and the days that possibly, lie between two partial dates, start before end."""
    latest_start, earliest_end = min(start.last, end.last), max(start.first, end.first)
    surely = Span(latest_start, earliest_end) if latest_start <= earliest_end else None
    return surely, Span(start.first, end.last)
