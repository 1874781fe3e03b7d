"""The values that decide a rule: on each side of every threshold, and every way of combining them.

A *grid* numbers all the combinations of some facts' values. A set of combinations is one integer, a bit each, so that
the Kleene truth of a whole condition over the grid is a handful of operations on integers, and a search is exhaustive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from math import prod

from matcher.rulebook.conditions import All, AnyOf, Comparison, Condition, Fact, Not, truth
from matcher.rulebook.schema import FactDefinition

LARGEST_GRID = 4_000_000
"""More combinations than this are not searched."""

_STEPS = {"months": 0.01, "ratio": 0.001}


def boundary_values(fact: FactDefinition, comparisons: Iterable[Comparison]) -> tuple[Fact | None, ...]:
    """The values of a fact that its comparisons tell apart, ranges across a threshold included; None = not known."""
    compared = dict.fromkeys(
        value for one in comparisons for value in (one.value if isinstance(one.value, tuple) else (one.value,))
    )
    match fact.type:
        case "flag":
            return (True, False, None)
        case "text":
            other = next((word for word in fact.values if word not in compared), None)
            return (*compared, *(() if other is None else (other,)), None)
        case "date":
            step: float | timedelta = timedelta(days=1)
        case _:
            step = _STEPS.get(fact.type, 1)
    around = sorted({_plain(value + side) for value in compared for side in (-step, 0 * step, step)})
    around = [value for value in around if isinstance(value, date) or value >= 0]
    across = [*pairwise(around), (around[0], around[-1])] if fact.range and len(around) > 1 else []
    return (*around, *across, None)


def _plain(value: float | date) -> float | date:
    return value if isinstance(value, date | int) else round(value, 3)


@dataclass(frozen=True)
class Grid:
    """Every combination of the values of some facts, numbered; None stands for a fact that is not known."""

    values: Mapping[str, Sequence[Fact | None]]

    @cached_property
    def size(self) -> int:
        return prod(len(values) for values in self.values.values())

    @cached_property
    def everything(self) -> int:
        return (1 << self.size) - 1

    @cached_property
    def _strides(self) -> Mapping[str, int]:
        strides, stride = {}, 1
        for fact, values in self.values.items():
            strides[fact] = stride
            stride *= len(values)
        return strides

    def where(self, condition: Condition) -> tuple[int, int]:
        """The combinations where a condition is true, and those where it is false."""
        match condition:
            case Comparison():
                return self._compared(condition)
            case Not(inner):
                true, false = self.where(inner)
                return false, true
            case All(parts):
                true, false = self.everything, 0
                for part_true, part_false in map(self.where, parts):
                    true, false = true & part_true, false | part_false
                return true, false
            case AnyOf(parts):
                true, false = 0, self.everything
                for part_true, part_false in map(self.where, parts):
                    true, false = true | part_true, false & part_false
                return true, false

    def example(self, combinations: int) -> dict[str, Fact]:
        """The facts of the first combination of a set that is not empty."""
        place = (combinations & -combinations).bit_length() - 1
        found = {fact: values[place // self._strides[fact] % len(values)] for fact, values in self.values.items()}
        return {fact: value for fact, value in found.items() if value is not None}

    def _compared(self, comparison: Comparison) -> tuple[int, int]:
        values, stride = self.values[comparison.fact], self._strides[comparison.fact]
        known = [None if value is None else truth(comparison, {comparison.fact: value}) for value in values]
        return self._repeated(known, stride, True), self._repeated(known, stride, False)

    def _repeated(self, known: Sequence[bool | None], stride: int, wanted: bool) -> int:
        """The set of combinations in which the fact has one of the values with this answer."""
        run, period = (1 << stride) - 1, stride * len(known)
        block = sum(run << place * stride for place, answer in enumerate(known) if answer is wanted)
        return block * (self.everything // ((1 << period) - 1))
