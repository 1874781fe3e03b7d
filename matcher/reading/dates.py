"""Dates as French people write them: "1er sept. 2018", "mars 2019", "fin 2015", "à ce jour".

A small grammar that reads what it knows and nothing else: day first always, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from matcher.model.dates import PartialDate

_MONTHS = (
    "janvier janv jan", "fevrier fevr fev", "mars mar", "avril avr", "mai", "juin",
    "juillet juil jul", "aout aou", "septembre sept sep", "octobre oct", "novembre nov", "decembre dec",
)  # fmt: skip
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}
_MONTH = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_WEEKDAY = "(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim)"

_NOW = re.compile(
    r"(?:(?:jusqu ?)?a ce jour|(?:jusqu ?)?a (?:maintenant|present|aujourd hui)|maintenant|aujourd hui|ce jour|"
    r"actuel(?:le)?(?:ment)?|en cours|(?:toujours )?en (?:poste|activite)|toujours(?: en cours)?|present)"
)
_TIME = re.compile(
    r"(?<=\d)(?:t|,? +(?:a )?)[0-2]?\d ?(?:[:h] ?[0-5]\d)(?::[0-5]\d(?:[.,]\d+)?)? ?(?:z|utc|[+-]\d\d:?\d\d)?$"
)
_LED_BY = re.compile(
    rf"(?:(?:depuis|a partir|jusqu)(?: le| du| a| au)? |le |du |au |en |courant )?(?:{_WEEKDAY}\.?,? )?"
)

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?: ?([-/.]) ?| )(\d{1,2})(?(2) ?\2 ?| )(\d{4}|\d\d)")
_SOLID = re.compile(r"\d{8}")
_IN_WORDS = re.compile(rf"(\d{{1,2}})(?:er)?[ ./-]*({_MONTH})\.?[ ./-]*(\d{{4}}|(?<!\d)\d\d)")
_MONTH_YEAR = re.compile(rf"({_MONTH})\.?(?: de)?[ ./-]*(\d{{4}})")
_NUMBER_YEAR = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_YEAR = re.compile(r"(?:annee )?(\d{4})")
_PART = re.compile(r"(debut|mi|milieu|fin)(?: du mois)?(?: de|d)?[ -]+(?:l annee )?(.+)")
_SEASON = re.compile(r"(printemps|ete|automne|rentree)(?: de)? (\d{4})")
_SHARE = re.compile(r"(?:([1-4])(?:er|e|eme|nd)? ?(trimestre|semestre)|([ts]) ?([1-4]))(?: de)?[ /-]+(\d{4})")

_SEASONS = {"printemps": (3, 6), "ete": (6, 9), "automne": (9, 11), "rentree": (9, 9)}
_PARTS = {"debut": 0, "mi": 1, "milieu": 1, "fin": 2}
_TENTH, _TWENTIETH = 10, 20
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000
_DAY_ZERO = date(1900, 1, 1) - timedelta(days=2)
"""Excel counts from 1, and through a 29 February 1900 that never was."""


def read_date(text: str, reference: date | None = None) -> PartialDate | None:
    """The days that a text may mean, both ends included; None for what is no date with a year, read day first.

    ``reference`` is the filing date: "à ce jour" means it, and a year in two digits is the last one that does not
    follow it (without a reference, this year). A time of day is dropped, and a date beats a weekday.
    """
    said = _plain(text)
    if means_now(text):
        return PartialDate(reference, reference) if reference else None
    return _read(said, (reference or date.today()).year)


def means_now(text: str) -> bool:
    """Whether a text says that something goes on: "en cours", "à ce jour"."""
    return _NOW.fullmatch(_plain(text)) is not None


def read_excel_serial(text: str) -> PartialDate | None:
    """The day of an Excel serial number ("43831" is 2020-01-01), for columns declared as dates only."""
    found = re.fullmatch(r"(\d{5})(?:[.,]\d+)?", text.strip())
    if not found or not _FIRST_SERIAL <= int(found[1]) <= _LAST_SERIAL:
        return None
    day = _DAY_ZERO + timedelta(days=int(found[1]))
    return PartialDate(day, day)


def why_unread(text: str, reference: date | None = None) -> str:
    """Why ``read_date`` gives nothing, in French: the day that does not exist, or the two readings of 12/31/2019."""
    said = _bare(_plain(text))
    latest = (reference or date.today()).year
    found = _DAY_FIRST.fullmatch(said)
    if found:
        day, month, year = int(found[1]), int(found[3]), _full_year(found[4], latest)
        swapped = _made(year, day, month)
        if _made(year, month, day) is None and swapped is not None:
            both = f"jour d'abord, le mois {month:02d} n'existe pas ; mois d'abord, ce serait le {_french(swapped)}"
            return f"date lue de deux façons : {both}"
    for form in (_DAY_FIRST, _YEAR_FIRST):
        found = form.fullmatch(said)
        if found:
            order = (found[4], found[3], found[1]) if form is _DAY_FIRST else (found[1], found[3], found[4])
            try:
                PartialDate.of(_full_year(order[0], latest), int(order[1]), int(order[2]))
            except ValueError as fault:
                return str(fault)
    if re.fullmatch(rf"\d{{1,2}}[-/. ]\d{{1,2}}|(?:\d{{1,2}} )?(?:{_MONTH})\.?(?:[ -]\d\d)?", said):
        return "l'année manque, ou n'est pas sûre"
    if re.fullmatch(rf"(?:{_WEEKDAY})", _plain(text)):
        return "un jour de la semaine ne suffit pas"
    return "ce n'est pas une date que l'on sache lire"


def _plain(text: str) -> str:
    """Lower case, without accents; apostrophes and every blank as one space."""
    folded = unicodedata.normalize("NFKD", text[:100]).casefold()
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\s'’ʼ]+", " ", bare).split()).rstrip(" .,;")


def _bare(said: str) -> str:
    """Without the time of day, nor the words and the weekday that lead up to a date."""
    said = _TIME.sub("", said)
    led = _LED_BY.match(said)
    return said[led.end() :] if led else said


def _read(said: str, latest: int) -> PartialDate | None:
    said = _bare(said)
    if not said.isascii():  # les chiffres d'autres écritures
        return None
    for form, meaning in _FORMS:
        found = form.fullmatch(said)
        if found:
            return meaning(found, latest)
    return None


def _made(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    try:
        return PartialDate.of(year, month, day)
    except ValueError:
        return None


def _full_year(digits: str, latest: int) -> int:
    if len(digits) > 2:
        return int(digits)
    year = latest - latest % 100 + int(digits)
    return year if year <= latest else year - 100


def _solid(found: re.Match[str], latest: int) -> PartialDate | None:
    """Eight digits: year first or day first; no text is a date both ways."""
    digits = found[0]
    return _made(int(digits[:4]), int(digits[4:6]), int(digits[6:])) or _made(
        int(digits[4:]), int(digits[2:4]), int(digits[:2])
    )


def _part(found: re.Match[str], latest: int) -> PartialDate | None:
    """The beginning, middle or end of a year (four months each), or of a month (ten days each)."""
    whole = _read(found[2], latest)
    place = _PARTS[found[1]]
    if whole is None or whole.exact:
        return None
    first = whole.first
    if whole == _made(first.year):
        return _months(first.year, 4 * place + 1, 4 * place + 4)
    if whole != _made(first.year, first.month):
        return None
    begins = first + timedelta(days=(0, _TENTH, _TWENTIETH)[place])
    ends = (first + timedelta(days=_TENTH - 1), first + timedelta(days=_TWENTIETH - 1), whole.last)[place]
    return PartialDate(begins, ends)


def _months(year: int, first: int, last: int) -> PartialDate | None:
    begins, ends = _made(year, first), _made(year, last)
    return PartialDate(begins.first, ends.last) if begins and ends else None


def _share(found: re.Match[str], latest: int) -> PartialDate | None:
    number = int(found[1] or found[4])
    length = 3 if (found[2] or found[3]).startswith("t") else 6
    return _months(int(found[5]), length * (number - 1) + 1, length * number)


def _french(day: PartialDate) -> str:
    return f"{day.first:%d/%m/%Y}"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], PartialDate | None]], ...] = (
    (_YEAR, lambda found, latest: _made(int(found[1]))),
    (_YEAR_FIRST, lambda found, latest: _made(int(found[1]), int(found[3]), int(found[4]))),
    (_DAY_FIRST, lambda found, latest: _made(_full_year(found[4], latest), int(found[3]), int(found[1]))),
    (_SOLID, _solid),
    (_IN_WORDS, lambda found, latest: _made(_full_year(found[3], latest), _MONTH_OF[found[2]], int(found[1]))),
    (_MONTH_YEAR, lambda found, latest: _made(int(found[2]), _MONTH_OF[found[1]])),
    (_NUMBER_YEAR, lambda found, latest: _made(int(found[2]), int(found[1]))),
    (_YEAR_MONTH, lambda found, latest: _made(int(found[1]), int(found[2]))),
    (_SEASON, lambda found, latest: _months(int(found[2]), *_SEASONS[found[1]])),
    (_SHARE, _share),
    (_PART, _part),
)
