"""Read the folder of rules. Every fault is gathered, then told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from matcher.located_yaml import Fault, LocatedYaml, read_as
from matcher.rulebook.coherence import coherence_faults
from matcher.rulebook.rulebook import Origin, Rulebook
from matcher.rulebook.schema import Block, FactFile, ParameterFile, RuleFile

FACTS = "faits.yaml"
PARAMETERS = "parametres"
NUMBER = "version.yaml"
SETTINGS = frozenset({"classement.yaml", NUMBER})

FileModel = TypeVar("FileModel", bound=Block)


class RulebookError(ValueError):
    """The rules can't be used. ``faults`` lists every fault with its file, line and key."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


def load_rulebook(folder: Path) -> Rulebook:
    """Read ``folder``: faits.yaml, parametres/*.yaml and the rule files. Raises RulebookError."""
    faults: list[Fault] = []
    if not (folder / FACTS).is_file():
        raise RulebookError([Fault(FACTS, None, "", f"fichier absent de {folder} ; attendu : la liste des faits")])
    facts = _read(folder, folder / FACTS, FactFile, faults)
    parameters = [
        found
        for path in sorted((folder / PARAMETERS).rglob("*.yaml"))
        if (found := _read(folder, path, ParameterFile, faults))
    ]
    for path in sorted(folder.rglob("*.yml")):
        faults.append(Fault(path.relative_to(folder).as_posix(), None, "", "extension .yml ; attendu : .yaml"))
    rules = [read for path in _rule_files(folder) if (read := _read(folder, path, RuleFile, faults))]
    if faults or facts is None:
        raise RulebookError(faults)
    book = Rulebook(
        facts=facts[0].facts,
        parameters=tuple(
            (parameter, Origin(yaml, ("parameters", place)))
            for file, yaml in parameters
            for place, parameter in enumerate(file.parameters)
        ),
        rules=tuple(
            (rule, Origin(yaml, ("rules", place))) for file, yaml in rules for place, rule in enumerate(file.rules)
        ),
        version=rules_version(folder),
    )
    faults = coherence_faults(book)
    if faults:
        raise RulebookError(faults)
    return book


def rules_version(folder: Path) -> str:
    """One short hash of every file of the folder, but for the one that gives it a number."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*.yaml") if path.name != NUMBER):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _rule_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.yaml")):
        below = path.relative_to(folder)
        if below.parts[0] != PARAMETERS and path.name not in SETTINGS | {FACTS}:
            yield path


def _read(
    folder: Path, path: Path, model: type[FileModel], faults: list[Fault]
) -> tuple[FileModel, LocatedYaml] | None:
    found, yaml, wrong = read_as(path, path.relative_to(folder).as_posix(), model)
    faults.extend(wrong)
    return None if found is None else (found, yaml)
