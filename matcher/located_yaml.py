"""YAML read with the line of every key, so that a fault can say where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from matcher.disk import reason_of
from matcher.model.faults import french_faults

Place = tuple[str | int, ...]

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 50
_CONTROL = yaml.reader.Reader.NON_PRINTABLE


class _Loader(_Base):  # type: ignore[misc]
    """Safe loader for which only true and false are booleans: "on" and "no" stay words."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:bool"]
    for first, rules in _Base.yaml_implicit_resolvers.items()
}
for _word in ("true", "false"):
    _Loader.yaml_implicit_resolvers.setdefault(_word[0], []).append(
        ("tag:yaml.org,2002:bool", yaml.SafeLoader.yaml_implicit_resolvers["t"][0][1])
    )


@dataclass(frozen=True)
class Fault:
    """One fault of a data file. ``line`` counts from 1; ``key`` is the path inside the file."""

    file: str
    line: int | None
    key: str
    message: str

    def __str__(self) -> str:
        line = "" if self.line is None else f", ligne {self.line}"
        key = f", {self.key}" if self.key else ""
        return f"{self.file}{line}{key} : {self.message}"


@dataclass(frozen=True)
class LocatedYaml:
    """The content of a file, and the line of each of its keys."""

    file: str
    data: Any
    lines: dict[Place, int] = field(repr=False)
    faults: tuple[Fault, ...] = ()

    def line_of(self, place: Place) -> int | None:
        """The line of a place, or of the nearest place above it."""
        return _nearest_line(self.lines, place)

    def fault(self, place: Place, message: str) -> Fault:
        return Fault(self.file, self.line_of(place), key_path(place), message)


def _nearest_line(lines: Mapping[Place, int], place: Place) -> int | None:
    above = (place[:length] for length in range(len(place), -1, -1))
    return next((lines[one] for one in above if one in lines), None)


def key_path(place: Place) -> str:
    path = ""
    for part in place:
        path += f"[{part}]" if isinstance(part, int) else (f".{part}" if path else part)
    return path


def read_located(path: Path, name: str) -> LocatedYaml:
    """Read one YAML file. What can't be read comes back as faults, with ``data`` None."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return LocatedYaml(name, None, {}, (Fault(name, line, "", "octet invalide ; attendu : du texte UTF-8"),))
    except OSError as error:
        return LocatedYaml(name, None, {}, (Fault(name, None, "", f"fichier illisible : {reason_of(error)}"),))
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        fault = Fault(name, line, "", f"caractère de contrôle U+{ord(found[0]):04X} ; attendu : du texte")
        return LocatedYaml(name, None, {}, (fault,))
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        builder = _Builder(loader, name)
        data = None if node is None else builder.build(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = mark.line + 1 if mark else None
        return LocatedYaml(name, None, {}, (Fault(name, place, "", f"YAML invalide : {_french(error)}"),))
    finally:
        loader.dispose()
    return LocatedYaml(name, data, builder.lines, tuple(builder.faults))


FileModel = TypeVar("FileModel", bound=BaseModel)


def read_as(path: Path, name: str, model: type[FileModel]) -> tuple[FileModel | None, LocatedYaml, list[Fault]]:
    """Read one YAML file as a model: the model where it can be, the file with its lines, and every fault."""
    located = read_located(path, name)
    faults = list(located.faults)
    if located.data is None:
        return None, located, faults or [located.fault((), "fichier vide")]
    try:
        return model.model_validate(located.data), located, faults
    except ValidationError as error:
        for line, french in zip(error.errors(include_url=False), french_faults(error), strict=True):
            place = tuple(part for part in line["loc"] if part != "[key]")
            value = "" if french["value"] is None or line["type"] == "value_error" else f" (lu : {french['value']})"
            fault = located.fault(place, f"{french['message']}{value} ; attendu : {french['expected']}")
            if all(fault.key != told.key for told in located.faults):
                faults.append(fault)
        return None, located, faults


def _french(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if " tab" in problem or "cannot start any token" in problem:
        return "caractère ou tabulation inattendu ; attendu : des espaces"
    if any(sign in problem for sign in ("values are not allowed", "expected key", "block", "indicator")):
        return "indentation, « : » ou guillemet mal placé"
    if "undefined alias" in problem:
        return "alias non défini"
    return "la structure n'est pas celle d'un fichier YAML"


@dataclass
class _Builder:
    loader: Any
    file: str
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    _built: set[int] = field(default_factory=set)

    def build(self, node: yaml.Node, place: Place) -> Any:
        if id(node) in self._built:
            self._refuse(place, "alias YAML (*nom) ; attendu : la valeur écrite")
            return None
        self._built.add(id(node))
        self.lines.setdefault(place, node.start_mark.line + 1)
        if len(place) > _DEEPEST:
            self._refuse(place, f"plus de {_DEEPEST} niveaux l'un dans l'autre")
            return None
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, place))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*place, index)) for index, item in enumerate(node.value)]
        try:
            return self.loader.construct_object(node)
        except (ValueError, KeyError, AttributeError, yaml.YAMLError):
            # A tag such as !!bool or !!timestamp before another word raises KeyError or AttributeError.
            self._refuse(place, f"valeur impossible : « {node.value} »")
            return node.value

    def _refuse(self, place: Place, message: str) -> None:
        # The node of an alias stands where the anchor does: the nearest key above it has the reader's line.
        self.faults.append(Fault(self.file, _nearest_line(self.lines, place), key_path(place), message))

    def _pairs(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in seen:
                self.faults.append(Fault(self.file, line, key_path((*place, key)), "clé écrite deux fois"))
                continue
            seen.add(key)
            self.lines[*place, key] = line
            yield key, self.build(value_node, (*place, key))
