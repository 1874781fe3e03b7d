"""Seven steps, always: in order, closed, deterministic, judged once, whatever the dossier."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from bundled_rules import BOOK
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from journeys import ACCOUNTANT, engine, every_text, report

from matcher.judge.durable import DurableJudge
from matcher.judge.source import SourceJudge
from matcher.rulebook.law import FINDING
from matcher.rulebook.outcomes import outcome_by_truth
from matcher.rulebook.schema import FactDefinition

NAMES = ["Accueil", "Information et conseil", "Recevabilité", "Accompagnement", "Dossier", "Jury", "Suivi"]
DOSSIERS: list[dict[str, Any]] = [
    {},
    {"experiences": []},
    {"target": None, "postcode": "20000", "situation": "inactif"},
    {"target": "CNAM-CP0200A", "country": "Liban", "situation": "independant"},
    {"situation": "agent_public", "postcode": "97400", "experiences": [{"kind": "autre", "start": "2019"}]},
]


@pytest.mark.parametrize("more", DOSSIERS)
@pytest.mark.parametrize("filed_on", ["2002-01-18", "2010-06-01", "2019-06-01", "2023-06-01", "2026-11-24"])
def test_there_are_always_seven_steps_in_order(filed_on: str, more: dict[str, Any]) -> None:
    told = {"start": "1998-01-01", "end": "2001-12-31"} if filed_on < "2010" else {}
    person = {"experiences": [{**ACCOUNTANT, **told}], **more}
    if filed_on < "2020" and more.get("experiences"):
        person["experiences"] = []
    found = report(filed_on, **person)
    assert [one.name for one in found.steps] == NAMES
    assert [one.number for one in found.steps] == list(range(1, 8))
    assert all(one.summary for one in found.steps)
    for text in every_text(found):
        assert text.strip()
        assert "{" not in text
        assert "None" not in text


def test_the_same_dossier_gives_the_same_bytes() -> None:
    first = report(situation="salarie", postcode="59000")
    assert first.to_json() == report(situation="salarie", postcode="59000").to_json()
    assert type(first).model_validate(json.loads(first.to_json())) == first


def test_the_rules_of_the_steps_stand_in_no_match() -> None:
    found = report(situation="salarie")
    in_steps = {rule.id for rule, _ in BOOK.rules if rule.step is not None}
    assert in_steps
    assert not in_steps & {one.rule for match in found.matches for one in match.findings}
    told = Counter(item.rule for one in found.steps for item in one.items if item.rule and item.kind != "question")
    assert max(told.values()) == 1
    steps_of = {rule.id: rule.step for rule, _ in BOOK.rules}
    assert all(steps_of[item.rule] == one.number for one in found.steps for item in one.items if item.rule in in_steps)


def test_a_report_on_another_day_of_the_law_takes_that_day_s_funders() -> None:
    person = {"id": "D1", "filed_on": "2012-06-01", "situation": "salarie", "experiences": [ACCOUNTANT]}
    found = engine().evaluate({**person, "funding": {"cpf_euros": 500}}, on=date(2026, 6, 1), limit=1)
    assert "CPF" in found.steps[3].summary


DAYS = sorted(
    {
        version.in_force.from_
        for items in (BOOK.rules, BOOK.parameters)
        for item, _ in items
        for version in item.versions
    }
)
READ = {one.fact for day in DAYS for rule in BOOK.law_on(day, "dossier").rules for one in rule.comparisons}


def known(fact: FactDefinition) -> st.SearchStrategy[Any]:
    values: dict[str, list[Any]] = {
        "flag": [True, False],
        "text": list(fact.values),
        "date": [DAYS[0], DAYS[0] + timedelta(days=1)],
    }
    return st.one_of(st.none(), st.sampled_from(values.get(fact.type, [0, 1, 2, 3, 4])))


FACTS = st.fixed_dictionaries({name: known(fact) for name, fact in BOOK.facts.items() if name in READ})
DURABLE, SOURCE = DurableJudge(), SourceJudge()


@settings(phases=[Phase.explicit, Phase.generate])
@given(st.sampled_from(DAYS), FACTS)
def test_judges_agree_on_the_path_of_any_day(day: date, facts: dict[str, Any]) -> None:
    law = BOOK.law_on(day, "dossier")
    given_facts = {name: value for name, value in facts.items() if value is not None}
    expected = {rule.id: outcome_by_truth(rule, given_facts) for rule in law.findings}
    with_findings = {**given_facts, **{FINDING + name: outcome for name, outcome in expected.items()}}
    expected |= {rule.id: outcome_by_truth(rule, with_findings) for rule in law.conclusions}
    assert SOURCE.outcomes(law, facts) == expected
    assert DURABLE.outcomes(law, facts) == expected
