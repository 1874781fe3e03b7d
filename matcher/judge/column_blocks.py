"""Steps run block by block: the cases of a block are judged in a few small buffers before the next is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.judge.column_steps import COMPARE, Operand, Step, Steps
from matcher.judge.fact_columns import Column
from matcher.judge.verdict import NO_OPINION

BLOCK = 32_768
"""Cases judged together: the buffers of one law then stay in the processor's cache."""

_COMPARISONS = frozenset(COMPARE.values())


@dataclass(frozen=True)
class Layout:
    """Steps, and where each one writes: in the row of an answer, or in a buffer that is free by then."""

    steps: Steps
    rows: dict[Operand, int]
    buffers: int
    places: tuple[int, ...]
    """Step by step, a row, or a buffer counted after the rows."""


def lay_out(steps: Steps) -> Layout:
    """Give every step a place, and every buffer back after the last step that reads it."""
    answers = [*steps.outcomes.values(), steps.opinion, steps.opinion_rule]
    made = dict.fromkeys(answer for answer in answers if isinstance(answer, Operand))
    rows = {answer: row for row, answer in enumerate(made)}
    last_read = {operand: number for number, step in enumerate(steps.steps) for operand in (step.left, step.right)}
    if isinstance(steps.without_opinion, Operand):
        last_read[steps.without_opinion] = len(steps.steps)
    places: list[int] = []
    free: list[int] = []
    buffers = 0
    for number, step in enumerate(steps.steps):
        operand = Operand("made", number)
        if operand in rows:
            places.append(rows[operand])
        elif free:
            places.append(free.pop())
        else:
            places.append(len(rows) + buffers)
            buffers += 1
        for read in {step.left, step.right} - rows.keys():
            if read.kind == "made" and last_read[read] == number:
                free.append(places[read.place])
    return Layout(steps, rows, buffers, tuple(places))


def run(layout: Layout, columns: Sequence[Column], known: Sequence[Column], size: int) -> NDArray[np.uint8]:
    """The answers, a row each. Raises LookupError when a case has no opinion."""
    answers = np.empty((len(layout.rows), size), np.uint8)
    checked = layout.steps.without_opinion
    if checked is True and size:
        raise LookupError(NO_OPINION)
    bound = _Bound(layout, columns, known, answers)
    buffers = np.empty((layout.buffers, min(BLOCK, size)), np.uint8)
    for start in range(0, size, BLOCK):
        arrays = bound.block(start, buffers)
        for ufunc, left, right, out in bound.operations:
            ufunc(arrays[left], arrays[right], out=arrays[out])
        if isinstance(checked, Operand) and arrays[bound.number(checked)].any():
            raise LookupError(NO_OPINION)
    return answers


class _Bound:
    """Steps bound to columns: in a block, every operand and every place has a number in one list of arrays.

    That list holds what is read, the places as bytes, the places as booleans, then the constants.
    """

    def __init__(
        self, layout: Layout, columns: Sequence[Column], known: Sequence[Column], answers: NDArray[np.uint8]
    ) -> None:
        self._layout, self._answers, self._columns = layout, answers, len(columns)
        self._read = [one.view(np.uint8) if one.dtype == np.bool_ else one for one in (*columns, *known)]
        self._places = len(layout.rows) + layout.buffers
        self._constants: list[Any] = []
        self._numbers: dict[Operand, int] = {}
        self.operations = [
            (step.ufunc, self.number(step.left), self.number(step.right), self._out(step, place))
            for step, place in zip(layout.steps.steps, layout.places, strict=True)
        ]

    def block(self, start: int, buffers: NDArray[np.uint8]) -> list[Any]:
        """The arrays of the block that begins there."""
        rows = self._answers[:, start : start + BLOCK]
        held = buffers[:, : rows.shape[1]]
        read = (one[start : start + BLOCK] for one in self._read)
        return [*read, *rows, *held, *rows.view(np.bool_), *held.view(np.bool_), *self._constants]

    def number(self, operand: Operand) -> int:
        match operand.kind:
            case "column":
                return operand.place
            case "known":
                return self._columns + operand.place
            case "made":
                return len(self._read) + self._layout.places[operand.place]
        if operand not in self._numbers:
            self._numbers[operand] = len(self._read) + 2 * self._places + len(self._constants)
            self._constants.append(self._constant(operand))
        return self._numbers[operand]

    def _constant(self, operand: Operand) -> Any:
        """A constant in the type that it is held against, which is fastest; beyond it numpy compares right."""
        of_column = operand.kind == "constant"
        value = operand.value if of_column else operand.place
        dtype = self._read[operand.place].dtype if of_column else np.dtype(np.uint8)
        fits = np.iinfo(dtype).min <= value <= np.iinfo(dtype).max
        return np.asarray(value, dtype) if fits else value

    def _out(self, step: Step, place: int) -> int:
        """A comparison writes booleans, any other operation bytes."""
        return len(self._read) + place + (self._places if step.ufunc in _COMPARISONS else 0)
