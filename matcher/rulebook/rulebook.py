"""The rules as loaded, and the law of one day: each rule's version in force, its parameters resolved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar, get_args

from matcher.located_yaml import Fault, LocatedYaml, Place
from matcher.model.report import Outcome, Source
from matcher.rulebook.conditions import (
    All,
    Comparison,
    Condition,
    ParameterRef,
    comparisons_of,
    map_comparisons,
    negated,
    positive,
    read_condition,
)
from matcher.rulebook.schema import FactDefinition, Parameter, ParameterVersion, Rule, RuleVersion, Scope, Version
from matcher.rulebook.sentences import placeholders

FINDING = "finding:"
"""Prefix of a fact that is the outcome of another rule."""

COUNTED = {
    "blocking_not_met": ("blocking", "not_met"),
    "blocking_unknown": ("blocking", "unknown"),
}
"""Facts of the opinion rules: how many findings of a kind have an outcome."""

_COUNT = FactDefinition(type="count", label="nombre de constats")
_OUTCOME = FactDefinition(type="text", label="constat", values={outcome: outcome for outcome in get_args(Outcome)})

Made = TypeVar("Made")
AnyVersion = TypeVar("AnyVersion", bound=Version)
LawKey = tuple[str, Scope, tuple[tuple[str, int], ...]]
"""The rulebook's version, the scope, and which version of each rule and parameter is in force."""


def definition_of(fact: str, facts: Mapping[str, FactDefinition]) -> FactDefinition | None:
    """The definition of a fact, of a count of findings, or of a finding; None for an unknown fact."""
    if fact in COUNTED:
        return _COUNT
    return _OUTCOME if fact.startswith(FINDING) else facts.get(fact)


@dataclass(frozen=True)
class Origin:
    """Where a rule or a parameter stands in its file."""

    yaml: LocatedYaml
    place: Place

    def fault(self, below: Place, message: str) -> Fault:
        return self.yaml.fault((*self.place, *below), message)


@dataclass(frozen=True)
class RuleInForce:
    """One rule on one day. The conditions hold no Not and no parameter reference; None = can't happen.

    The outcome is not_applicable where ``not_applicable`` is true; else met or not_met where that condition
    is true; else unknown. A waived rule has no condition at all.
    """

    rule: Rule
    version: RuleVersion
    met: Condition | None
    not_met: Condition | None
    not_applicable: Condition | None

    @property
    def id(self) -> str:
        return self.rule.id

    @property
    def waived(self) -> bool:
        return self.version.waived is not None

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """What the rule reads, each comparison once, those of *met* first."""
        seen: dict[Comparison, None] = {}
        for condition in (self.met, self.not_met, self.not_applicable):
            if condition is not None:
                seen.update(dict.fromkeys(comparisons_of(condition)))
        return tuple(seen)

    @cached_property
    def source(self) -> Source:
        """The source as a report shows it, with the days between which this version is in force."""
        source, period = self.version.source, self.version.in_force
        return Source(
            text=source.text,
            article=source.article,
            url=source.url,
            confidence=source.confidence,
            in_force_from=period.from_,
            in_force_until=period.until,
            checked_on=self.version.checked_on,
        )

    @cached_property
    def facts_read(self) -> tuple[str, ...]:
        """The facts that the rule reads, findings left out, those of *met* first."""
        read = (one.fact for one in self.comparisons if not one.fact.startswith(FINDING) and one.fact not in COUNTED)
        return tuple(dict.fromkeys(read))

    @cached_property
    def worded(self) -> tuple[str, ...]:
        """What its sentences depend on: the facts that it reads, and the names that they use."""
        sentences = (getattr(self.version, outcome) for outcome in get_args(Outcome))
        used = (name for sentence in sentences if isinstance(sentence, str) for name in placeholders(sentence))
        return tuple(dict.fromkeys((*self.facts_read, *used)))

    @cached_property
    def threshold(self) -> dict[str, Any]:
        """What *met* asks, fact by fact: {"related_hours": {"at_least": 1607}}; else what not_met or the scope asks."""
        scope = None if self.not_applicable is None else negated(self.not_applicable)
        asked = self.met or self.not_met or scope
        threshold: dict[str, Any] = {}
        for one in comparisons_of(asked) if asked is not None else ():
            if one.fact in self.facts_read:
                value = list(one.value) if isinstance(one.value, tuple) else one.value
                threshold.setdefault(one.fact, {}).setdefault(one.operator, value)
        return threshold

    @cached_property
    def concludes(self) -> bool:
        """Whether it is judged after the others: it gives an opinion, or reads their findings."""
        return self.rule.opinion is not None or any(
            one.fact.startswith(FINDING) or one.fact in COUNTED for one in self.comparisons
        )


@dataclass(frozen=True)
class Law:
    """The rules of one scope in force on one day. ``key`` is equal for days of the same law in the same rulebook."""

    key: LawKey
    facts: Mapping[str, FactDefinition]
    rules: tuple[RuleInForce, ...]

    @cached_property
    def findings(self) -> tuple[RuleInForce, ...]:
        return tuple(rule for rule in self.rules if not rule.concludes)

    @cached_property
    def conclusions(self) -> tuple[RuleInForce, ...]:
        return tuple(rule for rule in self.rules if rule.concludes)

    @cached_property
    def readers(self) -> Mapping[str, tuple[RuleInForce, ...]]:
        """By fact, the findings' rules that read it."""
        read: dict[str, tuple[RuleInForce, ...]] = {}
        for rule in self.findings:
            for fact in rule.facts_read:
                read[fact] = (*read.get(fact, ()), rule)
        return read

    @cached_property
    def deciding(self) -> frozenset[str]:
        """The facts that may change the opinion: those of blocking rules, and of findings that conclusions name."""
        named = {one.fact.removeprefix(FINDING) for rule in self.conclusions for one in rule.comparisons}
        rules = (rule for rule in self.findings if rule.rule.kind == "blocking" or rule.id in named)
        return frozenset(fact for rule in rules for fact in rule.facts_read)

    @cached_property
    def concluding_facts(self) -> tuple[str, ...]:
        """The facts that conclusions read beside the findings."""
        return tuple(dict.fromkeys(fact for rule in self.conclusions for fact in rule.facts_read))

    def rule(self, rule_id: str) -> RuleInForce | None:
        return next((rule for rule in self.rules if rule.id == rule_id), None)


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
