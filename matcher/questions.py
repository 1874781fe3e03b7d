"""Which question to ask next: the one whose answer can turn the opinion, before those that only settle a doubt.

The answers to a question are not guessed: each fact that a rule lacks is given, in turn, every value that the rule's own
conditions tell apart, and the opinion is drawn again by the rules of opinion. A question that can change neither the
opinion nor a point of vigilance is not asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product
from typing import Any

from matcher.explain import ABOUT_HOURS, question_about
from matcher.model.dossier import Dossier
from matcher.model.report import Finding, Match, Opinion, Outcome, Question
from matcher.rulebook.conditions import Fact
from matcher.rulebook.outcomes import outcome_by_truth
from matcher.rulebook.rulebook import COUNTED, FINDING, Law, RuleInForce
from matcher.rulebook.schema import NUMBERS, FactDefinition

_MOST_TRIALS = 2_000
_ANSWERED_BY = {
    "sentences_related": "experiences[0].activities",
    "job_distance": "experiences[0].title",
    "initial_training_same": "initial_training",
    "level_gap": "diplomas[0].level",
}
"""The field where the answer about a fact is written, for the facts that one field settles."""
_ANSWERS: tuple[Outcome, ...] = ("met", "not_met", "not_applicable")


@dataclass(frozen=True)
class Answer:
    """What the opinion becomes when an answer gives this outcome to the question's rule."""

    outcome: Outcome
    opinion: Opinion


@dataclass(frozen=True)
class NextQuestion:
    """A question, and what each possible answer does to the opinion. ``decisive``: one of them turns it."""

    ask: str
    rule: str
    answers: tuple[Answer, ...]
    decisive: bool
    path: str | None
    """The field of the dossier that holds the answer, as "experiences[0].end"; None where there is no such field."""


def next_questions(match: Match, law: Law, dossier: Dossier) -> tuple[NextQuestion, ...]:
    """The questions of a match worth asking, the decisive ones first; each keeps the engine's order otherwise."""
    paths = _paths(law, dossier)
    asked = [one for question in match.questions if (one := _weighed(question, match, law, paths)) is not None]
    return tuple(sorted(asked, key=lambda one: (not one.decisive, not _clears(one))))


def _paths(law: Law, dossier: Dossier) -> dict[str, str]:
    """The field that answers each question about a field."""
    about = {
        question_about(dossier, index, gap): f"experiences[{index}].{gap}"
        for index in range(len(dossier.experiences))
        for gap in ABOUT_HOURS
    }
    asks = {law.facts[fact].ask: path for fact, path in _ANSWERED_BY.items() if fact in law.facts}
    return {**about, **{ask: path for ask, path in asks.items() if ask}}


def _clears(question: NextQuestion) -> bool:
    return any(answer.opinion == "favorable_probable" for answer in question.answers)


def _weighed(question: Question, match: Match, law: Law, paths: Mapping[str, str]) -> NextQuestion | None:
    rule = law.rule(question.rule)
    finding = next((one for one in match.findings if one.rule == question.rule), None)
    if rule is None or finding is None:
        return None
    answers = tuple(
        Answer(outcome, opinion_with(match, law, finding.rule, outcome))
        for outcome in _ANSWERS
        if outcome in reachable_outcomes(rule, finding, law.facts)
    )
    decisive = any(answer.opinion != match.opinion for answer in answers)
    if not decisive and finding.kind != "warning":
        return None
    return NextQuestion(question.ask, question.rule, answers, decisive, paths.get(question.ask))


def reachable_outcomes(rule: RuleInForce, finding: Finding, definitions: Mapping[str, FactDefinition]) -> set[Outcome]:
    """The outcomes that a rule may yet have, whatever is answered about the facts it lacks.

    Hours, months and counts may also grow from what is known: an answer may bring another experience.
    """
    known: dict[str, Fact] = {name: _as_fact(value) for name, value in finding.values.items()}
    grows = {name for name in rule.facts_read if name in definitions and definitions[name].type in NUMBERS}
    open_facts = [name for name in rule.facts_read if name not in known or name in finding.missing or name in grows]
    choices = [list(_candidates(name, rule, known.get(name), definitions.get(name))) for name in open_facts]
    return {
        outcome_by_truth(rule, {**known, **dict(zip(open_facts, values, strict=True))})
        for values in islice(product(*choices), _MOST_TRIALS)
    }


def opinion_with(match: Match, law: Law, rule_id: str, outcome: Outcome) -> Opinion:
    """The opinion of a match, had one of its rules another outcome."""
    outcomes = {one.rule: (one.kind, one.outcome) for one in match.findings}
    facts: dict[str, Fact] = {FINDING + name: given for name, (_, given) in outcomes.items()}
    facts[FINDING + rule_id] = outcome
    outcomes[rule_id] = (outcomes[rule_id][0], outcome)
    counts = Counter(outcomes.values())
    facts |= {name: counts[kind, given] for name, (kind, given) in COUNTED.items()}  # type: ignore[index]
    met = [rule for rule in law.conclusions if rule.rule.opinion and outcome_by_truth(rule, facts) == "met"]
    best = min(met, key=lambda rule: (rule.rule.order, rule.id), default=None)
    return match.opinion if best is None else best.rule.opinion  # type: ignore[return-value]


def _as_fact(value: Any) -> Fact:
    return (value[0], value[1]) if isinstance(value, list) else value


def _candidates(
    name: str, rule: RuleInForce, known: Fact | None, definition: FactDefinition | None
) -> Iterator[Fact]:
    """Values of a fact that the rule tells apart; a number is no less than what is known of it."""
    if definition is not None and definition.type == "flag":
        yield from (True, False)
    elif definition is not None and definition.type == "text":
        yield from definition.values
    else:
        least = known[0] if isinstance(known, tuple) else known
        asked = {near for one in rule.comparisons if one.fact == name for near in _around(one.value)}
        yield from sorted(value for value in asked if least is None or value >= least)
        if least is not None:
            yield least


def _around(value: Any) -> tuple[Any, ...]:
    """A threshold, and what lies on either side of it."""
    if isinstance(value, date):
        return value - timedelta(days=1), value, value + timedelta(days=1)
    return max(0, value - 1), value, value + 1
