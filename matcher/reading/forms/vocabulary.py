"""What headings and cells say, as the files of ``referentials/fiches`` list it: anyone may add a word there."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from matcher.model.dossier import ExperienceKind, Situation
from matcher.model.faults import french_faults, sentence
from matcher.reading.bundled import referentials_folder
from matcher.reading.plain_yaml import YamlRefused, read_yaml
from matcher.text import unaccented

FILES = ("colonnes.yaml", "valeurs.yaml", "niveaux.yaml")


class _Listed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Columns(_Listed):
    """``colonnes.yaml``: the headings accepted for each column."""

    obligatoires: tuple[str, ...]
    fiche: dict[str, tuple[str, ...]]
    experience: dict[str, tuple[str, ...]]
    prefixes: tuple[str, ...]
    rang: tuple[str, ...]
    sans_usage: tuple[str, ...]
    sans_usage_experience: tuple[str, ...]


class KindWords(_Listed):
    code: str
    mots: tuple[str, ...]


class Values(_Listed):
    """``valeurs.yaml``: the words of cells."""

    absents: tuple[str, ...]
    sans_choix: tuple[str, ...]
    oui: tuple[str, ...]
    non: tuple[str, ...]
    statuts: dict[ExperienceKind, KindWords]
    situations: dict[Situation, tuple[str, ...]]
    temps_plein: tuple[str, ...]
    parts: dict[str, str]
    forfait_jours: tuple[str, ...]
    part_inconnue: tuple[str, ...]
    recits: tuple[str, ...]
    annees_au_plus: int


class Levels(_Listed):
    """``niveaux.yaml``: three scales of levels, each to its own table."""

    romaine: dict[str, int | None]
    cerfa: dict[str, int]
    diplomes: dict[str, tuple[str, ...]]


Listed = TypeVar("Listed", bound=_Listed)


def words_of(text: str) -> str:
    """A cell made comparable: lower case, without accents; every sign is a blank. "Délégué-CGT" → "delegue cgt"."""
    plain = unaccented(text)
    return " ".join("".join(c if c.isalnum() or c in "+%" else " " for c in plain).split())


class Vocabulary:
    """The three files, and their words made comparable."""

    def __init__(self, columns: Columns, values: Values, levels: Levels) -> None:
        self.columns, self.values, self.levels = columns, values, levels
        self.absent = frozenset(map(_bare, values.absents))
        self.undecided = frozenset(map(words_of, values.sans_choix))
        self.kind_of_code = {one.code: kind for kind, one in values.statuts.items()}
        self.kind_of_words = {words_of(word): kind for kind, one in values.statuts.items() for word in one.mots}
        self.situation_of = {words_of(word): name for name, words in values.situations.items() for word in words}
        self.level_of = {words_of(word): int(level) for level, words in levels.diplomes.items() for word in words}
        self.shares = {words_of(word): share for word, share in values.parts.items()}
        self.full_time, self.flat_rate, self.unknown_share, self.yes, self.no, self.stories = (
            frozenset(map(words_of, words))
            for words in (
                values.temps_plein,
                values.forfait_jours,
                values.part_inconnue,
                values.oui,
                values.non,
                values.recits,
            )
        )

    def is_absent(self, text: str) -> bool:
        """Whether a cell was only filled not to stay empty."""
        return _bare(text) in self.absent


def _bare(text: str) -> str:
    return " ".join(unaccented(text).split())


def meanings_in(text: str, known: dict[str, Any]) -> set[Any]:
    """What the known words in a text stand for, at word boundaries; a word inside a longer known one says nothing.

    Several meanings when the text says several things: which one is not for a program to choose.
    """
    padded = f" {words_of(text)} "
    found = [word for word in known if f" {word} " in padded]
    return {known[word] for word in found if not any(f" {word} " in f" {other} " for other in found if other != word)}


@functools.cache
def vocabulary(folder: Path | None = None) -> Vocabulary:
    """The words of a folder (the bundled ``referentials/fiches``). Raises ValueError with French sentences."""
    folder = folder or referentials_folder() / "fiches"
    columns, values, levels = (folder / name for name in FILES)
    return Vocabulary(_read(columns, Columns), _read(values, Values), _read(levels, Levels))


def vocabulary_version(folder: Path | None = None) -> str:
    """Twelve hexadecimal digits that change with any word of the files."""
    folder = folder or referentials_folder() / "fiches"
    return hashlib.sha256(b"\0".join((folder / name).read_bytes() for name in FILES)).hexdigest()[:12]


def _read(path: Path, model: type[Listed]) -> Listed:
    try:
        return model.model_validate(read_yaml(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise ValueError(f"{path.name} : {' '.join(map(sentence, french_faults(error)))}") from None
    except YamlRefused as error:
        raise ValueError(f"{path.name}, ligne {error.line} : {error.message}.") from None
    except OSError:
        raise ValueError(f"{path} ne peut pas être lu.") from None
