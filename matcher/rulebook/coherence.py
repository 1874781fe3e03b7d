"""What one file alone can't show: unknown facts and parameters, gaps, overlaps, cycles, sentences that name nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from typing import Any
from unicodedata import normalize

from matcher.located_yaml import Fault, Place
from matcher.rulebook.conditions import (
    LIST_OPERATORS,
    ORDER_OPERATORS,
    Comparison,
    ConditionFault,
    ParameterRef,
    comparisons_of,
    read_condition,
)
from matcher.rulebook.law import COUNTED, FINDING, definition_of
from matcher.rulebook.rulebook import Origin, Rulebook, in_force
from matcher.rulebook.schema import (
    LARGEST,
    NUMBERS,
    Declared,
    FactDefinition,
    InForce,
    Parameter,
    Rule,
    RuleVersion,
    Version,
)
from matcher.rulebook.sentences import SPECIAL, malformed_places, placeholders

CONDITIONS = ("applies_when", "when", "met_when", "not_met_when")
SENTENCES = ("met", "not_met", "unknown", "not_applicable", "waived", "ask")


def coherence_faults(book: Rulebook) -> list[Fault]:
    """Every fault between files, each with file, line and key."""
    return [
        *_same_twice(book),
        *(fault for item, origin in book.parameters for fault in _history(item.versions, item.declared, origin)),
        *(fault for item, origin in book.rules for fault in _history(item.versions, item.declared, origin)),
        *(fault for rule, origin in book.rules for fault in _rule(book, rule, origin)),
        *(fault for rule, origin in book.rules for fault in _scope(book, rule, origin)),
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
    reach = versions[0].in_force.until or date.max
    for place in range(1, len(versions)):
        before, after = versions[place - 1].in_force, versions[place].in_force
        here: Place = ("versions", place, "in_force")
        until = min(reach, after.until or date.max)
        if after.from_ <= before.from_:
            yield origin.fault(here, f"version du {after.from_} écrite après celle du {before.from_}")
        elif after.from_ < reach and (after.from_, until) not in meant:
            yield origin.fault(here, f"recouvre une version précédente du {after.from_} au {until} (non déclaré)")
        elif after.from_ > reach and (reach, after.from_) not in meant:
            yield origin.fault(here, f"aucune version du {reach} au {after.from_} (trou non déclaré)")
        reach = max(reach, after.until or date.max)


def _rule(book: Rulebook, rule: Rule, origin: Origin) -> Iterator[Fault]:
    for place, version in enumerate(rule.versions):
        for key in CONDITIONS:
            given = getattr(version, key)
            if given is not None:
                yield from _condition(book, version, given, origin, ("versions", place, key))
        for key in SENTENCES:
            for wrong in _sentence(book, getattr(version, key) or ""):
                yield origin.fault(("versions", place, key), wrong)
    for place, example in enumerate(rule.examples):
        for name, value in example.facts.items():
            here: Place = ("examples", place, "facts", name)
            fact = _definition(book, name)
            fault = _unknown(book, name) if fact is None else _wrong_fact(fact, value)
            if fault:
                yield origin.fault(here, fault)


def _scope(book: Rulebook, rule: Rule, origin: Origin) -> Iterator[Fault]:
    """A rule reads the findings of its own scope only; one judged for each certification, no fact of the dossier."""
    said = (getattr(version, key) or "" for version in rule.versions for key in SENTENCES)
    for name in dict.fromkeys([*_facts_read(rule), *(one for text in said for one in placeholders(text))]):
        fact, other = book.facts.get(name), book.rule(name.removeprefix(FINDING))
        if rule.scope == "certification" and fact is not None and fact.scope == "dossier":
            yield origin.fault(("id",), f"lit « {name} », un fait du dossier ; attendu : une règle d'étape (step)")
        if name.startswith(FINDING) and other is not None and other.scope != rule.scope:
            yield origin.fault(("id",), f"lit la règle « {other.id} », qui n'est pas jugée avec elle (step)")


def _sentence(book: Rulebook, sentence: str) -> Iterator[str]:
    for written in malformed_places(sentence):
        yield f"« {written} » mal écrit ; attendu : {{fait}}, ou {{fait|singulier|pluriel}}"
    for name in placeholders(sentence):
        if name not in book.facts and name not in SPECIAL:
            yield f"« {{{name}}} » n'est pas un fait connu{_near(name, book)}"


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
    operator, value = comparison.operator, comparison.value
    fact = _definition(book, comparison.fact)
    if fact is None:
        yield _unknown(book, comparison.fact)
        return
    if operator in ORDER_OPERATORS and fact.type not in NUMBERS | {"date"}:
        yield f"l'opérateur {operator} ne convient pas à un fait de type {fact.type}"
        return
    given = [value]
    if isinstance(value, ParameterRef):
        parameter = book.parameter_by_id.get(value.id)
        if parameter is None:
            yield f"paramètre inconnu « {value.id} »"
            return
        if not _covers(parameter, version.in_force):
            yield f"le paramètre « {value.id} » n'a pas de valeur pendant toute la version"
        given = [item.value for item in parameter.versions]
        if operator in LIST_OPERATORS and not all(isinstance(one, list) for one in given):
            yield f"le paramètre « {value.id} » n'est pas une liste, que l'opérateur {operator} attend"
            return
    for one in (one for group in given for one in group) if operator in LIST_OPERATORS else given:
        if wrong := _wrong_value(fact, one):
            yield wrong


def _covers(parameter: Parameter, period: InForce) -> bool:
    day = period.from_
    while period.covers(day):
        version = in_force(parameter.versions, day)
        if version is None:
            return False
        if version.in_force.until is None:
            return True
        day = version.in_force.until
    return True


def _definition(book: Rulebook, fact: str) -> FactDefinition | None:
    if fact.startswith(FINDING) and book.rule(fact.removeprefix(FINDING)) is None:
        return None
    return definition_of(fact, book.facts)


def _unknown(book: Rulebook, fact: str) -> str:
    return "cette règle n'existe pas" if fact.startswith(FINDING) else f"fait inconnu{_near(fact, book)}"


def _wrong_fact(fact: FactDefinition, value: Any) -> str | None:
    """Why a value, or a range written [low, high], can't be one of this fact; None when it can."""
    if not isinstance(value, list):
        return _wrong_value(fact, value)
    if not fact.range or len(value) != 2:
        return f"« {value} » ; attendu : une seule valeur"
    if wrong := _wrong_value(fact, value[0]) or _wrong_value(fact, value[1]):
        return wrong
    return f"« {value} » ; attendu : la plus petite valeur d'abord" if value[0] > value[1] else None


def _wrong_value(fact: FactDefinition, value: Any) -> str | None:
    """Why a single value can't be one of this fact, or None."""
    if _fits(fact, value):
        return None
    expected = f"l'un de {', '.join(fact.values)}" if fact.type == "text" else f"une valeur de type {fact.type}"
    return f"« {value} » ; attendu : {expected}"


def _fits(fact: FactDefinition, value: Any) -> bool:
    match fact.type:
        case "flag":
            return isinstance(value, bool)
        case "text":
            return isinstance(value, str) and normalize("NFC", value) in fact.values
        case "date":
            return type(value) is date
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) <= LARGEST:
        return False
    match fact.type:
        case "count":
            return isinstance(value, int)
        case "hours":
            return isinstance(value, int) and value >= 0
        case "months":
            return value >= 0 and round(value, 2) == value
        case "ratio":
            return 0 <= value <= 1 and round(value, 3) == value


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
        return
    concluding = {rule.id for rule, _ in book.rules if rule.opinion is not None or needs[rule.id] or _counts(rule)}
    for rule, origin in book.rules:
        if concluding & needs[rule.id]:
            yield origin.fault(("id",), "lit une règle qui lit elle-même d'autres règles ; attendu : un seul étage")
        if rule.kind == "blocking" and rule.id in concluding:
            yield origin.fault(
                ("kind",), "une règle bloquante ne lit pas d'autres règles : l'avis ne la compterait pas"
            )


def _findings_read(rule: Rule) -> Iterator[str]:
    return (fact.removeprefix(FINDING) for fact in _facts_read(rule) if fact.startswith(FINDING))


def _counts(rule: Rule) -> bool:
    return any(fact in COUNTED for fact in _facts_read(rule))


def _facts_read(rule: Rule) -> Iterator[str]:
    for version in rule.versions:
        for key in CONDITIONS:
            try:
                condition = read_condition(getattr(version, key))
            except ConditionFault:
                continue
            for comparison in comparisons_of(condition):
                yield comparison.fact
