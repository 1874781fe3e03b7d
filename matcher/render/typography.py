"""French typography: thin no-break spaces, dates and figures as one reads them."""

from __future__ import annotations

import re
from datetime import date, timedelta

NARROW = "\u202f"

_MONTHS = {
    1: "janvier", 2: "février", 3: "mars", 4: "avril", 5: "mai", 6: "juin",
    7: "juillet", 8: "août", 9: "septembre", 10: "octobre", 11: "novembre", 12: "décembre",
}  # fmt: skip
_BEFORE = re.compile(r"(?<=\S)[ \u00a0]+(?=[;:!?»%€])")
_AFTER = re.compile(r"«[ \u00a0]+")
_THOUSANDS = re.compile(r"(?<![\d-])\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)")
_UNIT = re.compile(r"(?<=\d)[ \u00a0](?=(?:h|mois|heures?|ans?)\b)")
_NUMERO = re.compile(r"\bn°[ \u00a0](?=\d)")
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_ISO_MONTH = re.compile(r"(?<![\w-])((?:19|20)\d{2})-(0[1-9]|1[0-2])\b(?!-)")
# Ces caractères retournent ou cachent le texte d'un terminal.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def typeset(text: str) -> str:
    """One line of French, with no-break spaces where a line must not be cut."""
    text = _HIDDEN.sub("", " ".join(text.split(" ")))
    text = re.sub(r"[\n\r\t\u2028\u2029]+", " ", text)
    text = _AFTER.sub(f"«{NARROW}", _BEFORE.sub(NARROW, text))
    text = _THOUSANDS.sub(lambda found: re.sub(r"\s", NARROW, found[0]), text)
    return _NUMERO.sub(f"n°{NARROW}", _UNIT.sub(NARROW, text))


def figure(number: float) -> str:
    """1607 → "1 607"; 47.5 → "47,5"."""
    written = f"{number:,.2f}".rstrip("0").rstrip(".")
    return written.replace(",", NARROW).replace(".", ",")


def between(low: float, high: float, unit: str) -> str:
    """As "1 607 h", or "entre 1 200 et 1 600 h"."""
    if low == high:
        return f"{figure(low)}{NARROW}{unit}"
    return f"entre {figure(low)} et {figure(high)}{NARROW}{unit}"


def long_date(day: date) -> str:
    """2024-06-01 → "1er juin 2024"."""
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month]} {day.year}"


def short_date(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def french_dates(text: str) -> str:
    """The same sentence with 2019-03-05 written 05/03/2019, and 2019-03 written 03/2019."""

    def day(found: re.Match[str]) -> str:
        try:
            return short_date(date(int(found[1]), int(found[2]), int(found[3])))
        except ValueError:
            return found[0]

    return _ISO_MONTH.sub(r"\2/\1", _ISO_DAY.sub(day, text))


def in_force(start: date | None, until: date | None) -> str:
    """The days a text is in force; ``until`` is excluded, as in the rules."""
    last = until and until - timedelta(days=1)
    if start and last:
        return f"du {short_date(start)} au {short_date(last)}"
    if start:
        return f"depuis le {short_date(start)}"
    return f"jusqu'au {short_date(last)}" if last else ""


def cut(text: str, longest: int) -> str:
    """The text, or its first words and « … »."""
    if len(text) <= longest:
        return text
    beginning = text[: longest - 1]
    words = beginning.rsplit(" ", 1)[0] if " " in beginning[longest // 2 :] else beginning
    return words.rstrip(" ,;:.") + "…"
