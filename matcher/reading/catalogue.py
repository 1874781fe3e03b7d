"""The bundled catalogue: what the register says of each certification, and what the project wrote about it.

A folder such as ``referentials/cnam`` holds ``fiches/*.json``, ``arretes.json`` and ``etablissement.yaml``:
lists in the shape of ``Certification``; and ``redaction/*.yaml``: one ``Redaction`` a file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from matcher.model.certification import Certification, Competency, Fact, FactSource, Text
from matcher.model.faults import path_of, shown

FILES = ("fiches/*.json", "arretes.json", "etablissement.yaml", "redaction/*.yaml")
FIXED = {"missing": "clé absente ; elle est obligatoire.", "extra_forbidden": "clé inconnue du modèle."}
EXPECTED = {
    "string": "un texte non vide (entre guillemets s'il est fait de chiffres)",
    "date": "une date AAAA-MM-JJ",
    "int": "un nombre entier",
    "tuple": "une liste",
    "model": "un ensemble de clés",
}
Loc = tuple[int | str, ...]
# The C loader reads the same YAML ten times faster; PyYAML may have been built without it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BlocRedaction(Fact):
    code: Text
    activities: tuple[Text, ...] = ()
    competencies: tuple[Competency, ...] = ()


class Redaction(BlocRedaction):
    """Activities and competencies in the project's own words, for a certification and its blocs."""

    wording: Literal["projet"]
    written_on: date
    blocs: tuple[BlocRedaction, ...] = ()


@dataclass(frozen=True)
class Fault:
    """What was found and expected, in French. ``line`` counts from 1; ``path`` reads "[3].blocs[0].code"."""

    file: str
    line: int | None
    path: str
    message: str

    def __str__(self) -> str:
        place = [self.file, f"ligne {self.line}" if self.line else "", self.path]
        return f"{', '.join(filter(None, place))} : {self.message}"


class CatalogueError(ValueError):
    """Raised for a catalogue that can't be used; ``faults`` holds them all, the message gives one a line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


def load_catalogue(folder: Path) -> tuple[Certification, ...]:
    """Every certification of the folder, in the order of its files, with what the project wrote merged in.

    Raises CatalogueError with all that is wrong: unreadable files, invalid or repeated certifications, and
    redactions of a certification or bloc that is not there.
    """
    reader = _Reader(folder)
    for path in _files(folder):
        reader.read(path)
    if not reader.found and not reader.faults:
        reader.faults.append(Fault(str(folder), None, "", "aucune certification ; attendu : fiches/*.json."))
    if reader.faults:
        raise CatalogueError(reader.faults)
    return tuple(reader.found.values())


def catalogue_version(folder: Path) -> str:
    """Twelve hexadecimal digits that change with any name or byte of the files that are read."""
    digest = hashlib.sha256()
    for path in sorted(_files(folder)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]


def _files(folder: Path) -> list[Path]:
    return [path for pattern in FILES for path in sorted(folder.glob(pattern))]


class _Reader:
    """Certifications found so far, by code, and the faults met on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: dict[str, Certification] = {}
        self.faults: list[Fault] = []
        self.first_file: dict[str, str] = {}

    def read(self, path: Path) -> None:
        ours = path.parent.name == "redaction"
        try:
            text = path.read_text(encoding="utf-8")
            content = json.loads(text) if path.suffix == ".json" else yaml.load(text, _StrictLoader)
            if ours:
                self.add_redaction(path, Redaction.model_validate(content))
            else:
                self.add_list(path, _LIST.validate_python(content))
        except ValidationError as error:
            for found in error.errors(include_url=False):
                self.fault(path, found["loc"], _sentence(found))
        except (OSError, ValueError, yaml.YAMLError) as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", ...)
