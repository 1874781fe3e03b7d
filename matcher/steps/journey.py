"""What every step reads: the case, its first target, the places around the person, and the rules judged once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from matcher.case import Case
from matcher.explain import experience_name
from matcher.facts import Facts, Related, as_code, codes_of
from matcher.judge.verdict import Judge
from matcher.model.certification import Certification
from matcher.model.path import ItemDate, ItemKind, ItemState, StepItem
from matcher.model.report import Match, Opinion, Outcome
from matcher.reading.path_data import PathData
from matcher.reading.proofs import is_abroad
from matcher.relation import Relation
from matcher.rulebook.conditions import Fact, comparisons_of, truth
from matcher.rulebook.law import RuleInForce
from matcher.rulebook.messages import message_of
from matcher.rulebook.outcomes import missing_facts
from matcher.rulebook.sentences import placeholders
from matcher.steps.places import Nearby, Postcode, centres_abroad, centres_near, read_postcode

IN_WORDS: dict[Opinion, str] = {
    "favorable_probable": "les conditions appréciées sont remplies",
    "a_completer": "il manque des informations",
    "defavorable_probable": "un point est à retravailler",
    "non_appreciable": "règles propres du Cnam, à demander au centre",
}
"""What a pre-opinion comes to, in words that a person may read."""

_FUNDING = "financement."
"""How the identifiers of the rules about one funder begin."""
_FIRST = {"avertissement": 0, "financement": 1}
_FUNDER_STATES: dict[Outcome, ItemState] = {"met": "possible", "unknown": "a_verifier", "not_met": "ecarte"}


@dataclass(frozen=True)
class Target:
    """The first target: the certification that the person aims at, else the first ranked."""

    match: Match
    certification: Certification
    relation: Relation
    related: Related


@dataclass(frozen=True)
class Journey:
    """One dossier on its way. ``find``: a certification by its code; ``judge`` judges again where a step asks."""

    case: Case
    data: PathData
    matches: tuple[Match, ...]
    target: Target | None
    find: Callable[[str], Certification | None]
    judge: Judge

    @cached_property
    def abroad(self) -> bool:
        return is_abroad(self.case.dossier.country)

    @cached_property
    def postcode(self) -> Postcode | None:
        return None if self.abroad else read_postcode(self.case.dossier.postcode, self.data)

    @cached_property
    def nearby(self) -> tuple[Nearby, ...]:
        """The centres for each place where the person may live; none where that is not known."""
        if self.abroad:
            return (centres_abroad(self.case.dossier.country or "", self.data),)
        departments = self.postcode.departments if self.postcode else ()
        return tuple(centres_near(one, self.data) for one in departments)

    @cached_property
    def centres(self) -> frozenset[str]:
        """The identifiers of the centres given to the person."""
        return frozenset(one.id for near in self.nearby for one in (*near.in_charge, *near.nearest))

    def experience(self, index: int) -> str:
        return experience_name(self.case, index)

    def is_target(self, code: str) -> bool:
        return self.target is not None and as_code(code) in codes_of(self.target.certification)

    def title(self, code: str) -> str:
        """A certification as it is named in a sentence: its title and code, or what was typed."""
        found = self.find(code)
        return f"« {found.title} » ({found.rncp or found.code})" if found else code


class JudgedRules:
    """The rules of the steps, judged once, as items."""

    def __init__(self, case: Case, judge: Judge, facts: Facts, with_target: bool) -> None:
        self._law = case.book.law_on(case.day, "dossier")
        self._facts: dict[str, Fact] = {name: value for name, value in facts.items() if value is not None}
        self._outcomes = judge.outcomes(self._law, facts)
        self._asked: set[str] = set()
        self._with_target = with_target

    def outcome(self, rule_id: str) -> Outcome | None:
        """The outcome of a rule; None where it is not in force."""
        return self._outcomes.get(rule_id)

    def items(self, step: int) -> list[StepItem]:
        """What the rules of a step say: warnings, funders, the others as in the files; then what they ask."""
        told = [self._item(rule) for rule in self._of(step) if self._is_told(rule)]
        told.sort(key=lambda item: _FIRST.get(item.kind, len(_FIRST)))
        return [*told, *self._questions(step)]

    def _of(self, step: int) -> Iterator[RuleInForce]:
        return (rule for rule in self._law.rules if rule.rule.step == step)

    def _is_told(self, rule: RuleInForce) -> bool:
        if self._outcomes[rule.id] in {"not_applicable", "waived"} or not self._applies(rule):
            return False
        return self._with_target or not self._is_about_target(rule)

    def _is_about_target(self, rule: RuleInForce) -> bool:
        """Whether an open rule lacks what only a target would tell."""
        lacking = self._missing(rule) if self._outcomes[rule.id] == "unknown" else ()
        return any(name in self._law.facts and self._law.facts[name].scope == "certification" for name in lacking)

    def _applies(self, rule: RuleInForce) -> bool:
        """False too where it is not known whether the rule applies: then only its question is of use."""
        return rule.not_applicable is None or truth(rule.not_applicable, self._facts) is False

    def _item(self, rule: RuleInForce) -> StepItem:
        outcome = self._outcomes[rule.id]
        source = rule.source
        return StepItem(
            kind=_kind(rule, outcome),
            title=rule.rule.title,
            text=message_of(rule, outcome, self._facts, self._law.facts),
            state=_FUNDER_STATES.get(outcome) if rule.id.startswith(_FUNDING) else None,
            rule=rule.id,
            source=", ".join(filter(None, (source.text, source.article))),
            confidence=source.confidence,
            dates=tuple(self._dates(rule, outcome)),
            link=source.url,
        )

    def _dates(self, rule: RuleInForce, outcome: Outcome) -> Iterator[ItemDate]:
        """The days that a sentence tells."""
        for name in dict.fromkeys(placeholders(getattr(rule.version, outcome) or "")):
            fact, day = self._law.facts.get(name), self._facts.get(name)
            if fact is not None and isinstance(day, date):
                yield ItemDate(what=fact.label, day=day)

    def _missing(self, rule: RuleInForce) -> tuple[str, ...]:
        """What an open rule lacks; where it is not known to apply, only what would say whether it does."""
        if self._applies(rule) or rule.not_applicable is None:
            return missing_facts(rule, self._facts)
        return tuple(one.fact for one in comparisons_of(rule.not_applicable))

    def _questions(self, step: int) -> Iterator[StepItem]:
        """What the open rules of a step lack, each thing asked once on the whole path.

        What a certification lacks is asked with it, in its match.
        """
        for rule in self._of(step):
            if self._outcomes[rule.id] != "unknown":
                continue
            for name in self._missing(rule):
                fact = self._law.facts.get(name)
                if fact is None or fact.scope != "dossier" or name in self._facts:
                    continue
                if fact.ask and fact.ask not in self._asked:
                    self._asked.add(fact.ask)
                    yield question(fact.ask, rule.id)


def _kind(rule: RuleInForce, outcome: Outcome) -> ItemKind:
    if rule.id.startswith(_FUNDING):
        return "financement"
    return "avertissement" if rule.rule.kind == "warning" and outcome != "met" else "droit"


def question(ask: str, rule: str | None = None) -> StepItem:
    return StepItem(kind="question", title="À demander", text=ask, rule=rule)


def listed(names: Iterable[str]) -> str:
    """As "a", "a et b", "a, b et c"."""
    *before, last = [*names] or [""]
    return f"{', '.join(before)} et {last}" if before else last
