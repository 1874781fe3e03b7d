"""What known examples teach: texts whose documents are known, such as fiches of the register and their ROME codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.relation.vectors import Stems, Vocabulary
from matcher.sparse import Floats

_CAUTION = 1.0
"""The ridge: how much the examples must agree before a word counts. 0.3 to 3 do as well."""


@dataclass(frozen=True)
class Example:
    """Texts, and the places of the documents that they are known to answer."""

    texts: tuple[str, ...]
    answers: tuple[int, ...]


class Examples:
    """A ridge regression from the words of a text to its documents; each document is an example of itself.

    n examples and documents, V stems, D documents: takes n·V + n² + V·D floats while it learns, V·D after.
    """

    def __init__(self, documents: Sequence[Stems], told: Sequence[tuple[Stems, tuple[int, ...]]], vague: float) -> None:
        texts = [*documents, *(stems for stems, _ in told)]
        self.vocabulary = Vocabulary(texts, vague)
        held = np.zeros((len(texts), len(self.vocabulary.ids)), dtype=np.float32)
        wanted = np.zeros((len(texts), len(documents)), dtype=np.float32)
        directions = self.vocabulary.directions(texts)
        owner, cell = directions.spread(np.arange(len(texts)))
        held[owner, directions.columns[cell]] = directions.values[cell]
        wanted[np.arange(len(documents)), np.arange(len(documents))] = 1.0
        for row, (_, answers) in enumerate(told, start=len(documents)):
            wanted[row, list(answers)] = 1.0
        alike = held @ held.T
        alike[np.diag_indices_from(alike)] += _CAUTION
        self._taught: NDArray[np.float32] = held.T @ np.linalg.solve(alike, wanted)

    def scores(self, stems: Stems) -> Floats:
        """[documents]: how surely each is meant."""
        asked = self.vocabulary.directions([stems])
        found: Floats = asked.values @ self._taught[asked.columns]
        return found
