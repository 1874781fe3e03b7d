"""The schemas by which an editor completes and checks the rules: fresh, true to the loader, and named by each file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from matcher.cli import main
from matcher.located_yaml import read_located
from matcher.reading.bundled import rules_folder
from matcher.rulebook.editor_schema import FILES, editor_schema
from matcher.rulebook.loading import SETTINGS, load_rulebook

RULES = rules_folder()
BOOK = load_rulebook(RULES)


def kind_of(path: Path) -> str:
    if "parametres" in path.parts:
        return "parametres"
    return "faits" if path.name == "faits.yaml" else "regles"


FILES_OF_RULES = [path for path in sorted(RULES.rglob("*.yaml")) if path.name not in SETTINGS]


def plain(value: Any) -> Any:
    """As JSON has it: a date is a text."""
    if isinstance(value, dict):
        return {key: plain(below) for key, below in value.items()}
    if isinstance(value, list):
        return [plain(below) for below in value]
    return value.isoformat() if isinstance(value, date) else value


def mistakes(kind: str, data: Any) -> Iterator[str]:
    for error in Draft202012Validator(editor_schema(kind, BOOK)).iter_errors(plain(data)):
        yield f"{list(error.absolute_path)} {error.message[:120]}"


@pytest.mark.parametrize("path", FILES_OF_RULES, ids=lambda path: path.relative_to(RULES).as_posix())
def test_every_file_follows_the_schema_that_it_names(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == (RULES / "schemas" / f"{kind_of(path)}.json").resolve()
    assert list(mistakes(kind_of(path), read_located(path, path.name).data)) == []


@pytest.mark.parametrize("name", FILES)
def test_the_schemas_kept_are_those_of_the_rules(name: str, tmp_path: Path) -> None:
    assert main(["rules", "schemas", "-o", str(tmp_path)]) == 0
    kept = (RULES / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    assert kept == (tmp_path / f"{name}.json").read_text(encoding="utf-8"), "à refaire : vae rules schemas"
    Draft202012Validator.check_schema(json.loads(kept))


@pytest.mark.parametrize(
    "condition",
    [
        {"related_hour": {"at_least": 1607}},
        {"related_hours": {"least": 1607}},
        {"related_hours": {"at_least": "1607"}},
        {"vae_open": {"at_least": 1}},
        {"job_distance": {"is": "voisin"}},
        {"related_hours": {"at_least": {"parameter": "duree.siecles"}}},
        {"all": []},
        {"finding:recevabilite.lieu": {"is": "met"}},
    ],
    ids=str,
)
def test_an_editor_underlines_a_condition_that_the_loader_would_refuse(condition: Any) -> None:
    path = RULES / "avis.yaml"
    data = read_located(path, path.name).data
    data["rules"][0]["versions"][0]["met_when"] = condition
    assert list(mistakes("regles", data))
