"""What an answer could change: each open question tried with its plausible answers, under the same rules.

Only the rules that read the facts in question are looked at again, and what was tried once is remembered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from matcher.judge.verdict import Verdict
from matcher.model.report import FindingKind, Opinion, Outcome
from matcher.model.words import OPINIONS
from matcher.rulebook.conditions import Fact
from matcher.rulebook.law import Law, RuleInForce
from matcher.rulebook.outcomes import opinion_by_truth, outcome_by_truth
from matcher.rulebook.schema import FactDefinition

Changes = Mapping[str, Fact]
Outcomes = dict[str, Outcome]

FLIPS = "peut changer le pré-avis"
TOGETHER = f"{FLIPS}, avec d'autres réponses"
ALERT = "lève un point de vigilance"
DETAIL = "précise le dossier"
_STEPS = {"months": 0.01}
"""How much below a threshold falls short of it; 1 for what is counted in whole numbers."""


@dataclass(frozen=True)
class Effect:
    """What an answer may change, from the most: the opinion, the opinion with other answers, an alert, a detail."""

    words: str
    urgency: int


def urgency(words: str) -> int:
    """The place of an effect, as a report words it, among the others: 0 for what can change the opinion alone."""
    if words.startswith(FLIPS):
        return 1 if words == TOGETHER else 0
    return 2 if words == ALERT else 3


class Answers:
    """Plausible answers to what is open about one certification, and what each would lead to."""

    def __init__(self, law: Law, facts: Mapping[str, Fact], verdict: Verdict) -> None:
        self._law, self._facts, self._opinion = law, facts, verdict.opinion
        self._outcomes: Outcomes = {rule.id: verdict.outcomes[rule.id] for rule in law.findings}
        self._concluding = {name: facts[name] for name in law.concluding_facts if name in facts}
        self._reached: dict[frozenset[tuple[str, Outcome]], Opinion] = {}
        self._tried: dict[tuple[str, ...], tuple[Outcomes, ...]] = {}

    def effect_of_ranges(self, kind: FindingKind) -> Effect | None:
        """Of a date or hours made precise: every amount known as a range would come to one of its ends."""
        if ("",) not in self._tried:
            ends = ({name: value[end] for name, value in self._ranges.items()} for end in (0, 1))
            self._tried[("",)] = tuple(self._outcomes_with(one) for one in ends)
        return self._effect(self._tried[("",)], kind)

    def effect_of_fact(self, name: str, kind: FindingKind) -> Effect | None:
        """Of a fact not known, told at last."""
        if name not in self._law.deciding:
            return self._minor_effect(name, kind)
        if (name,) not in self._tried:
            values = plausible(name, self._law.facts[name], self._law.readers.get(name, ()))
            self._tried[(name,)] = tuple(self._outcomes_with({name: value}) for value in values)
        return self._effect(self._tried[(name,)], kind)

    def _minor_effect(self, name: str, kind: FindingKind) -> Effect | None:
        """Of a fact that no condition reads: one answer that turns a finding is enough to ask."""
        values = plausible(name, self._law.facts[name], self._law.readers.get(name, ()))
        return _minor(kind) if any(self._outcomes_with({name: value}) for value in values) else None

    def effect_of_more(self, rule: RuleInForce) -> Effect | None:
        """Of something more told, such as another experience, that would be enough for a rule."""
        return self._effect(({rule.id: "met"},), rule.rule.kind)

    @cached_property
    def _ranges(self) -> dict[str, tuple[Any, Any]]:
        return {name: value for name, value in self._facts.items() if isinstance(value, tuple) and value[0] != value[1]}

    @cached_property
    def _all_well(self) -> Outcomes:
        """As if every other condition still open were met: some answers change the opinion only together."""
        return {
            rule.id: "met"
            for rule in self._law.findings
            if rule.rule.kind == "blocking" and self._outcomes[rule.id] == "unknown"
        }

    def _outcomes_with(self, changes: Changes) -> Outcomes:
        """The findings that would turn."""
        facts = {**self._facts, **changes}
        rules = {rule.id: rule for name in changes for rule in self._law.readers.get(name, ())}
        found = {rule_id: outcome_by_truth(rule, facts) for rule_id, rule in rules.items()}
        return {rule_id: outcome for rule_id, outcome in found.items() if outcome != self._outcomes[rule_id]}

    def _effect(self, tried: Sequence[Outcomes], kind: FindingKind) -> Effect | None:
        """None where no answer would change anything."""
        turned = [one for one in tried if one]
        if not turned:
            return None
        reached = {self._opinion_with(one) for one in turned} - {self._opinion}
        if reached:
            words = " ou ".join(OPINIONS[opinion] for opinion in OPINIONS if opinion in reached)
            return Effect(f"{FLIPS} : {words}", 0)
        if kind == "blocking" and self._together(tried):
            return Effect(TOGETHER, 1)
        return _minor(kind)

    def _together(self, tried: Sequence[Outcomes]) -> bool:
        """Whether the answers differ once everything else is well."""
        opinions = [self._opinion_with({**self._well_but(one), **one}) for one in tried]
        opinions.append(self._opinion_with(self._well_but(*tried)))
        return any(one != other for one, other in pairwise(opinions))

    def _well_but(self, *tried: Outcomes) -> Outcomes:
        return {rule_id: well for rule_id, well in self._all_well.items() if not any(rule_id in one for one in tried)}

    def _opinion_with(self, turned: Mapping[str, Outcome]) -> Opinion:
        key = frozenset(turned.items())
        if key not in self._reached:
            self._reached[key] = opinion_by_truth(self._law, {**self._outcomes, **turned}, self._concluding)
        return self._reached[key]


def _minor(kind: FindingKind) -> Effect:
    return Effect(ALERT, 2) if kind == "warning" else Effect(DETAIL, 3)


def plausible(name: str, fact: FactDefinition, rules: Sequence[RuleInForce]) -> Iterator[Fact]:
    """Values worth trying for a fact: each word it may be, yes and no, and both sides of each threshold on it."""
    if fact.type == "flag":
        yield from (True, False)
    elif fact.type == "text":
        yield from fact.values
    elif fact.type != "date":
        thresholds = {
            one.value
            for rule in rules
            for one in rule.comparisons
            if one.fact == name and isinstance(one.value, int | float)
        }
        for threshold in sorted(thresholds):
            yield threshold
            yield max(0, threshold - _STEPS.get(fact.type, 1))
