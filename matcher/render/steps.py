"""The seven steps on a terminal: a few lines each at the end of a report, or every line of them."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.model.path import ItemKind, Step, StepItem
from matcher.model.report import Report
from matcher.reading.masking import mask_unions
from matcher.render.page import Page
from matcher.render.typography import long_date
from matcher.render.wording import CONFIDENCES, ITEM_STATES, STEP_STATES

_SHOWN = 3
_SIGNS: dict[ItemKind, str] = {"avertissement": "! ", "question": "? "}


def write_steps(page: Page, steps: Iterable[Step]) -> None:
    """Each step with what can't wait: warnings, questions, days."""
    told = list(steps)
    if told:
        page.heading("Les sept étapes")
    for step in told:
        _write_head(page, step)
        urgent = [one for one in step.items if one.kind in _SIGNS]
        dated = [one for one in step.items if one.dates and one not in urgent]
        for item in (urgent + dated)[:_SHOWN]:
            sign = _SIGNS.get(item.kind)
            page.write(mask_unions(item.text) if sign else _dated(item), indent=3, mark=sign or "· ")


def steps_page(report: Report, width: int, only: int | None = None) -> Page:
    """Every line of the steps, or of one of them, with sources and links."""
    page = Page(width)
    page.write(report.disclaimer, style="italic")
    page.blank()
    page.write(f"Dossier {report.dossier}, déposé le {long_date(report.filed_on)}", style="bold")
    for step in report.steps:
        if only is None or step.number == only:
            page.heading(f"{step.number}. {step.name} : {STEP_STATES[step.state]}")
            page.write(step.summary)
            for item in step.items:
                _write_item(page, item)
    return page


def _write_head(page: Page, step: Step) -> None:
    page.write(
        f"{step.name} — {step.summary}", mark=f"{step.number}. ", style="bold" if step.state != "a_venir" else ""
    )


def _write_item(page: Page, item: StepItem) -> None:
    state = f" ({ITEM_STATES[item.state]})" if item.state else ""
    page.write(f"{item.title}{state} : {mask_unions(item.text)}", mark="· ")
    for one in item.dates:
        page.write(f"{one.what} : {long_date(one.day)}", indent=2)
    confidence = CONFIDENCES.get(item.confidence or "verified", "")
    if item.source or confidence:
        page.write(" — ".join(filter(None, (item.source, confidence))), indent=2, style="dim")
    if item.link:
        page.write(item.link, indent=2, style="dim")


def _dated(item: StepItem) -> str:
    """An item by its days, as "Réunion d'information : 14 janvier 2027 (réunion)"."""
    days = " ; ".join(f"{long_date(one.day)} ({one.what})" for one in item.dates)
    return f"{item.title} : {days}"
