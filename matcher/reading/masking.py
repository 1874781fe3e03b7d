"""Union names are never shown: they are sensitive data, and VAE has no use for them."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field

from matcher.model.dossier import Dossier, Experience, Part
from matcher.reading.bundled import referentials_folder

AnyPart = TypeVar("AnyPart", bound=Part)

_VARIANTS = {
    "a": "aàâä",
    "c": "cç",
    "e": "eéèêë",
    "i": "iîï",
    "o": "oôö",
    "u": "uùûü",
    "'": "'’ʼ",
    "’": "'’ʼ",
}


class Confidentiality(BaseModel):
    """What must not be shown, nor kept for long, as ``referentials/confidentialite.yaml`` lists it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    replacement: str
    acronyms: tuple[str, ...]
    capitals_only: tuple[str, ...]
    never_before: dict[str, tuple[str, ...]]
    names: tuple[str, ...]
    retention_months: int = Field(ge=1)


@functools.cache
def confidentiality() -> Confidentiality:
    """The file that comes with the program."""
    path = referentials_folder() / "confidentialite.yaml"
    return Confidentiality.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def mask_unions(text: str) -> str:
    """The text with every union's name replaced by « [syndicat] »."""
    pattern, replacement = _pattern()
    return pattern.sub(replacement, unicodedata.normalize("NFC", text))


def without_unions(dossier: Dossier) -> Dossier:
    """The same dossier without any union's name: nothing that reads it can print one.

    The organisation of union duties goes altogether. A dossier that names no union comes back as it is.
    """
    texts = ("project", "prescriber", "target", "country", "postcode")
    changes: dict[str, Any] = {name: mask_unions(said) for name in texts if (said := getattr(dossier, name))}
    changes["experiences"] = tuple(map(_experience_without_unions, dossier.experiences))
    changes["diplomas"] = tuple(_masked(one, "title", "country") for one in dossier.diplomas)
    changes["recevabilites"] = tuple(_masked(one, "issuer") for one in dossier.recevabilites)
    return _changed(dossier, changes)


def _masked(part: AnyPart, *names: str) -> AnyPart:
    return _changed(part, {name: mask_unions(said) for name in names if (said := getattr(part, name))})


def _experience_without_unions(experience: Experience) -> Experience:
    changes: dict[str, Any] = {
        "title": mask_unions(experience.title),
        "activities": tuple(map(mask_unions, experience.activities)),
        "not_done": tuple(map(mask_unions, experience.not_done)),
    }
    if experience.organisation:
        union_duty = experience.kind == "syndical"
        changes["organisation"] = None if union_duty else mask_unions(experience.organisation)
    return _masked(_changed(experience, changes), "country")


def _changed(part: AnyPart, changes: dict[str, Any]) -> AnyPart:
    kept = {name: value for name, value in changes.items() if value != getattr(part, name)}
    return part.model_copy(update=kept) if kept else part


@functools.cache
def _pattern() -> tuple[re.Pattern[str], str]:
    listed = confidentiality()
    loose = [*map(_name, listed.names), *map(_acronym, listed.acronyms)]
    exact = [_acronym(sigle) + _not_before(listed.never_before.get(sigle, ())) for sigle in listed.capitals_only]
    known = f"(?:(?i:{_longest_first(loose)})|{_longest_first(exact)})"
    # Un sigle composé part tout entier : « SGEN-CFDT », « CGT-Santé ».
    return re.compile(rf"(?<![\w-])(?:\w+-)*{known}(?:-\w+)*(?!\w)"), listed.replacement


def _longest_first(patterns: list[str]) -> str:
    return "|".join(sorted(patterns, key=len, reverse=True))


def _acronym(sigle: str) -> str:
    """CGT → also C.G.T. and C.G.T"""
    return "".join(r"[\s-]" if letter == "-" else rf"{letter}\.?" for letter in sigle)


def _name(name: str) -> str:
    """A name with its accents and apostrophes written any way, and its plural."""
    folded = unicodedata.normalize("NFC", name).lower()
    letters = (_letter(letter) for letter in folded)
    return "".join(letters) + "s?"


def _letter(letter: str) -> str:
    if letter.isspace():
        return r"[\s-]+"
    plain = unicodedata.normalize("NFD", letter)[0]
    return f"[{_VARIANTS[plain]}]" if plain in _VARIANTS else re.escape(letter)


def _not_before(words: tuple[str, ...]) -> str:
    return rf"(?![\s-]+(?:{'|'.join(words)})\b)" if words else ""
