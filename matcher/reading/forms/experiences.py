"""One experience of a form: its cells read one by one, and the questions that what is missing calls for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matcher.model.dates import PartialDate
from matcher.model.fields import MOST_ITEMS
from matcher.reading.dates import means_now
from matcher.reading.forms.cells import Duration, duration_in, hours_in, hours_told
from matcher.reading.forms.row import Cells
from matcher.reading.forms.vocabulary import meanings_in, words_of

_TEXTS = {"fonction": "title", "organisme": "organisation", "pays": "country", "code_rome": "rome"}
_COLUMN_OF = {
    "kind": "statut",
    **{field: column for column, field in _TEXTS.items()},
    "start": "date_debut",
    "end": "date_fin",
    "weekly_hours": "heures_hebdo",
    "work_time": "temps_travail",
    "total_hours": "heures_total",
    "training_hours": "heures_formation",
    "activities": "activites",
}
_TELLING = ("fonction", "organisme", "date_debut", "date_fin", "heures_hebdo", "heures_total", "activites")
_ITEM = re.compile(r"\s*(?:\n\s*[-–•*]?|;|•)\s*")
_A_MONTH = 31


@dataclass
class ReadExperience:
    """An experience as a dossier holds it, and the cells it was read from."""

    cells: Cells
    name: str
    values: dict[str, Any] = field(default_factory=dict)

    def drop(self, key: str, message: str, expected: str, unknown_start: PartialDate) -> None:
        """A value that the dossier refuses: told with its cell, then left out."""
        column = _COLUMN_OF.get(key, key)
        self.cells.error(column, message, expected)
        self.values.pop(key, None)
        if key == "start":
            self.values["start"] = unknown_start
            self.cells.notes.ask(f"« {self.name} » : quelle date de début ?")


def read_experience(cells: Cells, rank: int, filed_on: date) -> ReadExperience | None:
    """The experience of these cells; None when they tell none."""
    if not any(cells.text(column) for column in _TELLING):
        if cells.text("statut"):
            cells.warn("statut", "seul rempli : aucune expérience n'est racontée ici")
        return None
    read = ReadExperience(cells, cells.text("fonction") or f"expérience {rank}")
    read.values = {key: said for column, key in _TEXTS.items() if (said := cells.text(column))}
    read.values["kind"] = _kind(read)
    _dates(read, filed_on)
    _hours(read)
    activities = [one.lstrip("-–•* ") for one in _ITEM.split(cells.text("activites")) if one.strip("-–•* ")]
    read.values["activities"] = [
        *activities[: MOST_ITEMS - 1],
        *filter(None, ["\n".join(activities[MOST_ITEMS - 1 :])]),
    ]
    if not activities:
        cells.notes.ask(f"« {read.name} » : quelles activités, concrètement ?")
    return read


def unknown_start(cells: Cells, last: date) -> PartialDate:
    """The widest range for a start that is not known, so that nothing is made up."""
    year = max(last.year - cells.words.values.annees_au_plus, 1901)
    return PartialDate(date(year, 1, 1), last)


def _kind(read: ReadExperience) -> str:
    """The kind that the status says by its code or its words; what says none, or two, is ``autre`` and a question."""
    cells = read.cells
    said = cells.text("statut")
    code = re.sub(r"\.0$", "", said).lstrip("0")
    found = {cells.words.kind_of_code[code]} if code in cells.words.kind_of_code else set()
    found = found or meanings_in(said, cells.words.kind_of_words)
    if len(found) == 1:
        kind = found.pop()
        if not code.isdigit() and words_of(said) not in cells.words.kind_of_words:
            cells.warn("statut", f"lu comme {kind}")
        return str(kind)
    if said:
        cells.warn("statut", "ne dit pas un seul des statuts connus : compté comme « autre » en attendant")
    cells.notes.ask(f"« {read.name} » : à quel titre (salarié, indépendant, bénévole, mandat, stage…) ?")
    return "autre"


def _dates(read: ReadExperience, filed_on: date) -> None:
    """Start and end. Of two dates in reverse neither is kept: nobody knows which one is wrong."""
    cells, name = read.cells, read.name
    start = None
    if means_now(cells.text("date_debut")):
        cells.error("date_debut", "un début ne peut pas être « en cours »", "une date, comme 01/09/2018")
    else:
        start = cells.date("date_debut", filed_on)
    if start and start.first > filed_on:
        said = f"l'expérience commence après le dépôt ({filed_on:%d/%m/%Y})"
        cells.error("date_debut", said, "une date égale ou antérieure au dépôt")
        start = None
    ongoing = means_now(cells.text("date_fin")) or cells.yes_no("en_cours") is True
    end = None if ongoing else cells.date("date_fin", filed_on)
    if start and end and end.last < start.first:
        said = f"la fin précède le début ({cells.raw('date_debut')}) : les deux dates sont laissées de côté"
        cells.error("date_fin", said, "une fin égale ou postérieure au début")
        cells.notes.ask(f"« {name} » : du combien au combien, exactement ?")
        read.values["start"] = unknown_start(cells, filed_on)
        return
    if ongoing:
        read.values["end"] = None
    elif end:
        read.values["end"] = end
    else:
        cells.notes.ask(f"« {name} » : toujours en poste ? Sinon, quelle date de fin ?")
    if start is None:
        cells.notes.ask(f"« {name} » : quelle date de début ?")
        start = unknown_start(cells, min(filed_on, end.last) if end else filed_on)
    elif _coarse(start) or (end and _coarse(end)):
        shown = " à ".join(filter(None, (cells.raw("date_debut"), cells.raw("date_fin"))))
        cells.notes.ask(f"« {name} » : de quel mois à quel mois ? On ne lit que : {shown}.")
    read.values["start"] = start


def _coarse(day: PartialDate) -> bool:
    return (day.last - day.first).days >= _A_MONTH


def _hours(read: ReadExperience) -> None:
    cells, asked = read.cells, False
    for column in ("temps_travail", "heures_hebdo"):
        duration = _duration(cells, column)
        asked = asked or duration == Duration()
        if duration and duration.hours is not None:
            read.values["weekly_hours"] = duration.hours
        if duration and duration.share:
            read.values["work_time"] = duration.share
    for column, key in (("heures_total", "total_hours"), ("heures_formation", "training_hours")):
        said = cells.text(column)
        hours = hours_in(said) if said else None
        if hours is not None:
            read.values[key] = hours
        elif said:
            cells.error(column, "ce n'est pas un nombre d'heures", "un nombre d'heures, comme 240 ou 1 250")
    if asked or not {"weekly_hours", "work_time", "total_hours"} & read.values.keys():
        told = hours_told(cells.text("activites"))
        also = f" Le texte dit « {told} » : est-ce le total attesté ?" if told else ""
        how = "heures par semaine, part d'un temps plein, forfait jours ou total attesté"
        cells.notes.ask(f"« {read.name} » : quelle durée de travail ({how}) ?{also}")


def _duration(cells: Cells, column: str) -> Duration | None:
    said = cells.text(column)
    if not said:
        return None
    duration = duration_in(said, cells.words)
    if duration is None:
        cells.error(
            column, "durée de travail inconnue", "des heures par semaine (35), une part (80 %) ou « temps plein »"
        )
    elif duration.hours is None and duration.share and not said.endswith("%"):
        cells.warn(column, f"lu comme {duration.share.replace('_', ' ')}")
    return duration
