"""Union names are never shown: they are sensitive data, and VAE has no use for them."""

from __future__ import annotations

import functools
import re
import unicodedata

import yaml
from pydantic import BaseModel, ConfigDict

from matcher.reading.bundled import referentials_folder

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
    """What must not be shown, as ``referentials/confidentialite.yaml`` lists it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    replacement: str
    acronyms: tuple[str, ...]
    capitals_only: tuple[str, ...]
    never_before: dict[str, tuple[str, ...]]
    names: tuple[str, ...]


def mask_unions(text: str) -> str:
    """The text with every union's name replaced by « [syndicat] »."""
    pattern, replacement = _pattern()
    return pattern.sub(replacement, unicodedata.normalize("NFC", text))


@functools.cache
def _pattern() -> tuple[re.Pattern[str], str]:
    path = referentials_folder() / "confidentialite.yaml"
    listed = Confidentiality.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
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
