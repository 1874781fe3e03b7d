"""A law as a short list of numpy operations on whole columns, each thing computed once.

A mask is one byte a case, 0 or 1. As in ``flat``, *met*, *not met* and *not applicable* are three masks without
negation, and what is not known makes a comparison 0: *unknown* is what none of them says. What is known of all the
cases beforehand is no operation at all: it is settled while the list is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from matcher.judge.flat import Every, FlatCondition, FlatRule, Symbol, Test, Value, conditions_of, field_name
from matcher.judge.verdict import outcome_of
from matcher.model.report import Opinion, Outcome
from matcher.rulebook.law import COUNTED, FINDING

OUTCOMES: tuple[Outcome, ...] = ("unknown", "met", "waived", "not_met", "not_applicable")
"""An outcome column holds places in this tuple, so chosen that masks become codes in one or two operations."""
OPINIONS: tuple[Opinion, ...] = get_args(Opinion)
UNKNOWN, MET, WAIVED, NOT_MET, NOT_APPLICABLE = range(len(OUTCOMES))

COMPARE: Mapping[Symbol, np.ufunc] = {
    ">=": np.greater_equal,
    ">": np.greater,
    "<=": np.less_equal,
    "<": np.less,
    "==": np.equal,
    "!=": np.not_equal,
}
OPPOSITE: Mapping[Symbol, Symbol] = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}
BOTH, EITHER, BUT_NOT = np.bitwise_and, np.bitwise_or, np.greater
_LEAVES_THE_OTHER: Mapping[np.ufunc, bool] = {BOTH: True, EITHER: False}
MOST_RULES = 127
"""Findings are counted in one byte, and a count is encoded as its double."""


class Operand(NamedTuple):
    """What an operation reads: a column, its known mask, a constant of a column, a number, or what a step made."""

    kind: Literal["column", "known", "constant", "number", "made"]
    place: int
    """Of the column or of the step; or the number itself."""
    value: int = 0


Mask = Operand | bool
Code = Operand | int


class Step(NamedTuple):
    """One operation on a block of cases: what it makes is the operand of the same place."""

    ufunc: np.ufunc
    left: Operand
    right: Operand


class Given(NamedTuple):
    """What the steps depend on about one field: its column and what is known of it beforehand."""

    column: int
    known: int | None
    """The mask of the cases where it has a value; None = everywhere."""
    is_mask: bool
    """Whether the column holds only 0 and 1."""
    words: tuple[str, ...]
    """What the codes of a text stand for."""
    holding: frozenset[tuple[Symbol, Value]] | None
    """The tests that hold, when the value is the same everywhere; None = they are to be made."""


@dataclass
class Steps:
    """The steps of a law, and where the answers are: an operand, or a code that holds for every case."""

    steps: list[Step] = field(default_factory=list)
    outcomes: dict[str, Code] = field(default_factory=dict)
    opinion: Code = 0
    opinion_rule: Code = 0
    opinion_rules: tuple[str, ...] = ()
    without_opinion: Mask = False
    _made: dict[Step, Operand] = field(default_factory=dict)

    def make(self, ufunc: np.ufunc, left: Operand, right: Operand) -> Operand:
        """What a step gives; the same step is only done once."""
        step = Step(ufunc, left, right)
        if step not in self._made:
            self._made[step] = Operand("made", len(self.steps))
            self.steps.append(step)
        return self._made[step]

    def join(self, ufunc: np.ufunc, one: Mask, other: Mask) -> Mask:
        """Where both hold, or either; what is settled beforehand settles the two, or leaves the other."""
        if isinstance(one, Operand) and isinstance(other, Operand):
            return self.make(ufunc, *sorted((one, other)))
        settled, rest = (one, other) if isinstance(one, bool) else (other, one)
        return rest if settled is _LEAVES_THE_OTHER[ufunc] else settled

    def but_not(self, one: Mask, other: Mask) -> Mask:
        """Where the first holds and the other does not."""
        if isinstance(other, bool):
            return False if other else one
        return one if one is False else self.make(BUT_NOT, _number(one), other)

    def compare(self, column: Operand, symbol: Symbol, limit: Operand) -> Operand:
        """The opposite of a comparison already made is cheaper to have than another comparison."""
        opposite = self._made.get(Step(COMPARE[OPPOSITE[symbol]], column, limit))
        return self.make(COMPARE[symbol], column, limit) if opposite is None else self.make(BUT_NOT, ONE, opposite)


def _number(value: Code) -> Operand:
    return value if isinstance(value, Operand) else Operand("number", int(value))


ONE = _number(1)


def holds(number: int | NDArray[Any], symbol: Symbol, value: int) -> bool:
    """One comparison, of one number."""
    return bool(COMPARE[symbol](number, value))


def place_of(value: Value, words: Sequence[str]) -> int:
    """A number as it is, a word by its place."""
    return words.index(value) if isinstance(value, str) else value


def write_steps(
    findings: Sequence[FlatRule], conclusions: Sequence[FlatRule], given: Mapping[str, Given | None]
) -> Steps:
    """The steps that judge a law, from the fields given; a field that is None, or not there, is never known.

    Raises ValueError for more rules than counts can hold.
    """
    rules = len([*findings, *conclusions])
    if rules > MOST_RULES:
        raise ValueError(f"{rules} règles en vigueur ; attendu : {MOST_RULES} au plus")
    writer = _Writer(given, Steps())
    writer.judge(findings)
    writer.note_findings(findings)
    writer.judge(conclusions)
    writer.conclude(conclusions)
    return writer.steps


@dataclass
class _Writer:
    given: Mapping[str, Given | None]
    steps: Steps
    _findings: dict[str, tuple[Code, Sequence[str]]] = field(default_factory=dict)
    """Fields that the findings give: their code, and the words it stands for."""

    def judge(self, rules: Iterable[FlatRule]) -> None:
        for rule in rules:
            masks = {outcome: self._mask(condition) for outcome, condition in conditions_of(rule)}
            self.steps.outcomes[rule.id] = self._answer(self._outcome(rule, masks))

    def note_findings(self, rules: Sequence[FlatRule]) -> None:
        for rule in rules:
            self._findings[field_name(FINDING + rule.id)] = self.steps.outcomes[rule.id], OUTCOMES
        for name, (kind, outcome) in COUNTED.items():
            counted = [self._is(rule, OUTCOMES.index(outcome)) for rule in rules if rule.kind == kind]
            self._findings[field_name(name)] = self._count(counted), ()

    def conclude(self, rules: Iterable[FlatRule]) -> None:
        """The met opinion of lowest order wins: ``left`` is where no opinion of lower order was met."""
        opinions = sorted((rule for rule in rules if rule.opinion), key=lambda rule: (rule.order, rule.id))
        left: Mask = True
        retained: Code = 0
        opinion: Code = 0
        before = 0
        for place, rule in enumerate(opinions):
            code = OPINIONS.index(rule.opinion)
            retained = self._add(retained, left, 1 if place else 0)
            opinion = self._add(opinion, left, code - before)
            before = code
            left = self.steps.but_not(left, self._is(rule, MET))
        self.steps.opinion_rules = tuple(rule.id for rule in opinions)
        self.steps.opinion, self.steps.opinion_rule = opinion, retained
        self.steps.without_opinion = left

    def _answer(self, code: Code) -> Code:
        """A code that stands in a column of its own, not in a column of facts."""
        copied = isinstance(code, Operand) and code.kind != "made"
        return self.steps.make(BOTH, _number(code), _number(code)) if copied else code

    def _is(self, rule: FlatRule, outcome: int) -> Mask:
        return self._compare_code(self.steps.outcomes[rule.id], "==", outcome)

    def _compare_code(self, code: Code, symbol: Symbol, value: int) -> Mask:
        if isinstance(code, int):
            return holds(code, symbol, value)
        return self.steps.compare(code, symbol, _number(value))

    def _add(self, code: Code, mask: Mask, amount: int) -> Code:
        """A code, more by an amount where a mask holds; bytes go round, so an amount may be negative."""
        if mask is False or amount == 0:
            return code
        if isinstance(mask, bool):
            return code + amount if isinstance(code, int) else self.steps.make(np.add, code, _number(amount % 256))
        more = mask if amount == 1 else self.steps.make(np.multiply, mask, _number(amount % 256))
        return more if code == 0 else self.steps.make(np.add, _number(code), more)

    def _count(self, masks: Sequence[Mask]) -> Code:
        """How many masks hold, encoded as a count is."""
        none: Code = 0
        count = reduce(lambda code, mask: self._add(code, mask, 1), masks, none)
        return 2 * count if isinstance(count, int) else self.steps.make(np.add, count, count)

    def _outcome(self, rule: FlatRule, masks: Mapping[str, Mask]) -> Code:
        """``outcome_of`` on columns: not applicable first, then met or not met unless both."""
        if all(isinstance(mask, bool) for mask in masks.values()):
            return OUTCOMES.index(outcome_of(rule, [outcome for outcome, mask in masks.items() if mask]))
        met, not_met, outside = (masks.get(outcome, False) for outcome in ("met", "not_met", "not_applicable"))
        code = self._met_or_not(met, not_met)
        if isinstance(outside, bool):
            return NOT_APPLICABLE if outside else code
        beyond = self._add(0, outside, NOT_APPLICABLE)
        return beyond if code == 0 else self.steps.make(np.maximum, _number(code), _number(beyond))

    def _met_or_not(self, met: Mask, not_met: Mask) -> Code:
        if not_met is False:
            return met if isinstance(met, Operand) else int(met)
        if met is False:
            return self._add(0, not_met, NOT_MET)
        # 1 - 0, 0 - 1 and what is equal: the last two bits are MET, NOT_MET and UNKNOWN.
        return self.steps.make(BOTH, self.steps.make(np.subtract, _number(met), _number(not_met)), _number(NOT_MET))

    def _mask(self, condition: FlatCondition) -> Mask:
        if isinstance(condition, Test):
            return self._test(condition)
        ufunc = BOTH if isinstance(condition, Every) else EITHER
        return reduce(partial(self.steps.join, ufunc), map(self._mask, condition.parts))

    def _test(self, test: Test) -> Mask:
        if test.field in self._findings:
            code, words = self._findings[test.field]
            return self._compare_code(code, test.symbol, place_of(test.value, words))
        given = self.given.get(test.field)
        if given is None:
            return False
        passed = self._where_known(test, given)
        return passed if given.known is None else self.steps.join(BOTH, passed, Operand("known", given.known))

    def _where_known(self, test: Test, given: Given) -> Mask:
        if given.holding is not None:
            return (test.symbol, test.value) in given.holding
        column, value = Operand("column", given.column), place_of(test.value, given.words)
        if given.is_mask and (test.symbol, value) in {("==", 1), ("!=", 0)}:
            return column
        if given.is_mask and (test.symbol, value) in {("==", 0), ("!=", 1)}:
            return self.steps.make(BUT_NOT, ONE, column)
        return self.steps.compare(column, test.symbol, Operand("constant", given.column, value))
