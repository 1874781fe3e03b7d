"""The examples that stand beside the rules: they are run as tests, straight from the condition tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matcher.model.report import Outcome
from matcher.rulebook.messages import message_of
from matcher.rulebook.outcomes import missing_facts, outcome_by_truth
from matcher.rulebook.rulebook import Rulebook
from matcher.rulebook.schema import Example, Rule
from matcher.rulebook.sentences import plain_spaces


def example_facts(example: Example) -> dict[str, Any]:
    """The facts of an example; a list of two is a range."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in example.facts.items()}


def example_faults(book: Rulebook, rule: Rule, example: Example) -> Iterator[str]:
    """What an example expected and did not get, in French; nothing when it passes."""
    in_force = book.law_on(example.on, rule.scope).rule(rule.id)
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
    if example.says is not None:
        message = plain_spaces(message_of(in_force, outcome, facts, book.facts))
        if plain_spaces(example.says) not in message:
            yield f"phrase « {message} » ; attendu : « {example.says} »"


def unshown_outcomes(rule: Rule) -> Iterator[tuple[int, Outcome]]:
    """The outcomes that a version can give and that no example shows: (place of the version, outcome)."""
    for place, version in enumerate(rule.versions):
        shown = {example.outcome for example in rule.examples if version.in_force.covers(example.on)}
        for outcome in ("met", "not_met", "unknown", "not_applicable", "waived"):
            if getattr(version, outcome) is not None and outcome not in shown:
                yield place, outcome
