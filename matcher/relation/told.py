"""What a dossier tells: the sentences of each experience, and what the person says was not done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from matcher.model.dossier import Dossier, Experience
from matcher.reading.synonyms import Synonyms
from matcher.relation.spelling import AS_WRITTEN, Spelling
from matcher.text import LONGEST, VAGUE, Term, stems, terms

Stems = tuple[str, ...]

NO_SYNONYMS = Synonyms()
_MOST_STATEMENTS = 400
_SENTENCES = re.compile(r"[.;!?…]+(?=\s|$)|[\n\r•▪●◦‣►✓]+|(?:^|\s)[-–—*]+\s")
_TURNS = re.compile(r"\b(?:mais|puis|cependant|en revanche)\b", re.IGNORECASE)
_CLAUSES = re.compile(r",|\b(?:et|ainsi que)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"\W*(?:je\b|j['’]|nous\b|on\b)", re.IGNORECASE)
_ONLY = r"(?!\s+(?:que\b|qu['’]|seulement|uniquement))"
_NEGATIVE = re.compile(
    rf"(?:\bne\b|\bn['’]).*?\b(?:pas|jamais|aucune?|rien|guère){_ONLY}\b"
    rf"|^\W*(?:pas|jamais|aucune?|sauf|hormis|excepté|sans|hors){_ONLY}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """One thing done: the sentence as it was written, and the terms compared (of all of it, or of a clause)."""

    experience: int
    sentence: str
    terms: tuple[Term, ...]
    stems: Stems
    presumed: bool = False

    @property
    def telling(self) -> frozenset[str]:
        return frozenset(self.stems) - VAGUE


@dataclass(frozen=True)
class Told:
    """All that the experiences tell. Sequences are by experience.

    ``titles``: stems of the job title. ``documents``: stems of the title and of what was done. ``refused``: what was
    not done. ``described``: whether activities are told, with enough telling words (those of the title included).
    """

    dossier: Dossier
    statements: tuple[Statement, ...]
    titles: tuple[Stems, ...]
    documents: tuple[Stems, ...]
    refused: tuple[tuple[Stems, ...], ...]
    described: tuple[bool, ...]
    spelling: Spelling

    @cached_property
    def words(self) -> dict[str, str]:
        """For each stem the shortest word of the person's that gave it, whatever the order of the experiences."""
        experiences = self.dossier.experiences
        texts = (text for experience in experiences for text in (experience.title, *experience.activities))
        found = {(len(word), word.lower(), stem) for text in texts for stem, word in self.spelling.terms(terms(text))}
        return {stem: word for _, word, stem in sorted(found, reverse=True)}


def read_told(
    dossier: Dossier,
    presumed: Mapping[int, Sequence[str]],
    described_terms: int,
    spelling: Spelling = AS_WRITTEN,
    synonyms: Synonyms = NO_SYNONYMS,
) -> Told:
    """Cut the activities into statements. ``presumed``: activities taken from the job, by experience index.

    A sentence that says something in everyday words makes a second statement, in the words of the referentials.
    """
    titles = tuple(spelling.stems(stems(experience.title)) for experience in dossier.experiences)
    read = [_read(index, experience, spelling, synonyms) for index, experience in enumerate(dossier.experiences)]
    supposed = [
        Statement(index, text, terms(text), stems(text), presumed=True)
        for index, texts in sorted(presumed.items())
        for text in texts
    ]
    return Told(
        dossier=dossier,
        statements=tuple(statement for own, _, _ in read for statement in own)
        + tuple(one for one in supposed if tells(one.stems)),
        titles=titles,
        documents=tuple(title + done for title, (_, done, _) in zip(titles, read, strict=True)),
        refused=tuple(tuple(refused) for _, _, refused in read),
        described=tuple(
            tells(done) and len({*title, *done} - VAGUE) >= described_terms
            for title, (_, done, _) in zip(titles, read, strict=True)
        ),
        spelling=spelling,
    )


def tells(found: Sequence[str]) -> bool:
    """Whether some word is more than vague: "gestion" or "travail administratif" tell nothing."""
    return not VAGUE.issuperset(found)


def _read(
    index: int, experience: Experience, spelling: Spelling, synonyms: Synonyms
) -> tuple[list[Statement], Stems, list[Stems]]:
    """The statements of one experience, the stems of all that was done, and what was not done."""
    own: dict[Stems, Statement] = {}
    done: list[str] = []
    refused = [found for text in experience.not_done for found in _refusals(_sentences(text), spelling, synonyms)]
    for sentence in dict.fromkeys(sentence for text in experience.activities for sentence in _sentences(text)):
        clauses = list(_clauses(sentence))
        refused += _refusals((clause for clause, is_done in clauses if not is_done), spelling, synonyms)
        positive = [clause for clause, is_done in clauses if is_done]
        parts = [spelling.terms(terms(clause)) for clause in positive]
        whole = _statement(index, sentence, tuple(chain.from_iterable(parts)))
        clauses_told = [_statement(index, sentence, part) for part in parts] if len(parts) > 1 else []
        told = [whole, *(part for part in clauses_told if len(set(part.stems)) > 1)]
        reworded = [_statement(index, sentence, synonyms.reworded(one.terms)) for one in told]
        for statement in (*told, *reworded):
            if tells(statement.stems) and len(own) < _MOST_STATEMENTS:
                own.setdefault(statement.stems, statement)
        done += whole.stems
    return list(own.values()), tuple(done), refused


def _refusals(said: Iterable[str], spelling: Spelling, synonyms: Synonyms) -> list[Stems]:
    """What was not done, as it is said and in the words of the referentials."""
    told = [spelling.terms(terms(one)) for one in said]
    found = [tuple([term.stem for term in one]) for each in told for one in (each, synonyms.reworded(each))]
    return [one for one in dict.fromkeys(found) if tells(one) or len(set(one)) > 1]


def _statement(experience: int, sentence: str, found: tuple[Term, ...]) -> Statement:
    return Statement(experience, sentence, found, tuple([term.stem for term in found]))


def _clauses(sentence: str) -> Iterator[tuple[str, bool]]:
    """The clauses of a sentence, and whether each was done.

    What follows a refusal is refused too, up to a new turn or subject: "pas la paie et les contrats, mais l'accueil".
    """
    for turn in _TURNS.split(sentence):
        is_done = True
        for clause in _CLAUSES.split(turn):
            if _NEGATIVE.search(clause):
                is_done = False
            elif _SUBJECT.match(clause):
                is_done = True
            yield clause.strip(), is_done


def _sentences(text: str) -> Iterator[str]:
    return filter(None, (sentence.strip() for sentence in _SENTENCES.split(text[:LONGEST])))
