"""The rulebook run on columns of facts: the same verdicts as the other judges, millions of them a second.

A law is written once as numpy operations (``column_steps``), then run on blocks of cases small enough to stay in the
processor's cache, in buffers used again and again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.judge.answer_memory import AnswerMemory
from matcher.judge.column_blocks import Layout, lay_out, run
from matcher.judge.column_steps import OPINIONS, OUTCOMES, Code, Given, holds, place_of, write_steps
from matcher.judge.fact_columns import Column, FactColumn
from matcher.judge.flat import (
    FlatRule,
    Symbol,
    Value,
    conditions_of,
    definition,
    fact_fields,
    flat_rules,
    tests_of,
)
from matcher.judge.verdict import Verdict
from matcher.rulebook.law import Law, LawKey
from matcher.rulebook.schema import FactDefinition

Codes = NDArray[np.uint8]

MOST_KEPT = 256
"""Ways of being given its facts that are kept for a law."""


@dataclass(frozen=True, eq=False)
class ColumnVerdicts:
    """The verdicts of many cases, one code a case; not to be written to, as what is equal is held once.

    ``outcomes`` holds places in OUTCOMES, rule by rule, ``opinion`` places in OPINIONS, and ``opinion_rule`` places
    in ``opinion_rules``.
    """

    outcomes: Mapping[str, Codes]
    opinion: Codes
    opinion_rule: Codes
    opinion_rules: tuple[str, ...]

    def verdict(self, case: int) -> Verdict:
        """The verdict of one case, as another judge gives it."""
        return Verdict(
            {rule: OUTCOMES[codes[case]] for rule, codes in self.outcomes.items()},
            OPINIONS[self.opinion[case]],
            self.opinion_rules[self.opinion_rule[case]],
        )


class ColumnJudge:
    """Runs laws on columns of facts, on one core. Safe to share between threads: a race only writes a law twice."""

    def __init__(self) -> None:
        self._laws: dict[LawKey, _ColumnLaw] = {}
        self._memory = AnswerMemory()

    def judge(self, law: Law, facts: Mapping[str, FactColumn], size: int) -> ColumnVerdicts:
        """The verdicts of a law on ``size`` cases. A fact that is left out is not known.

        Raises KeyError for an unknown fact, ValueError for a column of another length, TypeError for one of another
        type, LookupError for a case that no opinion rule covers.
        """
        if law.key not in self._laws:
            self._laws[law.key] = _ColumnLaw(law)
        return self._laws[law.key].judge(facts, size, self._memory)


class _Field(NamedTuple):
    """A field that a law reads: an end of a fact, and what is asked of it."""

    name: str
    fact: str
    end: int
    words: tuple[str, ...]
    tests: tuple[tuple[Symbol, Value], ...]


class _ColumnLaw:
    def __init__(self, law: Law) -> None:
        self._facts = law.facts
        self._findings, self._conclusions = flat_rules(law, conclusions=False), flat_rules(law, conclusions=True)
        self._fields = tuple(_fields(law, [*self._findings, *self._conclusions]))
        self._layouts: dict[tuple[Given | None, ...], Layout] = {}

    def judge(self, facts: Mapping[str, FactColumn], size: int, memory: AnswerMemory) -> ColumnVerdicts:
        for name, fact in facts.items():
            _check(name, fact, definition(name, self._facts), size)
        columns, known = _Places(), _Places()
        given = tuple(_given(field, facts.get(field.fact), columns, known) for field in self._fields)
        layout = self._layouts.get(given) or self._lay_out(given, len(columns.arrays), len(known.arrays))
        answers = run(layout, columns.arrays, known.arrays, size, memory)

        def column_of(code: Code) -> Codes:
            return np.broadcast_to(np.uint8(code), size) if isinstance(code, int) else answers[layout.rows[code]]

        steps = layout.steps
        return ColumnVerdicts(
            {rule: column_of(code) for rule, code in steps.outcomes.items()},
            column_of(steps.opinion),
            column_of(steps.opinion_rule),
            steps.opinion_rules,
        )

    def _lay_out(self, given: tuple[Given | None, ...], columns: int, known: int) -> Layout:
        by_name = {field.name: one for field, one in zip(self._fields, given, strict=True)}
        layout = lay_out(write_steps(self._findings, self._conclusions, by_name), columns, known)
        if len(self._layouts) >= MOST_KEPT:
            self._layouts = {}
        self._layouts[given] = layout
        return layout


def _fields(law: Law, rules: Iterable[FlatRule]) -> Iterator[_Field]:
    """Every field that the rules test."""
    tests: dict[str, dict[tuple[Symbol, Value], None]] = {}
    for rule in rules:
        for _, condition in conditions_of(rule):
            for test in tests_of(condition):
                tests.setdefault(test.field, {})[test.symbol, test.value] = None
    for name in dict.fromkeys(comparison.fact for rule in law.rules for comparison in rule.comparisons):
        fact = definition(name, law.facts)
        for end, field in enumerate(dict.fromkeys(fact_fields(name, fact))):
            if field in tests:
                yield _Field(field, name, end, tuple(fact.values), tuple(tests[field]))


class _Places:
    """Arrays, each in one place however many facts share it."""

    def __init__(self) -> None:
        self.arrays: list[Column] = []
        self._places: dict[int, int] = {}

    def of(self, array: Column) -> int:
        if id(array) not in self._places:
            self._places[id(array)] = len(self.arrays)
            self.arrays.append(array)
        return self._places[id(array)]


def _given(field: _Field, fact: FactColumn | None, columns: _Places, known: _Places) -> Given | None:
    """What is known of a field beforehand; None when it has no value anywhere."""
    if fact is None:
        return None
    mask = None
    if fact.known is not None:
        if fact.known.ndim:
            mask = known.of(fact.known)
        elif not fact.known:
            return None
    column = fact.high if field.end else fact.low
    if column.ndim:
        return Given(columns.of(column), mask, column.dtype == np.bool_, field.words, None)
    holding = frozenset(
        (symbol, value) for symbol, value in field.tests if holds(column, symbol, place_of(value, field.words))
    )
    return Given(0, mask, False, field.words, holding)


def _check(name: str, fact: FactColumn, kind: FactDefinition, size: int) -> None:
    for part, types in ((fact.low, "biu"), (fact.high, "biu"), (fact.known, "b")):
        if part is None:
            continue
        if part.dtype.kind not in types:
            raise TypeError(f"{name} : colonne de type {part.dtype} ; attendu : des entiers, ou des booléens")
        if part.shape not in {(), (size,)}:
            raise ValueError(f"{name} : colonne de forme {part.shape} ; attendu : {size} cas, ou une seule valeur")
    if fact.low is not fact.high and not kind.range:
        raise TypeError(f"{name} ne peut pas être un intervalle")
