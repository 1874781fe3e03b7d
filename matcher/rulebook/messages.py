"""The sentence of a finding: the rule's own words, with the values read and what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.model.report import Outcome
from matcher.rulebook.conditions import ORDER_OPERATORS, Fact, comparisons_of, truth
from matcher.rulebook.outcomes import missing_facts
from matcher.rulebook.rulebook import RuleInForce
from matcher.rulebook.schema import FactDefinition
from matcher.rulebook.sentences import fill, in_words, number_in_french

_WITHOUT_SENTENCE = "Non établi. À établir : {missing}."


def message_of(
    rule: RuleInForce,
    outcome: Outcome,
    facts: Mapping[str, Fact],
    definitions: Mapping[str, FactDefinition],
    words: Mapping[str, str] | None = None,
) -> str:
    """The French sentence of an outcome. ``words`` gives the names that are no facts, such as the certification."""
    missing = missing_facts(rule, facts) if outcome == "unknown" else ()
    said = {name: in_words(value, definitions[name]) for name, value in facts.items() if name in definitions}
    own = {
        "missing": ", ".join(definitions[name].label for name in missing if name in definitions) or "rien de plus",
        "shortfall": _shortfall(rule, facts),
    }
    return fill(getattr(rule.version, outcome) or _WITHOUT_SENTENCE, {**said, **(words or {}), **own}).strip()


def _shortfall(rule: RuleInForce, facts: Mapping[str, Fact]) -> str:
    """How much the first unmet number lacks, from its low end."""
    for one in comparisons_of(rule.met) if rule.met is not None else ():
        if one.operator in ORDER_OPERATORS and one.fact in facts and truth(one, facts) is not True:
            value = facts[one.fact]
            low = value[0] if isinstance(value, tuple) else value
            if isinstance(low, int | float) and isinstance(one.value, int | float):
                return number_in_french(round(abs(one.value - low), 2))
    return "non connu"
