"""The rules of a law translated for the engines that ours is held against: Polars, DuckDB and zen-engine.

Each translation is made from the same FlatRule as our judges', and answers every outcome and the opinion, in the codes
of OUTCOMES and OPINIONS. A missing fact is null, and a comparison with null is no match. Of the forms tried for each
engine, this is the fastest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import duckdb
import polars as pl
import zen

from matcher.judge.column_steps import MET, NOT_APPLICABLE, NOT_MET, OPINIONS, OUTCOMES, UNKNOWN, WAIVED
from matcher.judge.fact_columns import FactColumn
from matcher.judge.flat import (
    Every,
    FlatCondition,
    FlatRule,
    Some,
    Test,
    conditions_of,
    fact_fields,
    field_name,
    flat_rules,
    tests_of,
)
from matcher.rulebook.law import COUNTED, FINDING, Law

OPINION = "opinion"


@dataclass(frozen=True)
class Rules:
    """The rules of a law by names that every engine can hold: r0, r1…"""

    findings: Mapping[str, FlatRule]
    conclusions: Mapping[str, FlatRule]
    flags: frozenset[str]

    @classmethod
    def of(cls, law: Law) -> Rules:
        findings, conclusions = flat_rules(law, conclusions=False), flat_rules(law, conclusions=True)
        return cls(
            {f"r{place}": rule for place, rule in enumerate(findings)},
            {f"r{place}": rule for place, rule in enumerate(conclusions, start=len(findings))},
            frozenset(field_name(name) for name, fact in law.facts.items() if fact.type == "flag"),
        )

    @property
    def by_name(self) -> dict[str, FlatRule]:
        return {**self.findings, **self.conclusions}

    @property
    def opinions(self) -> list[tuple[str, int]]:
        """The opinion rules, the one that wins first, with the code of their opinion."""
        ordered = sorted(self.conclusions.items(), key=lambda one: (one[1].order, one[1].id))
        return [(name, OPINIONS.index(rule.opinion)) for name, rule in ordered if rule.opinion]

    def finding(self, field: str) -> str | None:
        """The rule of which a field is the outcome."""
        return next((name for name, rule in self.findings.items() if field == field_name(FINDING + rule.id)), None)

    def counted(self, field: str) -> tuple[list[str], int] | None:
        """The findings that a count is made of, and the outcome counted."""
        for name, (kind, outcome) in COUNTED.items():
            if field == field_name(name):
                return [one for one, rule in self.findings.items() if rule.kind == kind], OUTCOMES.index(outcome)
        return None


def frame(law: Law, facts: Mapping[str, FactColumn]) -> pl.DataFrame:
    """The facts as Polars holds them best: nulls, booleans, and categories for words."""
    series = {}
    for name, column in facts.items():
        fact = law.facts[name]
        for field, end in dict(zip(fact_fields(name, fact), (column.low, column.high), strict=True)).items():
            held = pl.Series(field, end)
            if fact.type == "text":
                words = pl.Series(list(fact.values), dtype=pl.Enum(list(fact.values)))
                held = words.gather(held.cast(pl.UInt32))
            if column.known is not None:
                held = pl.select(pl.when(pl.lit(pl.Series(column.known))).then(held)).to_series()
            series[field] = held
    return pl.DataFrame(series)


def _written(condition: FlatCondition, rules: Rules, test: Callable[[Test, Rules], str]) -> str:
    """A condition as SQL and zen-engine both write it, but for its tests."""
    if isinstance(condition, Test):
        return test(condition, rules)
    word = " and " if isinstance(condition, Every) else " or "
    return f"({word.join(_written(part, rules, test) for part in condition.parts)})"


# Polars


def polars_judge(law: Law, facts: pl.DataFrame) -> Callable[[], pl.DataFrame]:
    """One lazy query: findings, then counts and conclusions, then the opinion."""
    rules = Rules.of(law)
    conclusions = [_polars_outcome(rule, rules).alias(name) for name, rule in rules.conclusions.items()]
    opinion = reduce(
        lambda otherwise, one: pl.when(pl.col(one[0]) == MET).then(_byte(one[1])).otherwise(otherwise),
        reversed(rules.opinions),
        _byte(len(OPINIONS)),
    )
    query = (
        facts.lazy()
        .select(pl.all(), *(_polars_outcome(rule, rules).alias(name) for name, rule in rules.findings.items()))
        .with_columns(*conclusions)
        .select(*rules.by_name, opinion.alias(OPINION))
    )
    return query.collect


def _byte(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt8)


def _polars_outcome(rule: FlatRule, rules: Rules) -> pl.Expr:
    if rule.waived:
        return _byte(WAIVED)
    met, not_met, outside = (
        pl.lit(False) if condition is None else _polars(condition, rules)
        for condition in (rule.met, rule.not_met, rule.not_applicable)
    )
    told = (
        pl.when(met)
        .then(pl.when(not_met).then(_byte(UNKNOWN)).otherwise(_byte(MET)))
        .otherwise(pl.when(not_met).then(_byte(NOT_MET)).otherwise(_byte(UNKNOWN)))
    )
    return pl.when(outside).then(_byte(NOT_APPLICABLE)).otherwise(told)


def _polars(condition: FlatCondition, rules: Rules) -> pl.Expr:
    match condition:
        case Test():
            return _polars_test(condition, rules)
        case Every(parts):
            return reduce(lambda one, other: one & other, (_polars(part, rules) for part in parts))
        case Some(parts):
            return reduce(lambda one, other: one | other, (_polars(part, rules) for part in parts))


def _polars_test(test: Test, rules: Rules) -> pl.Expr:
    column, value = pl.col(rules.finding(test.field) or test.field), test.value
    if test.field in rules.flags:
        return column if (test.symbol == "==") == (value == 1) else ~column
    if rules.finding(test.field):
        value = OUTCOMES.index(value)
    elif counted := rules.counted(test.field):
        names, outcome = counted
        column = 2 * pl.sum_horizontal((pl.col(name) == outcome).cast(pl.UInt8) for name in names)
    compare = {">=": column.ge, ">": column.gt, "<=": column.le, "<": column.lt, "==": column.eq, "!=": column.ne}
    return compare[test.symbol](value)


# DuckDB


def duckdb_judge(law: Law, facts: pl.DataFrame) -> Callable[[], Any]:
    """One query of three levels over a table held in memory."""
    rules = Rules.of(law)
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.register("given", facts.to_arrow())
    connection.execute("CREATE TABLE facts AS SELECT * FROM given")
    findings = ", ".join(f"{_sql_outcome(rule, rules)} AS {name}" for name, rule in rules.findings.items())
    conclusions = ", ".join(f"{_sql_outcome(rule, rules)} AS {name}" for name, rule in rules.conclusions.items())
    opinion = " ".join(f"WHEN {name} = {MET} THEN {code}::UTINYINT" for name, code in rules.opinions)
    query = (
        f"SELECT {', '.join(rules.by_name)}, CASE {opinion} END AS {OPINION} "
        f"FROM (SELECT *, {conclusions} FROM (SELECT *, {findings} FROM facts))"
    )
    return lambda: connection.sql(query).to_arrow_table()


def _sql_outcome(rule: FlatRule, rules: Rules) -> str:
    if rule.waived:
        return f"{WAIVED}::UTINYINT"
    met, not_met, outside = (
        "false" if condition is None else _written(condition, rules, _sql_test)
        for condition in (rule.met, rule.not_met, rule.not_applicable)
    )
    return (
        f"CASE WHEN {outside} THEN {NOT_APPLICABLE}::UTINYINT "
        f"WHEN {met} THEN (CASE WHEN {not_met} THEN {UNKNOWN}::UTINYINT ELSE {MET}::UTINYINT END) "
        f"WHEN {not_met} THEN {NOT_MET}::UTINYINT ELSE {UNKNOWN}::UTINYINT END"
    )


def _sql_test(test: Test, rules: Rules) -> str:
    field, symbol, value = test.field, test.symbol, test.value
    if field in rules.flags:
        return f"{'' if (symbol == '==') == (value == 1) else 'NOT '}{field}"
    if name := rules.finding(field):
        return f"{name} {symbol} {OUTCOMES.index(value)}"
    if counted := rules.counted(field):
        names, outcome = counted
        return f"2 * ({' + '.join(f'({name} = {outcome})::UTINYINT' for name in names)}) {symbol} {value}"
    return f"{field} {symbol} {value!r}"


# zen-engine


def zen_judge(law: Law, facts: pl.DataFrame) -> Callable[[], Any]:
    """One compiled expression over the list of facts, given as JSON written beforehand."""
    rules = Rules.of(law)
    findings, conclusions = (
        ", ".join(_zen_outcome(rule, rules) for rule in some.values()) for some in (rules.findings, rules.conclusions)
    )
    places = {name: place for place, name in enumerate(rules.conclusions)}
    opinion = "".join(f"#[1][{places[name]}] == {MET} ? {code} : " for name, code in rules.opinions) + "null"
    conditions = (one for rule in rules.findings.values() for _, one in conditions_of(rule))
    read = sorted({test.field for condition in conditions for test in tests_of(condition)})
    expression = zen.compile_expression(
        f"map(map(map(cases, [{findings}]), [#, [{conclusions}]]), [#[0], #[1], {opinion}])"
    )
    context = json.dumps({"cases": facts.select(name for name in read if name in facts.columns).to_dicts()})
    return lambda: expression.evaluate(context)


def _zen_outcome(rule: FlatRule, rules: Rules) -> str:
    if rule.waived:
        return str(WAIVED)
    met, not_met = ("" if one is None else _written(one, rules, _zen_test) for one in (rule.met, rule.not_met))
    if met and not_met:
        told = f"({met}) ? (({not_met}) ? {UNKNOWN} : {MET}) : (({not_met}) ? {NOT_MET} : {UNKNOWN})"
    elif met or not_met:
        told = f"({met or not_met}) ? {MET if met else NOT_MET} : {UNKNOWN}"
    else:
        told = str(UNKNOWN)
    if rule.not_applicable is None:
        return f"({told})"
    return f"(({_written(rule.not_applicable, rules, _zen_test)}) ? {NOT_APPLICABLE} : ({told}))"


def _zen_test(test: Test, rules: Rules) -> str:
    field, symbol, value = test.field, test.symbol, test.value
    if field in rules.flags:
        return f"#.{field} == {'true' if (symbol == '==') == (value == 1) else 'false'}"
    if name := rules.finding(field):
        return f"#[{list(rules.findings).index(name)}] {symbol} {OUTCOMES.index(value)}"
    if counted := rules.counted(field):
        names, outcome = counted
        places = [list(rules.findings).index(name) for name in names]
        return f"({' + '.join(f'(#[{place}] == {outcome} ? 2 : 0)' for place in places)}) {symbol} {value}"
    known = f"#.{field} {symbol} {json.dumps(value)}"
    return known if symbol == "==" else f"(#.{field} != null and {known})"
