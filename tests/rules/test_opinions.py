"""The opinion rules cover every case, and come in the order in which they are meant."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from matcher.judge.durable import DurableJudge
from matcher.judge.flat import flat_rules
from matcher.judge.source import SourceJudge
from matcher.judge.verdict import Judge, conclude
from matcher.rulebook.examples import example_facts
from matcher.rulebook.law import FINDING
from matcher.rulebook.outcomes import outcome_by_truth
from matcher.rulebook.rulebook import Rulebook

DAYS = pytest.mark.parametrize(
    "day", [date(2002, 1, 18), date(2015, 6, 1), date(2018, 6, 1), date(2026, 11, 24)], ids=str
)
OUTCOMES = ("met", "not_met", "unknown", "waived", "not_applicable", None)
REGISTERED = FINDING + "certification.inscription"
TOLD = FINDING + "recevabilite.experience-racontee"


def expected(registered: str | None, told: str | None, not_met: int, unknown: int) -> str:
    """The opinion as it is meant: what can't be appreciated, then what refuses, then what is missing."""
    if registered == "not_met" or told == "not_met":
        return "non_appreciable"
    if not_met:
        return "defavorable_probable"
    return "a_completer" if unknown else "favorable_probable"


@DAYS
@pytest.mark.parametrize("registered", OUTCOMES)
@pytest.mark.parametrize("told", OUTCOMES)
def test_every_case_has_the_opinion_that_is_meant(
    book: Rulebook, day: date, registered: str | None, told: str | None
) -> None:
    law = book.law_on(day)
    for not_met, unknown in product(range(4), repeat=2):
        facts: dict[str, Any] = {"blocking_not_met": not_met, "blocking_unknown": unknown}
        facts |= {name: outcome for name, outcome in ((REGISTERED, registered), (TOLD, told)) if outcome is not None}
        outcomes = {rule.id: outcome_by_truth(rule, facts) for rule in law.conclusions}

        verdict = conclude(flat_rules(law, conclusions=True), outcomes)

        assert verdict.opinion == expected(registered, told, not_met, unknown)
        assert outcomes[verdict.opinion_rule] == "met"


@DAYS
def test_only_one_rule_can_be_retained(book: Rulebook, day: date) -> None:
    orders = [rule.rule.order for rule in book.law_on(day).conclusions]

    assert orders == sorted(set(orders))


def test_opinions_come_in_the_order_that_is_meant(book: Rulebook) -> None:
    rules = sorted((rule for rule, _ in book.rules if rule.opinion is not None), key=lambda rule: rule.order or 0)

    assert [(rule.id, rule.opinion) for rule in rules] == [
        ("avis.hors-registre", "non_appreciable"),
        ("avis.sans-experience", "non_appreciable"),
        ("avis.defavorable", "defavorable_probable"),
        ("avis.a-completer", "a_completer"),
        ("avis.favorable", "favorable_probable"),
    ]


DAY = date(2020, 3, 2)


def all_met(book: Rulebook) -> dict[str, Any]:
    """Facts for which every blocking rule of the day is met, as their own examples say."""
    facts: dict[str, Any] = {}
    for rule in book.law_on(DAY).findings:
        if rule.rule.kind == "blocking":
            shown = [one for one in rule.rule.examples if rule.version.in_force.covers(one.on) and one.outcome == "met"]
            facts |= example_facts(shown[0])
    return facts


@pytest.mark.parametrize("judge", [DurableJudge(), SourceJudge()], ids=["durable", "source"])
@pytest.mark.parametrize(
    ("changes", "retained"),
    [
        ({}, "avis.favorable"),
        ({"related_hours": (1600, 1700)}, "avis.a-completer"),
        ({"related_hours": 1606}, "avis.defavorable"),
        ({"related_hours": 1606, "registered_in_law": None}, "avis.defavorable"),
        ({"related_hours": 1606, "registered_in_law": False}, "avis.hors-registre"),
        ({"related_hours": 1606, "experiences_told": 0}, "avis.sans-experience"),
        ({"registered_in_law": False, "experiences_told": 0}, "avis.hors-registre"),
        ({"weekly_peak": 60, "months_since_related": 200}, "avis.favorable"),
    ],
)
def test_findings_lead_to_the_opinion(book: Rulebook, judge: Judge, changes: dict[str, Any], retained: str) -> None:
    verdict = judge.judge(book.law_on(DAY), all_met(book) | changes)

    assert verdict.opinion_rule == retained


def test_only_blocking_rules_weigh_on_the_opinion(book: Rulebook) -> None:
    law = book.law_on(DAY)
    verdict = SourceJudge().judge(law, all_met(book))

    others = {
        rule.id for rule in law.findings if rule.rule.kind != "blocking" and verdict.outcomes[rule.id] == "unknown"
    }
    assert others
    assert verdict.opinion == "favorable_probable"
