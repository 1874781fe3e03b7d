"""What several dossiers tell, end to end: the same sentence told twice is compared once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TypeVar

import numpy as np

from matcher.relation.told import Statement, Stems, Told
from matcher.sparse import Flags, Ints

Item = TypeVar("Item")


class Telling:
    """D dossiers, E experiences, S statements, R sentences (a sentence of one experience may make several statements).

    ``first_experience`` [D + 1]: the experiences of dossier ``i`` go from ``[i]`` to ``[i + 1]``; ``dossier`` [E].
    ``statements``: one after the other, as indexes of experiences counted through all dossiers in ``experience`` [S].
    ``query`` [S]: which of the different ``queries`` it asks. ``sentence`` [S]: its sentence; ``owner`` [R]: whose.
    """

    def __init__(self, told: Sequence[Told]) -> None:
        self.told = tuple(told)
        counts = [len(one.titles) for one in told]
        self.first_experience: Ints = np.array([0, *accumulate(counts)], dtype=np.int64)
        self.dossier: Ints = np.repeat(np.arange(len(told)), counts)
        self.statements: list[Statement] = [statement for one in told for statement in one.statements]
        lengths = [len(one.statements) for one in told]
        self.first_statement: Ints = np.array([0, *accumulate(lengths)], dtype=np.int64)
        within = np.array([one.experience for one in self.statements], dtype=np.int64)
        self.experience: Ints = within + np.repeat(self.first_experience[:-1], lengths)
        self.presumed: Flags = np.array([one.presumed for one in self.statements], dtype=bool)
        self.queries, self.query = different(one.stems for one in self.statements)
        sentences = zip(self.experience.tolist(), (one.sentence for one in self.statements), strict=True)
        self.sentences, self.sentence = different(sentences)
        self.owner: Ints = np.array([experience for experience, _ in self.sentences], dtype=np.int64)

    def sentence_order(self) -> Ints:
        """[R]: the place of each sentence in the order of their letters."""
        place = {said: place for place, said in enumerate(sorted({said for _, said in self.sentences}))}
        return np.array([place[said] for _, said in self.sentences], dtype=np.int64)

    def refusals(self) -> list[tuple[int, Stems]]:
        """What was not done, each with its experience."""
        starts = self.first_experience.tolist()
        return [
            (starts[dossier] + index, refused)
            for dossier, one in enumerate(self.told)
            for index, ones in enumerate(one.refused)
            for refused in ones
        ]


def different(given: Iterable[Item]) -> tuple[list[Item], Ints]:
    """The different items in the order they first come, and for each given its place among them."""
    place: dict[Item, int] = {}
    found = np.array([place.setdefault(one, len(place)) for one in given], dtype=np.int64)
    return list(place), found
