"""Job title → ROME codes.

A title is retrieved by its letters, then compared word by word with the job titles retrieved: how much of it
they cover, how much of them it covers. Words are weighed by their rarity and matched in spite of misspellings.
Where a title says little ("agent"), codes come by how many of their job titles begin so, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from matcher.model.certification import Certification
from matcher.occupations.appellation import Appellation
from matcher.occupations.everyday import EverydayWords, bundled_everyday_words
from matcher.occupations.grams import GramIndex
from matcher.occupations.suggestions import Suggestion, Suggestions, ambiguity_notice
from matcher.occupations.titles import JobTitles
from matcher.occupations.wording import Words, stems, title_parts
from matcher.sparse import Flags, Floats, Ints

_RETRIEVED = 60
# Poids des quatre mesures d'un rapprochement.
_TITLE_COVERED, _LABEL_COVERED, _SAME_HEAD, _COSINE = 0.6, 0.3, 0.1, 0.2
_BESIDE_THE_TITLE = 0.4
# Ce que pèse la part d'un code parmi les appellations qui contiennent tout l'intitulé.
_SHARE, _SHARE_OF_A_BARE_HEAD = 0.1, 0.3
_AMBIGUOUS_CODES, _CLEAR_SHARE, _LEAST_TRUST = 3, 0.6, 0.4
# En dessous, un intitulé dont aucun mot n'est connu ne ressemble à rien : mieux vaut se taire.
_LEAST_WITHOUT_A_KNOWN_WORD = 0.6
_OTHER_READING = 0.03


@dataclass(frozen=True)
class _Asked:
    """The stems of a title; ``weights``: 1, or less for those that stand beside it ("(Lyon)")."""

    stems: Words
    weights: Floats


@dataclass(frozen=True)
class _Covering:
    """The rows that hold every known stem of a title, or those of them that begin with its first one.

    ``known``: whether the title has a known stem. ``counts`` [codes]: their appellations. ``exact`` [codes]: whether
    one says just that. ``bare_head``: the title is one word, and no appellation.
    """

    known: bool
    rows: Ints
    counts: Floats
    exact: Flags
    bare_head: bool

    def shares(self) -> Floats:
        """[codes]: how much each code prevails among these rows, from 0 to 1."""
        prevailing = np.log1p(self.counts) / np.log1p(max(1.0, self.counts.sum()))
        return np.where(self.exact, 1.0, prevailing)

    def trust(self) -> float:
        """1, or less for a title that stands for several codes: the less, the less one of them prevails."""
        return _LEAST_TRUST + (1 - _LEAST_TRUST) * self._clearest_share() if self.ambiguous_codes() else 1.0

    def ambiguous_codes(self) -> int:
        """For how many codes the title stands; 0 when one is clear enough."""
        codes = int(np.count_nonzero(self.counts))
        clear = self.exact.any() or codes < _AMBIGUOUS_CODES or self._clearest_share() >= _CLEAR_SHARE
        return 0 if clear else codes

    def _clearest_share(self) -> float:
        return float(self.counts.max() / self.counts.sum())


class _Read(NamedTuple):
    """A suggestion, and for how many codes the title stands if it is ambiguous, else 0."""

    suggestion: Suggestion
    ambiguous_codes: int


class OccupationIndex:
    """Job titles, ready to be compared with those that people type. Built once, safe to share between threads."""

    def __init__(
        self,
        appellations: Iterable[Appellation],
        everyday_words: EverydayWords | None = None,
        *,
        rome_missing: bool = False,
    ) -> None:
        """``everyday_words``: the bundled ones when None. ``rome_missing``: the titles are not those of ROME."""
        self.rome_missing = rome_missing
        self._everyday_words = bundled_everyday_words() if everyday_words is None else everyday_words
        known = tuple(appellations)
        self._titles = JobTitles((*known, *_named_by_code(self._everyday_words, {one.rome for one in known})))
        # The same titles come again and again: they are looked for once.
        self._suggested = lru_cache(maxsize=20_000)(self._suggest)
        self._grams = GramIndex(self._titles.vocabulary.stems, self._titles.stems_of) if self._titles else None

    @classmethod
    def from_certifications(
        cls, certifications: Iterable[Certification], everyday_words: EverydayWords | None = None
    ) -> OccupationIndex:
        """What serves while ROME is not imported: the titles of certifications, each for all its codes."""
        titles = (Appellation(code, one.title, one.title) for one in certifications for code in one.rome)
        return cls(titles, everyday_words, rome_missing=True)

    def suggest(self, title: str, limit: int = 5) -> Suggestions:
        """The codes that a title may stand for, best first, each once; empty where no word is recognised.

        Scores fall where the title is ambiguous. Ties come in the order of codes.
        """
        return self._suggested(title, max(0, limit))

    def _suggest(self, title: str, limit: int) -> Suggestions:
        best: dict[str, _Read] = {}
        for nth, reading in enumerate(self._everyday_words.readings(title_parts(title))):
            for one, codes in self._read(reading, limit):
                lowered = one._replace(score=max(0.0, round(one.score - nth * _OTHER_READING, 4)))
                if one.rome not in best or best[one.rome].suggestion.score < lowered.score:
                    best[one.rome] = _Read(lowered, codes)
        ordered = sorted(best.values(), key=lambda read: (-read.suggestion.score, read.suggestion.rome))[:limit]
        codes = ordered[0].ambiguous_codes if ordered else 0
        items = tuple(read.suggestion for read in ordered)
        return Suggestions(items, codes > 0, ambiguity_notice(title, codes) if codes else None)

    def _read(self, parts: Sequence[Words], limit: int) -> list[_Read]:
        """What one reading of a title suggests, best first, each code once."""
        asked = self._asked(parts)
        if self._grams is None or not asked.stems:
            return []
        near = self._grams.cosines(asked.stems, asked.weights)
        covering = self._covering(asked)
        rows = np.union1d(np.flatnonzero(near >= _least_retrieved(near)), covering.rows)
        scores = self._compared(asked, rows, near[rows])
        codes = covering.ambiguous_codes()
        return [_Read(one, codes) for one in self._ranked(rows, scores, covering, limit)]

    def _asked(self, parts: Sequence[Words]) -> _Asked:
        """The stems of a title, mended. Where a part begins like a job title, the other parts weigh less."""
        mended = [tuple(map(self._titles.vocabulary.mended, stems(part))) for part in parts]
        named = [not self._titles.heads.isdisjoint(part) for part in mended]
        weights: dict[str, float] = {}
        for part, names_a_job in zip(mended, named, strict=True):
            weight = 1.0 if names_a_job or not any(named) else _BESIDE_THE_TITLE
            for stem in part:
                weights[stem] = max(weight, weights.get(stem, 0.0))
        return _Asked(tuple(weights), np.array(list(weights.values())))

    def _covering(self, asked: _Asked) -> _Covering:
        titles = self._titles
        known = [
            titles.vocabulary.places[stem]
            for stem, weight in zip(asked.stems, asked.weights, strict=True)
            if weight == 1.0 and stem in titles.vocabulary.places
        ]
        _, cells = titles.rows_of.spread(np.array(known, dtype=np.int64))
        held = np.bincount(titles.rows_of.columns[cells], minlength=len(titles))
        rows = np.flatnonzero(held == len(known)) if known else np.array([], dtype=np.int64)
        exact = np.zeros(len(titles.codes), dtype=np.bool_)
        exact[titles.code[rows[titles.lengths[rows] == len(known)]]] = True
        first = rows[titles.head[rows] == known[0]] if known else rows
        rows = first if len(first) else rows
        codes = titles.code[rows[titles.first_wording[rows]]]
        counts = np.bincount(codes, minlength=len(titles.codes)).astype(np.float64)
        return _Covering(bool(known), rows, counts, exact, bare_head=len(known) == 1 and not exact.any())

    def _compared(self, asked: _Asked, rows: Ints, cosines: Floats) -> Floats:
        """[rows]: how well each row agrees with the title, from 0 to 1; 0 where no word does."""
        vocabulary = self._titles.vocabulary
        _, cells = self._titles.stems_of.spread(rows)
        starts = np.cumsum(self._titles.lengths[rows]) - self._titles.lengths[rows]
        places, cell_places = np.unique(self._titles.stems_of.columns[cells], return_inverse=True)
        alike = vocabulary.likeness(asked.stems, places)[:, cell_places]
        telling = asked.weights * [vocabulary.weight(stem) for stem in asked.stems]
        if not telling.any():
            telling = asked.weights
        title_covered = telling @ np.maximum.reduceat(alike, starts, axis=1) / telling.sum()
        rarity = vocabulary.rarity[places][cell_places] + 1e-9
        label_covered = np.add.reduceat(alike.max(axis=0) * rarity, starts) / np.add.reduceat(rarity, starts)
        agreement = (
            _TITLE_COVERED * title_covered
            + _LABEL_COVERED * label_covered
            + _SAME_HEAD * alike[0, starts]
            + _COSINE * cosines
        ) / (_TITLE_COVERED + _LABEL_COVERED + _SAME_HEAD + _COSINE)
        return np.where(title_covered > 0, agreement, 0.0)

    def _ranked(self, rows: Ints, scores: Floats, covering: _Covering, limit: int) -> list[Suggestion]:
        """Each code by its best row and its share in the covering rows. An ambiguous title deserves less trust."""
        weight = _SHARE_OF_A_BARE_HEAD if covering.bare_head else _SHARE
        codes = self._titles.code[rows]
        prevailing = (scores + weight * covering.shares()[codes]) / (1 + weight)
        least = 0.0 if covering.known else _LEAST_WITHOUT_A_KNOWN_WORD
        scores = np.where(scores > least, covering.trust() * prevailing, 0.0)
        scores = np.minimum(scores, 1.0).round(4)
        found: dict[int, Suggestion] = {}
        for place in np.lexsort((self._titles.label_lengths[rows], codes, -scores)):
            if len(found) == limit or scores[place] <= 0:
                break
            code = int(codes[place])
            if code not in found:
                found[code] = Suggestion(
                    self._titles.codes[code], self._titles.labels[rows[place]], float(scores[place])
                )
        return list(found.values())


def _least_retrieved(near: Floats) -> float:
    """The cosine of the last row retrieved; rows that tie with it are retrieved too, rows without overlap never."""
    count = min(_RETRIEVED, len(near))
    return max(float(np.partition(near, -count)[-count]), 1e-9)


def _named_by_code(everyday_words: EverydayWords, codes: set[str]) -> Iterable[Appellation]:
    """The everyday names of jobs that are given by their code."""
    for job in everyday_words.jobs:
        if job.rome is not None and job.rome in codes:
            yield from (Appellation(job.rome, phrase, phrase[:1].upper() + phrase[1:]) for phrase in job.dit)
