"""The job titles of an index, as rows of stems."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.occupations.appellation import Appellation
from matcher.occupations.vocabulary import Vocabulary
from matcher.occupations.wording import Words, stems, words
from matcher.sparse import Floats, Ints, Rows


class JobTitles:
    """One row for each different wording of each appellation.

    By row: ``labels`` and ``label_lengths``, in letters; ``code``, its place in ``codes``; ``first_wording``, whether
    it is the first of its appellation, so that each counts once; ``lengths``, in stems; ``head``, the place of its
    first stem in the vocabulary. ``stems_of`` gives the stems of a row, ``rows_of`` the rows that hold a stem.
    ``heads``: every first stem.
    """

    def __init__(self, appellations: Sequence[Appellation]) -> None:
        rows: list[Words] = []
        sources: list[int] = []
        for place, appellation in enumerate(appellations):
            for row in dict.fromkeys(stems(words(wording)) for wording in appellation.wordings()):
                if row:
                    rows.append(row)
                    sources.append(place)
        self.codes = tuple(sorted({appellation.rome for appellation in appellations}))
        place_of_code = {code: place for place, code in enumerate(self.codes)}
        self.labels = [_readable(appellations[source]) for source in sources]
        self.label_lengths: Ints = np.array([len(label) for label in self.labels], dtype=np.int64)
        self.code: Ints = np.array([place_of_code[appellations[source].rome] for source in sources], dtype=np.int64)
        self.first_wording = np.diff(sources, prepend=-1) != 0

        self.vocabulary = Vocabulary(rows)
        self.heads = frozenset(row[0] for row in rows)
        self.lengths: Ints = np.array([len(row) for row in rows], dtype=np.int64)
        row_of_cell = np.repeat(np.arange(len(rows)), self.lengths)
        places = np.array([self.vocabulary.places[stem] for row in rows for stem in row], dtype=np.int64)
        ones: Floats = np.ones(len(places))
        self.stems_of = Rows.of_cells(row_of_cell, places, ones, len(rows))
        self.rows_of = Rows.of_cells(places, row_of_cell, ones, len(self.vocabulary.stems))
        self.head: Ints = places[self.stems_of.starts[:-1]]

    def __len__(self) -> int:
        return len(self.labels)


def _readable(appellation: Appellation) -> str:
    return " ".join((appellation.long_label or appellation.label).split())
