"""The examples that stand beside the rules, evaluated straight from the condition tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from matcher.model.report import Outcome
from matcher.rulebook.conditions import All, AnyOf, Comparison, Condition, Fact, truth
from matcher.rulebook.rulebook import Rulebook, RuleInForce
from matcher.rulebook.schema import Example, Rule


def outcome_by_truth(rule: RuleInForce, facts: Mapping[str, Fact]) -> Outcome:
    """The outcome of one rule on facts, by Kleene logic."""
    if rule.waived:
        return "waived"
    if rule.not_applicable is not None and truth(rule.not_applicable, facts):
        return "not_applicable"
    met = rule.met is not None and truth(rule.met, facts) is True
    not_met = rule.not_met is not None and truth(rule.not_met, facts) is True
    if met == not_met:
        return "unknown"
    return "met" if met else "not_met"


def missing_facts(rule: RuleInForce, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """What an unknown outcome lacks: the facts not known well enough, else those that fall short of *met*."""
    open_conditions = [part for part in (rule.met, rule.not_met) if part is not None and truth(part, facts) is None]
    leaves = [leaf for part in open_conditions for leaf in _leaves(part, facts, None)]
    if not leaves and rule.met is not None:
        leaves = list(_leaves(rule.met, facts, False))
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves))


def _leaves(condition: Condition, facts: Mapping[str, Fact], value: bool | None) -> Iterator[Comparison]:
    """The comparisons that give a condition its value (None or False)."""
    if truth(condition, facts) is not value:
        return
    match condition:
        case Comparison():
            yield condition
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part, facts, value)


def example_facts(example: Example) -> dict[str, Any]:
    """The facts of an example; a list of two is a range."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in example.facts.items()}


def example_faults(book: Rulebook, rule: Rule, example: Example) -> Iterator[str]:
    """What an example expected and did not get, in French; nothing when it passes."""
    in_force = book.law_on(example.on).rule(rule.id)
    if in_force is None:
        yield f"aucune version de la règle au {example.on}"
        return
    facts = example_facts(example)
    outcome = outcome_by_truth(in_force, facts)
    if outcome != example.outcome:
        yield f"issue « {outcome} » ; attendu : « {example.outcome} »"
        return
    if example.missing is not None and outcome == "unknown":
        missing = missing_facts(in_force, facts)
        if list(missing) != example.missing:
            yield f"manquent {list(missing)} ; attendu : {example.missing}"


def unshown_outcomes(rule: Rule) -> Iterator[tuple[int, Outcome]]:
    """The outcomes that a version can give and that no example shows: (place of the version, outcome)."""
    for place, version in enumerate(rule.versions):
        shown = {example.outcome for example in rule.examples if version.in_force.covers(example.on)}
        for outcome in ("met", "not_met", "unknown", "not_applicable", "waived"):
            if getattr(version, outcome) is not None and outcome not in shown:
                yield place, outcome
