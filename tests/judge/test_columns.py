"""The judge of columns gives, case by case, the verdict of the other judges."""

from __future__ import annotations

from datetime import date
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from bundled_rules import BOOK
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from judge.boundaries import Facts, boundary_cases, boundary_laws, cases_of, judged
from judge.laws import FACT_SETS, FACTS, LAWS, law_of, rule, verdict_by_truth

from matcher.judge import column_blocks
from matcher.judge.column_steps import MOST_RULES, OUTCOMES
from matcher.judge.columns import ColumnJudge
from matcher.judge.durable import DurableJudge
from matcher.judge.fact_columns import FactColumn, codes, fact_columns, flags, months, same, whole
from matcher.judge.source import SourceJudge
from matcher.rulebook.examples import example_facts
from matcher.rulebook.law import FINDING, Law
from matcher.rulebook.schema import FactDefinition

COLUMNS, DURABLE, SOURCE = ColumnJudge(), DurableJudge(), SourceJudge()
CHANGES = sorted(
    {
        version.in_force.from_
        for items in (BOOK.rules, BOOK.parameters)
        for item, _ in items
        for version in item.versions
    }
)
DAYS = pytest.mark.parametrize("day", CHANGES, ids=str)

# The engine never gives back the memory of a law.
FEW = [Phase.explicit, Phase.generate]


@given(LAWS, st.lists(FACT_SETS, min_size=1, max_size=20))
def test_columns_give_the_verdict_of_the_compiled_source(law: Law, cases: list[Facts]) -> None:
    assert judged(COLUMNS, law, cases) == [SOURCE.judge(law, facts) for facts in cases]


@settings(max_examples=25, phases=FEW)
@given(LAWS, st.lists(FACT_SETS, min_size=20, max_size=20))
def test_columns_give_the_verdict_of_the_engine_and_of_the_tree(law: Law, cases: list[Facts]) -> None:
    verdicts = judged(COLUMNS, law, cases)

    assert verdicts == [DURABLE.judge(law, facts) for facts in cases]
    assert verdicts == [verdict_by_truth(law, facts) for facts in cases]


@given(LAWS, st.lists(FACT_SETS, min_size=1, max_size=8), FACT_SETS, st.sets(st.sampled_from(sorted(FACTS))))
def test_a_fact_that_is_the_same_everywhere_counts_as_if_repeated(
    law: Law, cases: list[Facts], common: Facts, shared: set[str]
) -> None:
    columns = fact_columns({name: [case[name] for case in cases] for name in FACTS.keys() - shared}, law.facts)
    columns |= {name: same(common[name], law.facts[name]) for name in shared}

    verdicts = COLUMNS.judge(law, columns, len(cases))

    repeated = [{**facts, **{name: common[name] for name in shared}} for facts in cases]
    assert [verdicts.verdict(case) for case in range(len(cases))] == [SOURCE.judge(law, facts) for facts in repeated]


@DAYS
def test_the_bundled_law_gives_the_same_verdicts_every_day_that_it_changes(day: date) -> None:
    law = BOOK.law_on(day)
    cases = cases_of(law, 300, seed=day.toordinal())

    verdicts = judged(COLUMNS, law, cases)

    assert verdicts == [SOURCE.judge(law, facts) for facts in cases]
    assert verdicts[:25] == [DURABLE.judge(law, facts) for facts in cases[:25]]


def test_every_bundled_rule_is_put_to_the_test() -> None:
    seen: dict[str, set[str]] = {}
    for day in CHANGES:
        law = BOOK.law_on(day)
        for verdict in judged(COLUMNS, law, cases_of(law, 300, seed=day.toordinal())):
            for rule_id, outcome in verdict.outcomes.items():
                seen.setdefault(rule_id, set()).add(outcome)

    assert seen.keys() == {rule_.id for rule_, _ in BOOK.rules if rule_.scope == "certification"}
    assert all(len(outcomes) > 1 or outcomes == {"waived"} for outcomes in seen.values()), seen


def test_the_examples_of_the_rules_are_judged_alike() -> None:
    for rule_, _ in BOOK.rules:
        # Les règles des étapes se jugent une fois par dossier, jamais en colonnes.
        judged_by_columns = rule_.opinion is None and rule_.scope == "certification"
        for example in rule_.examples if judged_by_columns else ():
            law, facts = BOOK.law_on(example.on), example_facts(example)
            (verdict,) = judged(COLUMNS, law, [facts])
            assert verdict == DURABLE.judge(law, facts)
            assert verdict.outcomes[rule_.id] == example.outcome, example.name


def test_boundary_laws_are_judged_as_the_tree_says() -> None:
    cases = boundary_cases(150)
    for law in boundary_laws():
        assert judged(COLUMNS, law, cases) == [verdict_by_truth(law, facts) for facts in cases]


@pytest.mark.parametrize("block", [1, 7, 150, 151])
def test_blocks_join_without_a_gap(block: int) -> None:
    cases = boundary_cases(150)
    law = list(boundary_laws())[-1]
    whole_at_once = judged(COLUMNS, law, cases)

    with patch.object(column_blocks, "BLOCK", block):
        assert judged(COLUMNS, law, cases) == whole_at_once


def test_no_case_gives_no_verdict() -> None:
    verdicts = COLUMNS.judge(law_of(rule("a", when={"stage": {"at_least": 1}})), {"stage": whole(np.array([], int))}, 0)

    assert verdicts.opinion.shape == verdicts.outcomes["a"].shape == (0,)


def test_facts_left_out_are_not_known() -> None:
    law = BOOK.law_on(date(2024, 6, 1))

    verdicts = COLUMNS.judge(law, {}, 3)

    assert [verdicts.verdict(case) for case in range(3)] == [SOURCE.judge(law, {})] * 3


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int16, np.int32, np.int64, np.uint64, ">i4"])
def test_a_threshold_beyond_what_a_column_holds_is_compared_right(kind: Any) -> None:
    limits = (-(2**33), -2, 0, 100, 1000, 2**39)
    law = law_of(*(rule(f"r{place}", when={"id": {"at_least": one}}) for place, one in enumerate(limits)))
    column = np.array([0, 1, 120], kind)

    verdicts = COLUMNS.judge(law, {"id": FactColumn(column, column)}, 3)

    for case, value in enumerate((0, 0.5, 60)):
        assert verdicts.verdict(case) == verdict_by_truth(law, {"id": value})


def test_the_finding_of_a_rule_not_in_force_may_be_given() -> None:
    law = law_of(rule("a", waived="sans objet"), rule("b", when={FINDING + "abrogee": {"is": "met"}}))
    given_ = [{FINDING + "abrogee": outcome} for outcome in OUTCOMES]

    assert judged(COLUMNS, law, given_) == [SOURCE.judge(law, facts) for facts in given_]


def test_a_word_is_its_place_in_the_list_and_minus_one_not_known() -> None:
    law = law_of(rule("a", when={"word": {"is": "œuvre"}}))
    place = list(FACTS["word"].values).index("œuvre")

    verdicts = COLUMNS.judge(law, {"word": codes(np.array([place, 0, -1], np.int8))}, 3)

    assert [OUTCOMES[code] for code in verdicts.outcomes["a"]] == ["met", "not_met", "unknown"]


def test_a_case_without_an_opinion_is_refused_wherever_it_stands() -> None:
    never = rule("avis", "information", ("non_appreciable", 1), met_when={"blocking_not_met": {"at_least": 1}})
    law = law_of(rule("a", not_met_when={"flag": {"is": True}}), never)

    assert COLUMNS.judge(law, {"flag": flags(np.ones(4, bool))}, 4).verdict(3).opinion == "non_appreciable"
    for known in (np.array([True, True, False, True]), np.zeros(4, bool)):
        with pytest.raises(LookupError, match="aucune règle d'avis"):
            COLUMNS.judge(law, {"flag": flags(np.ones(4, bool), known)}, 4)
    with pytest.raises(LookupError, match="aucune règle d'avis"):
        COLUMNS.judge(law, {}, 4)


@pytest.mark.parametrize(
    ("facts", "error", "said"),
    [
        ({"inconnu": whole([1, 2])}, KeyError, "inconnu"),
        ({"stage": whole([1, 2, 3])}, ValueError, r"stage.*2 cas"),
        ({"stage": whole([1, 2], known=[True])}, ValueError, r"stage.*2 cas"),
        ({"stage": FactColumn(np.ones(2), np.ones(2))}, TypeError, "stage.*float64"),
        ({"stage": whole([1, 2], [3, 4])}, TypeError, "intervalle"),
    ],
)
def test_a_column_that_is_no_fact_is_refused(facts: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        COLUMNS.judge(law_of(rule("a", when={"stage": {"at_least": 1}})), facts, 2)


def test_more_rules_than_a_count_can_hold_are_refused() -> None:
    many = [rule(f"r{place}", when={"stage": {"at_least": place}}) for place in range(MOST_RULES + 1)]

    with pytest.raises(ValueError, match=f"attendu : {MOST_RULES} au plus"):
        COLUMNS.judge(law_of(*many), {}, 1)


def test_counts_hold_as_many_findings_as_there_may_be() -> None:
    count = MOST_RULES - 5
    many = [rule(f"r{place}", when={"stage": {"at_least": 1000 + place}}) for place in range(count - 1)]
    law = law_of(*many, rule("zz", "warning", when={"blocking_not_met": {"at_least": count - 1}}))

    assert judged(COLUMNS, law, [{"stage": 0}, {"stage": 1000}]) == [
        verdict_by_truth(law, {"stage": value}) for value in (0, 1000)
    ]


def test_laws_given_their_facts_in_many_ways_stay_right() -> None:
    law = law_of(rule("a", when={"stage": {"at_least": 1}}), rule("b", when={"months": {"at_least": 12}}))
    array, hours = months(np.array([11.99, 12.0])), FACTS["stage"]
    judge = ColumnJudge()
    with patch("matcher.judge.columns.MOST_KEPT", 2):
        for value in (0, 1, None, 0, 1, None):
            for column, told in (
                (array, (11.99, 12.0)),
                (same(12, FactDefinition.model_copy(FACTS["months"])), (12, 12)),
            ):
                verdicts = judge.judge(law, {"stage": same(value, hours), "months": column}, 2)
                for case in range(2):
                    assert verdicts.verdict(case) == verdict_by_truth(law, {"stage": value, "months": told[case]})
