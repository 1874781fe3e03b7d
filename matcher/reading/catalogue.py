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
from typing import Any, Literal, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from matcher.model.certification import Certification, Competency, Fact, FactSource, Text
from matcher.model.faults import path_of, shown

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML without libyaml reads the same, ten times slower
    from yaml import SafeLoader  # type: ignore[assignment]

FILES = ("fiches/*.json", "arretes.json", "etablissement.yaml", "redaction/*.yaml")
EXPECTED = {
    "string": "un texte non vide (entre guillemets s'il est fait de chiffres)",
    "date": "une date AAAA-MM-JJ",
    "int": "un nombre entier",
    "tuple": "une liste",
    "model": "un ensemble de clés",
}
OURS = "Rédigé par le projet d'après les intitulés, sans valeur officielle"
Loc = tuple[int | str, ...]
Model = TypeVar("Model", bound=Fact)


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
    if not reader.certifications and not reader.faults:
        reader.faults.append(
            Fault(str(folder), None, "", f"aucune certification ; attendu : {', '.join(FILES)}.")
        )
    if reader.faults:
        raise CatalogueError(reader.faults)
    return tuple(reader.certifications.values())


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
    """Certifications read so far, by code, and the faults met on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.certifications: dict[str, Certification] = {}
        self.faults: list[Fault] = []
        self.first_file: dict[str, str] = {}

    def read(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8")
            content = json.loads(text) if path.suffix == ".json" else yaml.load(text, _UniqueKeys)
        except _RepeatedKeyError as error:
            return self.fault(path, (), f"trouvé {error.key} deux fois ; attendu : une fois.", error.line)
        except (OSError, ValueError, yaml.YAMLError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else getattr(error, "lineno", None)
            return self.fault(path, (), "fichier mal formé ; attendu : JSON ou YAML, en UTF-8.", line)
        if path.parent.name == "redaction":
            return self.add_redaction(path, content)
        if not isinstance(content, list):
            return self.fault(path, (), f"trouvé {shown(content)} ; attendu : une liste de certifications.")
        for index, entry in enumerate(content):
            certification = self.valid(Certification, entry, path, (index,))
            if certification and self.is_new(certification.code, path, (index, "code")):
                self.certifications[certification.code] = certification

    def add_redaction(self, path: Path, content: Any) -> None:
        redaction = self.valid(Redaction, content, path, ())
        if redaction is None or not self.is_new(f"rédaction de {redaction.code}", path, ("code",)):
            return
        certification = self.certifications.get(redaction.code)
        if certification is None:
            return self.fault(path, ("code",), f"trouvé {redaction.code} ; attendu : un code du catalogue.")
        known = {bloc.code for bloc in certification.blocs}
        for index, bloc in enumerate(redaction.blocs):
            loc = ("blocs", index, "code")
            if bloc.code not in known:
                self.fault(path, loc, f"trouvé {bloc.code} ; attendu : un bloc de {redaction.code}.")
            self.is_new(f"rédaction de {bloc.code}", path, loc)
        self.certifications[redaction.code] = _merged(certification, redaction)

    def valid(self, model: type[Model], content: Any, path: Path, at: Loc) -> Model | None:
        try:
            return model.model_validate(content)
        except ValidationError as error:
            for found in error.errors(include_url=False):
                self.fault(path, (*at, *found["loc"]), _sentence(found))
        return None

    def is_new(self, name: str, path: Path, loc: Loc) -> bool:
        """Whether ``name`` was not met before; if it was, the fault tells where."""
        if first := self.first_file.get(name):
            self.fault(path, loc, f"trouvé {name}, déjà dans {first} ; attendu : une seule fois.")
        self.first_file.setdefault(name, path.name)
        return not first

    def fault(self, path: Path, loc: Loc, message: str, line: int | None = None) -> None:
        file = path.relative_to(self.folder).as_posix()
        self.faults.append(Fault(file, _line_of(path, loc) if loc else line, path_of(loc), message))


def _merged(certification: Certification, redaction: Redaction) -> Certification:
    """The certification with the project's words, marked as such and with their source."""
    ours = {bloc.code: bloc for bloc in redaction.blocs}
    blocs = [bloc.model_copy(update=_words(ours.get(bloc.code))) for bloc in certification.blocs]
    source = FactSource(facts=("activities", "competencies"), text=OURS, read_on=redaction.written_on)
    update = {"blocs": tuple(blocs), "sources": (*certification.sources, source), **_words(redaction)}
    return certification.model_copy(update=update)


def _words(written: BlocRedaction | None) -> dict[str, Any]:
    if written is None or not (written.activities or written.competencies):
        return {}
    return {"wording": "projet", "activities": written.activities, "competencies": written.competencies}


def _sentence(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return "clé absente ; elle est obligatoire."
    if kind == "extra_forbidden":
        return "clé inconnue ; attendu : une clé du modèle."
    if kind == "value_error":
        return f"{context['error']}."
    expected = EXPECTED.get(kind.split("_")[0]) or context.get("expected", "").replace(" or ", " ou ")
    return f"trouvé {shown(error['input'])} ; attendu : {expected or 'une valeur du modèle'}."


class _RepeatedKeyError(Exception):
    def __init__(self, key: str, line: int) -> None:
        self.key, self.line = key, line


class _UniqueKeys(SafeLoader):
    """YAML whose mappings may not give one key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise _RepeatedKeyError(key.value, key.start_mark.line + 1)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def _line_of(path: Path, loc: Loc) -> int:
    """Line of the place ``loc``, or of the nearest part of it that the file has. JSON reads as YAML here."""
    node = yaml.compose(path.read_text(encoding="utf-8"), SafeLoader)
    for key in loc:
        if isinstance(node, yaml.MappingNode):
            node = next((child for name, child in node.value if name.value == key), node)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            node = node.value[key]
    return int(node.start_mark.line) + 1
