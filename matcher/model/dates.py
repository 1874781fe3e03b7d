"""Dates as people give them: a year, a month or a day, kept as an interval of days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

EXPECTED = "une date AAAA-MM-JJ, ou AAAA-MM, ou AAAA"
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
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
    def from_iso(cls, text: str) -> PartialDate:
        """Read "2019", "2019-03", "2019-03-05" or "2019-03-05/2019-04-01".

        Raises ValueError with a French sentence when the text is no such date, or a day that does not exist.
        """
        first, slash, last = text.strip().partition("/")
        if slash:
            return cls(cls.from_iso(first).first, cls.from_iso(last).last)
        found = _ISO.fullmatch(first)
        if found is None:
            raise ValueError(f"« {text} » n'a pas la forme d'une date")
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        return cls.of(year, month, day)

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> PartialDate:
        """Build from numbers; raises ValueError with a French sentence for a day that does not exist."""
        if not _OLDEST <= year <= _NEWEST:
            raise ValueError(f"l'année {year:04d} n'est pas plausible")
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if not 1 <= month <= 12:
            raise ValueError(f"le mois {month} n'existe pas")
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
        year, month = self.first.year, self.first.month
        if self == PartialDate.of(year):
            return f"{year:04d}"
        if self == PartialDate.of(year, month):
            return f"{year:04d}-{month:02d}"
        return f"{self.first}/{self.last}"

    @classmethod
    def _validate(cls, value: Any) -> PartialDate:
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            return cls(value, value)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise PydanticCustomError("partial_date", "ce n'est pas une date", {"expected": EXPECTED})
        try:
            return cls.from_iso(value)
        except ValueError as fault:
            raise PydanticCustomError(
                "partial_date", "{reason}", {"reason": str(fault), "expected": EXPECTED}
            ) from None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {
            "type": "string",
            "description": "AAAA-MM-JJ, AAAA-MM ou AAAA ; une date partielle est gardée comme un intervalle",
            "pattern": r"^\d{4}(-\d{1,2}(-\d{1,2})?)?(/\d{4}(-\d{1,2}(-\d{1,2})?)?)?$",
            "examples": ["2019", "2019-03", "2019-03-05"],
        }


def full_day(value: Any) -> date:
    """Read a complete day; a partial date is refused. Raises PydanticCustomError."""
    read = PartialDate._validate(value)
    if not read.exact:
        raise PydanticCustomError(
            "full_date", "la date doit être complète", {"expected": "une date complète AAAA-MM-JJ"}
        )
    return read.first
