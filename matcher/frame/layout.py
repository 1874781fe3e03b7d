"""The columns of the answer, in their order and with their types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from matcher.model.report import Opinion, Outcome, Strength

if TYPE_CHECKING:
    import pandas as pd

OUTCOMES: tuple[str, ...] = get_args(Outcome)
OPINIONS: tuple[str, ...] = get_args(Opinion)
STRENGTHS: tuple[str, ...] = get_args(Strength)
FIRST_COLUMNS = (
    "dossier",
    "rank",
    "certification",
    "rncp",
    "title",
    "kind",
    "level",
    "score",
    "strength",
    "opinion",
    "related_hours",
    "coverage",
)
ERROR = "error"
_TYPES = {
    "rank": "Int32",
    "level": "Int8",
    "score": "float64",
    "related_hours": "Int64",
    "coverage": "float64",
}
_WORDS = {"strength": STRENGTHS, "opinion": OPINIONS}


def rule_column(rule: str) -> str:
    return f"rule:{rule}"


def columns(rules: Iterable[str]) -> tuple[str, ...]:
    """Every column: those of the match, one for each rule, and the error."""
    return (*FIRST_COLUMNS, *map(rule_column, rules), ERROR)


def frame_of(rows: Sequence[Mapping[str, Any]], rules: Sequence[str]) -> pd.DataFrame:
    """Rows as a frame; what a row does not say is null. A word from a short list is a category: it takes one byte."""
    import pandas as pd

    def column(name: str) -> Any:
        values = [row.get(name) for row in rows]
        if name in _TYPES:
            return pd.array(values, dtype=_TYPES[name])
        if name in _WORDS or name.startswith("rule:"):
            return pd.Categorical(values, categories=_WORDS.get(name, OUTCOMES))
        return pd.Series(values, dtype=object)

    return pd.DataFrame({name: column(name) for name in columns(rules)})
