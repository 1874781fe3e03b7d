"""The rulebook run by durable-rules, one set of facts at a time.

The engine is used within a narrow, measured subset, because outside it crashes or answers wrongly without a word:
flat facts, one type per field, composed strings compared for equality only, integers below 2^53, no rule on absence,
no join, sequential integer ids, facts asserted one by one then retracted, one session, rulesets built once per
process, no timer thread, actions that only collect, and a lock around all of it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from matcher.judge.flat import Every, FlatCondition, FlatFacts, FlatRule, Some, Test, encode_facts, flat_rules
from matcher.judge.verdict import Verdict, conclude, findings_as_facts, outcome_of
from matcher.model.report import Outcome
from matcher.rulebook.conditions import Fact
from matcher.rulebook.rulebook import Law

if hasattr(sys, "setdlopenflags"):
    # On Python 3.13 a build without our compile flag lacks a symbol that only serves callbacks we never set:
    # bound lazily, it is never looked for.
    _flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_LAZY)
    try:
        from durable import engine
    finally:
        sys.setdlopenflags(_flags)
else:
    from durable import engine

STAGE = "stage"
FACTS, FINDINGS = 0, 1
_SYMBOLS = {">=": "$gte", ">": "$gt", "<=": "$lte", "<": "$lt", "!=": "$neq"}
_MOST_ACTIONS = 500


class JudgeError(RuntimeError):
    """The engine failed: no verdict can be trusted."""


class _QuietHost(engine.Host):  # type: ignore[misc]
    """A host without the timer threads of the original."""

    def _run(self) -> None:
        return


class DurableJudge:
    """Runs laws on durable-rules. Safe to share between threads: calls take turns."""

    def __init__(self) -> None:
        self._rulesets: dict[tuple[tuple[str, int], ...], _LawRuleset] = {}
        self._lock = threading.Lock()

    def judge(self, law: Law, facts: Mapping[str, Fact | None]) -> Verdict:
        """The verdict of a law on a set of facts. Raises JudgeError when the engine fails."""
        flat = encode_facts(facts, law.facts)
        with self._lock:
            if law.key not in self._rulesets:
                self._rulesets[law.key] = _LawRuleset(law)
            return self._rulesets[law.key].judge(flat)


class _LawRuleset:
    """One law in one ruleset of one host; its findings chain to its opinion inside the engine."""

    def __init__(self, law: Law) -> None:
        self._findings = flat_rules(law, conclusions=False)
        self._conclusions = flat_rules(law, conclusions=True)
        self._fired: dict[str, set[str]] = defaultdict(set)
        self._outcomes: dict[str, Outcome] = {}
        self._ids = count(1)
        rules: dict[str, Any] = {
            **self._stage(FACTS, self._findings, priority=1),
            # The last to fire on the facts: it turns what fired into findings, on which the conclusions then fire.
            "close_findings": _rule(Test(STAGE, "==", FACTS), self._close_findings, priority=2),
            **self._stage(FINDINGS, self._conclusions, priority=1),
            "close_conclusions": _rule(Test(STAGE, "==", FINDINGS), self._close_conclusions, priority=2),
        }
        if len(rules) > _MOST_ACTIONS:
            raise JudgeError(f"{len(rules)} conditions à compiler ; le moteur en tient {_MOST_ACTIONS}")
        self._host = _QuietHost()
        self._host.register_rulesets({"law": rules})

    def judge(self, flat: FlatFacts) -> Verdict:
        self._fired.clear()
        self._outcomes = {}
        self._facts = flat
        try:
            state = self._host.assert_fact("law", {**flat, STAGE: FACTS, "id": next(self._ids)})
        finally:
            for fact in self._host.get_facts("law", None):
                self._host.retract_fact("law", fact)
        if state and state.get("exception"):
            raise JudgeError(f"le moteur de règles a échoué : {state['exception']}")
        if len(self._outcomes) != len(self._findings) + len(self._conclusions):
            raise JudgeError("le moteur de règles n'est pas allé au bout des conclusions")
        return conclude(self._conclusions, self._outcomes)

    def _stage(self, stage: int, rules: tuple[FlatRule, ...], priority: int) -> dict[str, Any]:
        compiled: dict[str, Any] = {}
        for rule in rules:
            for outcome in ("met", "not_met", "not_applicable"):
                condition: FlatCondition | None = getattr(rule, outcome)
                if condition is not None:
                    at_stage = Every((Test(STAGE, "==", stage), condition))
                    compiled[f"{rule.id}:{outcome}"] = _rule(at_stage, self._collect(rule.id, outcome), priority)
        return compiled

    def _collect(self, rule_id: str, outcome: str) -> Callable[[Any], None]:
        def collect(closure: Any) -> None:
            self._fired[rule_id].add(outcome)

        return collect

    def _close_findings(self, closure: Any) -> None:
        self._note_outcomes(self._findings)
        findings = findings_as_facts(self._findings, self._outcomes)
        closure.assert_fact({**self._facts, **findings, STAGE: FINDINGS, "id": next(self._ids)})

    def _close_conclusions(self, closure: Any) -> None:
        self._note_outcomes(self._conclusions)

    def _note_outcomes(self, rules: tuple[FlatRule, ...]) -> None:
        self._outcomes.update((rule.id, outcome_of(rule, self._fired.get(rule.id, ()))) for rule in rules)


def _rule(condition: FlatCondition, action: Callable[[Any], None], priority: int) -> dict[str, Any]:
    return {"all": [{"m": _definition(condition)}], "run": action, "pri": priority}


def _definition(condition: FlatCondition) -> dict[str, Any]:
    match condition:
        case Test(field, "==", value):
            return {field: value}
        case Test(field, symbol, value):
            return {_SYMBOLS[symbol]: {field: value}}
        case Every(parts):
            return _definition(parts[0]) if len(parts) == 1 else {"$and": [_definition(part) for part in parts]}
        case Some(parts):
            return _definition(parts[0]) if len(parts) == 1 else {"$or": [_definition(part) for part in parts]}
