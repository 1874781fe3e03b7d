"""What one file alone can't show: unknown facts and parameters, gaps, overlaps, cycles, sentences that name nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from typing import Any

from matcher.rulebook.conditions import (
    LIST_OPERATORS,
    ORDER_OPERATORS,
    Comparison,
    ConditionFault,
    ParameterRef,
    comparisons_of,
    read_condition,
)
from matcher.rulebook.located_yaml import Fault, Place
from matcher.rulebook.rulebook import COUNTED, FINDING, Origin, Rulebook
from matcher.rulebook.schema import NUMBERS, Declared, FactDefinition, Rule, RuleVersion, Version
from matcher.rulebook.sentences import SPECIAL, placeholders

CONDITIONS = ("applies_when", "when", "met_when", "not_met_when")
SENTENCES = ("met", "not_met", "unknown", "not_applicable", "waived", "ask")
OUTCOMES = ("met", "not_met", "unknown", "waived", "not_applicable")


def coherence_faults(book: Rulebook) -> list[Fault]:
    """Every fault between files, each with file, line and key."""
    return [
        *_same_twice(book),
        *(fault for item, origin in book.parameters for fault in _history(item.versions, item.declared, origin)),
        *(fault for item, origin in book.rules for fault in _history(item.versions, item.declared, origin)),
        *(fault for rule, origin in book.rules for fault in _rule(book, rule, origin)),
        *_cycles(book),
    ]


def _same_twice(book: Rulebook) -> Iterator[Fault]:
    for items in (book.rules, book.parameters):
        count = Counter(item.id for item, _ in items)
        seen: set[str] = set()
        for item, origin in items:
            if count[item.id] > 1 and item.id in seen:
                yield origin.fault(("id",), f"identifiant « {item.id} » déjà pris")
            seen.add(item.id)


def _history(versions: Sequence[Version], declared: Sequence[Declared], origin: Origin) -> Iterator[Fault]:
    meant = {(gap.from_, gap.until) for gap in declared}
    for place in range(1, len(versions)):
        before, after = versions[place - 1].in_force, versions[place].in_force
        here: Place = ("versions", place, "in_force")
        if after.from_ <= before.from_:
            yield origin.fault(here, f"version du {after.from_} écrite après celle du {before.from_}")
        elif before.until is None or after.from_ < before.until:
            until = before.until or after.until or date.max
            if (after.from_, until) not in meant:
                yield origin.fault(here, f"recouvre la version précédente du {after.from_} au {until} (non déclaré)")
        elif after.from_ > before.until and (before.until, after.from_) not in meant:
            yield origin.fault(here, f"aucune version du {before.until} au {after.from_} (trou non déclaré)")


def _rule(book: Rulebook, rule: Rule, origin: Origin) -> Iterator[Fault]:
    for place, version in enumerate(rule.versions):
        for key in CONDITIONS:
            given = getattr(version, key)
            if given is not None:
                yield from _condition(book, version, given, origin, ("versions", place, key))
        for key in SENTENCES:
            for name in placeholders(getattr(version, key) or ""):
                if name not in book.facts and name not in SPECIAL:
                    yield origin.fault(
                        ("versions", place, key), f"« {{{name}}} » n'est pas un fait connu{_near(name, book)}"
                    )
    for place, example in enumerate(rule.examples):
        for name, value in example.facts.items():
            here: Place = ("examples", place, "facts", name)
            if name not in book.facts and name not in COUNTED and not name.startswith(FINDING):
                yield origin.fault(here, f"fait inconnu{_near(name, book)}")
            elif name in book.facts and (wrong := _wrong_value(book.facts[name], value)):
                yield origin.fault(here, wrong)


def _condition(book: Rulebook, version: RuleVersion, given: Any, origin: Origin, here: Place) -> Iterator[Fault]:
    try:
        condition = read_condition(given)
    except ConditionFault as fault:
        yield origin.fault((*here, *fault.place), str(fault))
        return
    for comparison in comparisons_of(condition):
        at = (*here, *_place_of(given, comparison.fact))
        for message in _comparison(book, version, comparison):
            yield origin.fault(at, f"{comparison.fact} : {message}")


def _place_of(given: Any, fact: str) -> Place:
    """The path to the first mention of a fact in a condition as written."""
    if isinstance(given, dict):
        for key, below in given.items():
            if key == fact:
                return (key,)
            if place := _place_of(below, fact):
                return (key, *place)
    elif isinstance(given, list):
        for index, below in enumerate(given):
            if place := _place_of(below, fact):
                return (index, *place)
    return ()


def _comparison(book: Rulebook, version: RuleVersion, comparison: Comparison) -> Iterator[str]:
    fact, operator, value = comparison.fact, comparison.operator, comparison.value
    if fact.startswith(FINDING):
        if book.rule(fact.removeprefix(FINDING)) is None:
            yield "cette règle n'existe pas"
        for one in value if isinstance(value, tuple) else (value,):
            if one not in OUTCOMES:
                yield f"issue inconnue « {one} » ; attendu : {', '.join(OUTCOMES)}"
        return
    if fact not in COUNTED and fact not in book.facts:
        yield f"fait inconnu{_near(fact, book)}"
        return
    kind = "count" if fact in COUNTED else book.facts[fact].type
    if operator in ORDER_OPERATORS and kind not in NUMBERS | {"date"}:
        yield f"l'opérateur {operator} ne convient pas à un fait de type {kind}"
        return
    values: Iterable[Any] = [value]
    if isinstance(value, ParameterRef):
        if value.id not in book.parameter_by_id:
            yield f"paramètre inconnu « {value.id} »"
            return
        parameter = book.parameter_by_id[value.id]
        first, last = parameter.versions[0].in_force.from_, parameter.versions[-1].in_force.until
        if first > version.in_force.from_ or (last and last < (version.in_force.until or date.max)):
            yield f"le paramètre « {value.id} » n'a pas de valeur pendant toute la version"
        values = [item.value for item in parameter.versions]
    if operator in LIST_OPERATORS:
        values = [one for group in values for one in (group if isinstance(group, list | tuple) else [group])]
    if fact in book.facts:
        for one in values:
            if wrong := _wrong_value(book.facts[fact], one):
                yield wrong


def _wrong_value(fact: FactDefinition, value: Any) -> str | None:
    """Why a value can't be one of this fact, or None. A range is written [low, high]."""
    if isinstance(value, list):
        if not fact.range or len(value) != 2:
            return f"« {value} » ; attendu : une seule valeur"
        return next((wrong for one in value if (wrong := _wrong_value(fact, one))), None)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = {
        "hours": isinstance(value, int) and number and value >= 0,
        "count": isinstance(value, int) and number,
        "months": number and value >= 0,
        "ratio": number and 0 <= value <= 1,
        "flag": isinstance(value, bool),
        "text": value in fact.values,
        "date": isinstance(value, date),
    }
    if fits[fact.type]:
        return None
    expected = f"l'un de {', '.join(fact.values)}" if fact.type == "text" else f"une valeur de type {fact.type}"
    return f"« {value} » ; attendu : {expected}"


def _near(name: str, book: Rulebook) -> str:
    near = get_close_matches(name, book.facts, n=1)
    return f" ; vouliez-vous dire « {near[0]} » ?" if near else ""


def _cycles(book: Rulebook) -> Iterator[Fault]:
    needs: dict[str, set[str]] = {}
    for rule, _ in book.rules:
        needs[rule.id] = set(_findings_read(rule))
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        cycle = error.args[1]
        origin = next(origin for rule, origin in book.rules if rule.id == cycle[0])
        yield origin.fault(("id",), f"les règles se lisent en rond : {' → '.join(cycle)}")
    concluding = {rule_id for rule_id, read in needs.items() if read}
    for rule, origin in book.rules:
        if rule.opinion is None and concluding & needs[rule.id]:
            yield origin.fault(("id",), "lit une règle qui lit elle-même d'autres règles ; attendu : un seul étage")


def _findings_read(rule: Rule) -> Iterator[str]:
    for version in rule.versions:
        for key in CONDITIONS:
            try:
                condition = read_condition(getattr(version, key))
            except ConditionFault:
                continue
            for comparison in comparisons_of(condition):
                if comparison.fact.startswith(FINDING):
                    yield comparison.fact.removeprefix(FINDING)
