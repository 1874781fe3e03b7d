"""The bundled catalogue: what the register says of each certification, and what the project wrote about it.

A folder such as ``referentials/cnam`` holds ``fiches/*.json``, ``arretes.json`` and ``etablissement.yaml``:
lists in the shape of ``Certification``; and ``redaction/*.yaml``: one ``Redaction`` a file.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from matcher.located_yaml import Fault, LocatedYaml, Place, read_located
from matcher.model.certification import Certification, Competency, Fact, FactSource, Text
from matcher.model.faults import french_faults

LISTS = ("fiches/*.json", "arretes.json", "etablissement.yaml")
REDACTIONS = ("redaction/*.yaml",)
OURS = "Rédigé par le projet d'après les intitulés, sans valeur officielle"

Shape = TypeVar("Shape")


class BlocRedaction(Fact):
    code: Text
    activities: tuple[Text, ...] = ()
    competencies: tuple[Competency, ...] = ()


class Redaction(BlocRedaction):
    """Activities and competencies in the project's own words, for a certification and its blocs."""

    wording: Literal["projet"]
    written_on: date
    blocs: tuple[BlocRedaction, ...] = ()


_LIST = TypeAdapter(list[Certification])
_REDACTION = TypeAdapter(Redaction)


class CatalogueError(ValueError):
    """The catalogue can't be used. ``faults`` lists every fault with its file, line where known, and key."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


def load_catalogue(folder: Path) -> tuple[Certification, ...]:
    """Every certification of the folder, in the order of its files, with what the project wrote merged in.

    Raises CatalogueError with all that is wrong: unreadable files, invalid or repeated certifications, and
    redactions of a certification or bloc that is not there.
    """
    reader = _Reader(folder)
    for path in _files(folder, LISTS):
        reader.add_certifications(path)
    if not reader.certifications and not reader.faults:
        reader.faults.append(Fault(str(folder), None, "", "aucune certification ; attendu : fiches/*.json"))
    for path in _files(folder, REDACTIONS):
        reader.add_redaction(path)
    if reader.faults:
        raise CatalogueError(reader.faults)
    return tuple(reader.certifications.values())


def catalogue_version(folder: Path) -> str:
    """Twelve hexadecimal digits that change with any name or byte of the files that are read."""
    digest = hashlib.sha256()
    for path in sorted(_files(folder, LISTS + REDACTIONS)):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(folder.glob(pattern))]


class _Reader:
    """Certifications read so far, by code, and the faults met on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.certifications: dict[str, Certification] = {}
        self.faults: list[Fault] = []
        self._read_in: dict[str, str] = {}
        self._lists_are_whole = True

    def add_certifications(self, path: Path) -> None:
        file = self._opened(path)
        certifications = self._shaped(file, path, _LIST)
        self._lists_are_whole &= certifications is not None
        for index, certification in enumerate(certifications or ()):
            if self._is_first(certification.code, file, (index, "code")):
                self.certifications[certification.code] = certification

    def add_redaction(self, path: Path) -> None:
        file = self._opened(path)
        redaction = self._shaped(file, path, _REDACTION)
        if redaction is None or not self._is_first(f"rédaction de {redaction.code}", file, ("code",)):
            return
        certification = self.certifications.get(redaction.code)
        if certification is not None:
            self._check_blocs(redaction, certification, file)
            self.certifications[redaction.code] = _merged(certification, redaction)
        elif self._lists_are_whole:
            message = f"certification inconnue : {redaction.code} ; attendu : un code du catalogue"
            self.faults.append(file.fault(("code",), message))

    def _check_blocs(self, redaction: Redaction, certification: Certification, file: LocatedYaml) -> None:
        known = [bloc.code for bloc in certification.blocs]
        for index, bloc in enumerate(redaction.blocs):
            place = ("blocs", index, "code")
            if bloc.code not in known:
                expected = ", ".join(known) or f"aucun, {redaction.code} n'a pas de bloc"
                self.faults.append(file.fault(place, f"bloc inconnu : {bloc.code} ; attendu : {expected}"))
            self._is_first(f"rédaction de {bloc.code}", file, place)

    def _is_first(self, name: str, file: LocatedYaml, place: Place) -> bool:
        """Whether ``name`` was not met before; if it was, the fault tells where."""
        first = self._read_in.get(name)
        if first is not None:
            self.faults.append(file.fault(place, f"{name} déjà dans {first} ; attendu : une seule fois"))
        self._read_in.setdefault(name, file.file)
        return first is None

    def _opened(self, path: Path) -> LocatedYaml:
        name = path.relative_to(self.folder).as_posix()
        file = _read_json(path, name) if path.suffix == ".json" else read_located(path, name)
        self.faults.extend(file.faults)
        return file

    def _shaped(self, file: LocatedYaml, path: Path, shape: TypeAdapter[Shape]) -> Shape | None:
        """The content of the file in that shape; None when it has not, after noting why."""
        if file.faults:
            return None
        try:
            return shape.validate_python(file.data)
        except ValidationError as error:
            located = read_located(path, file.file)  # JSON reads as YAML, which knows its lines
            for line, french in zip(error.errors(include_url=False), french_faults(error), strict=True):
                read = "" if french["value"] is None or line["type"] == "value_error" else f" (lu : {french['value']})"
                message = f"{french['message']}{read} ; attendu : {french['expected']}"
                self.faults.append(located.fault(line["loc"], message))
            return None


def _read_json(path: Path, name: str) -> LocatedYaml:
    """The content of a JSON file, read ten times faster than as YAML, but without its lines."""
    try:
        return LocatedYaml(name, json.loads(path.read_text(encoding="utf-8")), {})
    except json.JSONDecodeError as error:
        fault = Fault(name, error.lineno, "", "JSON invalide ; attendu : une liste de certifications")
    except (OSError, UnicodeDecodeError):
        fault = Fault(name, None, "", "fichier illisible ; attendu : du texte UTF-8")
    return LocatedYaml(name, None, {}, (fault,))


def _merged(certification: Certification, redaction: Redaction) -> Certification:
    """The certification with the project's words, marked as such and with their source."""
    ours = {bloc.code: _words(bloc) for bloc in redaction.blocs}
    blocs = tuple(bloc.model_copy(update=ours.get(bloc.code)) for bloc in certification.blocs)
    source = FactSource(facts=("activities", "competencies"), text=OURS, read_on=redaction.written_on)
    update = {"blocs": blocs, "sources": (*certification.sources, source), **_words(redaction)}
    return certification.model_copy(update=update)


def _words(written: BlocRedaction) -> dict[str, Any]:
    """What the project wrote, as an update of the certification or of its bloc."""
    if not (written.activities or written.competencies):
        return {}
    return {"wording": "projet", "activities": written.activities, "competencies": written.competencies}
