"""From worked days to hours, with the French arithmetic that shows how (notice Cerfa 51260#02)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from itertools import accumulate, pairwise
from math import lcm

from matcher.hours.periods import Span, count_days, days_by_year, days_in_year

_DAYS_IN_A_WEEK = 7


def rounded(value: Fraction | int) -> int:
    """To the nearest whole number, halves upwards."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@lru_cache(maxsize=1024)
def exact(value: float) -> Fraction:
    """The decimal number as it was written: 0.1 is one tenth."""
    return Fraction(str(value))


def number(value: Fraction | int) -> str:
    """« 1 607 » or « 32,5 »: at most two decimals, a narrow no-break space between thousands."""
    whole, hundredths = divmod(rounded(value * 100), 100)
    decimals = f",{hundredths:02d}".rstrip("0,")
    return f"{whole:,}".replace(",", "\u202f") + decimals


def counted(value: int, one: str, several: str) -> str:
    """« 1 jour », « 2 jours »; nought is singular in French."""
    return f"{number(value)} {several if value >= 2 else one}"


def between(low: Fraction | int, high: Fraction | int) -> str:
    """« 980 h », or « entre 980 h et 1 200 h »."""
    return f"{number(low)} h" if low == high else f"entre {number(low)} h et {number(high)} h"


def written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def dates(span: Span) -> str:
    """« du 14/09/2015 au 01/04/2016 », or « le 03/05/2021 » for one day."""
    if span.first == span.last:
        return f"le {written(span.first)}"
    return f"du {written(span.first)} au {written(span.last)}"


@dataclass(frozen=True)
class WorkWeek:
    """Hours a week, the hours of a full civil year at that rate and where they come from, work days a week.

    A full year must count at least one week, or seven days could count less than six.
    """

    hours: Fraction
    full_year: Fraction
    full_year_source: str
    work_days: int

    @cached_property
    def units(self) -> tuple[int, int, int]:
        """The week and the full year as whole numbers, and how many of these units make an hour."""
        unit = lcm(self.hours.denominator, self.full_year.denominator)
        return int(self.hours * unit), int(self.full_year * unit), unit


@dataclass(frozen=True)
class WorkedHours:
    """Hours, not rounded; ``formula`` shows how they were counted, and is worded when it is asked for."""

    hours: Fraction
    _tell: Callable[[], str] = field(repr=False, compare=False)

    @property
    def formula(self) -> str:
        return self._tell()


def worked_hours(spans: Sequence[Span], week: WorkWeek) -> WorkedHours:
    """Hours of the days worked. A further day worked never lowers them.

    A civil year worked from end to end counts its full figure. The days of other years make whole weeks,
    pooled from one year to the next (a school year has 43 weeks), but no year counts more than its full
    figure. Under seven days in all, each weekday counts its part of the week.
    """
    if count_days(spans) < _DAYS_IN_A_WEEK:
        return _by_the_day(spans, week)
    years = _shared_out(days_by_year(spans), week)
    weeks = sum(years.days_of(pool) // _DAYS_IN_A_WEEK for pool in years.pools)
    a_week, a_year, unit = week.units
    hours = Fraction(a_year * (len(years.full) + len(years.capped)) + a_week * weeks, unit)
    return WorkedHours(hours, partial(_told_by_year, years, week, hours))


@dataclass(frozen=True)
class _Years:
    """Full years, part years held to a full year's figure, and the other part years, pooled between them."""

    days: Mapping[int, int]
    full: Sequence[int]
    capped: Sequence[int]
    pools: Sequence[Sequence[int]]

    def days_of(self, pool: Sequence[int]) -> int:
        return sum(self.days[year] for year in pool)


def _told_by_year(years: _Years, week: WorkWeek, hours: Fraction) -> str:
    terms = []
    a_year = f"{number(week.full_year)} h ({week.full_year_source})"
    if years.full:
        told = counted(len(years.full), "année civile pleine", "années civiles pleines")
        terms.append(f"{told} × {a_year}")
    if years.capped:
        told = counted(len(years.capped), "année incomplète plafonnée", "années incomplètes plafonnées")
        terms.append(f"{told} ({_listed(years.capped)}) × {a_year}")
    for pool in years.pools:
        days = years.days_of(pool)
        days_told = f"{counted(days, 'jour', 'jours')} en {_listed(pool)}"
        weeks_told = counted(days // _DAYS_IN_A_WEEK, "semaine entière", "semaines entières")
        terms.append(f"{weeks_told} × {number(week.hours)} h ({days_told})")
    return f"{' + '.join(terms)} = {number(hours)} h"


def _by_the_day(spans: Sequence[Span], week: WorkWeek) -> WorkedHours:
    days = (span.first + timedelta(n) for span in spans for n in range(span.days))
    weekdays = min(week.work_days, sum(day.weekday() < week.work_days for day in days))
    return WorkedHours(week.hours / week.work_days * weekdays, partial(_told_by_the_day, weekdays, week))


def _told_by_the_day(weekdays: int, week: WorkWeek) -> str:
    a_day = week.hours / week.work_days
    return (
        f"{counted(weekdays, 'jour ouvré', 'jours ouvrés')} × {number(a_day)} h"
        f" ({number(week.hours)} h ÷ {week.work_days}) = {number(a_day * weekdays)} h"
    )


def _shared_out(by_year: Mapping[int, int], week: WorkWeek) -> _Years:
    full: list[int] = []
    capped: list[int] = []
    pools: list[list[int]] = []
    chains: list[list[int]] = [[]]
    for year in range(min(by_year), max(by_year) + 1):
        if by_year.get(year, 0) == days_in_year(year):
            full.append(year)
            chains.append([])
        else:
            chains[-1].append(year)
    for chain in filter(None, chains):
        held = _held_to_full_year([by_year.get(year, 0) for year in chain], week)
        capped.extend(chain[place] for place in held)
        for after, before in pairwise((-1, *held, len(chain))):
            pools.append([year for year in chain[after + 1 : before] if by_year.get(year)])
    return _Years(by_year, full, capped, [pool for pool in pools if pool])


def _held_to_full_year(days: Sequence[int], week: WorkWeek) -> tuple[int, ...]:
    """Which of these consecutive part years count as a full one, so that the chain counts least.

    The least over all choices is what keeps hours from falling when a day is added: each choice alone grows
    with the days, and the choice that holds a year is what remains once that year becomes full.
    """
    a_week, a_year, _ = week.units
    # Without a year, its neighbours lose at most the weeks that its days make with six more on each side.
    if a_week * ((max(days) + 2 * (_DAYS_IN_A_WEEK - 1)) // _DAYS_IN_A_WEEK) <= a_year:
        return ()
    sums = (0, *accumulate(days))
    best: list[tuple[int, tuple[int, ...]]] = []
    for here in range(len(days) + 1):
        options = [(a_week * (sums[here] // _DAYS_IN_A_WEEK), ())] + [
            (cost + a_year + a_week * ((sums[here] - sums[last + 1]) // _DAYS_IN_A_WEEK), (*held, last))
            for last, (cost, held) in enumerate(best)
        ]
        best.append(min(options))
    return best[-1][1]


def _listed(years: Sequence[int]) -> str:
    *before, last = map(str, years)
    return f"{', '.join(before)} et {last}" if before else last
