"""The columns of the answer, in their order and with their types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matcher.frame.chunk import EvaluatedChunk
from matcher.judge.column_steps import OPINIONS, OUTCOMES
from matcher.model.certification import Certification
from matcher.opening import NO_EXPERIENCE
from matcher.ranking import STRENGTHS
from matcher.sparse import Ints

if TYPE_CHECKING:
    import pandas as pd

MATCH_COLUMNS = (
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
_NO_MATCH = "Aucune certification à comparer."


def rule_column(rule: str) -> str:
    return f"rule:{rule}"


class Layout:
    """Frames of matches, all with the same columns of the same types: those of the match, one for each rule, the error.

    A column of words from a list known beforehand is a category, one or two bytes a row; what is not known is null.
    """

    def __init__(self, certifications: Sequence[Certification], rules: Sequence[str]) -> None:
        self._certifications, self._rules = certifications, rules
        self.columns = (*MATCH_COLUMNS, *map(rule_column, rules), ERROR)

    def frame(self, chunk: EvaluatedChunk) -> pd.DataFrame:
        """The rows of the dossiers given, in their order, then by rank; one row for a dossier without a match."""
        import pandas as pd

        errors = _errors(chunk)
        alone = np.array([place for place, error in enumerate(errors) if error is not None], dtype=np.int64)
        given = np.append(chunk.given[chunk.pairs.dossier], alone)
        # The pairs first, then a row for each error, brought to the places of their dossiers.
        order = np.argsort(given, kind="stable")
        pair, given = np.where(order < len(chunk.rank), order, -1), given[order]
        place = _at(chunk.pairs.place, pair, -1)
        values = {
            "dossier": _texts(chunk.ids, given),
            "rank": _numbers(chunk.rank, pair, "int32"),
            "level": _numbers(self._levels, place, "int8"),
            "score": _at(chunk.score, pair, np.nan),
            "strength": _words(_at(chunk.strength, pair, -1), self._types["strength"]),
            "opinion": _words(_at(chunk.opinion, pair, -1), self._types["opinion"]),
            "related_hours": _numbers(chunk.related_hours, pair, "int64"),
            "coverage": _at(chunk.coverage, pair, np.nan),
            ERROR: _texts(errors, given),
            **{name: _words(_at(codes, place, -1), self._types[name]) for name, codes in self._words_of.items()},
            **{
                rule_column(rule): _words(_at(chunk.outcomes[rule], pair, -1), self._types["outcome"])
                for rule in self._rules
            },
        }
        return pd.DataFrame({name: values[name] for name in self.columns}, copy=False)

    @cached_property
    def _words_of(self) -> dict[str, Ints]:
        """By column that tells of the certification alone, [C]: the place of its word among the categories."""
        import pandas as pd

        return {
            name: np.array(self._types[name].categories.get_indexer(pd.Index(values)))
            for name, values in self._told.items()
        }

    @cached_property
    def _told(self) -> dict[str, list[str | None]]:
        return {
            "certification": [one.code for one in self._certifications],
            "rncp": [one.rncp for one in self._certifications],
            "title": [one.title for one in self._certifications],
            "kind": [one.kind for one in self._certifications],
        }

    @cached_property
    def _levels(self) -> Ints:
        return np.array([one.level or 0 for one in self._certifications], dtype=np.int64)

    @cached_property
    def _types(self) -> dict[str, pd.CategoricalDtype]:
        import pandas as pd

        words: dict[str, Iterable[str]] = {"strength": STRENGTHS, "opinion": OPINIONS, "outcome": OUTCOMES}
        words |= {name: sorted({one for one in told if one is not None}) for name, told in self._told.items()}
        return {name: pd.CategoricalDtype(list(known)) for name, known in words.items()}


def _errors(chunk: EvaluatedChunk) -> list[str | None]:
    """Why each dossier given has no match; None for those that have one."""
    errors = [str(chunk.faults[place]) if place in chunk.faults else None for place in range(len(chunk.ids))]
    matched = set(chunk.pairs.dossier.tolist())
    for number, (place, opened) in enumerate(zip(chunk.given.tolist(), chunk.opened, strict=True)):
        if number not in matched:
            errors[place] = _NO_MATCH if opened.case.dossier.experiences else NO_EXPERIENCE
    return errors


def _at(values: NDArray[Any], places: Ints, missing: float) -> NDArray[Any]:
    """The values at some places; ``missing`` where the place is −1."""
    return np.append(values, np.array([missing], dtype=values.dtype))[places]


def _texts(texts: Sequence[str | None], places: Ints) -> Any:
    import pandas as pd

    return pd.array(np.array([*texts, None], dtype=object)[places], dtype="str")


def _numbers(values: NDArray[Any], places: Ints, kind: str) -> Any:
    """Whole numbers, null where the place is −1 or, for a level, nought."""
    import pandas as pd

    found = _at(values, places, 0)
    return pd.arrays.IntegerArray(found.astype(kind), (places < 0) | ((found == 0) & (kind == "int8")))


def _words(codes: NDArray[Any], kind: pd.CategoricalDtype) -> pd.Categorical:
    import pandas as pd

    return pd.Categorical.from_codes(codes, dtype=kind, validate=False)
