"""The engines that ours is measured against run the same rules: each gives the same answers."""

from __future__ import annotations

from datetime import date

import pytest
from bundled_rules import BOOK
from judge.boundaries import cases_of

from matcher.judge.columns import ColumnJudge
from matcher.judge.fact_columns import fact_columns
from matcher.judge.source import SourceJudge

MISSING = "duckdb, polars ou zen-engine n'est pas installé : ils ne servent qu'aux mesures"
rivals = pytest.importorskip("benchmarks.column_rivals", reason=MISSING)
measure = pytest.importorskip("benchmarks.columns", reason=MISSING)
ENGINES = (rivals.polars_judge, rivals.duckdb_judge, rivals.zen_judge)
COUNT = 400


@pytest.mark.parametrize("day", [date(2010, 6, 1), date(2016, 9, 1), date(2018, 6, 1), date(2025, 6, 1)], ids=str)
def test_the_same_rules_give_the_same_answers(day: date) -> None:
    law = BOOK.law_on(day)
    cases = cases_of(law, COUNT, seed=day.toordinal())
    columns = fact_columns({name: [case[name] for case in cases] for name in law.facts}, law.facts)
    verdicts, given, source = ColumnJudge().judge(law, columns, COUNT), rivals.frame(law, columns), SourceJudge()

    for judge in ENGINES:
        assert measure.same_answers(verdicts, rivals.Rules.of(law), judge(law, given)()), judge.__name__
    assert measure.same_answers(verdicts, rivals.Rules.of(law), [source.judge(law, facts) for facts in cases])


def test_another_answer_shows() -> None:
    law = BOOK.law_on(date(2018, 6, 1))
    cases = cases_of(law, COUNT, seed=1)
    columns = fact_columns({name: [case[name] for case in cases] for name in law.facts}, law.facts)
    verdicts = ColumnJudge().judge(law, columns, COUNT)
    turned = fact_columns({name: [case[name] for case in cases[::-1]] for name in law.facts}, law.facts)

    for judge in ENGINES:
        answers = judge(law, rivals.frame(law, turned))()
        assert not measure.same_answers(verdicts, rivals.Rules.of(law), answers), judge.__name__
