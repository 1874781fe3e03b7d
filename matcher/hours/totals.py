"""The hours of several experiences added: what the law counts, and weeks too full to be likely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from matcher.hours.counting import CountedExperience, hours_left
from matcher.hours.estimate import HourParameters
from matcher.hours.periods import UNITS_IN_A_MONTH, Span, cut, month_units
from matcher.model.report import ExperienceHours, HoursSummary


@dataclass(frozen=True)
class HoursTotals:
    """Totals of some experiences: whole hours, and calendar months with two decimals, each from low to high.

    ``training_counted`` is None when the ranges, the law, or a level that is not known, leave it open. A
    total's low end may exceed the sum of its parts' low ends: a duty within work takes from the job no more
    than it counts itself. Where partial dates of several experiences touch, each end of the months is good to
    a tenth of a month, for months have unequal lengths.
    """

    own_right_low: int
    own_right_high: int
    training_low: int
    training_high: int
    training_counted: bool | None
    total_low: int
    total_high: int
    calendar_months_low: Decimal
    calendar_months_high: Decimal


@dataclass(frozen=True)
class Overload:
    """Days on which the experiences ``indexes`` add up to ``weekly`` hours, more than the longest week."""

    span: Span
    weekly: Fraction
    indexes: tuple[int, ...]


def summarise(
    counted: Sequence[CountedExperience], parameters: HourParameters, below_old_level_v: bool | None
) -> HoursTotals:
    """Totals of all the experiences, or of those related to one certification.

    ``below_old_level_v``: whether the person had not reached level V of the old scale; None: not known.
    """
    own_categories = {"own_right", "other"} if parameters.other_counted else {"own_right"}
    own = [one for one in counted if one.category in own_categories]
    training = [one for one in counted if one.category == "training"]
    (own_low, own_high), (training_low, training_high) = _sum(own), _sum(training)
    rule = parameters.training_cap
    is_counted: bool | None = below_old_level_v
    if rule != "selon_niveau":
        surely = rule == "comptee" or (rule == "si_propre_superieur" and own_low > training_high)
        never = rule == "exclue" or (rule == "si_propre_superieur" and own_high <= training_low)
        is_counted = surely if surely or never else None
    sure = own + training if is_counted else own
    possible = own if is_counted is False else own + training
    certain_days = {span for one in sure for span in one.certain}
    # The certain days add no day here, but their ends stay allowed cuts: the high end is never the lower.
    possible_days = {span for one in possible for span in one.possible + one.certain}
    months = _months(certain_days)
    return HoursTotals(
        own_right_low=own_low,
        own_right_high=own_high,
        training_low=training_low,
        training_high=training_high,
        training_counted=is_counted,
        total_low=own_low + (training_low if is_counted else 0),
        total_high=own_high + (0 if is_counted is False else training_high),
        calendar_months_low=months,
        calendar_months_high=months if possible_days == certain_days else _months(possible_days),
    )


def _sum(counted: Sequence[CountedExperience]) -> tuple[int, int]:
    """Low and high sums. Next to its duty, a job loses at most what the duty's fewest hours take from it."""
    beside = {one.index for one in counted}
    low = sum(
        hours_left(
            one.before_duties,
            (each.at_least if each.duty in beside else each.at_most for each in one.transfers),
        )
        if one.transfers
        else one.low
        for one in counted
    )
    return low, sum(one.high for one in counted)


def _months(spans: Iterable[Span]) -> Decimal:
    """With two decimals, halves upwards."""
    return Decimal((200 * month_units(spans) + UNITS_IN_A_MONTH) // (2 * UNITS_IN_A_MONTH)).scaleb(-2)


def weekly_overload(counted: Sequence[CountedExperience], parameters: HourParameters) -> tuple[Overload, ...]:
    """When known weekly hours add up to more than the longest week, on certain days, in date order."""
    known = [(one.index, one.weekly, one.certain) for one in counted if one.weekly is not None]
    if sum(weekly for _, weekly, _ in known) <= parameters.longest_week:
        return ()
    overloads = []
    for piece in cut(span for _, _, certain in known for span in certain):
        running = [
            (index, weekly)
            for index, weekly, certain in known
            if any(span.first <= piece.first <= span.last for span in certain)
        ]
        total = sum((weekly for _, weekly in running), Fraction(0))
        if total > parameters.longest_week:
            overloads.append(Overload(piece, total, tuple(sorted(index for index, _ in running))))
    return tuple(overloads)


def hours_summary(counted: Sequence[CountedExperience], totals: HoursTotals) -> HoursSummary:
    """The report's hours: the plain number of a range is its low end."""
    return HoursSummary(
        total=totals.total_low,
        total_low=totals.total_low,
        total_high=totals.total_high,
        own_right=totals.own_right_low,
        own_right_low=totals.own_right_low,
        own_right_high=totals.own_right_high,
        training=totals.training_low,
        training_low=totals.training_low,
        training_high=totals.training_high,
        training_counted=totals.training_counted,
        calendar_months=float(totals.calendar_months_low),
        calendar_months_low=float(totals.calendar_months_low),
        calendar_months_high=float(totals.calendar_months_high),
        experiences=tuple(
            ExperienceHours(
                index=one.index,
                hours=one.hours,
                low=one.low,
                high=one.high,
                basis=one.basis,
                arithmetic=one.arithmetic,
            )
            for one in counted
        ),
    )
