"""Fixed laws that put every operator to use, and facts on every threshold, just under it, just over it, or missing."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import permutations
from typing import Any

from judge.laws import FACTS, THRESHOLDS, VALUES, law_of, rule

from matcher.judge.columns import ColumnJudge
from matcher.judge.fact_columns import fact_columns
from matcher.judge.verdict import Verdict
from matcher.rulebook.conditions import Fact
from matcher.rulebook.law import COUNTED, FINDING, Law
from matcher.rulebook.schema import NUMBERS, FactDefinition, Rule

Facts = dict[str, Fact | None]
_PAIRS = list(permutations(("at_least", "below", "at_most", "above", "is", "is_not"), 2))


def judged(judge: ColumnJudge, law: Law, cases: Sequence[Mapping[str, Fact | None]]) -> list[Verdict]:
    """The verdicts of cases that are given the same facts, judged together."""
    facts = {name: [case[name] for case in cases] for name in cases[0]}
    verdicts = judge.judge(law, fact_columns(facts, law.facts), len(cases))
    return [verdicts.verdict(case) for case in range(len(cases))]


def _draw(name: str, values: list[Any], chance: random.Random) -> Fact | None:
    if chance.random() < 0.2:
        return None
    one, other = chance.choice(values), chance.choice(values)
    return (min(one, other), max(one, other)) if FACTS[name].range else one


def boundary_cases(count: int, seed: int = 1) -> list[Facts]:
    """Facts of the random laws, then one fact alone, over every limit of the pairs of comparisons."""
    chance = random.Random(seed)
    drawn = [{name: _draw(name, VALUES[name], chance) for name in FACTS} for _ in range(count)]
    return drawn + [{**dict.fromkeys(FACTS), "stage": hours} for hours in range(len(_PAIRS) + 2)]


def boundary_laws() -> Iterator[Law]:
    """A rule for every operator on every fact, then groups, contradictions, scopes, findings, counts and orders."""
    for name, fact in FACTS.items():
        ordered = ["at_least", "below", "at_most", "above"] if fact.type in NUMBERS | {"date"} else []
        limit, *others = sorted(THRESHOLDS[fact.type])[1:] or THRESHOLDS[fact.type]
        rules = [rule(f"r{place}", when={name: {one: limit}}) for place, one in enumerate([*ordered, "is", "is_not"])]
        listed = [limit, *others[:1]]
        yield law_of(
            *rules, rule("one", when={name: {"one_of": listed}}), rule("none", when={name: {"none_of": listed}})
        )
    yield law_of(*_groups())
    yield law_of(*_groups(), *_readers())
    yield law_of(*_groups(), *_opinions_out_of_order())
    yield law_of(*_one_comparison_after_another())


def _one_comparison_after_another() -> Iterator[Rule]:
    """Two comparisons of one fact with one limit, in every order: neither may pass for the other."""
    for limit, (first, second) in enumerate(_PAIRS, start=1):
        for place, operator in enumerate((first, second)):
            yield rule(f"p{limit}.{place}", met_when={"stage": {operator: limit}})


def _groups() -> Iterator[Rule]:
    flag, stage, word = {"flag": {"is": True}}, {"stage": {"at_least": 1607}}, {"word": {"is_not": "5"}}
    gap = {"gap": {"at_most": 1}}
    yield rule("all", when={"all": [flag, stage]})
    yield rule("any", "warning", when={"any": [flag, stage]})
    yield rule("deep", when={"any": [{"all": [flag, gap]}, {"all": [{"not": flag}, word]}]})
    yield rule("deeper", "information", when={"all": [{"any": [stage, gap]}, {"any": [{"not": flag}, word]}]})
    yield rule("false", when={"flag": {"is": False}})
    yield rule("not-false", when={"flag": {"is_not": False}})
    yield rule("met-only", met_when=gap)
    yield rule("flag-only", "information", met_when=flag)
    yield rule("not-met-only", not_met_when=stage)
    yield rule("contradicting", met_when=flag, not_met_when=stage)
    yield rule("scope", applies_when=flag, when=stage)
    yield rule("scope-met", applies_when=flag, met_when=gap)
    yield rule("scope-not-met", applies_when=flag, not_met_when=gap)
    yield rule("scope-alone", applies_when=gap, always="met")
    yield rule("scope-unknown", applies_when=gap, always="unknown")
    yield rule("free", "warning", waived="sans objet")
    yield rule("free-too", waived="sans objet")


def _readers() -> Iterator[Rule]:
    """Conclusions that read every outcome of a finding, and each count around each threshold."""
    for outcome in ("met", "not_met", "unknown", "waived", "not_applicable"):
        for finding in ("scope", "free", "not-met-only"):
            yield rule(f"is-{outcome.replace('_', '')}-{finding}", when={FINDING + finding: {"is": outcome}})
    for name in COUNTED:
        for operator in ("at_least", "below", "at_most", "above", "is", "is_not"):
            for limit in (0, 1, 2, 3):
                place = f"{name.replace('_', '')}-{operator.replace('_', '')}-{limit}"
                yield rule(f"count.{place}", when={name: {operator: limit}})


def _opinions_out_of_order() -> Iterator[Rule]:
    """Opinions of which several may be met, whose order is neither that of the file nor that of their codes."""
    several = {"all": [{"flag": {"is": True}}, {"blocking_unknown": {"at_least": 1}}]}
    yield rule("avis.z", "information", ("a_completer", 9), met_when={"blocking_unknown": {"at_least": 0}})
    yield rule("avis.b", "information", ("favorable_probable", 4), met_when={"stage": {"at_least": 1607}})
    yield rule("avis.c", "information", ("non_appreciable", 2), met_when=several)
    yield rule("avis.a", "information", ("defavorable_probable", 3), met_when={"gap": {"at_most": 1}})
    yield rule("avis.d", "information", ("favorable_probable", 1), met_when={"word": {"is": "5"}})
    # Never met: one of a rule that is not in force, one of a missing fact.
    yield rule("avis.e", "information", ("non_appreciable", 0), met_when={FINDING + "abrogee": {"is": "met"}})


def cases_of(law: Law, count: int, seed: int) -> list[Facts]:
    """Facts for any law: each drawn on, or just beside, one of the values that the law holds it against."""
    chance = random.Random(seed)
    limits = {name: list(_limits(law, name, fact)) for name, fact in law.facts.items()}
    return [{name: _near(fact, limits[name], chance) for name, fact in law.facts.items()} for _ in range(count)]


def _limits(law: Law, name: str, fact: FactDefinition) -> Iterable[Any]:
    for one in (comparison for found in law.rules for comparison in found.comparisons if comparison.fact == name):
        yield from one.value if isinstance(one.value, tuple) else (one.value,)
    yield {"flag": True, "date": date(2024, 6, 1), "text": next(iter(fact.values), "")}.get(fact.type, 1)


def _near(fact: FactDefinition, limits: Sequence[Any], chance: random.Random) -> Fact | None:
    if chance.random() < 0.15:
        return None
    step: Any = {"months": 0.01, "ratio": 0.001, "date": timedelta(days=1)}.get(fact.type, 1)

    def one() -> Any:
        match fact.type:
            case "flag":
                return chance.random() < 0.5
            case "text":
                return chance.choice(list(fact.values))
        moved = chance.choice(limits) + chance.choice((-1, 0, 0, 1)) * step
        return round(moved, 3) if isinstance(moved, float) else moved

    if not fact.range:
        return one()
    ends = sorted((one(), one()))
    return ends[0] if chance.random() < 0.4 else (ends[0], ends[1])
