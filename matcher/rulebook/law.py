"""The law of one day: each rule that is in force, its conditions resolved, and what it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

from matcher.model.report import Outcome, Source
from matcher.rulebook.conditions import (
    Comparison,
    Condition,
    comparisons_of,
    negated,
)
from matcher.rulebook.schema import FactDefinition, Rule, RuleVersion, Scope
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


LawKey = tuple[str, Scope, tuple[tuple[str, int], ...]]
"""The rulebook's version, the scope, and which version of each rule and parameter is in force."""


def definition_of(fact: str, facts: Mapping[str, FactDefinition]) -> FactDefinition | None:
    """The definition of a fact, of a count of findings, or of a finding; None for an unknown fact."""
    if fact in COUNTED:
        return _COUNT
    return _OUTCOME if fact.startswith(FINDING) else facts.get(fact)


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
