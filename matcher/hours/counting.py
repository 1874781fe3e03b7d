"""Experience to hours and calendar months, as ranges, with the arithmetic as French text.

Nothing here knows the law: every number comes with the dated parameters. Method: notice Cerfa 51260#02.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from typing import Literal

from matcher.hours.arithmetic import between, number, rounded, written
from matcher.hours.duties import EMPLOYMENT, Transfer, hours_within_work
from matcher.hours.estimate import Basis, Category, Estimate, HourParameters, estimate
from matcher.hours.periods import Span, intersect, last_day, month_units, worked_days
from matcher.model.dossier import Dossier, Experience

__all__ = ["CountedExperience", "HourParameters", "Missing", "count_hours", "hours_left"]

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
    low = hours_left(one.low, (transfer.at_most for transfer in transfers))
    high = hours_left(one.high, (transfer.surely for transfer in transfers))
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


def hours_left(hours: Fraction, leaving: Iterable[Fraction]) -> int:
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
