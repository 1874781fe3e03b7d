"""Conditions and facts as a judge wants them: flat fields, one plain type each, nothing left to interpret.

A fact that may be a range becomes two fields, its low and high ends; numbers become integers, flags 0 or 1, dates day
numbers. A missing fact is a missing field, and a missing field makes any comparison false: since *met* and
*not met* are compiled apart, both without negation, "neither" is exactly *unknown*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import Any, Literal
from unicodedata import normalize

from matcher.rulebook.conditions import All, AnyOf, Comparison, Condition, Fact
from matcher.rulebook.law import FINDING, Law, definition_of
from matcher.rulebook.schema import LARGEST, FactDefinition

Value = int | str
FlatFacts = dict[str, Value]
Symbol = Literal[">=", ">", "<=", "<", "==", "!="]

STEPS = {"months": 100, "ratio": 1000}
"""How many steps there are in one: a threshold always falls on a step."""


@dataclass(frozen=True)
class Test:
    """One comparison of a field with a constant; false when the field is absent."""

    field: str
    symbol: Symbol
    value: Value


@dataclass(frozen=True)
class Every:
    parts: tuple[FlatCondition, ...]


@dataclass(frozen=True)
class Some:
    parts: tuple[FlatCondition, ...]


FlatCondition = Test | Every | Some


def every(parts: Iterable[FlatCondition]) -> FlatCondition:
    """All of the parts, without an Every inside another, nor a part twice."""
    flat = dict.fromkeys(one for part in parts for one in (part.parts if isinstance(part, Every) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else Every(tuple(flat))


def some(parts: Iterable[FlatCondition]) -> FlatCondition:
    """One of the parts at least, without a Some inside another, nor a part twice."""
    flat = dict.fromkeys(one for part in parts for one in (part.parts if isinstance(part, Some) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else Some(tuple(flat))


def tests_of(condition: FlatCondition) -> Iterator[Test]:
    """Every test of a condition, in the order of the text."""
    if isinstance(condition, Test):
        yield condition
    else:
        for part in condition.parts:
            yield from tests_of(part)


def definition(fact: str, facts: Mapping[str, FactDefinition]) -> FactDefinition:
    """The definition of a fact, of a count of findings, or of a finding. Raises KeyError for another name."""
    found = definition_of(fact, facts)
    if found is None:
        raise KeyError(fact)
    return found


def flatten(condition: Condition, facts: Mapping[str, FactDefinition]) -> FlatCondition:
    """Compile a condition that holds no Not and no parameter reference."""
    match condition:
        case All(parts):
            return every(flatten(part, facts) for part in parts)
        case AnyOf(parts):
            return some(flatten(part, facts) for part in parts)
        case Comparison():
            return _flat_comparison(condition, definition(condition.fact, facts))
    raise TypeError(f"condition à compiler inattendue : {condition!r}")


def _flat_comparison(comparison: Comparison, fact: FactDefinition) -> FlatCondition:
    low, high = fact_fields(comparison.fact, fact)
    match comparison.operator:
        case "one_of":
            return some(_equal(low, high, encode(value, fact)) for value in comparison.value)
        case "none_of":
            return every(_different(low, high, encode(value, fact)) for value in comparison.value)
        case "is":
            return _equal(low, high, encode(comparison.value, fact))
        case "is_not":
            return _different(low, high, encode(comparison.value, fact))
        case "at_least":
            return Test(low, ">=", encode(comparison.value, fact))
        case "above":
            return Test(low, ">", encode(comparison.value, fact))
        case "at_most":
            return Test(high, "<=", encode(comparison.value, fact))
        case "below":
            return Test(high, "<", encode(comparison.value, fact))


def _equal(low: str, high: str, value: Value) -> FlatCondition:
    if low == high:
        return Test(low, "==", value)
    return Every((Test(low, "==", value), Test(high, "==", value)))


def _different(low: str, high: str, value: Value) -> FlatCondition:
    if low == high:
        return Test(low, "!=", value)
    return Some((Test(low, ">", value), Test(high, "<", value)))


@lru_cache(maxsize=1024)
def field_name(name: str) -> str:
    """A name that every judge can hold, and no other fact has: "finding:avis.a-b" → "finding_avis_a__b"."""
    if name.startswith(FINDING):
        return "finding_" + name.removeprefix(FINDING).replace("-", "__").replace(".", "_")
    return f"fact_{name}"


def fact_fields(name: str, fact: FactDefinition) -> tuple[str, str]:
    """The fields of a fact's low and high ends: one and the same unless it may be a range."""
    plain = field_name(name)
    return (f"low_{plain}", f"high_{plain}") if fact.range else (plain, plain)


def encode(value: Any, fact: FactDefinition) -> Value:
    """One value as an integer or a composed (NFC) word of the list. Raises TypeError for what the fact can't be."""
    match fact.type:
        case "text":
            if isinstance(value, str) and (word := normalize("NFC", value)) in fact.values:
                return word
        case "flag":
            if isinstance(value, bool):
                return int(value)
        case "date":
            if isinstance(value, date):
                return value.toordinal()
        case _:
            number = isinstance(value, int | float | Fraction) and not isinstance(value, bool)
            if number and abs(value) <= LARGEST:
                return _on_scale(value, STEPS.get(fact.type, 1))
    raise TypeError(f"« {str(value)[:80]} » ne peut pas être un fait de type {fact.type}")


def _on_scale(value: int | float | Fraction, steps: int) -> int:
    """Steps are even numbers, and what falls between two of them odd: nothing is rounded over a threshold."""
    if isinstance(value, int):
        return 2 * steps * value
    exact = Fraction(str(value)) * steps
    whole = floor(exact)
    return 2 * whole + (exact != whole)


def encode_facts(values: Mapping[str, Fact | None], facts: Mapping[str, FactDefinition]) -> FlatFacts:
    """The fields of a set of facts; those without a value are left out. Unknown names raise KeyError."""
    return dict(_encoded(values, facts))


def _encoded(values: Mapping[str, Fact | None], facts: Mapping[str, FactDefinition]) -> Iterator[tuple[str, Value]]:
    for name, value in values.items():
        if value is None:
            continue
        fact = definition(name, facts)
        low, high = fact_fields(name, fact)
        ends = value if isinstance(value, tuple) else (value, value)
        if not fact.range and isinstance(value, tuple):
            raise TypeError(f"{name} ne peut pas être un intervalle")
        yield low, encode(ends[0], fact)
        if high != low:
            yield high, encode(ends[1], fact)


@dataclass(frozen=True)
class FlatRule:
    """A rule in force, compiled: which rule, of which kind, and its three conditions (None = can't happen)."""

    id: str
    kind: str
    opinion: str | None
    order: int
    met: FlatCondition | None
    not_met: FlatCondition | None
    not_applicable: FlatCondition | None
    waived: bool


def conditions_of(rule: FlatRule) -> Iterator[tuple[str, FlatCondition]]:
    """The conditions of a rule that can be true, each under the outcome it gives."""
    for outcome in ("met", "not_met", "not_applicable"):
        condition = getattr(rule, outcome)
        if condition is not None:
            yield outcome, condition


def flat_rules(law: Law, *, conclusions: bool) -> tuple[FlatRule, ...]:
    """The rules of a law compiled: those that read facts, or the conclusions that read findings too."""

    def compiled(condition: Condition | None) -> FlatCondition | None:
        return None if condition is None else flatten(condition, law.facts)

    return tuple(
        FlatRule(
            rule.id,
            rule.rule.kind,
            rule.rule.opinion,
            rule.rule.order or 0,
            compiled(rule.met),
            compiled(rule.not_met),
            compiled(rule.not_applicable),
            rule.waived,
        )
        for rule in (law.conclusions if conclusions else law.findings)
    )
