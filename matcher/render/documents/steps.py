"""The seven steps of a VAE at the Cnam on a sheet: where the dossier stands, then what can't wait in each."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.model.path import ItemKind, Step, StepItem
from matcher.render.charts import Table
from matcher.render.documents.blocks import Block, Grid, Items, Paragraph, Section
from matcher.render.documents.subject import Subject
from matcher.render.typography import short_date
from matcher.render.wording import CONFIDENCES, ITEM_STATES, STEP_STATES

_ELSEWHERE: frozenset[ItemKind] = frozenset({"piece", "bloc"})
"""Told bloc by bloc, and paper by paper, elsewhere on the sheet."""

_SHOWN = 5
_FIRST: tuple[ItemKind, ...] = (
    "avertissement",
    "question",
    "contact",
    "financement",
    "date",
    "reunion",
    "cout",
    "suite",
)
"""What comes first where a step has too much to tell; the rest follows in the report's order."""


def steps_section(subject: Subject) -> Section:
    steps = subject.report.steps
    if not steps:
        return Section("Étapes", (Paragraph("Aucune étape n'est encore connue pour ce dossier."),))
    rows = tuple((f"{step.number}. {step.name}", STEP_STATES[step.state], step.summary) for step in steps)
    table = Table("Les sept étapes de la VAE au Cnam", ("Étape", "État", "En bref"), rows)
    below = tuple(
        Section(f"Étape {step.number} : {step.name}", (told,)) for step in steps if (told := _told(step)) is not None
    )
    return Section("Étapes", (Grid(table, (28, 16, 56)),), below)


def contacts_of(subject: Subject) -> tuple[StepItem, ...]:
    """Whom to turn to, the centre first."""
    return tuple(item for step in subject.report.steps for item in step.items if item.kind == "contact")


def doubt(item: StepItem) -> str:
    """As " (à confirmer)"; empty for what is sure."""
    word = CONFIDENCES.get(item.confidence or "verified", "") if item.confidence != "house" else ""
    return f" ({word})" if word else ""


def _told(step: Step) -> Block | None:
    items = [item for item in step.items if item.kind not in _ELSEWHERE]
    ordered = sorted(items, key=lambda item: _FIRST.index(item.kind) if item.kind in _FIRST else len(_FIRST))
    return Items(tuple(_line(item) for item in ordered[:_SHOWN])) if ordered else None


def _line(item: StepItem) -> str:
    line = "".join(_words(item))
    return line if line.endswith("?") else f"{line}."


def _words(item: StepItem) -> Iterator[str]:
    state = f" ({ITEM_STATES[item.state]})" if item.state else ""
    yield f"{item.title}{state} : {item.text.rstrip('.')}"
    for one in item.dates:
        yield f" ; {one.what} : {short_date(one.day)}"
    if item.link:
        yield f" — {item.link}"
    yield doubt(item)
