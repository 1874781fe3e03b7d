"""A fiche of the register as an export states it, before anything is understood of it."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from matcher.reading.import_words import Entry

NUMBER = re.compile(r"(RNCP|RS)\s*(\d{1,9})", re.ASCII)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200d\u2060\ufeff\ud800-\udfff]")
_DAY = re.compile(
    r"(?:(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2}))(?:[ T].*)?", re.ASCII
)
TWICE = "fiche donnée deux fois, la première est gardée"


class Note(Entry):
    """A fact of a fiche that was left out, or is odd: what is wrong, in French, and the value that was read."""

    code: str
    fact: str
    problem: str
    value: str = ""


class Quarantined(Entry):
    """A fiche that was not taken: where it stands, its number if it has one, and why."""

    place: str
    number: str | None
    reason: str


class Source(Entry):
    """Where facts were read: its French name, and the file's own date."""

    text: str
    day: date | None


@dataclass(slots=True)
class RawBloc:
    title: str = ""
    competencies: str = ""


@dataclass(slots=True)
class Fiche:
    """One fiche, its cells as they were written; ``from_flow``: the facts that the XML flow gave to a CSV fiche."""

    number: str
    place: str
    title: str = ""
    abbreviation: str = ""
    abbreviation_label: str = ""
    level: str = ""
    registration: str = ""
    effect: str = ""
    decision: str = ""
    end: str = ""
    deadline: str = ""
    active: str = ""
    vae: str = ""
    activities: str = ""
    capacities: str = ""
    certifiers: list[tuple[str, str]] = field(default_factory=list)
    nsf: list[str] = field(default_factory=list)
    formacodes: list[str] = field(default_factory=list)
    rome: list[str] = field(default_factory=list)
    predecessors: list[str] = field(default_factory=list)
    successors: list[str] = field(default_factory=list)
    blocs: dict[str, RawBloc] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    from_flow: set[str] = field(default_factory=set)

    def note(self, fact: str, problem: str, value: str = "") -> None:
        self.notes.append(Note(code=self.number, fact=fact, problem=problem, value=value[:120]))

    def add_bloc(self, code: str, title: str, competencies: str = "") -> None:
        """Adds a bloc; one given twice is kept once, and said when its titles differ."""
        code, title = tidy(code), tidy(title)
        if not code:
            self.note("blocs", "bloc sans code, laissé de côté", title)
            return
        bloc = self.blocs.setdefault(code, RawBloc(title, competencies))
        if title and bloc.title != title:
            if bloc.title:
                self.note("blocs", "bloc donné deux fois avec des intitulés différents, le premier est gardé", code)
            bloc.title = bloc.title or title
        bloc.competencies = bloc.competencies or competencies

    def completed_by(self, flow: Fiche) -> None:
        """Takes from the XML flow the texts, and the facts that the CSV tables leave out."""
        for name, fact in COMPLETED.items():
            if not getattr(self, name) and getattr(flow, name) and not (name == "decision" and self.effect):
                setattr(self, name, getattr(flow, name))
                self.from_flow.add(fact)
        for code, bloc in flow.blocs.items() if "blocs" not in self.from_flow else ():
            if code in self.blocs:
                self.blocs[code].competencies = bloc.competencies
            else:
                self.note("blocs", "bloc du flux XML absent des tables CSV, laissé de côté", code)
        self.predecessors += flow.predecessors
        self.successors += flow.successors
        self.notes += flow.notes


COMPLETED = {
    "level": "level",
    "registration": "registration",
    "effect": "registered.from",
    "decision": "registered.from",
    "end": "registered.to",
    "deadline": "delivery_deadline",
    "vae": "vae.open",
    "certifiers": "certifiers",
    "nsf": "nsf",
    "formacodes": "formacodes",
    "rome": "rome",
    "blocs": "blocs",
    "activities": "activities",
    "capacities": "competencies",
}
"""The cells that the flow may give to a fiche of the CSV tables, and the fact that each one states."""


def number_of(text: str) -> str | None:
    """ "rncp 36889" → "RNCP36889"; None for what is no number of the register."""
    found = NUMBER.fullmatch(tidy(text).upper())
    return found[1] + found[2] if found else None


def tidy(text: str) -> str:
    """A label without markup, control characters, or blanks but single ones."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    text = text if text.isprintable() else _CONTROL.sub("", text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def read_day(text: str) -> date | None:
    """The day of "31/12/2025"; None for an empty text. Raises ValueError for what is no day."""
    text = text.strip()
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return date(*(int(found[part] or found[f"{part}2"]) for part in "ymd"))
