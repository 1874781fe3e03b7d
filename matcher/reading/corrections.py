"""Corrections of wrong register facts: each with its reason, author and date, and shown wherever it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from matcher.located_yaml import Fault, LocatedYaml, read_located
from matcher.model.certification import Certification, Doubt
from matcher.model.faults import french_faults
from matcher.rulebook.schema import Block, Sentence
from matcher.rulebook.sentences import day_in_french, in_words

CORRECTABLE = {
    "title": "l'intitulé",
    "level": "le niveau",
    "rome": "la liste des codes ROME",
    "nsf": "la liste des codes NSF",
    "registration": "le mode d'enregistrement",
    "registered.from": "le début d'enregistrement",
    "registered.to": "la fin d'enregistrement",
    "delivery_deadline": "la date limite de délivrance",
    "active": "l'état actif",
    "predecessors": "la liste des fiches précédentes",
    "successors": "la liste des fiches suivantes",
    "vae.open": "l'accès par la VAE",
    "vae.portal_date": "la date d'entrée sur France VAE",
    "vae.requirements": "la liste des conditions propres",
}
"""The facts that a correction may change, by their place in a certification, and their French names."""


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
    """Apply corrections.yaml. Raises CorrectionError, with every fault of the file; no file means no correction."""
    if not path.is_file():
        return Corrected(tuple(certifications), ())
    yaml = read_located(path, path.name)
    by_code = {one.code: one for one in certifications}
    faults = [*yaml.faults, *_misshapen(yaml)]
    overtaken: list[str] = []
    for place, correction in _well_shaped(yaml):
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
        first_by_key = {fault.key: fault for fault in reversed(faults)}
        raise CorrectionError(sorted(first_by_key.values(), key=lambda fault: fault.line or 0))
    return Corrected(tuple(by_code.values()), tuple(overtaken))


def _misshapen(yaml: LocatedYaml) -> Iterator[Fault]:
    """What has not the right shape, where the file could be read at all."""
    if yaml.data is None and yaml.faults:
        return
    try:
        CorrectionFile.model_validate(yaml.data)
    except ValidationError as error:
        for line, french in zip(error.errors(include_url=False), french_faults(error), strict=True):
            yield yaml.fault(line["loc"], f"{french['message']} ; attendu : {french['expected']}")


def _well_shaped(yaml: LocatedYaml) -> Iterator[tuple[int, Correction]]:
    """The corrections that have the right shape, with their places in the file, even if others have not."""
    listed = yaml.data.get("corrections") if isinstance(yaml.data, dict) else None
    for place, one in enumerate(listed if isinstance(listed, list) else ()):
        with suppress(ValidationError):
            yield place, Correction.model_validate(one)


def _wrong(certification: Certification | None, correction: Correction) -> tuple[str, str] | None:
    """The key at fault and why, for a correction that can't be one."""
    if certification is None:
        return "certification", f"« {correction.certification} » n'est pas au catalogue"
    if correction.fact not in CORRECTABLE:
        return "fact", f"« {correction.fact} » ; attendu : l'un de {', '.join(CORRECTABLE)}"
    try:
        _changed(certification, correction)
    except ValidationError as error:
        wrong = (f"{one['message']} ; attendu : {one['expected']}" for one in french_faults(error))
        return "value", f"« {_said(correction.value)} » : {' ; '.join(dict.fromkeys(wrong))}"
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


def _found(certification: Certification, fact: str) -> Any:
    value: Any = certification.model_dump(by_alias=True)
    for key in fact.split("."):
        value = value[key]
    return value


def _changed(certification: Certification, correction: Correction) -> Certification:
    content = certification.model_dump(by_alias=True)
    *above, last = correction.fact.split(".")
    holder = content
    for key in above:
        holder = holder[key]
    holder[last] = correction.value
    content["corrections"] = [*certification.corrections, Doubt(fact=correction.fact, text=_sentence(correction))]
    return Certification.model_validate(content)


def _sentence(correction: Correction) -> str:
    was, now = _said(correction.register_says), _said(correction.value)
    return (
        f"{CORRECTABLE[correction.fact]} est {now} au lieu de {was} au registre ; "
        f"{correction.reason} ({correction.author}, {day_in_french(correction.date)})"
    )


def _said(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value) or "rien"
    return "rien" if value is None else in_words(value)


def _comparable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
