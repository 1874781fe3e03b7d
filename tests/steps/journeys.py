"""Dossiers sent through the whole engine, for the tests of the steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from matcher import Matcher, Report
from matcher.model.path import Step, StepItem
from matcher.model.report import Match
from matcher.reading.path_data import PathData

ACCOUNTANT: dict[str, Any] = {
    "kind": "salarie",
    "title": "Comptable",
    "rome": "M1203",
    "start": "2004-01-01",
    "end": "2009-12-31",
    "weekly_hours": 35,
    "activities": [
        "Tenue de la comptabilité générale et saisie des écritures",
        "Établissement des déclarations de TVA",
        "Préparation du bilan avec l'expert-comptable",
    ],
}


@lru_cache
def engine() -> Matcher:
    return Matcher.load()


def with_path(**changes: Any) -> Matcher:
    """The same engine over other data of the steps: meetings, tariffs, sessions, centres."""
    one = engine()
    path = replace(one.referentials.path, **changes)
    return Matcher(one.rulebook, one.settings, replace(one.referentials, path=path), lexicon=one.lexicon)


def report(filed_on: str = "2024-06-12", matcher: Matcher | None = None, **more: Any) -> Report:
    person = {"id": "D1", "filed_on": filed_on, "target": "RNCP36889", "experiences": [ACCOUNTANT], **more}
    return (matcher or engine()).evaluate(person, limit=3)


def aimed(found: Report) -> Match:
    """The match of the certification that these dossiers aim at."""
    return next(one for one in found.matches if one.certification == "RNCP36889")


def step(number: int, filed_on: str = "2024-06-12", matcher: Matcher | None = None, **more: Any) -> Step:
    return report(filed_on, matcher, **more).steps[number - 1]


def items(found: Step, kind: str | None = None, rule: str | None = None) -> list[StepItem]:
    return [one for one in found.items if (kind is None or one.kind == kind) and (rule is None or one.rule == rule)]


def texts(found: Step, kind: str | None = None) -> str:
    return "\n".join(f"{one.title} : {one.text}" for one in items(found, kind))


def funders(found: Step) -> dict[str, str | None]:
    """Each funder that a rule told, and its state."""
    return {one.rule.removeprefix("financement."): one.state for one in found.items if one.rule and one.state}


def every_text(found: Report) -> Iterator[str]:
    for one in found.steps:
        yield one.summary
        yield from (text for item in one.items for text in (item.title, item.text))


def path_data() -> PathData:
    return engine().referentials.path
