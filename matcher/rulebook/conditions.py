"""The condition tree of a rule, and its three values.

A condition is *true*, *false* or *not known* (Kleene): a missing fact makes a comparison not known, never false.
A fact may be a range: a comparison is true when the whole range passes, false when none of it does.

=============  ======================================================
construct      example
=============  ======================================================
all            ``all: [{related_months: {at_least: 36}}, …]``
any            ``any: [{related_hours: {at_least: 1607}}, …]``
not            ``not: {vae_open: {is: false}}``
comparison     ``related_months: {at_least: 36}``
=============  ======================================================

Operators: ``at_least``, ``below``, ``at_most``, ``above`` (numbers and dates), ``is``, ``is_not``, ``one_of``,
``none_of`` (any value). A value may be ``{parameter: id}``: the dated parameter in force on the filing date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from unicodedata import normalize

Scalar = int | float | str | bool | date
Fact = Scalar | tuple[Any, Any]
"""A fact's value; a tuple is a range (low, high), both included."""

Operator = Literal["at_least", "below", "at_most", "above", "is", "is_not", "one_of", "none_of"]
ORDER_OPERATORS = frozenset({"at_least", "below", "at_most", "above"})
LIST_OPERATORS = frozenset({"one_of", "none_of"})
OPERATORS: frozenset[str] = ORDER_OPERATORS | LIST_OPERATORS | {"is", "is_not"}
OPPOSITE: Mapping[Operator, Operator] = {
    "at_least": "below",
    "below": "at_least",
    "at_most": "above",
    "above": "at_most",
    "is": "is_not",
    "is_not": "is",
    "one_of": "none_of",
    "none_of": "one_of",
}


@dataclass(frozen=True)
class ParameterRef:
    """A value to be read from the parameters in force."""

    id: str


@dataclass(frozen=True)
class Comparison:
    fact: str
    operator: Operator
    value: Any


@dataclass(frozen=True)
class All:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    condition: Condition


Condition = Comparison | All | AnyOf | Not


class ConditionFault(ValueError):
    """A condition that can't be read: ``place`` is the path below the condition."""

    def __init__(self, place: tuple[str | int, ...], message: str) -> None:
        self.place = place
        super().__init__(message)


def read_condition(given: Any, place: tuple[str | int, ...] = ()) -> Condition:
    """Build the tree from plain data. Raises ConditionFault at the first thing that is no condition."""
    if not isinstance(given, dict) or len(given) != 1:
        raise ConditionFault(
            place, f"condition illisible « {given} » ; attendu : une seule clé (all, any, not ou un fait)"
        )
    ((key, content),) = given.items()
    here = (*place, key)
    if key in {"all", "any"}:
        if not isinstance(content, list) or not content:
            raise ConditionFault(here, f"« {content} » ; attendu : une liste non vide de conditions")
        parts = tuple(read_condition(part, (*here, index)) for index, part in enumerate(content))
        return All(parts) if key == "all" else AnyOf(parts)
    if key == "not":
        return Not(read_condition(content, here))
    return _read_comparisons(key, content, here)


def _read_comparisons(fact: str, content: Any, place: tuple[str | int, ...]) -> Condition:
    if not isinstance(content, dict) or not content:
        raise ConditionFault(place, f"« {content} » ; attendu : un opérateur et sa valeur, comme {{at_least: 36}}")
    comparisons: list[Condition] = []
    for operator, value in content.items():
        here = (*place, operator)
        if operator not in OPERATORS:
            raise ConditionFault(here, f"opérateur inconnu ; attendu : l'un de {', '.join(sorted(OPERATORS))}")
        if isinstance(value, dict):
            if set(value) != {"parameter"}:
                raise ConditionFault(here, f"« {value} » ; attendu : une valeur ou {{parameter: identifiant}}")
            value = ParameterRef(str(value["parameter"]))
        elif operator in LIST_OPERATORS:
            if not isinstance(value, list) or not value:
                raise ConditionFault(here, f"« {value} » ; attendu : une liste non vide de valeurs")
            value = tuple(value)
        elif isinstance(value, list) or value is None:
            raise ConditionFault(here, f"« {value} » ; attendu : une seule valeur")
        comparisons.append(Comparison(fact, operator, value))
    return comparisons[0] if len(comparisons) == 1 else All(tuple(comparisons))


def comparisons_of(condition: Condition) -> Iterator[Comparison]:
    """Every comparison of the tree, in the order of the text."""
    match condition:
        case Comparison():
            yield condition
        case Not(inner):
            yield from comparisons_of(inner)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from comparisons_of(part)


def map_comparisons(condition: Condition, change: Callable[[Comparison], Comparison]) -> Condition:
    """The same tree with every comparison replaced."""
    match condition:
        case Comparison():
            return change(condition)
        case Not(inner):
            return Not(map_comparisons(inner, change))
        case All(parts):
            return All(tuple(map_comparisons(part, change) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(map_comparisons(part, change) for part in parts))


def negated(condition: Condition) -> Condition:
    """The condition that is true exactly where this one is false (De Morgan, no Not left at the top)."""
    match condition:
        case Comparison(fact, operator, value):
            return Comparison(fact, OPPOSITE[operator], value)
        case Not(inner):
            return positive(inner)
        case All(parts):
            return AnyOf(tuple(negated(part) for part in parts))
        case AnyOf(parts):
            return All(tuple(negated(part) for part in parts))


def positive(condition: Condition) -> Condition:
    """The same condition without any Not: what a judge compiles."""
    match condition:
        case Comparison():
            return condition
        case Not(inner):
            return negated(inner)
        case All(parts):
            return All(tuple(positive(part) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(positive(part) for part in parts))


def truth(condition: Condition, facts: Mapping[str, Fact]) -> bool | None:
    """Value of a condition without parameter references: True, False, or None for not known."""
    match condition:
        case Comparison(fact, operator, value):
            return _compare(facts.get(fact), operator, value)
        case Not(inner):
            value = truth(inner, facts)
            return None if value is None else not value
        case All(parts):
            values = [truth(part, facts) for part in parts]
            return False if False in values else None if None in values else True
        case AnyOf(parts):
            values = [truth(part, facts) for part in parts]
            return True if True in values else None if None in values else False


def _compare(fact: Fact | None, operator: Operator, value: Any) -> bool | None:
    if fact is None:
        return None
    low, high = fact if isinstance(fact, tuple) else (fact, fact)
    if isinstance(fact, str) and isinstance(value, str):
        # "é" in one character or in two is one letter.
        low = high = normalize("NFC", fact)
        value = normalize("NFC", value)
    match operator:
        case "at_least":
            return True if low >= value else False if high < value else None
        case "above":
            return True if low > value else False if high <= value else None
        case "is":
            return True if low == high == value else False if not low <= value <= high else None
        case "one_of":
            answers = [_compare(fact, "is", one) for one in value]
            return True if True in answers else None if None in answers else False
        case _:
            opposite = _compare(fact, OPPOSITE[operator], value)
            return None if opposite is None else not opposite
