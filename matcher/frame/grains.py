"""Facts worked out once wherever they are the same: by certification, by dossier, by set of experiences, by pair."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from matcher.facts import Facts
from matcher.judge.fact_columns import FactColumn, fact_columns
from matcher.rulebook.schema import FactDefinition
from matcher.sparse import Ints, distinct


@dataclass(frozen=True)
class Grain:
    """``rows``: different sets of facts. ``row`` [pairs]: which of them is that of a pair."""

    rows: Sequence[Facts]
    row: Ints

    def columns(self, definitions: Mapping[str, FactDefinition]) -> dict[str, FactColumn]:
        """The facts of every pair."""
        if not self.rows:
            return {}
        plain = {name: [row[name] for row in self.rows] for name in self.rows[0]}
        return {name: taken(column, self.row) for name, column in fact_columns(plain, definitions).items()}


def grain(key: Sequence[NDArray[Any]], facts: Callable[[int], Facts]) -> Grain:
    """``key``: columns, by pair; ``facts``: those of a pair, asked once for each different key."""
    first, which = distinct(*key)
    return Grain([facts(pair) for pair in first.tolist()], which)


def taken(column: FactColumn, cases: Ints) -> FactColumn:
    """The fact of some cases, in their order."""
    low = column.low[cases]
    high = low if column.high is column.low else column.high[cases]
    return FactColumn(low, high, None if column.known is None else column.known[cases])
