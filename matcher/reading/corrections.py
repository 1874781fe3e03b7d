"""Corrections of wrong register facts: each with its reason, author and date, and shown wherever it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from matcher.model.certification import Certification, Doubt
from matcher.model.faults import french_faults
from matcher.rulebook.located_yaml import Fault, LocatedYaml, read_located
from matcher.rulebook.schema import Block, Sentence
from matcher.rulebook.sentences import day_in_french, in_words

CORRECTABLE = {
    "title": ("title",),
    "level": ("level",),
    "rome": ("rome",),
    "nsf": ("nsf",),
    "registration": ("registration",),
    "registered.from": ("registered", "from"),
    "registered.to": ("registered", "to"),
    "delivery_deadline": ("delivery_deadline",),
    "active": ("active",),
    "predecessors": ("predecessors",),
    "successors": ("successors",),
    "vae.open": ("vae", "open"),
    "vae.portal_date": ("vae", "portal_date"),
    "vae.requirements": ("vae", "requirements"),
}
"""The facts that a correction may change, with their place in a certification."""


class Correction(Block):
    """One fact of one certification: what the register says, what is right, and who says so."""

    certification: Sentence
    fact: Sentence
    register_says: Any = None
    value: Any
    reason: Sentence
    author: Sentence
    date: date


class CorrectionFile(Block):
    corrections: list[Correction]


class CorrectionError(ValueError):
    """The corrections can't be used. ``faults`` lists every fault with file, line and key."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True)
class Corrected:
    """Certifications with their corrections, and the corrections that the sources have overtaken.

    A source that now agrees makes a correction useless; one that says a third thing leaves it aside.
    """

    certifications: tuple[Certification, ...]
    overtaken: tuple[str, ...]


def correct(certifications: Sequence[Certification], path: Path) -> Corrected:
    """Apply corrections.yaml. Raises CorrectionError; no file means no correction."""
    if not path.is_file():
        return Corrected(tuple(certifications), ())
    yaml = read_located(path, path.name)
    by_code = {one.code: one for one in certifications}
    faults: list[Fault] = []
    overtaken: list[str] = []
    for place, correction in enumerate(_read(yaml)):
        here = ("corrections", place)
        before = by_code.get(correction.certification)
        wrong = _wrong(before, correction)
        if wrong is not None:
            faults.append(yaml.fault((*here, wrong[0]), wrong[1]))
        elif before is not None:
            late = _overtaken(before, correction)
            if late is None:
                by_code[before.code] = _changed(before, correction)
            else:
                overtaken.append(str(yaml.fault(here, f"{before.code}, {correction.fact} : {late}")))
    if faults:
        raise CorrectionError(faults)
    return Corrected(tuple(by_code.values()), tuple(overtaken))


def _wrong(certification: Certification | None, correction: Correction) -> tuple[str, str] | None:
    """The key at fault and why, for a correction that can't be one."""
    if certification is None:
        return "certification", f"« {correction.certification} » n'est pas au catalogue"
    if correction.fact not in CORRECTABLE:
        return "fact", f"« {correction.fact} » ; attendu : l'un de {', '.join(CORRECTABLE)}"
    try:
        _changed(certification, correction)
    except ValidationError as error:
        return "value", f"« {correction.value} » : {'; '.join(one['message'] for one in french_faults(error))}"
    return None


def _overtaken(certification: Certification, correction: Correction) -> str | None:
    """Why the source has made a correction useless, or None."""
    found = _found(certification, correction.fact)
    if _found(_changed(certification, correction), correction.fact) == found:
        return "la source dit désormais la même chose"
    if _comparable(correction.register_says) != _comparable(found):
        expected = _said(correction.register_says)
        return f"la source dit {_said(found)}, et non {expected} : correction laissée de côté"
    return None


def _read(yaml: LocatedYaml) -> list[Correction]:
    if yaml.faults:
        raise CorrectionError(yaml.faults)
    try:
        return CorrectionFile.model_validate(yaml.data).corrections
    except ValidationError as error:
        raise CorrectionError(
            [
                yaml.fault(line["loc"], f"{french['message']} ; attendu : {french['expected']}")
                for line, french in zip(error.errors(include_url=False), french_faults(error), strict=True)
            ]
        ) from None


def _found(certification: Certification, fact: str) -> Any:
    value: Any = certification.model_dump(by_alias=True)
    for key in CORRECTABLE[fact]:
        value = value[key]
    return value


def _changed(certification: Certification, correction: Correction) -> Certification:
    content = certification.model_dump(by_alias=True)
    *above, last = CORRECTABLE[correction.fact]
    holder = content
    for key in above:
        holder = holder[key]
    holder[last] = correction.value
    content["corrections"] = [*certification.corrections, Doubt(fact=correction.fact, text=_sentence(correction))]
    return Certification.model_validate(content)


def _sentence(correction: Correction) -> str:
    return (
        f"{correction.fact} vaut {_said(correction.value)} au lieu de {_said(correction.register_says)} au registre ; "
        f"{correction.reason} ({correction.author}, {day_in_french(correction.date)})"
    )


def _said(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value) or "rien"
    return "rien" if value is None else in_words(value)


def _comparable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
