"""A pasted CV, split into experiences to confirm one by one: periods and lines only, nothing is guessed in silence.

A line that holds a period opens an experience; the text beside the period is its title, or else the next line; the
lines that follow are its activities, until the next period or the next heading. Studies, languages and hobbies are left
aside, and every line that served nothing is given back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from matcher.model.dossier import ExperienceKind
from matcher.reading.dates import read_date
from matcher.text import unaccented

MOST_LINES = 600
MOST_EXPERIENCES = 60

_MONTH = r"(?:janv|f[ée]v|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c)[a-zéû]*\.?"
_IN_FIGURES = r"(?:\d{1,2}[/.-])?\d{1,2}[/.-]\d{4}|\d{4}-\d{2}|(?:19|20)\d{2}"
_DATE = rf"(?:(?:1er|\d{{1,2}})\s+)?{_MONTH}\s+\d{{4}}|{_IN_FIGURES}"
_NOW = r"aujourd['’]hui|ce jour|maintenant|pr[ée]sent|en cours|actuel(?:lement)?"
_TO = r"\s*(?:–|—|-|→|/|à|au|jusqu['’](?:à|en|au))\s*"
_PERIOD = re.compile(
    rf"(?:(?:de|du|en)\s+)?(?<![\w/])(?P<start>{_DATE}|{_MONTH}){_TO}(?P<end>{_DATE}|à\s+(?:{_NOW})|{_NOW})(?![\w/])"
    rf"|depuis\s+(?:le\s+)?(?P<since>{_DATE})(?![\w/])"
    rf"|(?<![\w/])(?P<only>{_DATE})(?![\w/])",
    re.IGNORECASE,
)
_EDGES = " \t:;,|–—-•·*()[]"
_BULLET = re.compile(r"^\s*[-•–—*·▪►o]\s+")
_MOST_TITLE = 160

Section = Literal["work", "aside"]
_HEADINGS: tuple[tuple[Section, str], ...] = (
    ("work", r"(?:parcours|experiences?|emplois?|engagements?|benevolat|vie associative|mandats?|stages?)\b.*"),
    ("aside", r"(?:formations?|diplomes?|etudes|langues?|competences?|informatique|loisirs|centres? d.interet|divers"
              r"|references?|contact|coordonnees|profil|a propos|permis|certifications?)\b.*"),
)  # fmt: skip
_LONGEST_HEADING = 45

_KIND_WORDS: tuple[tuple[ExperienceKind, str], ...] = (
    ("apprentissage", r"apprenti|apprentissage"),
    ("professionnalisation", r"contrat de professionnalisation|contrat pro\b|alternan"),
    ("stage", r"stages?\b|stagiaire"),
    ("volontaire", r"service civique|volontariat|volontaire"),
    ("syndical", r"delegue[e]? (?:syndical|du personnel)|\bcse\b|comite (?:social|d.entreprise)|prud.?hom|syndica"),
    ("mandat_electif", r"conseill(?:er|ere) (?:municipal|departemental|regional)|adjointe? au maire|\bmaire\b"),
    ("benevole", r"benevol|association sportive|tresori(?:er|ere) (?:de|du) (?:l.association|club)"),
    ("independant", r"independant|freelance|auto-?entrepr|micro-?entrepr|a mon compte|gerant|profession liberale"),
)


@dataclass(frozen=True)
class CvExperience:
    """An experience as a CV tells it. Dates are a dossier's: "2019-03"; "" where none is given.

    ``kind``: the status that a word of the CV suggests (``kind_word``), else salaried work, to be confirmed.
    ``read``: the line that opened it, as written. ``line``: its number, from 1.
    """

    title: str
    kind: ExperienceKind
    kind_word: str
    start: str
    end: str
    ongoing: bool
    activities: tuple[str, ...]
    read: str
    line: int


@dataclass(frozen=True)
class CvReading:
    """``left``: the lines that served nothing, which the reader must be shown."""

    experiences: tuple[CvExperience, ...]
    left: tuple[str, ...]


@dataclass
class _Open:
    """An experience whose lines are still coming."""

    period: re.Match[str]
    read: str
    line: int
    title: str
    activities: list[str] = field(default_factory=list)


def split_cv(text: str) -> CvReading:
    """The experiences of a CV, in its order. Raises nothing: what can't be read is in ``left``."""
    found: list[_Open] = []
    left: list[str] = []
    section: Section = "work"
    for number, raw in enumerate(text.splitlines()[:MOST_LINES], start=1):
        line = " ".join(raw.split())
        if not line:
            continue
        heading = _heading(line)
        if heading:
            section = heading
            continue
        period = _PERIOD.search(line)
        opens = period is not None and not _BULLET.match(raw) and _dates(period) is not None
        if section == "aside":
            left.append(line)
        elif opens and period is not None and len(found) < MOST_EXPERIENCES:
            beside = (line[: period.start()] + " " + line[period.end() :]).strip(_EDGES)
            found.append(_Open(period, line, number, beside[:_MOST_TITLE]))
        elif found and not found[-1].title:
            found[-1].title = line.strip(_EDGES)[:_MOST_TITLE]
        elif found:
            found[-1].activities.append(_BULLET.sub("", raw).strip())
        else:
            left.append(line)
    return CvReading(tuple(_closed(one) for one in found), tuple(left))


def _heading(line: str) -> Section | None:
    """The section that a short line without a date opens."""
    plain = unaccented(line).strip(_EDGES)
    if len(plain) > _LONGEST_HEADING or any(letter.isdigit() for letter in plain):
        return None
    return next((section for section, pattern in _HEADINGS if re.fullmatch(pattern, plain)), None)


def _closed(one: _Open) -> CvExperience:
    dates = _dates(one.period)
    assert dates is not None
    kind, word = _kind(f"{one.title} {one.read}")
    start, end, ongoing = dates
    return CvExperience(one.title, kind, word, start, end, ongoing, tuple(one.activities), one.read, one.line)


def _dates(period: re.Match[str]) -> tuple[str, str, bool] | None:
    """Start, end and whether it goes on. A single date is a year that may be the whole of it: start and end both."""
    first, last = period["start"] or period["since"] or period["only"], period["end"]
    if last and not any(letter.isdigit() for letter in first):
        # « avril à juin 2014 » : l'année de la fin est aussi celle du début.
        first = f"{first} {last[-4:]}"
    start = _iso(first)
    if start is None:
        return None
    if period["since"]:
        return start, "", True
    if period["only"]:
        return start, start, False
    end = _iso(last)
    return (start, "", True) if end is None else (start, end, False)


def _iso(text: str) -> str | None:
    """A date of a CV in a dossier's form; None for « aujourd'hui » and for no real date."""
    if not any(letter.isdigit() for letter in text):
        return None
    read = read_date(text)
    return None if read is None else str(read)


def _kind(text: str) -> tuple[ExperienceKind, str]:
    """The status that a word suggests, with that word; salaried work, to be confirmed, without one."""
    plain = unaccented(text)
    for kind, pattern in _KIND_WORDS:
        if word := re.search(rf"(?:{pattern})\w*", plain):
            return kind, text[slice(*word.span())] if len(plain) == len(text) else word[0]
    return "salarie", ""
