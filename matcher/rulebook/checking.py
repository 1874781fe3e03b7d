"""`vae rules check`: what a lawyer or a developer wants to know of the rules before trusting them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from matcher.rulebook.contradictions import contradictions, unused_facts
from matcher.rulebook.examples import example_faults, unshown_outcomes
from matcher.rulebook.loading import RulebookError, load_rulebook
from matcher.rulebook.numbering import rules_number
from matcher.rulebook.ranking_settings import load_ranking_settings
from matcher.rulebook.rulebook import Origin, Rulebook
from matcher.rulebook.schema import Parameter, Rule
from matcher.rulebook.sentences import day_in_french

_OLD = 365


@dataclass(frozen=True)
class RulesCheck:
    """Faults refuse the rules; warnings are to be read."""

    faults: tuple[str, ...]
    warnings: tuple[str, ...]
    summary: str


def check_rules(folder: Path, today: date) -> RulesCheck:
    """Load the rules, run every example, try every case that decides; list what to look at again.

    To look at again: what changes nothing, what was not checked for a year, what is to be confirmed.
    """
    try:
        book = load_rulebook(folder)
    except RulebookError as error:
        return RulesCheck(tuple(str(fault) for fault in error.faults), (), "Règles refusées.")
    try:
        load_ranking_settings(folder / "classement.yaml")
    except ValueError as error:
        return RulesCheck(tuple(str(error).splitlines()), (), "Réglages du classement refusés.")
    found = list(contradictions(book))
    faults = (*_example_faults(book), *(one.text for one in found if not one.harmless))
    useless = [*(one.text for one in found if one.harmless), *unused_facts(book)]
    examples = sum(len(rule.examples) for rule, _ in book.rules)
    versions = sum(len(rule.versions) for rule, _ in book.rules)
    number, to_say = rules_number(folder)
    useless += [to_say] if to_say else []
    named = f"Règles {number} : " if number else ""
    summary = (
        f"{named}{len(book.rules)} règles, {versions} versions, {len(book.parameters)} paramètres, {examples} exemples"
    )
    return RulesCheck(faults, (*useless, *_warnings(book, today)), summary)


def _example_faults(book: Rulebook) -> Iterator[str]:
    for rule, origin in book.rules:
        if not rule.examples:
            yield str(origin.fault(("id",), f"la règle {rule.id} n'a aucun exemple"))
        for place, example in enumerate(rule.examples):
            for fault in example_faults(book, rule, example):
                yield str(origin.fault(("examples", place), f"« {example.name} » : {fault}"))
        for place, outcome in unshown_outcomes(rule):
            start = day_in_french(rule.versions[place].in_force.from_)
            message = f"aucun exemple ne montre « {outcome} » dans la version du {start}"
            yield str(origin.fault(("versions", place), message))


def _warnings(book: Rulebook, today: date) -> Iterator[str]:
    dated: list[tuple[Rule | Parameter, Origin]] = [*book.rules, *book.parameters]
    for item, origin in dated:
        for place, version in enumerate(item.versions):
            here = ("versions", place)
            if (today - version.checked_on).days > _OLD:
                yield str(
                    origin.fault(here, f"{item.id} : non revérifiée depuis le {day_in_french(version.checked_on)}")
                )
            if version.source.confidence == "to_confirm":
                yield str(origin.fault(here, f"{item.id} : source à confirmer ({version.source.text})"))
