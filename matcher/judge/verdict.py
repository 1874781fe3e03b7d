"""What a judge answers, and how findings become facts for the conclusions: shared by every judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from matcher.judge.flat import FlatFacts, FlatRule, encode_facts
from matcher.model.report import Opinion, Outcome
from matcher.rulebook.conditions import Fact
from matcher.rulebook.law import COUNTED, FINDING, Law

NO_OPINION = "aucune règle d'avis n'est remplie ; attendu : une règle d'avis pour chaque cas"


@dataclass(frozen=True)
class Verdict:
    """The outcome of every rule in force, and the opinion with the rule that gave it."""

    outcomes: Mapping[str, Outcome]
    opinion: Opinion
    opinion_rule: str


class Judge(Protocol):
    """One rulebook, several judges: each gives the same verdict on the same facts."""

    def outcomes(self, law: Law, facts: Mapping[str, Fact | None]) -> Mapping[str, Outcome]:
        """The outcome of every rule of a law, which need not give an opinion."""
        ...

    def judge(self, law: Law, facts: Mapping[str, Fact | None]) -> Verdict: ...


def outcome_of(rule: FlatRule, fired: Collection[str]) -> Outcome:
    """The outcome of a rule from the conditions that were true. Contradicting conditions leave it unknown."""
    if rule.waived:
        return "waived"
    if "not_applicable" in fired:
        return "not_applicable"
    met, not_met = "met" in fired, "not_met" in fired
    if met == not_met:
        return "unknown"
    return "met" if met else "not_met"


def findings_as_facts(rules: Iterable[FlatRule], outcomes: Mapping[str, Outcome]) -> FlatFacts:
    """Every outcome as a fact of its own, and the counts that the opinion rules read."""
    findings = {rule.id: (rule.kind, outcomes[rule.id]) for rule in rules}
    counts: Counter[tuple[str, str]] = Counter(findings.values())
    return encode_facts(
        {
            **{FINDING + rule_id: outcome for rule_id, (_, outcome) in findings.items()},
            **{name: counts[kind, outcome] for name, (kind, outcome) in COUNTED.items()},
        },
        facts={},
    )


def conclude(rules: Iterable[FlatRule], outcomes: dict[str, Outcome]) -> Verdict:
    """The verdict, once the conclusions have their outcomes too: the met opinion of lowest order wins."""
    met = [rule for rule in rules if rule.opinion and outcomes[rule.id] == "met"]
    if not met:
        raise LookupError(NO_OPINION)
    retained = min(met, key=lambda rule: (rule.order, rule.id))
    return Verdict(outcomes, retained.opinion, retained.id)  # type: ignore[arg-type]
