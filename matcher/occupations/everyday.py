"""Everyday words for jobs, and abbreviations, put into the words of the ROME nomenclature.

They stand in ``referentials/lexique/metiers.yaml``: no comparison of letters finds that a "toubib" is a doctor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from matcher.located_yaml import Fault, read_located
from matcher.model.certification import RomeCode, Text
from matcher.model.faults import DossierFault, french_faults
from matcher.occupations.wording import Words, words
from matcher.reading.bundled import referentials_folder

Several = Annotated[
    tuple[Text, ...], BeforeValidator(lambda read: [read] if isinstance(read, str) else read), Field(min_length=1)
]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    dit: Several
    """What people say, in one or several ways."""


class EverydayJob(_Entry):
    """A job by its everyday name: in ROME's words, the likeliest first, or else by its code."""

    metier: Several | None = None
    rome: RomeCode | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> EverydayJob:
        if (self.metier is None) == (self.rome is None):
            raise ValueError("il faut « metier » ou « rome », et l'un des deux seulement")
        return self


class ShortWord(_Entry):
    """A word that people shorten inside a title."""

    mot: Text


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    metiers: tuple[EverydayJob, ...] = ()
    mots: tuple[ShortWord, ...] = ()


class LexiconError(ValueError):
    """The lexicon can't be used. ``faults`` lists every fault with its file, line where known, and key."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


class EverydayWords:
    """Phrases that are put into other words wherever a title holds them, the longest first."""

    def __init__(self, jobs: Iterable[EverydayJob] = (), short_words: Iterable[ShortWord] = ()) -> None:
        self.jobs = tuple(jobs)
        self.short_words = tuple(short_words)
        self._wordings: dict[Words, tuple[Words, ...]] = {}
        for word in self.short_words:
            self._add(word.dit, (word.mot,))
        for job in self.jobs:
            if job.metier is not None:
                self._add(job.dit, job.metier)
        self._longest = max(map(len, self._wordings), default=0)

    def _add(self, said: Iterable[str], meant: Iterable[str]) -> None:
        for phrase in said:
            self._wordings[_key(words(phrase))] = tuple(map(words, meant))

    def readings(self, parts: Sequence[Words]) -> tuple[tuple[Words, ...], ...]:
        """The ways to read the parts of a title: as they are, unless they are everyday words and nothing more;
        then in ROME's words, the likeliest way first.
        """
        as_they_are = tuple(parts)
        cut = [tuple(self._cut(part)) for part in parts]
        count = max((len(wordings) for pieces in cut for wordings in pieces), default=1)
        reworded = [tuple(_joined(pieces, nth) for pieces in cut) for nth in range(count)]
        if len(cut) == 1 and len(cut[0]) == 1 and reworded[0] != as_they_are:
            return tuple(dict.fromkeys(reworded))
        return tuple(dict.fromkeys([as_they_are, *reworded]))

    def _cut(self, part: Words) -> Iterable[tuple[Words, ...]]:
        """The part piece by piece: for each piece, the ways to word it."""
        key, place = _key(part), 0
        while place < len(part):
            for length in range(min(self._longest, len(part) - place), 0, -1):
                found = self._wordings.get(key[place : place + length])
                if found is not None:
                    yield found
                    break
            else:
                length = 1
                yield (part[place : place + 1],)
            place += length


def _joined(pieces: Iterable[tuple[Words, ...]], nth: int) -> Words:
    return tuple(word for wordings in pieces for word in wordings[min(nth, len(wordings) - 1)])


def _key(found: Words) -> Words:
    """Words without the s of a plural. Nothing else is taken off: "commis" is not "com", nor "process" "proc"."""
    return tuple(word.removesuffix("s") for word in found)


def read_everyday_words(path: Path) -> EverydayWords:
    """Read the lexicon. Raises LexiconError with all that is wrong in it."""
    file = read_located(path, path.name)
    if file.faults:
        raise LexiconError(file.faults)
    try:
        read = _File.model_validate(file.data)
    except ValidationError as error:
        lines = zip(error.errors(include_url=False), french_faults(error), strict=True)
        raise LexiconError([file.fault(line["loc"], _sentence(fault)) for line, fault in lines]) from None
    return EverydayWords(read.metiers, read.mots)


def _sentence(fault: DossierFault) -> str:
    read = f" (lu : {fault['value']})" if isinstance(fault["value"], str) else ""
    return f"{fault['message']}{read} ; attendu : {fault['expected']}"


@lru_cache(maxsize=1)
def bundled_everyday_words() -> EverydayWords:
    """The lexicon that travels with the program."""
    return read_everyday_words(referentials_folder() / "lexique" / "metiers.yaml")
