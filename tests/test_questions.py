"""What an answer could change is what the judge says once it is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from held_cases import JUDGE, LICENCE, TITLE, case, facts, job

from matcher.model.words import OPINIONS
from matcher.questions import FLIPS, TOGETHER, Answers, plausible, urgency
from matcher.rulebook.outcomes import opinion_by_truth

DAYS = ("2010-06-01", "2015-06-01", "2018-06-01", "2023-06-01", "2024-06-12", "2026-06-12")


UNNUMBERED = LICENCE.model_copy(update={"rncp": None})


def cases() -> Iterator[tuple[Any, dict[str, Any]]]:
    for day in DAYS:
        for target in (TITLE, LICENCE, UNNUMBERED):
            for told in (
                case(job(start="2007", end="2009", weekly_hours=None), filed_on=day),
                case(job(start="2007-01-01", end="2008-03-01", activities=[]), filed_on=day),
                case(filed_on=day),
            ):
                yield told, facts(told, target)
                yield told, facts(told, target, sentences=0, described=False, job_distance="inconnu", related=())
                yield told, facts(told, target, sentences=1, job_distance="inconnu")


def test_the_opinion_on_the_findings_is_the_judges() -> None:
    for told, known in cases():
        verdict = JUDGE.judge(told.law, known)
        outcomes = {rule.id: verdict.outcomes[rule.id] for rule in told.law.findings}
        assert opinion_by_truth(told.law, outcomes, {}) == verdict.opinion


def test_each_answer_leads_where_the_judge_leads_once_it_is_given() -> None:
    flips = 0
    for told, given in cases():
        known = {name: value for name, value in given.items() if value is not None}
        before = JUDGE.judge(told.law, given)
        answers = Answers(told.law, known, before)
        for name in set(told.law.facts) - set(known):
            values = list(plausible(name, told.law.facts[name], told.law.readers.get(name, ())))
            after = [JUDGE.judge(told.law, {**given, name: value}) for value in values]
            reached = {OPINIONS[one.opinion] for one in after} - {OPINIONS[before.opinion]}
            effect = answers.effect_of_fact(name, "information")
            if reached:
                flips += 1
                assert effect is not None
                assert set(effect.words.removeprefix(f"{FLIPS} : ").split(" ou ")) == reached
            else:
                assert effect is None or not effect.words.startswith(FLIPS)
            turned = any(one.outcomes != before.outcomes for one in after)
            assert (effect is not None) == turned
    assert flips > 10


def test_dates_made_precise_lead_to_one_end_of_their_range_or_the_other() -> None:
    told = case(job(start="2016", end="2017", weekly_hours=None), filed_on="2018-06-01")
    given = facts(told)
    known = {name: value for name, value in given.items() if value is not None}
    effect = Answers(told.law, known, JUDGE.judge(told.law, given)).effect_of_ranges("blocking")
    assert effect is not None
    assert effect.words == f"{FLIPS} : favorable probable ou défavorable probable"


@pytest.mark.parametrize(
    ("words", "place"), [(f"{FLIPS} : à compléter", 0), (TOGETHER, 1), ("lève un point de vigilance", 2), ("autre", 3)]
)
def test_effects_are_ordered_from_the_most(words: str, place: int) -> None:
    assert urgency(words) == place
