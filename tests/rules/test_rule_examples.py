"""Every example that stands beside a rule is run, by the tree and by each judge."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from bundled_rules import BOOK, EXAMPLES

from matcher.judge.durable import DurableJudge
from matcher.judge.source import SourceJudge
from matcher.judge.verdict import Judge
from matcher.model.report import Outcome
from matcher.rulebook.examples import example_facts, example_faults, unshown_outcomes
from matcher.rulebook.law import COUNTED, FINDING
from matcher.rulebook.schema import Example, Rule

JUDGES: Mapping[str, Judge] = {"durable": DurableJudge(), "source": SourceJudge()}
RULES = pytest.mark.parametrize("rule", [rule for rule, _ in BOOK.rules], ids=lambda rule: rule.id)
ON_FACTS = [
    case for case in EXAMPLES if not any(name in COUNTED or name.startswith(FINDING) for name in case.values[1].facts)
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_gives_what_it_says(rule: Rule, example: Example) -> None:
    assert list(example_faults(BOOK, rule, example)) == []


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(("rule", "example"), ON_FACTS)
def test_an_example_gives_the_same_outcome_through_a_judge(judge: str, rule: Rule, example: Example) -> None:
    outcomes = JUDGES[judge].outcomes(BOOK.law_on(example.on, rule.scope), example_facts(example))

    assert outcomes[rule.id] == example.outcome


def test_only_the_opinions_and_the_word_on_funders_have_examples_that_read_findings() -> None:
    assert {case.values[0].id for case in EXAMPLES if case not in ON_FACTS} == {
        rule.id for rule, _ in BOOK.rules if rule.opinion is not None
    } | {"accompagnement.financeur"}


@RULES
def test_every_version_has_an_example(rule: Rule) -> None:
    without = [
        version.in_force.from_
        for version in rule.versions
        if not any(version.in_force.covers(example.on) for example in rule.examples)
    ]

    assert without == []


@RULES
def test_every_outcome_that_has_a_sentence_is_shown(rule: Rule) -> None:
    assert list(unshown_outcomes(rule)) == []


@RULES
def test_examples_of_a_rule_have_names_of_their_own(rule: Rule) -> None:
    names = [example.name for example in rule.examples]

    assert len(set(names)) == len(names)


@RULES
def test_a_rule_may_be_unknown_only_with_a_sentence_for_it(rule: Rule) -> None:
    """An outcome that a reader may meet has words of the rule, not the stock sentence."""
    can_be_unknown = [
        version
        for version in rule.versions
        if version.waived is None and not version.always_met and rule.opinion is None
    ]

    assert all(version.unknown is not None for version in can_be_unknown)


def test_each_outcome_stands_in_some_example() -> None:
    shown: set[Outcome] = {example.outcome for rule, _ in BOOK.rules for example in rule.examples}

    assert shown == {"met", "not_met", "unknown", "waived", "not_applicable"}
