"""Conditions laid out in stages of plain conjunctions."""

from __future__ import annotations

from hypothesis import given
from judge.laws import LAWS, law_of, rule

from matcher.judge.flat import Every, flat_rules
from matcher.judge.flat import Test as Comparison
from matcher.judge.stages import PART, stages
from matcher.rulebook.law import Law


@given(LAWS)
def test_every_stage_holds_sixty_plain_conjunctions_at_most_and_reads_earlier_parts(law: Law) -> None:
    known: set[str] = set()
    for stage in stages(flat_rules(law, conclusions=False), "facts"):
        assert len(stage.conjunctions) <= 60
        for one in stage.conjunctions:
            tests = one.condition.parts if isinstance(one.condition, Every) else (one.condition,)
            assert all(isinstance(test, Comparison) for test in tests)
        assert {name for name in stage.fields if name.startswith(PART)} <= known
        known |= {one.rule for one in stage.conjunctions if one.outcome == PART}


def test_rules_without_a_condition_leave_one_empty_stage() -> None:
    (stage,) = stages(flat_rules(law_of(rule("a", waived="sans objet")), conclusions=False), "facts")

    assert stage.conjunctions == ()


def test_simple_rules_share_one_stage() -> None:
    law = law_of(*(rule(f"r{place}", when={"stage": {"at_least": place}}) for place in range(30)))

    assert [len(stage.conjunctions) for stage in stages(flat_rules(law, conclusions=False), "facts")] == [60]


def test_a_part_read_by_several_rules_is_noted_once() -> None:
    shared = {"any": [{"stage": {"at_least": 1}}, {"flag": {"is": True}}]}
    law = law_of(*(rule(f"r{place}", met_when={"all": [shared, {"id": {"is": place}}]}) for place in range(3)))

    first, second = stages(flat_rules(law, conclusions=False), "facts")

    assert (len(first.conjunctions), len(second.conjunctions)) == (2, 3)


def test_a_rule_of_many_groups_grows_as_its_text_does() -> None:
    pairs = [{"any": [{"id": {"is": place}}, {"stage": {"is": place}}]} for place in range(40)]
    layout = stages(flat_rules(law_of(rule("a", when={"all": pairs})), conclusions=False), "facts")

    assert sum(len(stage.conjunctions) for stage in layout) < 4 * 40
