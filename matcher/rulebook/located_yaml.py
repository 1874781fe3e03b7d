"""YAML read with the line of every key, so that a fault can say where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
        for length in range(len(place), -1, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return None

    def fault(self, place: Place, message: str) -> Fault:
        return Fault(self.file, self.line_of(place), key_path(place), message)


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
        return LocatedYaml(name, None, {}, (Fault(name, None, "", f"fichier illisible : {error.strerror}"),))
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        builder = _Builder(loader, name)
        data = None if node is None else builder.build(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = mark.line + 1 if mark else None
        return LocatedYaml(name, None, {}, (Fault(name, place, "", f"YAML invalide : {_french(error)}"),))
    except yaml.YAMLError as error:
        return LocatedYaml(name, None, {}, (Fault(name, None, "", f"YAML invalide : {error}"),))
    finally:
        loader.dispose()
    return LocatedYaml(name, data, builder.lines, tuple(builder.faults))


def _french(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem or "block end" in problem or "indentation" in problem:
        return "indentation ou « : » mal placé"
    if "tab" in problem or "cannot start any token" in problem:
        return "caractère ou tabulation inattendu ; attendu : des espaces"
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
        self.lines.setdefault(place, node.start_mark.line + 1)
        if id(node) in self._built:
            self.faults.append(
                Fault(
                    self.file,
                    self.lines[place],
                    key_path(place),
                    "alias YAML (*nom) ; attendu : la valeur écrite",
                )
            )
            return None
        self._built.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, place))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*place, index)) for index, item in enumerate(node.value)]
        try:
            return self.loader.construct_object(node)
        except (ValueError, yaml.YAMLError):
            self.faults.append(
                Fault(
                    self.file,
                    node.start_mark.line + 1,
                    key_path(place),
                    f"valeur impossible : « {node.value} »",
                )
            )
            return node.value

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
