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
    """Certifications with their corrections, and the corrections that the sources have made useless."""

    certifications: tuple[Certification, ...]
    useless: tuple[str, ...]


def correct(certifications: Sequence[Certification], path: Path) -> Corrected:
    """Apply corrections.yaml. Raises CorrectionError; no file means no correction."""
    if not path.is_file():
        return Corrected(tuple(certifications), ())
    yaml = read_located(path, path.name)
    corrections = _read(yaml)
    by_code = {one.code: one for one in certifications}
    faults: list[Fault] = []
    useless: list[str] = []
    for place, correction in enumerate(corrections):
        here = ("corrections", place)
        before = by_code.get(correction.certification)
        if before is None:
            faults.append(
                yaml.fault((*here, "certification"), f"« {correction.certification} » n'est pas au catalogue")
            )
        elif correction.fact not in CORRECTABLE:
            expected = ", ".join(CORRECTABLE)
            faults.append(yaml.fault((*here, "fact"), f"« {correction.fact} » ; attendu : l'un de {expected}"))
        else:
            found = _found(before, correction.fact)
            try:
                after = _changed(before, correction)
            except ValidationError as error:
                message = "; ".join(one["message"] for one in french_faults(error))
                faults.append(yaml.fault((*here, "value"), f"« {correction.value} » : {message}"))
                continue
            if _found(after, correction.fact) == found:
                useless.append(
                    str(yaml.fault(here, f"{before.code}, {correction.fact} : la source dit désormais la même chose"))
                )
            elif _comparable(correction.register_says) != _comparable(found):
                message = f"le registre dit {_said(found)} ; la correction croyait y lire {_said(correction.register_says)}"
                faults.append(yaml.fault((*here, "register_says"), message))
            else:
                by_code[before.code] = after
    if faults:
        raise CorrectionError(faults)
    return Corrected(tuple(by_code.values()), tuple(useless))


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
