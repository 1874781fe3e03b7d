"""The rulebook compiled to plain Python source: fast, and the oracle that the engine is held to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matcher.judge.flat import (
    Every,
    FlatCondition,
    FlatFacts,
    FlatRule,
    Some,
    Test,
    conditions_of,
    encode_facts,
    flat_rules,
)
from matcher.judge.verdict import Verdict, conclude, findings_as_facts, outcome_of
from matcher.model.report import Outcome
from matcher.rulebook.conditions import Fact
from matcher.rulebook.law import Law, LawKey

Fired = Callable[[FlatFacts], list[tuple[str, ...]]]


class SourceJudge:
    """Runs laws as compiled Python. Compiled laws are kept; a race only compiles one twice."""

    def __init__(self) -> None:
        self._compiled: dict[LawKey, _CompiledLaw] = {}

    def judge(self, law: Law, facts: Mapping[str, Fact | None]) -> Verdict:
        return conclude(self._of(law).conclusions, self.outcomes(law, facts))

    def outcomes(self, law: Law, facts: Mapping[str, Fact | None]) -> dict[str, Outcome]:
        return self._of(law).judge(encode_facts(facts, law.facts))

    def _of(self, law: Law) -> _CompiledLaw:
        if law.key not in self._compiled:
            self._compiled[law.key] = _CompiledLaw(law)
        return self._compiled[law.key]


class _CompiledLaw:
    def __init__(self, law: Law) -> None:
        self._findings = flat_rules(law, conclusions=False)
        self.conclusions = flat_rules(law, conclusions=True)
        self._on_facts = _compile(self._findings)
        self._on_findings = _compile(self.conclusions)

    def judge(self, flat: FlatFacts) -> dict[str, Outcome]:
        outcomes = _outcomes(self._findings, self._on_facts(flat))
        with_findings = {**flat, **findings_as_facts(self._findings, outcomes)}
        outcomes.update(_outcomes(self.conclusions, self._on_findings(with_findings)))
        return outcomes


def _outcomes(rules: tuple[FlatRule, ...], fired: list[tuple[str, ...]]) -> dict[str, Outcome]:
    return {rule.id: outcome_of(rule, names) for rule, names in zip(rules, fired, strict=True)}


def _compile(rules: tuple[FlatRule, ...]) -> Fired:
    namespace: dict[str, Fired] = {}
    exec(compile(source_of(rules), "<règles compilées>", "exec"), namespace)
    return namespace["fired"]


def source_of(rules: tuple[FlatRule, ...]) -> str:
    """A function from fields to the names of the conditions that are true, rule by rule. Values are literals."""
    lines = ["def fired(facts):", "    return ["]
    for rule in rules:
        names = [f"*(({outcome!r},) if {_expression(condition)} else ())" for outcome, condition in conditions_of(rule)]
        lines.append(f"        ({', '.join(names)}{',' if names else ''}),")
    return "\n".join([*lines, "    ]"])


def _expression(condition: FlatCondition) -> str:
    match condition:
        case Test(field, symbol, value):
            return f"({field!r} in facts and facts[{field!r}] {symbol} {value!r})"
        case Every(parts):
            return "(" + " and ".join(_expression(part) for part in parts) + ")"
        case Some(parts):
            return "(" + " or ".join(_expression(part) for part in parts) + ")"
