"""The rules as loaded, and the law of one day: each rule's version in force, its parameters resolved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from matcher.located_yaml import Fault, LocatedYaml, Place
from matcher.rulebook.conditions import (
    All,
    Comparison,
    Condition,
    ParameterRef,
    map_comparisons,
    negated,
    positive,
    read_condition,
)
from matcher.rulebook.law import Law, LawKey, RuleInForce
from matcher.rulebook.schema import FactDefinition, Parameter, ParameterVersion, Rule, RuleVersion, Scope, Version

Made = TypeVar("Made")
AnyVersion = TypeVar("AnyVersion", bound=Version)


@dataclass(frozen=True)
class Origin:
    """Where a rule or a parameter stands in its file."""

    yaml: LocatedYaml
    place: Place

    def fault(self, below: Place, message: str) -> Fault:
        return self.yaml.fault((*self.place, *below), message)


@dataclass(frozen=True)
class Rulebook:
    facts: Mapping[str, FactDefinition]
    parameters: tuple[tuple[Parameter, Origin], ...]
    rules: tuple[tuple[Rule, Origin], ...]
    version: str
    _laws: dict[LawKey, Law] = field(default_factory=dict, repr=False, compare=False)
    _kept: dict[tuple[Any, int], Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def parameter_by_id(self) -> Mapping[str, Parameter]:
        return {parameter.id: parameter for parameter, _ in self.parameters}

    def rule(self, rule_id: str) -> Rule | None:
        return next((rule for rule, _ in self.rules if rule.id == rule_id), None)

    def parameter(self, parameter_id: str, day: date) -> ParameterVersion | None:
        """The version of a parameter in force on a day. Raises KeyError for an unknown parameter."""
        return in_force(self.parameter_by_id[parameter_id].versions, day)

    def value(self, parameter_id: str, day: date) -> Any:
        """The value in force on a day. Raises KeyError when no version covers it."""
        key = parameter_id, self._period(day)
        if key not in self._kept:
            version = self.parameter(parameter_id, day)
            if version is None:
                raise KeyError(f"aucune valeur de {parameter_id} au {day}")
            self._kept[key] = version.value
        return self._kept[key]

    def kept(self, make: Callable[..., Made], day: date, *more: str) -> Made:
        """What is made out of the rules and parameters of a day, once for all the days between two changes."""
        key = (make, *more), self._period(day)
        if key not in self._kept:
            self._kept[key] = make(self, day, *more)
        made: Made = self._kept[key]
        return made

    def law_on(self, day: date, scope: Scope = "certification") -> Law:
        """The law of a day on one scope; days between two changes share one Law object.

        The rules of a dossier read every fact; those of a certification, only the facts of a certification.
        """
        return self.kept(Rulebook._law, day, scope)

    def _period(self, day: date) -> int:
        """The number of changes up to a day: nothing differs between two days of the same period."""
        return bisect_right(self._changes, day)

    @cached_property
    def _changes(self) -> list[date]:
        items: list[Rule | Parameter] = [one for one, _ in self.rules] + [one for one, _ in self.parameters]
        periods = [version.in_force for item in items for version in item.versions]
        return sorted({day for one in periods for day in (one.from_, one.until) if day is not None})

    def _law(self, day: date, scope: Scope) -> Law:
        rules = [
            (rule, place) for rule in self.rules_of(scope) if (place := _place_in_force(rule.versions, day)) is not None
        ]
        values = [
            (parameter.id, place)
            for parameter, _ in self.parameters
            if (place := _place_in_force(parameter.versions, day)) is not None
        ]
        key: LawKey = (self.version, scope, (*((rule.id, place) for rule, place in rules), *values))
        if key not in self._laws:
            in_force_rules = tuple(self._resolve(rule, rule.versions[place], day) for rule, place in rules)
            self._laws[key] = Law(key, self._facts_of[scope], in_force_rules)
        return self._laws[key]

    def rules_of(self, scope: Scope) -> tuple[Rule, ...]:
        return tuple(rule for rule, _ in self.rules if rule.scope == scope)

    @cached_property
    def _facts_of(self) -> Mapping[Scope, Mapping[str, FactDefinition]]:
        certification = {name: fact for name, fact in self.facts.items() if fact.scope == "certification"}
        return {"certification": certification, "dossier": self.facts}

    def _resolve(self, rule: Rule, version: RuleVersion, day: date) -> RuleInForce:
        def read(given: Any) -> Condition | None:
            if given is None:
                return None
            return map_comparisons(read_condition(given), lambda comparison: self._with_value(comparison, day))

        applies = read(version.applies_when)
        when = read(version.when)
        met = when if when is not None else read(version.met_when)
        if version.always_met:
            met = applies
        not_met = negated(when) if when is not None else read(version.not_met_when)
        return RuleInForce(
            rule,
            version,
            met=_both(applies, met),
            not_met=_both(applies, not_met),
            not_applicable=None if applies is None else negated(applies),
        )

    def _with_value(self, comparison: Comparison, day: date) -> Comparison:
        if not isinstance(comparison.value, ParameterRef):
            return comparison
        value = self.value(comparison.value.id, day)
        return Comparison(comparison.fact, comparison.operator, tuple(value) if isinstance(value, list) else value)


def in_force(versions: Sequence[AnyVersion], day: date) -> AnyVersion | None:
    """The version that covers a day; of two declared to overlap, the one that begins later."""
    place = _place_in_force(versions, day)
    return None if place is None else versions[place]


def _place_in_force(versions: Sequence[AnyVersion], day: date) -> int | None:
    covering = [place for place, version in enumerate(versions) if version.in_force.covers(day)]
    return max(covering, key=lambda place: versions[place].in_force.from_, default=None)


def _both(applies: Condition | None, outcome: Condition | None) -> Condition | None:
    if outcome is None:
        return None
    if applies is None or applies == outcome:
        return positive(outcome)
    return All((positive(applies), positive(outcome)))
