"""Three ways to judge, one verdict: the engine, the compiled source, and the condition tree itself."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from judge.laws import FACT_SETS, LAWS, law_of, rule, verdict_by_truth

from matcher.judge.durable import DurableJudge
from matcher.judge.source import SourceJudge
from matcher.judge.verdict import Judge
from matcher.rulebook.conditions import Fact
from matcher.rulebook.rulebook import Law, Rulebook

DURABLE = DurableJudge()
SOURCE = SourceJudge()
JUDGES = pytest.mark.parametrize("judge", [DURABLE, SOURCE], ids=["durable", "source"])


# A new law each time is memory that the engine never gives back: few laws, many facts, and no search for a smaller case.
@settings(max_examples=60, phases=[Phase.explicit, Phase.generate])
@given(LAWS, st.lists(FACT_SETS, min_size=20, max_size=20))
def test_engine_gives_the_verdict_of_the_tree(law: Law, cases: list[dict[str, Fact | None]]) -> None:
    for facts in cases:
        assert DURABLE.judge(law, facts) == verdict_by_truth(law, facts)


@settings(max_examples=300)
@given(LAWS, st.lists(FACT_SETS, min_size=10, max_size=10))
def test_compiled_source_gives_the_verdict_of_the_tree(law: Law, cases: list[dict[str, Fact | None]]) -> None:
    for facts in cases:
        assert SOURCE.judge(law, facts) == verdict_by_truth(law, facts)
