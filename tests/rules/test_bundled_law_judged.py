"""The bundled law of any day, judged three ways on facts next to its own thresholds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bundled_rules import BOOK
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from judge.laws import verdict_by_truth

from matcher.judge.durable import DurableJudge
from matcher.judge.source import SourceJudge
from matcher.rulebook.schema import NUMBERS, FactDefinition

DURABLE, SOURCE = DurableJudge(), SourceJudge()
DAYS = sorted(
    {
        day
        for items in (BOOK.rules, BOOK.parameters)
        for item, _ in items
        for version in item.versions
        for day in (version.in_force.from_, version.in_force.until)
        if day is not None
    }
)
COMPARISONS = {one for day in DAYS for rule in BOOK.law_on(day).rules for one in rule.comparisons}


def values(name: str, fact: FactDefinition) -> Iterator[Any]:
    """Whatever the law compares a fact with, just under, and just over."""
    step = {"months": 0.01, "ratio": 0.001}.get(fact.type, 1)
    for one in COMPARISONS:
        if one.fact == name and fact.type in NUMBERS:
            yield from (max(0, round(one.value + shift, 2)) for shift in (-step, 0, step))
    yield from {
        "flag": [True, False],
        "text": list(fact.values),
        "date": [day + timedelta(days=1) for day in DAYS[:3]],
    }.get(fact.type, [0, 1, 7])


def known(name: str, fact: FactDefinition) -> st.SearchStrategy[Any]:
    one = st.sampled_from(sorted(set(values(name, fact))))
    if fact.range:
        one = st.builds(lambda some, other: (min(some, other), max(some, other)), one, one)
    return st.one_of(st.none(), one, one, one)


FACTS = st.fixed_dictionaries({name: known(name, fact) for name, fact in BOOK.law_on(max(DAYS)).facts.items()})


@settings(phases=[Phase.explicit, Phase.generate])
@given(st.sampled_from(DAYS), st.lists(FACTS, min_size=3, max_size=3))
def test_judges_agree_on_the_law_of_any_day(day: date, cases: list[dict[str, Any]]) -> None:
    law = BOOK.law_on(day)
    for facts in cases:
        expected = verdict_by_truth(law, facts)
        assert SOURCE.judge(law, facts) == expected
        assert DURABLE.judge(law, facts) == expected


def test_every_law_since_2002_gives_an_opinion_on_nothing_known() -> None:
    assert {DURABLE.judge(BOOK.law_on(day), {}).opinion for day in DAYS} == {"a_completer"}
