"""When a duration will be reached, at the present pace: the hours counted again as on later days of filing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from matcher.hours.counting import CountedExperience, count_hours
from matcher.hours.estimate import HourParameters, TrainingCap
from matcher.hours.totals import HoursTotals, summarise
from matcher.model.dossier import Dossier, Experience


class Pace:
    """The hours of a dossier as they will be on later days of filing, if what goes on goes on."""

    def __init__(self, dossier: Dossier, parameters: HourParameters, below_old_level_v: bool | None) -> None:
        self._dossier, self._parameters, self._below_old_level_v = dossier, parameters, below_old_level_v
        self._counted: dict[date, tuple[CountedExperience, ...]] = {}

    def going_on(self, indexes: Sequence[int]) -> tuple[int, ...]:
        """The experiences, of these, that last after the filing."""
        filed_on = self._dossier.filed_on
        return tuple(index for index in indexes if _lasts(self._dossier.experiences[index], filed_on))

    def first_day(
        self, indexes: Sequence[int], cap: TrainingCap, asked: Mapping[str, float], first: date, last: date
    ) -> date | None:
        """The first day of filing, from ``first`` to ``last``, on which these experiences surely reach what is asked.

        ``asked``: least ``related_hours`` or ``related_months``, or both.
        """

        def reached(day: date) -> bool:
            totals = self._totals(day, indexes, cap)
            return all(_of(totals, fact) >= least for fact, least in asked.items())

        if not reached(last):
            return None
        while first < last:
            middle = first + (last - first) // 2
            if reached(middle):
                last = middle
            else:
                first = middle + timedelta(days=1)
        return last

    def _totals(self, day: date, indexes: Sequence[int], cap: TrainingCap) -> HoursTotals:
        if day not in self._counted:
            later = self._dossier.model_copy(update={"filed_on": day})
            self._counted[day] = count_hours(later, self._parameters)
        chosen = [self._counted[day][index] for index in indexes]
        return summarise(chosen, replace(self._parameters, training_cap=cap), self._below_old_level_v)


def _lasts(experience: Experience, filed_on: date) -> bool:
    return experience.ongoing or (experience.end is not None and experience.end.first > filed_on)


def _of(totals: HoursTotals, fact: str) -> float:
    return totals.total_low if fact == "related_hours" else float(totals.calendar_months_low)
