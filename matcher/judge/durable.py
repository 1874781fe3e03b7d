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
from matcher.rulebook.law import Law, LawKey

if hasattr(sys, "setdlopenflags"):
    # On Python 3.13 a build without our compile flag lacks a symbol that only serves callbacks we never set:
    # bound lazily, it is never looked for.
    _flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_LAZY)
    try:
        import durable_rules_engine as native
        from durable import engine
    finally:
        sys.setdlopenflags(_flags)
else:
    import durable_rules_engine as native
    from durable import engine

STAGE = "stage"
_SYMBOLS = {">=": "$gte", ">": "$gt", "<=": "$lte", "<": "$lt", "!=": "$neq"}


class JudgeError(RuntimeError):
    """The engine failed: no verdict can be trusted."""


class _Ruleset(engine.Ruleset):  # type: ignore[misc]
    """A ruleset run to its end by itself: without a host, hence without its timer threads.

    The original decodes the whole set of facts and writes the state again at each action. Ours only collect: the
    name of the rule is enough, and an action that fails is raised instead of being noted in the state.
    """

    def run(self, facts: dict[str, Any], actions: Mapping[str, Callable[[], None]]) -> None:
        """Assert facts, then run the action of each rule that fires, in the engine's order."""
        state = self.assert_fact(facts)
        started = native.start_action_for_state(self._handle, state)
        fired = started[1] if started else None
        while fired:
            actions[fired[2 : fired.index('"', 2)]]()
            fired = native.complete_and_start_action(self._handle, state)

    def clear(self) -> None:
        """Take every fact back."""
        for fact in self.get_facts(None):
            self.retract_fact(fact)


class DurableJudge:
    """Runs laws on durable-rules. Safe to share between threads: calls take turns."""

    def __init__(self) -> None:
        self._rulesets: dict[LawKey, _LawRuleset] = {}
        self._lock = threading.Lock()

    def judge(self, law: Law, facts: Mapping[str, Fact | None]) -> Verdict:
        """The verdict of a law on a set of facts. Raises JudgeError when the engine fails."""
        ruleset, outcomes = self._run(law, facts)
        return conclude(ruleset.conclusions, outcomes)

    def outcomes(self, law: Law, facts: Mapping[str, Fact | None]) -> dict[str, Outcome]:
        """The outcome of every rule of a law, which need not give an opinion. Raises JudgeError as well."""
        return self._run(law, facts)[1]

    def _run(self, law: Law, facts: Mapping[str, Fact | None]) -> tuple[_LawRuleset, dict[str, Outcome]]:
        flat = encode_facts(facts, law.facts)
        with self._lock:
            # Kept again only once it has answered: after a failure, the engine's state is wrong for ever.
            ruleset = self._rulesets.pop(law.key, None) or _LawRuleset(law)
            outcomes = ruleset.judge(flat)
            self._rulesets[law.key] = ruleset
        return ruleset, outcomes


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
        self._actions: dict[str, Callable[[], None]] = {}
        for place, stage in enumerate(finding + concluding):
            here = Test(STAGE, "==", place)
            for number, one in enumerate(stage.conjunctions):
                rules[f"{place}.{number}"] = _rule(every((here, one.condition)), priority=1)
                self._actions[f"{place}.{number}"] = self._collect(one)
            rules[f"{place}.close"] = _rule(here, priority=2)
            self._actions[f"{place}.close"] = self._close(place)
        try:
            self._ruleset = _Ruleset("law", None, rules)
        except Exception as error:
            raise JudgeError(f"le moteur de règles refuse la loi : {error}") from error

    def judge(self, flat: FlatFacts) -> dict[str, Outcome]:
        self._fired.clear()
        self._outcomes = {}
        self._facts = dict(flat)
        try:
            self._ruleset.run(self._facts_at(0), self._actions)
            self._ruleset.clear()
        except Exception as error:
            raise JudgeError(f"le moteur de règles a échoué : {error}") from error
        if len(self._outcomes) != len(self._findings) + len(self.conclusions):
            raise JudgeError("le moteur de règles n'est pas allé au bout des conclusions")
        return self._outcomes

    def _facts_at(self, stage: int) -> dict[str, Any]:
        read = {name: value for name, value in self._facts.items() if name in self._fields[stage]}
        return {**read, STAGE: stage, "id": next(self._ids)}

    def _collect(self, conjunction: Conjunction) -> Callable[[], None]:
        def collect() -> None:
            if conjunction.outcome == PART:
                self._facts[conjunction.rule] = 1
            else:
                self._fired[conjunction.rule].add(conjunction.outcome)

        return collect

    def _close(self, stage: int) -> Callable[[], None]:
        def close() -> None:
            if stage == self._last_finding:
                self._note_outcomes(self._findings)
                self._facts.update(findings_as_facts(self._findings, self._outcomes))
            if stage == self._last:
                self._note_outcomes(self.conclusions)
            else:
                self._ruleset.assert_fact(self._facts_at(stage + 1))

        return close

    def _note_outcomes(self, rules: tuple[FlatRule, ...]) -> None:
        self._outcomes.update((rule.id, outcome_of(rule, self._fired.get(rule.id, ()))) for rule in rules)


def _rule(condition: FlatCondition, priority: int) -> dict[str, Any]:
    return {"all": [{"m": _definition(condition)}], "pri": priority, "run": _no_action}


def _no_action(closure: Any) -> None:
    """The engine's own actions are not used: `_Ruleset.run` calls ours by the name of the rule."""


def _definition(condition: FlatCondition) -> dict[str, Any]:
    match condition:
        case Test(field, "==", value):
            return {field: value}
        case Test(field, symbol, value):
            return {_SYMBOLS[symbol]: {field: value}}
        case Every(parts):
            return {"$and": [_definition(part) for part in parts]}
    raise TypeError(f"condition à compiler inattendue : {condition!r}")
