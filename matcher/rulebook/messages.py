"""The sentence of a finding: the rule's own words, with the values read and what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.model.report import Outcome
from matcher.rulebook.conditions import ORDER_OPERATORS, Fact, comparisons_of, truth
from matcher.rulebook.law import RuleInForce
from matcher.rulebook.outcomes import missing_facts
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

    def word(name: str) -> str | None:
        if name == "missing":
            lacking = missing_facts(rule, facts) if outcome == "unknown" else ()
            return ", ".join(definitions[fact].label for fact in lacking if fact in definitions) or "rien de plus"
        if name == "shortfall":
            return _shortfall(rule, facts)
        if name in facts:
            return in_words(facts[name], definitions[name])
        return words.get(name) if words else None

    sentence = getattr(rule.version, outcome)
    if outcome == "unknown" and rule.not_applicable is not None and truth(rule.not_applicable, facts) is None:
        # The rule's own sentence is about a case where it applies: that is not even known here.
        sentence = None
    return fill(sentence or _WITHOUT_SENTENCE, word).strip()


def _shortfall(rule: RuleInForce, facts: Mapping[str, Fact]) -> str | None:
    """How much the first unmet number lacks, from its low end."""
    for one in comparisons_of(rule.met) if rule.met is not None else ():
        if one.operator in ORDER_OPERATORS and one.fact in facts and truth(one, facts) is not True:
            value = facts[one.fact]
            low = value[0] if isinstance(value, tuple) else value
            if isinstance(low, int | float) and isinstance(one.value, int | float):
                return number_in_french(round(abs(one.value - low), 2))
    return None
