"""The rulebook run by durable-rules, one set of facts at a time.

The engine is used within a narrow, measured subset, because outside it crashes or answers wrongly without a word:
flat facts, one type per field, composed strings compared for equality only, integers below 2^53, plain conjunctions
(`stages`), no rule on absence, no join, sequential integer ids, facts asserted one by one then retracted, one session,
rulesets built once per process, no timer thread, actions that only collect, and a lock around all of it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from matcher.judge.flat import Every, FlatCondition, FlatFacts, FlatRule, Test, encode_facts, every, flat_rules
from matcher.judge.stages import PART, Conjunction, stages
from matcher.judge.verdict import Verdict, conclude, findings_as_facts, outcome_of
from matcher.model.report import Outcome
from matcher.rulebook.conditions import Fact
from matcher.rulebook.rulebook import Law, LawKey

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
_SYMBOLS = {">=": "$gte", ">": "$gt", "<=": "$lte", "<": "$lt", "!=": "$neq"}


class JudgeError(RuntimeError):
    """The engine failed: no verdict can be trusted."""


class _QuietHost(engine.Host):  # type: ignore[misc]
    """A host without the timer threads of the original."""

    def _run(self) -> None:
        return


class DurableJudge:
    """Runs laws on durable-rules. Safe to share between threads: calls take turns."""

    def __init__(self) -> None:
        self._rulesets: dict[LawKey, _LawRuleset] = {}
        self._lock = threading.Lock()

    def judge(self, law: Law, facts: Mapping[str, Fact | None]) -> Verdict:
        """The verdict of a law on a set of facts. Raises JudgeError when the engine fails."""
        flat = encode_facts(facts, law.facts)
        with self._lock:
            # Kept again only once it has answered: after a failure, the engine's state is wrong for ever.
            ruleset = self._rulesets.pop(law.key, None) or _LawRuleset(law)
            outcomes = ruleset.judge(flat)
            self._rulesets[law.key] = ruleset
        return conclude(ruleset.conclusions, outcomes)


class _LawRuleset:
    """One law in one ruleset of one host.

    The facts pass from stage to stage, then with their findings through the stages of the conclusions: the last rule
    to fire in a stage asserts the facts of the next.
    """

    def __init__(self, law: Law) -> None:
        self.conclusions = flat_rules(law, conclusions=True)
        self._findings = flat_rules(law, conclusions=False)
        finding, concluding = stages(self._findings, "facts"), stages(self.conclusions, "findings")
        self._last_finding, self._last = len(finding) - 1, len(finding) + len(concluding) - 1
        self._fields = [stage.fields for stage in finding + concluding]
        self._fired: dict[str, set[str]] = defaultdict(set)
        self._outcomes: dict[str, Outcome] = {}
        self._facts: FlatFacts = {}
        self._ids = count(1)
        rules: dict[str, Any] = {}
        for place, stage in enumerate(finding + concluding):
            here = Test(STAGE, "==", place)
            for number, one in enumerate(stage.conjunctions):
                rules[f"{place}.{number}"] = _rule(every((here, one.condition)), self._collect(one), priority=1)
            rules[f"{place}.close"] = _rule(here, self._close(place), priority=2)
        self._host = _QuietHost()
        try:
            self._host.register_rulesets({"law": rules})
        except Exception as error:
            raise JudgeError(f"le moteur de règles refuse la loi : {error}") from error

    def judge(self, flat: FlatFacts) -> dict[str, Outcome]:
        self._fired.clear()
        self._outcomes = {}
        self._facts = dict(flat)
        try:
            state = self._host.assert_fact("law", self._facts_at(0))
            for fact in self._host.get_facts("law", None):
                self._host.retract_fact("law", fact)
        except Exception as error:
            raise JudgeError(f"le moteur de règles a échoué : {error}") from error
        if state.get("exception"):
            raise JudgeError(f"le moteur de règles a échoué : {state['exception']}")
        if len(self._outcomes) != len(self._findings) + len(self.conclusions):
            raise JudgeError("le moteur de règles n'est pas allé au bout des conclusions")
        return self._outcomes

    def _facts_at(self, stage: int) -> dict[str, Any]:
        read = {name: value for name, value in self._facts.items() if name in self._fields[stage]}
        return {**read, STAGE: stage, "id": next(self._ids)}

    def _collect(self, conjunction: Conjunction) -> Callable[[Any], None]:
        def collect(closure: Any) -> None:
            if conjunction.outcome == PART:
                self._facts[conjunction.rule] = 1
            else:
                self._fired[conjunction.rule].add(conjunction.outcome)

        return collect

    def _close(self, stage: int) -> Callable[[Any], None]:
        def close(closure: Any) -> None:
            if stage == self._last_finding:
                self._note_outcomes(self._findings)
                self._facts.update(findings_as_facts(self._findings, self._outcomes))
            if stage == self._last:
                self._note_outcomes(self.conclusions)
            else:
                closure.assert_fact(self._facts_at(stage + 1))

        return close

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
            return {"$and": [_definition(part) for part in parts]}
    raise TypeError(f"condition à compiler inattendue : {condition!r}")
