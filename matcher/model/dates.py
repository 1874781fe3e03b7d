"""Dates as people give them: a year, a month or a day, kept as an interval of days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from matcher.model.faults import refusal

EXPECTED = "une date AAAA-MM-JJ, ou AAAA-MM, ou AAAA"
EXPECTED_DAY = "une date complète AAAA-MM-JJ"
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_OLDEST = 1900
_NEWEST = 2200


@dataclass(frozen=True, order=True)
class PartialDate:
    """The days a date may be: ``first`` and ``last`` are both included.

    "2019" is 2019-01-01 to 2019-12-31; a full date has ``first == last``.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"intervalle à l'envers : {self.first} est après {self.last}")

    @classmethod
    @lru_cache(maxsize=16_384)
    def from_iso(cls, text: str) -> PartialDate:
        """Read "2019", "2019-03", "2019-03-05" or "2019-03-05/2019-04-01".

        Raises ValueError with a French sentence when the text is no such date, or a day that does not exist.
        """
        first, slash, last = text.strip().partition("/")
        begins = cls._one(first)
        return cls(begins.first, cls._one(last).last) if slash else begins

    @classmethod
    def _one(cls, text: str) -> PartialDate:
        found = _ISO.fullmatch(text)
        if found is None:
            raise ValueError("ce texte n'a pas la forme d'une date")
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        return cls.of(year, month, day)

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> PartialDate:
        """Build from numbers; raises ValueError with a French sentence for a day that does not exist."""
        if not _OLDEST <= year <= _NEWEST:
            raise ValueError(f"l'année n'est pas plausible (entre {_OLDEST} et {_NEWEST})")
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if not 1 <= month <= 12:
            raise ValueError(f"le mois {month:02d} n'existe pas")
        length = calendar.monthrange(year, month)[1]
        if day is None:
            return cls(date(year, month, 1), date(year, month, length))
        if not 1 <= day <= length:
            raise ValueError(f"le jour {day:02d}/{month:02d}/{year} n'existe pas")
        return cls(date(year, month, day), date(year, month, day))

    @property
    def exact(self) -> bool:
        return self.first == self.last

    def __str__(self) -> str:
        if self.exact:
            return self.first.isoformat()
        begins, ends = self.first, self.last
        if (begins.month, begins.day) == (1, 1) and ends == date(begins.year, 12, 31):
            return f"{begins.year:04d}"
        length = calendar.monthrange(begins.year, begins.month)[1]
        if begins.day == 1 and ends == begins.replace(day=length):
            return f"{begins.year:04d}-{begins.month:02d}"
        return f"{begins}/{ends}"

    @classmethod
    def read(cls, value: Any) -> PartialDate:
        """Read what a dossier holds: a PartialDate, a date, a year as a number, or ISO text.

        Raises ValueError with a French sentence.
        """
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, datetime) and value == value:  # pandas.NaT est un datetime sans jour
            value = value.date()
        if isinstance(value, date) and not isinstance(value, datetime):
            return cls.of(value.year, value.month, value.day)
        if isinstance(value, int) and not isinstance(value, bool):
            return cls.of(value)
        if isinstance(value, str):
            return cls.from_iso(value)
        raise ValueError("ce n'est pas une date")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _partial_date, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {
            "type": "string",
            "description": "AAAA-MM-JJ, AAAA-MM ou AAAA ; une date partielle est gardée comme un intervalle",
            "pattern": r"^\d{4}(-\d{1,2}(-\d{1,2})?)?(/\d{4}(-\d{1,2}(-\d{1,2})?)?)?$",
            "examples": ["2019", "2019-03", "2019-03-05"],
        }


def _partial_date(value: Any) -> PartialDate:
    try:
        return PartialDate.read(value)
    except ValueError as fault:
        raise refusal("partial_date", str(fault), EXPECTED) from None


def full_day(value: Any) -> date:
    """Read a complete day; a partial date is refused. Raises PydanticCustomError."""
    try:
        read = PartialDate.read(value)
    except ValueError as fault:
        raise refusal("full_date", str(fault), EXPECTED_DAY) from None
    if not read.exact:
        raise refusal("full_date", "la date doit être complète", EXPECTED_DAY)
    return read.first
