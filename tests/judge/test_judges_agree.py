"""Three ways to judge, one verdict: the engine, the compiled source, and the condition tree itself."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize
from unittest.mock import patch

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from judge.laws import FACT_SETS, FACTS, LAWS, law_of, rule, verdict_by_truth

from matcher.judge import stages
from matcher.judge.durable import DurableJudge
from matcher.judge.source import SourceJudge
from matcher.judge.verdict import Judge
from matcher.rulebook.conditions import Fact
from matcher.rulebook.law import FINDING, Law
from matcher.rulebook.schema import FactDefinition

DURABLE, SOURCE = DurableJudge(), SourceJudge()
JUDGES = pytest.mark.parametrize("judge", [DURABLE, SOURCE], ids=["durable", "source"])
Facts = dict[str, Fact | None]

# Each law is memory that the engine never gives back: few laws, many facts, and no search for a smaller case.
FEW = [Phase.explicit, Phase.generate]


@settings(max_examples=40, phases=FEW)
@given(LAWS, st.lists(FACT_SETS, min_size=20, max_size=20))
def test_engine_gives_the_verdict_of_the_tree(law: Law, cases: list[Facts]) -> None:
    for facts in cases:
        assert DURABLE.judge(law, facts) == verdict_by_truth(law, facts)


@settings(max_examples=20, phases=FEW)
@given(LAWS, st.lists(FACT_SETS, min_size=20, max_size=20))
def test_engine_gives_the_verdict_of_the_tree_in_many_stages(law: Law, cases: list[Facts]) -> None:
    with patch.object(stages, "_MOST", 5):
        for facts in cases:
            assert DURABLE.judge(law, facts) == verdict_by_truth(law, facts)


@given(LAWS, st.lists(FACT_SETS, min_size=10, max_size=10))
def test_compiled_source_gives_the_verdict_of_the_tree(law: Law, cases: list[Facts]) -> None:
    for facts in cases:
        assert SOURCE.judge(law, facts) == verdict_by_truth(law, facts)


@JUDGES
def test_no_fact_at_all_leaves_every_condition_unknown(judge: Judge) -> None:
    law = law_of(rule("a", when={"flag": {"is": True}}), rule("b", met_when={"not": {"hours": {"below": 1}}}))

    verdict = judge.judge(law, {})

    assert (verdict.outcomes["a"], verdict.outcomes["b"], verdict.opinion) == ("unknown", "unknown", "a_completer")


@JUDGES
def test_contradicting_conditions_leave_a_rule_unknown(judge: Judge) -> None:
    law = law_of(rule("a", met_when={"flag": {"is": True}}, not_met_when={"stage": {"at_least": 1}}))
    facts: Facts = {"flag": True, "stage": 1}

    assert judge.judge(law, facts).outcomes["a"] == "unknown"
    assert judge.judge(law, facts) == verdict_by_truth(law, facts)


@JUDGES
def test_a_rule_that_does_not_apply_is_neither_met_nor_not_met(judge: Judge) -> None:
    law = law_of(rule("a", applies_when={"flag": {"is": True}}, when={"stage": {"at_least": 1}}))

    outcomes = {
        stage: [judge.judge(law, {"flag": flag, "stage": stage}).outcomes["a"] for flag in (True, False, None)]
        for stage in (5, 0)
    }

    assert outcomes == {5: ["met", "not_applicable", "unknown"], 0: ["not_met", "not_applicable", "unknown"]}


@JUDGES
def test_a_finding_counts_once_when_both_branches_of_its_condition_are_true(judge: Judge) -> None:
    both = {"any": [{"stage": {"at_least": 1}}, {"flag": {"is": True}}]}
    once = rule("b", "information", met_when={"blocking_not_met": {"is": 1}})

    verdict = judge.judge(law_of(rule("a", not_met_when=both), once), {"stage": 1, "flag": True})

    assert (verdict.outcomes["a"], verdict.outcomes["b"]) == ("not_met", "met")


@JUDGES
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_composed_and_decomposed_accents_are_one_word(judge: Judge, form: Any, written: Any) -> None:
    law = law_of(rule("a", when={"word": {"is": normalize(written, "élevé")}}))

    assert judge.judge(law, {"word": normalize(form, "élevé")}).outcomes["a"] == "met"
    assert judge.judge(law, {"word": normalize(form, "élevée")}).outcomes["a"] == "not_met"


@JUDGES
def test_the_met_opinion_of_lowest_order_wins_whatever_the_order_of_the_file(judge: Judge) -> None:
    given_ = {"met_when": {"blocking_unknown": {"at_least": 0}}}
    law = law_of(
        rule("z", "information", ("a_completer", 2), **given_),
        rule("y", "information", ("favorable_probable", 1), **given_),
        rule("x", "information", ("non_appreciable", 3), **given_),
    )

    assert (judge.judge(law, {}).opinion, judge.judge(law, {}).opinion_rule) == ("favorable_probable", "y")


@JUDGES
def test_an_opinion_may_read_facts_alone(judge: Judge) -> None:
    closed = rule("avis.ferme", "information", ("non_appreciable", 1), met_when={"flag": {"is": True}})
    law = law_of(rule("a", when={"stage": {"at_least": 0}}), closed, _otherwise())

    assert judge.judge(law, {"flag": True}).opinion_rule == "avis.ferme"
    assert judge.judge(law, {"flag": False}).opinion_rule == "avis.sinon"


@JUDGES
def test_a_law_without_an_opinion_for_the_case_is_refused(judge: Judge) -> None:
    never = rule("avis", "information", ("non_appreciable", 1), met_when={"blocking_not_met": {"at_least": 1}})
    law = law_of(rule("a", not_met_when={"flag": {"is": True}}), never)

    with pytest.raises(LookupError, match="aucune règle d'avis"):
        judge.judge(law, {})
    assert judge.judge(law, {"flag": True}).opinion == "non_appreciable"


@JUDGES
def test_the_finding_of_a_rule_not_in_force_is_unknown(judge: Judge) -> None:
    reading = rule("b", "information", when={FINDING + "abrogee": {"is": "met"}})

    assert judge.judge(law_of(rule("a", waived="sans objet"), reading), {}).outcomes["b"] == "unknown"


@JUDGES
def test_two_rulebooks_with_the_same_ids_are_two_laws(judge: Judge) -> None:
    first, second = (law_of(rule("a", when={"stage": {"at_least": least}})) for least in (1, 2))

    assert [judge.judge(law, {"stage": 1}).outcomes["a"] for law in (first, second)] == ["met", "not_met"]


@JUDGES
@pytest.mark.parametrize(
    ("names", "rule_ids"),
    [(("hours", "hours__low", "low_fact_hours"), ("a.b-c", "a.b.c", "a-b.c")), (("id", "sid", "stage"), ("id", "m"))],
)
def test_names_that_look_alike_stay_apart(judge: Judge, names: tuple[str, ...], rule_ids: tuple[str, ...]) -> None:
    facts = {name: FactDefinition(type="count", label=name, range=name == "hours") for name in names}
    conditions = [{name: {"is": place}} for place, name in enumerate(names)]
    rules = [rule(one, when=condition) for one, condition in zip(rule_ids, conditions, strict=False)]

    verdict = judge.judge(law_of(*rules, facts=facts), dict.fromkeys(names, 1))

    assert [verdict.outcomes[one.id] for one in rules] == ["not_met", "met", "not_met"][: len(rules)]


def test_every_type_of_fact_is_in_the_random_laws() -> None:
    assert {fact.type for fact in FACTS.values()} == {"hours", "months", "count", "ratio", "flag", "text", "date"}


def _otherwise() -> Any:
    return rule("avis.sinon", "information", ("a_completer", 2), met_when={"blocking_unknown": {"at_least": 0}})
