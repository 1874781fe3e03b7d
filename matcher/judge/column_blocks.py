"""Steps run block by block: the cases of a block are judged in a few small buffers before the next is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.judge.answer_memory import AnswerMemory
from matcher.judge.column_steps import COMPARE, Operand, Steps
from matcher.judge.fact_columns import Column
from matcher.judge.verdict import NO_OPINION

BLOCK = 32_768
"""Cases judged together: the buffers of one law then stay in the processor's cache."""

_COMPARISONS = frozenset(COMPARE.values())
_LIMITS = {np.dtype(name): (np.iinfo(name).min, np.iinfo(name).max) for name in "bBhHiIlLqQ"}


class Operation(NamedTuple):
    """A step on the list of arrays of a block: what it reads and where it writes."""

    ufunc: np.ufunc
    left: int
    right: int
    out: int


@dataclass(frozen=True)
class Layout:
    """Steps, each with a place to write in: the row of an answer, or a buffer that is free by then.

    The arrays of a block stand in one list: rows and buffers as bytes, the same as booleans, columns, known masks,
    constants.
    """

    steps: Steps
    rows: dict[Operand, int]
    buffers: int
    operations: tuple[Operation, ...]
    constants: tuple[Operand, ...]
    checked: int | None
    """Where the cases without an opinion are marked, if there may be any."""


def lay_out(steps: Steps, columns: int, known: int) -> Layout:
    """Lay out steps that read so many columns and known masks."""
    answers = [*steps.outcomes.values(), steps.opinion, steps.opinion_rule]
    made = dict.fromkeys(answer for answer in answers if isinstance(answer, Operand))
    rows = {answer: row for row, answer in enumerate(made)}
    places = _places(steps, rows)
    width = max(places, default=-1) + 1
    constants: dict[Operand, int] = {}

    def number(operand: Operand) -> int:
        match operand.kind:
            case "made":
                return places[operand.place]
            case "column":
                return 2 * width + operand.place
            case "known":
                return 2 * width + columns + operand.place
        return 2 * width + columns + known + constants.setdefault(operand, len(constants))

    operations = tuple(
        Operation(ufunc, number(left), number(right), place + width if ufunc in _COMPARISONS else place)
        for (ufunc, left, right), place in zip(steps.steps, places, strict=True)
    )
    without = steps.without_opinion
    checked = number(without) if isinstance(without, Operand) else None
    return Layout(steps, rows, width - len(rows), operations, tuple(constants), checked)


def _places(steps: Steps, rows: dict[Operand, int]) -> list[int]:
    """The place of each step; a buffer is given back after the last step that reads it."""
    last_read = {operand: number for number, step in enumerate(steps.steps) for operand in (step.left, step.right)}
    if isinstance(steps.without_opinion, Operand):
        last_read[steps.without_opinion] = len(steps.steps)
    places: list[int] = []
    free: list[int] = []
    width = len(rows)
    for number, step in enumerate(steps.steps):
        operand = Operand("made", number)
        if operand in rows:
            places.append(rows[operand])
        elif free:
            places.append(free.pop())
        else:
            places.append(width)
            width += 1
        for read in {step.left, step.right} - rows.keys():
            if read.kind == "made" and last_read[read] == number:
                free.append(places[read.place])
    return places


def run(
    layout: Layout, columns: Sequence[Column], known: Sequence[Column], size: int, memory: AnswerMemory
) -> NDArray[np.uint8]:
    """The answers, a row each. Raises LookupError when a case has no opinion."""
    if layout.steps.without_opinion is True and size:
        raise LookupError(NO_OPINION)
    width, total = min(BLOCK, size), len(layout.rows) * size
    lent = memory.lend(total + layout.buffers * width)
    answers = lent[:total].reshape(len(layout.rows), size)
    buffers = lent[total:].reshape(layout.buffers, width)
    read = [one.view(np.uint8) if one.dtype == np.bool_ else one for one in (*columns, *known)]
    constants = [_constant(one, read) for one in layout.constants]
    for start in range(0, size, BLOCK):
        rows = answers[:, start : start + BLOCK]
        held = buffers[:, : rows.shape[1]]
        both = (*rows, *held, *rows.view(np.bool_), *held.view(np.bool_))
        arrays = [*both, *(one[start : start + BLOCK] for one in read), *constants]
        for ufunc, left, right, out in layout.operations:
            ufunc(arrays[left], arrays[right], out=arrays[out])
        if layout.checked is not None and arrays[layout.checked].any():
            raise LookupError(NO_OPINION)
    return answers


def _constant(operand: Operand, columns: Sequence[Column]) -> Any:
    """A constant in the type that it is held against, the fastest; numpy compares right a number beyond it."""
    if operand.kind == "number":
        value, dtype = operand.place, np.dtype(np.uint8)
    else:
        value, dtype = operand.value, columns[operand.place].dtype
    least, most = _LIMITS[dtype.newbyteorder("=")]
    return np.asarray(value, dtype) if least <= value <= most else value
