"""Sentences → documents, by several likenesses at once: jobs of the ROME, fiches, any list of texts.

Each likeness is brought to the same scale (its mean over the documents taken off, in standard deviations), and they
are added. What each is worth is measured by ``python -m benchmarks.evaluation``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from benchmarks.evaluation.examples import Example, Examples
from matcher.relation.spelling import Spelling
from matcher.relation.vectors import Corpus, Vocabulary
from matcher.sparse import Floats, Ints
from matcher.text import stems, unaccented

WORDS, LETTERS, SENTENCES, TAUGHT = "mots", "lettres", "phrases", "exemples"
WEIGHTS: Mapping[str, float] = {WORDS: 1.0, LETTERS: 1.0, SENTENCES: 1.0, TAUGHT: 0.5}
"""**mots**: BM25 of stems, of all that is asked with all of the document. **lettres**: cosine of runs of four letters,
likewise. **phrases**: the best text of the document for each sentence, by runs of letters, the closer the better; more
for a text that few documents hold. **exemples**: what known examples teach, where words do not suffice: the nearer the
sentences come to some text, the less they are asked."""

_VAGUE = 0.5
_SATURATION, _LENGTH_PENALTY = 1.2, 0.75
_RUN = 4
_SHORTEST = 3
_LEAST_RARE = 0.25
_SAID_OTHERWISE, _SAID_ALIKE = 0.6, 0.7
"""Likeness of the sentences with their best texts, on average, up to which examples count in full, and from which they
only settle ties."""
_TO_SETTLE_TIES = 0.01
_WORD = re.compile(r"[^\W_]+")


class TextRanker:
    """D documents of several texts each, ready to be ranked. Only read once built."""

    def __init__(self, documents: Sequence[Sequence[str]], examples: Sequence[Example] = ()) -> None:
        texts = list(dict.fromkeys(text for document in documents for text in document))
        place_of = {text: place for place, text in enumerate(texts)}
        said = [stems(text) for text in texts]
        places = [[place_of[text] for text in document] for document in documents]
        words = [tuple(stem for place in held for stem in said[place]) for held in places]
        letters = [runs(text) for text in texts]
        whole = [tuple(run for place in held for run in letters[place]) for held in places]
        self._count = len(documents)
        self._words, self._letters = Vocabulary(words, _VAGUE), Vocabulary(whole, 1.0)
        self._text_letters = Vocabulary(letters, 1.0)
        self._by_words = _corpus(words, self._words).share_postings(self._words, _SATURATION, _LENGTH_PENALTY)
        self._by_letters = _corpus(whole, self._letters).cosine_postings(self._letters)
        self._by_text = _corpus(letters, self._text_letters).cosine_postings(self._text_letters)
        pairs = [(document, place) for document, held in enumerate(places) for place in dict.fromkeys(held)]
        self._owner, self._text = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        self._filled, self._first = np.unique(self._owner, return_index=True)
        holders = np.bincount(self._text, minlength=len(texts))
        self._rarity: Floats = _LEAST_RARE + np.log((self._count + 1) / np.maximum(holders, 1)) / np.log(
            self._count + 1
        )
        self._spelling = Spelling(self._words.ids)
        self._examples: Examples | None = None
        if examples:
            told = [(tuple(_said(one.texts)), one.answers) for one in examples]
            self._examples = Examples(words, told, _VAGUE)

    def scores(self, sentences: Sequence[str], weights: Mapping[str, float] = WEIGHTS) -> Floats:
        """[D]: the higher, the likelier; 0 is the usual document."""
        return fused(self.likenesses(sentences), weights)

    def likenesses(self, sentences: Sequence[str]) -> dict[str, Floats]:
        """Each likeness by itself, [D]: its mean over the documents taken off, in standard deviations."""
        asked = self._spelling.stems(_said(sentences))
        letters = tuple(run for text in sentences for run in runs(text))
        best, alike = self._best_texts(sentences)
        found = {
            WORDS: _standard(self._by_words.compare(self._words.shares([asked]))[0]),
            LETTERS: _standard(self._by_letters.compare(self._letters.directions([letters]))[0]),
            SENTENCES: _standard(best),
        }
        if self._examples is not None:
            found[TAUGHT] = _needed(alike) * _standard(self._examples.scores(asked))
        return found

    def _best_texts(self, sentences: Sequence[str]) -> tuple[Floats, float]:
        """[D], and how near the sentences come to the best text of all, on average."""
        found = np.zeros(self._count)
        if not len(self._filled) or not sentences:
            return found, 0.0
        likeness = self._by_text.compare(self._text_letters.directions([runs(text) for text in sentences]))
        worth = (likeness**2 * self._rarity)[:, self._text]
        found[self._filled] += np.maximum.reduceat(worth, self._first, axis=1).sum(axis=0)
        return found, float(likeness.max(axis=1).mean())


def fused(likenesses: Mapping[str, Floats], weights: Mapping[str, float] = WEIGHTS) -> Floats:
    """The weighted sum of likenesses."""
    parts = [weights.get(name, 0.0) * values for name, values in likenesses.items()]
    total: Floats = np.sum(parts, axis=0)
    return total


def _needed(alike: float) -> float:
    """How much examples are needed, from 0 to 1."""
    share = (_SAID_ALIKE - alike) / (_SAID_ALIKE - _SAID_OTHERWISE)
    return min(1.0, max(_TO_SETTLE_TIES, share))


def _standard(values: Floats) -> Floats:
    """In standard deviations; what tells nothing apart is 0 everywhere."""
    if not values.size:
        return values
    found: Floats = (values - values.mean()) / (float(values.std()) or 1.0)
    return found


@lru_cache(maxsize=50_000)
def runs(text: str) -> tuple[str, ...]:
    """The runs of four letters of the words of a text, with the spaces around each word."""
    words = (f" {word} " for word in _WORD.findall(unaccented(text)) if len(word) >= _SHORTEST)
    return tuple([word[first : first + _RUN] for word in words for first in range(len(word) - _RUN + 1)])


def _said(texts: Iterable[str]) -> Iterator[str]:
    return (stem for text in texts for stem in stems(text))


def _corpus(texts: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Corpus:
    cells = [
        (row, vocabulary.ids[term], count) for row, terms in enumerate(texts) for term, count in Counter(terms).items()
    ]
    columns: Ints = np.array(cells, dtype=np.int64).reshape(-1, 3).T
    return Corpus(columns[0], columns[1], columns[2].astype(np.float64), len(texts))
