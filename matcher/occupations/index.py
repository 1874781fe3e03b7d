"""Job title → ROME codes.

A title is retrieved by its letters, then compared word by word with the job titles retrieved: how much of it
they cover, how much of them it covers. Words are weighed by their rarity and matched in spite of misspellings.
Where a title says little ("agent"), codes come by how many of their job titles begin so, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.model.certification import Certification
from matcher.occupations.appellation import Appellation
from matcher.occupations.everyday import EverydayWords, bundled_everyday_words
from matcher.occupations.grams import GramIndex
from matcher.occupations.sparse import Cells, Floats, Ints
from matcher.occupations.suggestions import Suggestion, Suggestions, ambiguity_notice
from matcher.occupations.vocabulary import Vocabulary
from matcher.occupations.wording import Words, stems, title_parts, words

_RETRIEVED = 60
_TITLE_COVERED, _LABEL_COVERED, _SAME_HEAD, _COSINE = 0.6, 0.3, 0.1, 0.2
_ALL = _TITLE_COVERED + _LABEL_COVERED + _SAME_HEAD + _COSINE
_BESIDE_THE_TITLE = 0.4
_SHARE, _SHARE_OF_A_BARE_HEAD = 0.1, 0.3
_AMBIGUOUS_FROM, _CLEAR_SHARE = 3, 0.6
_OTHER_READING = 0.02


@dataclass(frozen=True)
class _Asked:
    """The stems of a title. ``weights``: 1, or less for words that stand beside the title."""

    stems: Words
    weights: Floats


@dataclass(frozen=True)
class _Covering:
    """The rows that hold every known stem of a title; those that begin with the first one where some do.

    ``shares`` [codes]: the share of each code in them; ``codes``: how many codes; ``exact``: one says just that.
    """

    rows: Ints
    shares: Floats
    codes: int
    exact: bool
    stems: int

    @property
    def ambiguous(self) -> bool:
        return not self.exact and self.codes >= _AMBIGUOUS_FROM and float(self.shares.max()) < _CLEAR_SHARE


class OccupationIndex:
    """Job titles, ready to be compared with those that people type."""

    def __init__(
        self,
        appellations: Iterable[Appellation],
        everyday_words: EverydayWords | None = None,
        *,
        rome_missing: bool = False,
    ) -> None:
        """``everyday_words``: the bundled ones when None. ``rome_missing``: the titles are not those of ROME."""
        self.rome_missing = rome_missing
        self._everyday = bundled_everyday_words() if everyday_words is None else everyday_words
        known = tuple(appellations)
        codes = {one.rome for one in known}
        said = (
            Appellation(job.rome, phrase[:1].upper() + phrase[1:], phrase)
            for job in self._everyday.jobs
            if job.rome in codes
            for phrase in job.dit
        )
        self._labels = tuple(
            (one.rome, " ".join((label or one.label).split()), wordings)
            for one in (*known, *said)
        )
