"""Every operator of the two compilers is held: change any one of them and a fixed set of laws is judged wrongly."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from judge.boundaries import Facts, boundary_cases, boundary_laws
from judge.laws import FACTS, law_of, rule, verdict_by_truth

import matcher.judge
from matcher.judge.columns import ColumnJudge
from matcher.judge.fact_columns import FactColumn, fact_columns, flags, same
from matcher.judge.verdict import Verdict
from matcher.rulebook.law import Law

FOLDER = Path(matcher.judge.__file__).parent
COLUMNS = ("column_steps", "column_blocks", "columns")
"""Each imports those before it."""

_SWAPS: dict[str, tuple[str, ...]] = {
    "greater_equal": ("greater", "less"),
    "greater": ("greater_equal", "less_equal"),
    "less_equal": ("less", "greater"),
    "less": ("less_equal", "greater_equal"),
    "equal": ("not_equal",),
    "not_equal": ("equal",),
    "bitwise_and": ("bitwise_or", "bitwise_xor"),
    "bitwise_or": ("bitwise_and", "bitwise_xor"),
    "add": ("subtract", "bitwise_or"),
    "subtract": ("add", "bitwise_xor"),
    "multiply": ("add", "bitwise_and"),
    "maximum": ("minimum", "bitwise_and"),
}
_TEXTS: dict[str, tuple[str, ...]] = {
    ">=": (">", "<"),
    ">": (">=", "<="),
    "<=": ("<", ">"),
    "<": ("<=", ">="),
    "==": ("!=",),
    "!=": ("==",),
    " and ": (" or ",),
    " or ": (" and ",),
    " in facts and facts[": (" not in facts or facts[",),
}
_NODES: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Mod: ast.Add,
}
_SHORTCUT = 'if given.is_mask and (test.symbol, value) in {("==", 0), ("!=", 1)}:'
_SAME_ANSWERS: dict[str, set[str]] = {
    "source": set(),
    "column_steps": {f"{_SHORTCUT}  # {change}" for change in ("'==' → '!='", "'!=' → '=='", "In → NotIn")},
    "column_blocks": set(),
    "columns": {"if len(self._layouts) >= MOST_KEPT:  # GtE → Gt"},
}
"""Changes that no verdict depends on: a shortcut not taken, and how much is kept."""


def _mutations(tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    """Change one operator of a tree at a time, in place: its line, and what it became."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Attribute(value=ast.Name(id="np"), attr=name) if name in _SWAPS:
                for other in _SWAPS[name]:
                    node.attr = other
                    yield f"np.{name} → np.{other}", line
                node.attr = name
            case ast.Constant(value=str() as text) if text in _TEXTS:
                for other in _TEXTS[text]:
                    node.value = other
                    yield f"{text!r} → {other!r}", line
                node.value = text
            case ast.Compare(ops=[operator]) if type(operator) in _NODES:
                node.ops = [_NODES[type(operator)]()]
                yield f"{type(operator).__name__} → {_NODES[type(operator)].__name__}", line
                node.ops = [operator]
            case ast.BoolOp(op=operator) | ast.BinOp(op=operator) if type(operator) in _NODES:
                node.op = _NODES[type(operator)]()
                yield f"{type(operator).__name__} → {_NODES[type(operator)].__name__}", line
                node.op = operator


def _modules(name: str, tree: ast.Module) -> dict[str, ModuleType]:
    """The modules of the compiler that a changed module belongs to, made anew around it."""
    made: dict[str, ModuleType] = {}
    with patch.dict(sys.modules):
        for one in COLUMNS if name in COLUMNS else (name,):
            module = made[one] = sys.modules[f"matcher.judge.{one}"] = ModuleType(f"matcher.judge.{one}")
            exec(_code(one) if one != name else compile(tree, name, "exec"), module.__dict__)
    return made


@cache
def _code(name: str) -> Any:
    return compile((FOLDER / f"{name}.py").read_text(encoding="utf-8"), name, "exec")


CASES = boundary_cases(120)
KNOWN = [case for case in CASES if case["flag"] is not None][:30]
"""Cases of which a column has no mask."""
SHARED: list[Facts] = [{name: case[name] for name in sorted(FACTS)[::2]} for case in CASES[:5]]
"""Facts given as one value for all the cases."""
_never = rule("avis", "information", ("non_appreciable", 1), met_when={"blocking_not_met": {"at_least": 1}})
NO_OPINION = law_of(rule("a", not_met_when={"flag": {"is": True}}), _never)
LARGEST, TOO_LARGE = (law_of(*(rule(f"r{place}", waived="x") for place in range(count))) for count in (122, 123))
"""With the five opinions, as many rules as may be counted, and one more."""


@cache
def _expected() -> list[tuple[Law, list[Facts], Facts, list[Verdict]]]:
    """Laws, cases, what is the same in all of them, and the verdicts."""
    return [
        (law, cases, shared, [verdict_by_truth(law, {**facts, **shared}) for facts in cases])
        for law in (*boundary_laws(), LARGEST)
        for cases, shared in ((CASES, {}), (KNOWN, {}), *((KNOWN, one) for one in SHARED))
    ]


def _columns_are_right(modules: dict[str, ModuleType]) -> bool:
    judge = modules["columns"].ColumnJudge()
    flag = {"flag": flags([True, False])}
    return (
        all(_same(judge, *one) for one in _expected())
        and _refused(judge, NO_OPINION, {}, LookupError)
        and _refused(judge, NO_OPINION, flag, LookupError)
        and _refused(judge, TOO_LARGE, {}, ValueError)
    )


def _same(judge: ColumnJudge, law: Law, cases: list[Facts], shared: Facts, expected: list[Verdict]) -> bool:
    columns = _columns(len(cases)) | {name: same(value, FACTS[name]) for name, value in shared.items()}
    verdicts = judge.judge(law, columns, len(cases))
    return all(verdicts.verdict(case) == verdict for case, verdict in enumerate(expected))


@cache
def _columns(size: int) -> dict[str, FactColumn]:
    (cases,) = (cases for cases in (CASES, KNOWN) if len(cases) == size)
    columns = fact_columns({name: [case[name] for case in cases] for name in FACTS}, FACTS)
    for one in columns.values():
        # A changed compiler may write anywhere.
        for part in (one.low, one.high, one.known):
            if part is not None:
                part.setflags(write=False)
    return columns


def _refused(judge: ColumnJudge, law: Law, columns: dict[str, FactColumn], error: type[Exception]) -> bool:
    try:
        judge.judge(law, columns, 2)
    except error:
        return True
    return False


def _source_is_right(modules: dict[str, ModuleType]) -> bool:
    judge = modules["source"].SourceJudge()
    return all(
        judge.judge(law, facts) == verdict
        for law, cases, shared, expected in _expected()
        if not shared
        for facts, verdict in zip(cases, expected, strict=True)
    )


def _survivors(name: str) -> tuple[int, set[str]]:
    """How many changes were tried in a module, and the lines of those that no case tells."""
    text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    is_right = _columns_are_right if name in COLUMNS else _source_is_right
    assert is_right(_modules(name, tree))
    count, found = 0, set()
    for change, line in _mutations(tree):
        count += 1
        try:
            told = not is_right(_modules(name, tree))
        except Exception:
            told = True
        if not told:
            found.add(f"{text.splitlines()[line - 1].strip()}  # {change}")
    return count, found


@pytest.mark.parametrize("name", _SAME_ANSWERS)
def test_a_changed_operator_gives_a_wrong_verdict(name: str) -> None:
    count, survivors = _survivors(name)

    print(f"{name} : {count} changements, {count - len(survivors)} découverts")
    assert count > 5
    assert survivors == _SAME_ANSWERS[name]
