"""What a dossier tells: the sentences of each experience, and what the person says was not done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matcher.model.dossier import Dossier, Experience
from matcher.text import LONGEST, VAGUE, stems, terms

Stems = tuple[str, ...]

_MOST_STATEMENTS = 400
_SENTENCES = re.compile(r"[.;!?…]+(?=\s|$)|[\n\r•▪●◦‣►✓]+|(?:^|\s)[-–—*]+\s")
_CLAUSES = re.compile(r",|\b(?:et|mais|puis|ainsi que|cependant|en revanche)\b", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"(?:\bne\b|\bn['’]).*?\b(?:pas|jamais|aucune?|rien|guère)\b(?!\s+(?:que\b|qu['’]|seulement|uniquement))"
    r"|^\W*(?:pas|jamais|aucune?|sauf|hormis|excepté|sans|hors)\b(?!\s+(?:que\b|qu['’]|seulement|uniquement))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """One thing done: the sentence as it was written, and the stems that are compared (of all of it, or of a clause)."""

    experience: int
    sentence: str
    stems: Stems
    presumed: bool = False


@dataclass(frozen=True)
class Told:
    """All that the experiences tell. Sequences are by experience.

    ``titles``: stems of the job title. ``documents``: stems of the title and of what was done. ``refused``: what was
    not done. ``described``: whether the activities hold enough telling words. ``words``: for each stem, a word of the
    person's that gave it.
    """

    statements: tuple[Statement, ...]
    titles: tuple[Stems, ...]
    documents: tuple[Stems, ...]
    refused: tuple[tuple[Stems, ...], ...]
    described: tuple[bool, ...]
    words: Mapping[str, str]


def read_told(dossier: Dossier, presumed: Mapping[int, Sequence[str]], described_terms: int) -> Told:
    """Cut the activities into statements. ``presumed``: activities taken from the job, by experience index."""
    titles = tuple(stems(experience.title) for experience in dossier.experiences)
    read = [_read(index, experience) for index, experience in enumerate(dossier.experiences)]
    supposed = [
        Statement(index, text, found, presumed=True)
        for index, texts in sorted(presumed.items())
        for text in texts
        if tells(found := stems(text))
    ]
    return Told(
        statements=tuple(statement for own, _, _ in read for statement in own) + tuple(supposed),
        titles=titles,
        documents=tuple(title + done for title, (_, done, _) in zip(titles, read, strict=True)),
        refused=tuple(tuple(refused) for _, _, refused in read),
        described=tuple(len(set(done) - VAGUE) >= described_terms for _, done, _ in read),
        words=_words(dossier),
    )


def tells(found: Sequence[str]) -> bool:
    """Whether some word is more than vague: "gestion" or "travail administratif" tell nothing."""
    return not VAGUE.issuperset(found)


def _read(index: int, experience: Experience) -> tuple[list[Statement], Stems, list[Stems]]:
    """The statements of one experience, the stems of all that was done, and what was not done."""
    own: dict[Stems, Statement] = {}
    done: list[str] = []
    refused = [stems(sentence) for text in experience.not_done for sentence in _sentences(text)]
    for sentence in [sentence for text in experience.activities for sentence in _sentences(text)]:
        clauses = [clause.strip() for clause in _CLAUSES.split(sentence)]
        refused += [stems(clause) for clause in clauses if _NEGATIVE.search(clause)]
        positive = [clause for clause in clauses if not _NEGATIVE.search(clause)]
        whole = stems(", ".join(positive))
        parts = [found for clause in positive if len(set(found := stems(clause))) > 1]
        for found in filter(tells, [whole, *parts]):
            if len(own) < _MOST_STATEMENTS:
                own.setdefault(found, Statement(index, sentence, found))
        done += whole
    return list(own.values()), tuple(done), [found for found in refused if tells(found) or len(set(found)) > 1]


def _words(dossier: Dossier) -> dict[str, str]:
    """For each stem its shortest word, whatever the order of the experiences."""
    texts = (text for experience in dossier.experiences for text in (experience.title, *experience.activities))
    found = {(len(word), word.lower(), stem) for text in texts for stem, word in terms(text)}
    return {stem: word for _, word, stem in sorted(found, reverse=True)}


def _sentences(text: str) -> Iterator[str]:
    return filter(None, (sentence.strip() for sentence in _SENTENCES.split(text[:LONGEST])))
