"""The law is in the rules: none of its numbers and none of its days stand in the program."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bundled_rules import BOOK

from matcher.rulebook.sentences import day_in_french

PACKAGE = Path(__file__).parents[2] / "matcher"
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}

LEGAL = {12, 35, 36, 39, 46, 48, 1607, 1610, 1787, 1794, 4821}
"""Months and hours asked for, hours and weeks that they are counted in, and what these multiply to."""

TWELVE_MONTHS_IN_A_YEAR = {"hours/periods.py", "model/dates.py", "render/typography.py"}
"""Where 12 is the number of December, or of months in a year, as in any calendar."""

POWERS_OF_TEN = {"rulebook/schema.py"}
"""Where 12 is an exponent."""

SAID = re.compile(r"\b(1[\s\u202f\u00a0]?607|1[\s\u202f\u00a0]?787|4[\s\u202f\u00a0]?821)\b")
DAYS = {
    day
    for items in (BOOK.rules, BOOK.parameters)
    for item, _ in items
    for version in item.versions
    for day in (version.in_force.from_, version.in_force.until)
    if day is not None
}
WRITTEN_DAYS = {written for day in DAYS for written in (day.isoformat(), day_in_french(day))}


def constants(path: Path) -> Iterator[ast.Constant]:
    """Every constant of a module; docstrings, and where a text is cut, are left out."""
    for parent in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(parent, ast.Expr | ast.Slice):
            yield from (node for node in ast.iter_child_nodes(parent) if isinstance(node, ast.Constant))


def is_number(node: ast.Constant) -> bool:
    return isinstance(node.value, int | float) and not isinstance(node.value, bool)


def test_no_number_of_the_law_stands_in_the_program() -> None:
    found = {
        f"{module}:{node.lineno} : {node.value}"
        for module, path in MODULES.items()
        for node in constants(path)
        if is_number(node) and node.value in LEGAL
        if not (node.value == 12 and module in TWELVE_MONTHS_IN_A_YEAR | POWERS_OF_TEN)
    }

    assert found == set()


def test_no_sentence_of_the_program_says_a_number_or_a_day_of_the_law() -> None:
    found = {
        module: node.value
        for module, path in MODULES.items()
        for node in constants(path)
        if isinstance(node.value, str)
        if SAID.search(node.value) or any(written in node.value for written in WRITTEN_DAYS)
    }

    assert not found, found


def test_no_day_of_the_law_is_built_in_the_program() -> None:
    days = {(day.year, day.month, day.day) for day in DAYS}
    found = {
        f"{module}:{call.lineno} : {ast.unparse(call)}"
        for module, path in MODULES.items()
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and tuple(one.value for one in call.args if isinstance(one, ast.Constant)) in days
    }

    assert found == set()


@pytest.mark.parametrize("module", sorted(TWELVE_MONTHS_IN_A_YEAR | POWERS_OF_TEN))
def test_where_twelve_is_allowed_it_is_still_used(module: str) -> None:
    assert any(node.value == 12 for node in constants(MODULES[module]))
