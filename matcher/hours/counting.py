"""Experience to hours and calendar months, as ranges, with the arithmetic as French text.

Nothing here knows the law: every number comes with the dated parameters. Method: notice Cerfa 51260#02.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from typing import Literal

from matcher.hours.arithmetic import between, number, rounded, written
from matcher.hours.duties import EMPLOYMENT, Transfer, hours_within_work
from matcher.hours.estimate import Basis, Category, Estimate, HourParameters, estimate
from matcher.hours.periods import UNITS_IN_A_MONTH, Span, cut, intersect, last_day, month_units, worked_days
from matcher.model.dossier import Dossier, Experience
from matcher.model.report import ExperienceHours, HoursSummary

__all__ = [
    "CountedExperience",
    "HourParameters",
    "HoursTotals",
    "Missing",
    "Overload",
    "count_hours",
    "hours_summary",
    "summarise",
    "weekly_overload",
]

Missing = Literal["start", "end", "weekly_hours", "training_hours", "within_work"]

_PAID_WORK = EMPLOYMENT | {"independant"}
_DUTY_NAMES = {"syndical": "responsabilités syndicales", "mandat_electif": "mandat électif"}


@dataclass(frozen=True)
class CountedExperience:
    """Whole hours of one experience, from ``low`` to ``high``, and the days ``certain`` and ``possible``.

    ``missing`` is what would narrow the range. ``weekly``: the hours that each of its weeks adds to those of
    other activities; None when not known, or when they may lie inside another's. ``before_duties``: the low
    end, not rounded, before the duties in ``transfers`` leave it. ``arithmetic`` and ``notes`` are worded when they are
    asked for.
    """

    index: int
    kind: str
    category: Category
    low: int
    high: int
    basis: Basis
    certain: tuple[Span, ...]
    possible: tuple[Span, ...]
    missing: tuple[Missing, ...]
    presumed: bool
    weekly: Fraction | None
    before_duties: Fraction
    transfers: tuple[Transfer, ...]
    _arithmetic: Callable[[], str] = field(repr=False, compare=False)
    _notes: Callable[[], tuple[str, ...]] = field(repr=False, compare=False)

    @property
    def arithmetic(self) -> str:
        return self._arithmetic()

    @property
    def notes(self) -> tuple[str, ...]:
        return self._notes()

    @property
    def hours(self) -> int:
        return self.low

    @cached_property
    def month_units(self) -> tuple[int, int]:
        """Calendar months of this experience alone, least and most, in units (see periods)."""
        least = month_units(self.certain)
        return least, least if self.certain == self.possible else month_units(self.possible)


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


def count_hours(dossier: Dossier, parameters: HourParameters) -> tuple[CountedExperience, ...]:
    """Hours of each experience up to the filing date, in the dossier's order, which changes no result."""
    days = [worked_days(experience, dossier.filed_on) for experience in dossier.experiences]
    told = list(zip(dossier.experiences, days, strict=True))
    paid = [span for experience, worked in told if experience.kind in _PAID_WORK for span in worked.possible]
    estimates = [
        estimate(index, experience, worked, partial(_overlap, worked.possible, paid), parameters)
        for index, (experience, worked) in enumerate(told)
    ]
    transfers = hours_within_work(estimates)
    moved = {transfer.duty for leaving in transfers.values() for transfer in leaving}
    return tuple(
        _counted(one, transfers.get(one.index, ()), one.index in moved, dossier, parameters) for one in estimates
    )


def _counted(
    one: Estimate,
    transfers: tuple[Transfer, ...],
    within_work: bool,
    dossier: Dossier,
    parameters: HourParameters,
) -> CountedExperience:
    low = _left(one.low, (transfer.at_most for transfer in transfers))
    high = _left(one.high, (transfer.surely for transfer in transfers))
    return CountedExperience(
        index=one.index,
        kind=one.experience.kind,
        category=parameters.categories[one.experience.kind],
        low=low,
        high=high,
        basis=one.basis,
        certain=one.days.certain,
        possible=one.days.possible,
        missing=_missing(one, within_work, dossier.filed_on, parameters),
        presumed=one.basis in {"temps_plein_presume", "part_presumee"},
        weekly=None if within_work else one.weekly,
        before_duties=one.low,
        transfers=transfers,
        _arithmetic=partial(_told, one, transfers, within_work, dossier.experiences, low, high),
        _notes=partial(_notes, one, dossier.filed_on),
    )


def _told(
    one: Estimate,
    transfers: tuple[Transfer, ...],
    within_work: bool,
    experiences: Sequence[Experience],
    low: int,
    high: int,
) -> str:
    sentences = [*one.sentences, *(_said_of_job(each, experiences[each.duty]) for each in transfers)]
    if within_work and one.experience.within_work:
        sentences.append("Ces heures, prises sur le travail salarié, ne comptent qu'ici.")
    elif within_work:
        sentences.append("Si ces heures ont été prises sur le travail salarié, elles ne comptent qu'ici.")
    if low != high or len(sentences) > len(one.sentences) or one.high.denominator > 1:
        sentences.append(f"Retenu : {between(low, high)}.")
    return " ".join(sentences)


def _overlap(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return bool(intersect(some, others))


def _left(hours: Fraction, leaving: Iterable[Fraction]) -> int:
    gone = sum(leaving)
    left = hours - gone if gone else hours
    return rounded(left) if left.numerator > 0 else 0


def _said_of_job(transfer: Transfer, duty: Experience) -> str:
    """A union's name may stand in the duty's title: only its kind is said."""
    amount = f"{number(transfer.at_most)} h"
    if transfer.surely != transfer.at_most:
        amount = f"{number(transfer.surely)} à {amount}"
    when = "pendant ce travail, comptées à part" if duty.within_work else "si c'était pendant ce travail"
    together = (
        " ; ensemble, les deux comptent au moins autant que ce travail seul"
        if transfer.at_least < transfer.at_most
        else ""
    )
    return f"Moins {amount} en {_DUTY_NAMES[duty.kind]}, {when}{together}."


def _missing(one: Estimate, within_work: bool, filed_on: date, parameters: HourParameters) -> tuple[Missing, ...]:
    experience, told = one.experience, one.basis != "total_declare" and one.high > 0
    open_dates = one.days.shortest != one.days.longest
    found: dict[Missing, bool] = {
        "start": open_dates and not experience.start.exact,
        "end": open_dates and not last_day(experience, filed_on).exact,
        "weekly_hours": told and one.weekly is None,
        "training_hours": told and experience.training_hours is None and experience.kind in parameters.net_of_training,
        "within_work": within_work and experience.within_work is None,
    }
    return tuple(name for name, is_missing in found.items() if is_missing)


def _notes(one: Estimate, filed_on: date) -> tuple[str, ...]:
    experience, filed = one.experience, written(filed_on)
    notes = [one.note] if one.note else []
    if not experience.end_known:
        notes.append(f"Date de fin inconnue : au plus tard le dépôt du dossier, le {filed}.")
    elif experience.end is None:
        notes.append(f"Activité en cours : comptée jusqu'au dépôt du dossier, le {filed}.")
    elif experience.end.first > filed_on and one.basis == "total_declare":
        notes.append(f"La fin suit le dépôt du dossier : le calendrier s'arrête au {filed}, le total reste entier.")
    elif experience.end.first > filed_on:
        notes.append(f"La fin suit le dépôt du dossier : compté jusqu'au {filed}.")
    return tuple(notes)


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
        _left(
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
