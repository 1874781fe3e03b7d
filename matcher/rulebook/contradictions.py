"""What reading the rules does not show: outcomes that can't happen, conditions that contradict each other or change
nothing, cases without an opinion. Found by trying every combination of the values that decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any, get_args

from matcher.rulebook.boundaries import LARGEST_GRID, Grid, boundary_values
from matcher.rulebook.conditions import All, AnyOf, Comparison, Condition, Fact, comparisons_of
from matcher.rulebook.law import COUNTED, FINDING, RuleInForce, definition_of
from matcher.rulebook.rulebook import Rulebook
from matcher.rulebook.schema import Scope
from matcher.rulebook.sentences import day_in_french

SCOPES: tuple[Scope, ...] = get_args(Scope)
_JUDGED = ("met", "not_met", "not_applicable")
_OPERATORS = {
    "at_least": "≥",
    "below": "<",
    "at_most": "≤",
    "above": ">",
    "is": "=",
    "is_not": "≠",
    "one_of": "parmi",
    "none_of": "hors de",
}


@dataclass(frozen=True)
class Outcomes:
    """The combinations of a grid that give each outcome, and those where *met* and *not met* are both true."""

    met: int
    not_met: int
    not_applicable: int
    unknown: int
    contradicted: int


def outcomes_on(grid: Grid, rule: RuleInForce) -> Outcomes:
    met, not_met, outside = (
        0 if condition is None else grid.where(condition)[0]
        for condition in (rule.met, rule.not_met, rule.not_applicable)
    )
    both = met & not_met & ~outside
    met, not_met = met & ~outside & ~both, not_met & ~outside & ~both
    return Outcomes(met, not_met, outside, grid.everything & ~(met | not_met | outside), both)


@dataclass(frozen=True)
class Discovery:
    """A French sentence with its file and line. ``harmless``: a condition too many, which changes no answer."""

    text: str
    harmless: bool = False


def contradictions(book: Rulebook) -> Iterator[Discovery]:
    """Every thing that is wrong or useless in the rules of each day of the law."""
    seen: set[tuple[object, ...]] = set()
    for day, scope in product(changes(book), SCOPES):
        rules = book.law_on(day, scope).rules
        for one in rules:
            conditions = (one.id, one.met, one.not_met, one.not_applicable)
            if conditions not in seen and not one.waived:
                seen.add(conditions)
                place = _version_place(book, one)
                for message, harmless in _of_one(one, grid_of(book, [one])):
                    yield Discovery(f"{place} : {one.id}, au {day_in_french(day)} : {message}", harmless)
        opinions = tuple(one for one in rules if one.rule.opinion)
        verdicts = tuple((one.id, one.met) for one in opinions)
        if verdicts not in seen:
            seen.add(verdicts)
            yield from map(Discovery, _of_opinions(book, opinions, day))


def changes(book: Rulebook) -> tuple[date, ...]:
    """The days on which some rule or parameter changes: from one to the next the law is the same."""
    starts = {version.in_force.from_ for rule, _ in book.rules for version in rule.versions}
    starts |= {version.in_force.from_ for parameter, _ in book.parameters for version in parameter.versions}
    return tuple(sorted(starts))


def unused_facts(book: Rulebook) -> Iterator[str]:
    """The facts that no rule reads, neither in a condition nor in a sentence."""
    said = " ".join(str(version.model_dump()) for rule, _ in book.rules for version in rule.versions)
    for name in book.facts:
        if f"'{name}'" not in said and f"{{{name}" not in said:
            yield f"faits.yaml : {name} : aucune règle ne lit ce fait"


def grid_of(book: Rulebook, rules: Iterable[RuleInForce]) -> Grid:
    read: dict[str, list[Comparison]] = {}
    for one in (comparison for rule in rules for comparison in rule.comparisons):
        read.setdefault(one.fact, []).append(one)
    values = {}
    for fact, comparisons in read.items():
        definition = definition_of(fact, book.facts)
        assert definition is not None, "checked on loading"
        tried = boundary_values(definition, comparisons)
        # A finding is always known, and so is how many there are.
        always = fact.startswith(FINDING) or fact in COUNTED
        values[fact] = tuple(value for value in tried if value is not None) if always else tried
    return Grid(values)


def _of_one(rule: RuleInForce, grid: Grid) -> Iterator[tuple[str, bool]]:
    """What is wrong with one rule, and whether it is harmless."""
    if grid.size > LARGEST_GRID:
        yield f"trop de cas pour être tous essayés ({grid.size})", True
        return
    found = outcomes_on(grid, rule)
    if found.contradicted:
        case = _told(grid.example(found.contradicted))
        yield f"« met » et « not_met » sont vrais ensemble quand {case}", False
    for outcome in (*_JUDGED, "unknown"):
        if getattr(rule.version, outcome) is not None and not getattr(found, outcome):
            yield f"l'issue « {outcome} » ne peut pas arriver", False
    for name in _JUDGED:
        condition = getattr(rule, name)
        for part, without in _simpler(condition) if condition is not None else ():
            change: dict[str, Any] = {name: without}
            if outcomes_on(grid, replace(rule, **change)) == found:
                yield f"dans « {name} », la condition « {_worded(part)} » ne change rien", True


def _simpler(condition: Condition) -> Iterator[tuple[Condition, Condition]]:
    """Each part of a condition, and the condition without it."""
    match condition:
        case All(parts) | AnyOf(parts) if len(parts) > 1:
            for place, part in enumerate(parts):
                yield part, type(condition)((*parts[:place], *parts[place + 1 :]))
                for below, without in _simpler(part):
                    yield below, type(condition)((*parts[:place], without, *parts[place + 1 :]))


def _of_opinions(book: Rulebook, opinions: Sequence[RuleInForce], day: date) -> Iterator[str]:
    """On one day of the law: cases without an opinion, and opinions that another always precedes."""
    grid, taken = grid_of(book, opinions), 0
    for one in sorted(opinions, key=lambda rule: (rule.rule.order, rule.id)):
        met = outcomes_on(grid, one).met
        if met and not met & ~taken:
            yield f"{_version_place(book, one)} : {one.id}, au {day_in_french(day)} : un autre avis le précède toujours"
        taken |= met
    if opinions and (left := grid.everything & ~taken):
        yield f"avis.yaml : au {day_in_french(day)}, aucun avis quand {_told(grid.example(left))}"


def _version_place(book: Rulebook, one: RuleInForce) -> str:
    """The file and line of a rule's version."""
    origin = next(origin for rule, origin in book.rules if rule is one.rule)
    fault = origin.fault(("versions", one.rule.versions.index(one.version)), "")
    return f"{fault.file}, ligne {fault.line}"


def _worded(condition: Condition) -> str:
    read = list(comparisons_of(condition))
    first = f"{read[0].fact} {_OPERATORS[read[0].operator]} {_value(read[0].value)}"
    return first if len(read) == 1 else f"{first}… ({len(read)} comparaisons)"


def _told(facts: dict[str, Fact]) -> str:
    return ", ".join(f"{fact} = {_value(value)}" for fact, value in facts.items()) or "rien n'est connu"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
