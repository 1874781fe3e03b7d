"""One cell at a time: hours, postcodes, codes, yes and no. What can't be read for sure is None."""

from __future__ import annotations

import re
from typing import NamedTuple

from matcher.reading.forms.vocabulary import Vocabulary, meanings_in, words_of

_BLANK = "[ \u00a0\u202f\u2009]"
_NUMBER = rf"[-+]?(?:\d{{1,3}}(?:{_BLANK}\d{{3}})+|\d{{1,9}})(?:[.,]\d{{1,2}})?"
_HOURS = re.compile(
    rf"(?P<number>{_NUMBER}){_BLANK}*(?:h(?:eures?|rs?)?\.?{_BLANK}*(?P<minutes>[0-5]\d)?)?"
    rf"{_BLANK}*(?:(?:/|par){_BLANK}*(?:sem(?:aine)?\.?|s)|hebdo(?:madaires?)?|au total|en tout)?",
    re.IGNORECASE | re.ASCII,
)
_SHARE = re.compile(rf"(?:à{_BLANK}*)?(\d{{1,3}}(?:[.,]\d{{1,2}})?){_BLANK}*%", re.IGNORECASE | re.ASCII)
_HOURS_TOLD = re.compile(rf"\d[\d \u00a0\u202f]{{0,6}}(?:[.,]\d+)?{_BLANK}*(?:h|heures?)\b", re.IGNORECASE | re.ASCII)
_SEVERAL = re.compile(r"\s*(?:\n|;|\s/\s|\s\+\s|\bet\s+(?=une?\b)|\s+ou\s+|\|)\s*")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]"
)


class Duration(NamedTuple):
    """How long a week is: hours, or a share of full time ("plein", "forfait_jours", "80 %"); either may be absent."""

    hours: float | None = None
    share: str | None = None


def cleaned(text: str) -> str:
    """Without control and invisible characters, which no dossier may hold; line ends as \\n."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def hours_in(text: str) -> float | None:
    """Hours: "35h", "35 h 00", "17,5", "1 607", "39 h/semaine"; None for anything else."""
    found = _HOURS.fullmatch(text.strip())
    if found is None or (found["minutes"] and not found["number"].lstrip("+").isdigit()):
        return None
    number = float(re.sub(_BLANK, "", found["number"]).replace(",", "."))
    return number + int(found["minutes"] or 0) / 60


def duration_in(text: str, words: Vocabulary) -> Duration | None:
    """A working time in hours or as a share. ``Duration()`` for "temps partiel": said, but not how much."""
    said = words_of(text)
    if said in words.full_time:
        return Duration(share="plein")
    if said in words.flat_rate:
        return Duration(share="forfait_jours")
    if said in words.shares:
        return Duration(share=words.shares[said])
    if said in words.unknown_share:
        return Duration()
    share = _SHARE.fullmatch(text.strip())
    if share and 0 < float(share[1].replace(",", ".")) <= 100:
        return Duration(share=f"{share[1]} %")
    hours = hours_in(text)
    return None if hours is None else Duration(hours=hours)


def hours_told(text: str) -> str | None:
    """The hours that a free text speaks of ("attestation 240 h" → "240 h"): never counted, only asked about."""
    found = _HOURS_TOLD.search(text)
    return found[0] if found else None


def yes_no(text: str, words: Vocabulary) -> bool | None:
    said = words_of(text)
    return True if said in words.yes else False if said in words.no else None


def several_in(text: str) -> list[str]:
    """The diplomas that a cell names one after another: "BTS / licence", "DUT ou licence"."""
    return [one.strip() for one in _SEVERAL.split(text) if one.strip()]


def postcode_in(text: str) -> tuple[str, bool] | None:
    """A French postcode, and whether its first zero had been lost; None for what is none."""
    digits = re.sub(r"\s", "", text)
    if re.fullmatch(r"\d{5}", digits, re.ASCII) and digits != "00000":
        return digits, False
    if re.fullmatch(r"[1-9]\d{3}", digits, re.ASCII):
        return f"0{digits}", True
    return None


def rncp_in(text: str) -> str:
    """A number alone, in a column of RNCP numbers, is one: "35375" → "RNCP35375"."""
    digits = re.sub(r"\s", "", text)
    return f"RNCP{digits}" if re.fullmatch(r"\d{2,6}", digits, re.ASCII) else text


def level_in(text: str, words: Vocabulary) -> tuple[int | None, bool]:
    """A CEC level said in so many words; and whether the cell is a bare figure, which three scales read differently."""
    said = words_of(text)
    roman = re.fullmatch(r"(?:niveau )?(vi|iv|v|i{1,3})", said)
    if roman:
        return words.levels.romaine.get(roman[1].upper()), False
    named = re.fullmatch(r"n([3-8]) \w.*", said)  # N4_BAC : la lettre et le mot lèvent le doute
    if named:
        return int(named[1]), False
    european = re.fullmatch(r"(?:niveau )?cec ([1-8])|niveau ([1-8]) (?:cec|europeen|du cadre europeen)", said)
    if european:
        return int(european[1] or european[2]), False
    if re.fullmatch(r"(?:niveau )?\d{1,2}", said):
        return None, True
    return diploma_level(text, words), False


def diploma_level(title: str, words: Vocabulary) -> int | None:
    """The level that the name of a diploma says by itself: "BTS comptabilité" → 5; None when it says none, or two."""
    said = re.sub(r"bac ?\+ ?(\d)", r"bac+\1", words_of(title))
    found = meanings_in(said, words.level_of)
    return found.pop() if len(found) == 1 else None
