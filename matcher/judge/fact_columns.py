"""One fact of many cases at once, as columns of numbers encoded exactly as ``flat`` encodes one case.

A caller that already holds arrays builds its columns with ``whole``, ``months``, ``ratios``, ``flags``, ``codes``,
``days`` and ``same``; ``fact_columns`` encodes plain values one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matcher.judge.flat import STEPS, definition, encode
from matcher.rulebook.conditions import Fact
from matcher.rulebook.schema import LARGEST, FactDefinition

Column = NDArray[Any]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class FactColumn:
    """A fact of many cases, encoded: integers or booleans, one a case, or one without dimension for all of them.

    ``low`` and ``high`` are one array unless the fact is known as ranges. ``known`` is false where the fact has no
    value, whatever the ends hold there; None = known everywhere.
    """

    low: Column
    high: Column
    known: Mask | None = None


def whole(values: ArrayLike, high: ArrayLike | None = None, known: ArrayLike | None = None) -> FactColumn:
    """Hours or counts: integers, or their low and high ends. Raises TypeError beyond what a fact can be."""
    mask = _mask(known)
    low = _doubled(np.asarray(values), mask)
    return FactColumn(low, low if high is None else _doubled(np.asarray(high), mask), mask)


def months(values: ArrayLike, high: ArrayLike | None = None, known: ArrayLike | None = None) -> FactColumn:
    """Months, or their low and high ends; NaN = not known. Exact whatever the decimals."""
    return _decimals(values, high, known, STEPS["months"])


def ratios(values: ArrayLike, high: ArrayLike | None = None, known: ArrayLike | None = None) -> FactColumn:
    """Shares from 0 to 1, or their low and high ends; NaN = not known. Exact whatever the decimals."""
    return _decimals(values, high, known, STEPS["ratio"])


def flags(values: ArrayLike, known: ArrayLike | None = None) -> FactColumn:
    """Booleans."""
    column = np.asarray(values, dtype=np.bool_)
    return FactColumn(column, column, _mask(known))


def codes(values: ArrayLike, known: ArrayLike | None = None) -> FactColumn:
    """Words, each as its place in ``FactDefinition.values``; -1 = not known, as pandas writes its categories."""
    column = np.asarray(values)
    if known is None and column.dtype.kind == "i" and column.size and column.min() < 0:
        known = column >= 0
    return FactColumn(column, column, _mask(known))


def days(ordinals: ArrayLike, known: ArrayLike | None = None) -> FactColumn:
    """Dates, each as ``date.toordinal`` gives it."""
    column = np.asarray(ordinals)
    return FactColumn(column, column, _mask(known))


def same(value: Fact | None, fact: FactDefinition) -> FactColumn:
    """One value for all the cases: it costs nothing. Raises TypeError for what the fact can't be."""
    if value is None:
        nothing = np.zeros((), np.int8)
        return FactColumn(nothing, nothing, np.zeros((), np.bool_))
    low, high = (np.asarray(end) for end in _ends(value, fact))
    return FactColumn(low, low if low == high else high)


def fact_columns(
    facts: Mapping[str, Sequence[Fact | None]], definitions: Mapping[str, FactDefinition]
) -> dict[str, FactColumn]:
    """Plain values, one sequence a fact. Raises KeyError for an unknown fact, TypeError for what it can't be."""
    return {name: _column(values, definition(name, definitions)) for name, values in facts.items()}


def _column(values: Sequence[Fact | None], fact: FactDefinition) -> FactColumn:
    """Most values are of the plain types that arrays take as they are; only the others are encoded one by one."""
    is_range = fact.range and any(type(value) is tuple for value in values)
    low: list[Any] = [0 if value is None else value[0] if type(value) is tuple else value for value in values]
    high = low
    if is_range:
        high = [0 if value is None else value[1] if type(value) is tuple else value for value in values]
    found = {type(one) for one in (*low, *high)} if is_range else {type(one) for one in values if one is not None}
    known = np.array([value is not None for value in values], np.bool_) if None in values else None
    if fact.type in {"hours", "count"} and found <= {int}:
        return whole(np.array(low, np.int64), np.array(high, np.int64) if is_range else None, known)
    if fact.type in STEPS and found <= {int, float}:
        return _decimals(low, high if is_range else None, known, STEPS[fact.type])
    if fact.type == "flag" and found <= {bool}:
        return flags(low, known)
    return _encoded_column(values, fact)


def _encoded_column(values: Sequence[Fact | None], fact: FactDefinition) -> FactColumn:
    ends = [(0, 0) if value is None else _ends(value, fact) for value in values]
    known = np.array([value is not None for value in values], np.bool_)
    low, high = (np.array([pair[end] for pair in ends], np.int64) for end in (0, 1))
    mask = None if known.all() else known
    if fact.type == "flag":
        return flags(low, mask)
    held = _narrow(low)
    return FactColumn(held, held if np.array_equal(low, high) else _narrow(high), mask)


def _ends(value: Fact, fact: FactDefinition) -> tuple[int, int]:
    if isinstance(value, tuple) and not fact.range:
        raise TypeError("ce fait ne peut pas être un intervalle")
    low, high = value if isinstance(value, tuple) else (value, value)
    return _number(low, fact), _number(high, fact)


def _number(value: Any, fact: FactDefinition) -> int:
    encoded = encode(value, fact)
    return encoded if isinstance(encoded, int) else code_of(encoded, fact)


def code_of(word: str, fact: FactDefinition) -> int:
    """The place of a composed word in the list of the fact."""
    return list(fact.values).index(word)


def _mask(known: ArrayLike | None) -> Mask | None:
    return None if known is None else np.asarray(known, dtype=np.bool_)


def _decimals(values: ArrayLike, high: ArrayLike | None, known: ArrayLike | None, steps: int) -> FactColumn:
    low = np.asarray(values, dtype=np.float64)
    top = low if high is None else np.asarray(high, dtype=np.float64)
    mask, told = _mask(known), ~np.isnan(low) & ~np.isnan(top)
    if not told.all():
        mask = told if mask is None else mask & told
    encoded = _on_scale(low, mask, steps)
    return FactColumn(encoded, encoded if top is low else _on_scale(top, mask, steps), mask)


def _on_scale(values: NDArray[np.float64], known: Mask | None, steps: int) -> Column:
    """As ``flat`` does: a step is an even number, what falls between two steps odd."""
    kept = values if known is None else np.where(known, values, 0)
    _check(kept)
    nearest = np.rint(kept * steps)
    # A decimal of this length is the float nearest to a whole number of steps, hence this very quotient.
    step = nearest / steps
    doubled = 2 * nearest.astype(np.int64)
    return _narrow(doubled + (kept > step) - (kept < step))


def _doubled(values: Column, known: Mask | None) -> Column:
    if values.dtype.kind not in "iu":
        raise TypeError(f"des nombres entiers sont attendus, et non {values.dtype}")
    kept = values if known is None else np.where(known, values, 0)
    _check(kept)
    return np.multiply(kept, 2, dtype=_dtype_for(kept, 2), casting="unsafe")


def _check(values: Column) -> None:
    if values.size and not (values.min() >= -LARGEST and values.max() <= LARGEST):
        raise TypeError(f"un nombre au-delà de {LARGEST} ne peut pas être un fait")


def _narrow(values: Column) -> Column:
    return values.astype(_dtype_for(values, 1), copy=False)


def _dtype_for(values: Column, times: int) -> np.dtype[Any]:
    """The smallest type of integer that holds every value so many times: the less memory to read, the faster."""
    ends = (int(values.min()) * times, int(values.max()) * times) if values.size else (0, 0)
    held = (np.dtype(name) for name in ("int8", "int16", "int32"))
    return next((one for one in held if np.iinfo(one).min <= ends[0] and ends[1] <= np.iinfo(one).max), np.dtype("i8"))
