"""What changes of a certification from one day to another: its registration, its procedure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from matcher.facts import days_of_change
from matcher.model.certification import Certification
from matcher.registrations import registration_of
from matcher.sparse import Flags, Floats, Ints

_DAYS = date.max.toordinal() + 1


class Calendar:
    """The periods between two changes of each certification, numbered all together.

    ``registration``, ``past``: by period, as in Registration.
    """

    def __init__(self, certifications: Sequence[Certification]) -> None:
        periods = [
            (place, day)
            for place, certification in enumerate(certifications)
            for day in (date.min, *days_of_change(certification))
        ]
        found = [registration_of(certifications[place], day) for place, day in periods]
        self._starts: Ints = np.array([place * _DAYS + day.toordinal() for place, day in periods], dtype=np.int64)
        self.registration: Floats = np.array([one.value for one in found], dtype=np.float64)
        self.past: Flags = np.array([one.past for one in found], dtype=bool)

    def period(self, place: Ints, day: Ints) -> Ints:
        """The period in which a certification is on a day (its ordinal)."""
        return np.searchsorted(self._starts, place * _DAYS + day, side="right") - 1
