"""The outcome of one rule straight from its condition tree, and what an unknown outcome lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from matcher.model.report import Opinion, Outcome
from matcher.rulebook.conditions import All, AnyOf, Comparison, Condition, Fact, truth
from matcher.rulebook.law import COUNTED, FINDING, Law, RuleInForce


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


def opinion_by_truth(law: Law, outcomes: Mapping[str, Outcome], read: Mapping[str, Fact]) -> Opinion:
    """The opinion on given outcomes of the findings, and on the facts that conclusions read.

    Raises LookupError when no opinion rule is met.
    """
    kinds: list[tuple[str, str]] = [(rule.rule.kind, outcomes[rule.id]) for rule in law.findings]
    facts: dict[str, Fact] = {**read, **{FINDING + rule_id: outcome for rule_id, outcome in outcomes.items()}}
    facts |= {name: kinds.count(counted) for name, counted in COUNTED.items()}
    for rule in sorted(law.conclusions, key=lambda one: (one.rule.order or 0, one.id)):
        if rule.rule.opinion is not None and outcome_by_truth(rule, facts) == "met":
            return rule.rule.opinion
    raise LookupError("aucune règle d'avis n'est remplie ; attendu : une règle d'avis pour chaque cas")


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
