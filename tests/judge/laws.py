"""Random laws and random facts, built from the same models as the rule files; and the verdict by truth alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st

from matcher.judge.verdict import Verdict
from matcher.rulebook.conditions import Fact
from matcher.rulebook.located_yaml import LocatedYaml
from matcher.rulebook.outcomes import outcome_by_truth
from matcher.rulebook.rulebook import COUNTED, FINDING, Law, Origin, Rulebook
from matcher.rulebook.schema import NUMBERS, FactDefinition, Parameter, Rule

DAY = date(2018, 6, 1)
FACTS: dict[str, FactDefinition] = {
    name: FactDefinition(type=kind, label=name, range=ranged, values=values)
    for name, kind, ranged, values in (
        ("hours", "hours", True, {}),
        ("stage", "hours", False, {}),
        ("months", "months", True, {}),
        ("hours__low", "months", False, {}),
        ("share", "ratio", True, {}),
        ("sid", "ratio", False, {}),
        ("id", "count", False, {}),
        ("gap", "count", True, {}),
        ("flag", "flag", False, {}),
        ("word", "text", False, {word: word for word in ("élevé", "élevée", "œuvre", "5", "true", 'a"\\b')}),
        ("day", "date", False, {}),
    )
}
"""Some have the names that the engine, or a judge, could take for its own."""

_STEP = {"hours": 1, "count": 1, "months": 0.01, "ratio": 0.001, "date": timedelta(days=1)}
_THRESHOLDS: dict[str, list[Any]] = {
    "hours": [0, 1, 1607, 4821, 2**39],
    "count": [-(2**33), -2, 0, 1, 3],
    "months": [0, 11.99, 12, 35.5, 36, 120],
    "ratio": [0, 0.001, 0.07, 0.5, 0.999, 1],
    "flag": [True, False],
    "text": [form for word in FACTS["word"].values for form in {word, normalize("NFD", word)}],
    "date": [date(2002, 1, 18), date(2016, 8, 10), date(2023, 12, 29)],
}
_BETWEEN = {"hours": [1606.5], "count": [0.5], "months": [35.995, 36.005, 1e-07], "ratio": [1e-07, 1 / 3, 0.0705]}
_numbering = count(1)


def _values(fact: FactDefinition) -> list[Any]:
    """Every threshold, what is just under and just over it, and what falls between two steps."""
    given, step = _THRESHOLDS[fact.type], _STEP.get(fact.type)
    around = [] if step is None else [one + sign * step for one in given for sign in (-1, 1)]
    rounded = [round(one, 3) if isinstance(one, float) else one for one in around]
    return [*given, *rounded, *_BETWEEN.get(fact.type, [])]


_VALUES = {name: _values(fact) for name, fact in FACTS.items()}


@st.composite
def fact_sets(draw: st.DrawFn) -> dict[str, Fact | None]:
    """Facts, some of them missing, most of them on a threshold or next to one."""
    facts: dict[str, Fact | None] = {}
    for name, fact in FACTS.items():
        value = draw(st.sampled_from([None, *_VALUES[name]]))
        if fact.range and value is not None:
            other = draw(st.sampled_from([value, *_VALUES[name]]))
            value = (min(value, other), max(value, other))
        facts[name] = value
    return facts


@st.composite
def comparisons(draw: st.DrawFn, names: tuple[str, ...] = tuple(FACTS)) -> dict[str, Any]:
    """One comparison as a rule file writes it."""
    name = draw(st.sampled_from(names))
    fact = FACTS[name]
    ordered = ["at_least", "below", "at_most", "above"] if fact.type in NUMBERS | {"date"} else []
    operator = draw(st.sampled_from([*ordered, "is", "is_not", "one_of", "none_of"]))
    given = st.sampled_from(_THRESHOLDS[fact.type])
    if operator in {"one_of", "none_of"}:
        return {name: {operator: draw(st.lists(given, min_size=1, max_size=3))}}
    if fact.type == "hours" and draw(st.booleans()):
        return {name: {operator: {"parameter": "seuil.heures"}}}
    return {name: {operator: draw(given)}}


def conditions(leaves: st.SearchStrategy[Any] = comparisons(), max_leaves: int = 6) -> st.SearchStrategy[Any]:  # noqa: B008
    """A tree of all, any and not, as a rule file writes it."""
    return st.recursive(
        leaves,
        lambda below: st.one_of(
            st.builds(lambda parts: {"all": parts}, st.lists(below, min_size=1, max_size=3)),
            st.builds(lambda parts: {"any": parts}, st.lists(below, min_size=1, max_size=3)),
            st.builds(lambda part: {"not": part}, below),
        ),
        max_leaves=max_leaves,
    )


def version(**content: Any) -> dict[str, Any]:
    """A version in force since 2002, with the sentences that its conditions call for."""
    possible = {
        "met": {"when", "met_when"} & set(content) or content.get("always") == "met",
        "not_met": {"when", "not_met_when"} & set(content),
        "not_applicable": "applies_when" in content,
        "unknown": content.get("always") == "unknown",
    }
    content.pop("always", None)
    sentences = {outcome: outcome for outcome, can_occur in possible.items() if can_occur}
    source = {"text": "texte", "confidence": "house"}
    return {"in_force": {"from": "2002-01-18"}, "source": source, "checked_on": DAY, **sentences, **content}


def rule(rule_id: str, kind: str = "blocking", opinion: tuple[str, int] | None = None, **content: Any) -> Rule:
    """A rule of one version."""
    given = {} if opinion is None else {"opinion": opinion[0], "order": opinion[1]}
    return Rule.model_validate({"id": rule_id, "title": "règle", "kind": kind, **given, "versions": [version(**content)]})


def opinions(first: str, second: str) -> list[Rule]:
    """Opinion rules of the same shape as the bundled ones, on two findings of a law."""

    def when(name: str, opinion: str, order: int, condition: Any) -> Rule:
        return rule(name, "information", (opinion, order), met_when=condition)

    return [
        when("avis.favorable", "favorable_probable", 5, {"not": {"any": [_some("not_met"), _some("unknown")]}}),
        when("avis.a-completer", "a_completer", 4, _some("unknown")),
        when("avis.defavorable", "defavorable_probable", 3, _some("not_met")),
        when("avis.second", "non_appreciable", 2, {FINDING + second: {"is": "not_met"}}),
        when("avis.premier", "non_appreciable", 1, {FINDING + first: {"is": "not_met"}}),
    ]


def _some(outcome: str) -> dict[str, Any]:
    return {f"blocking_{outcome}": {"at_least": 1}}


_PARAMETER = Parameter.model_validate(
    {
        "id": "seuil.heures",
        "title": "seuil",
        "versions": [
            {
                "in_force": {"from": "2002-01-18"},
                "value": 1607,
                "source": {"text": "texte", "confidence": "house"},
                "checked_on": DAY,
            }
        ],
    }
)


def law_of(*rules: Rule, facts: Mapping[str, FactDefinition] = FACTS) -> Law:
    """The law made of these rules, unlike any other law; with the opinion rules, unless some are given."""
    given = list(rules)
    if not any(one.opinion for one in given):
        given += opinions(given[0].id, given[-1].id)
    nowhere = LocatedYaml("essai.yaml", None, {})
    return Rulebook(
        facts=facts,
        parameters=((_PARAMETER, Origin(nowhere, ())),),
        rules=tuple((one, Origin(nowhere, ())) for one in given),
        version=f"essai {next(_numbering)}",
    ).law_on(DAY)


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """The conditions of one version, in each of the ways that the format allows."""
    way = draw(st.sampled_from(["when", "both", "met", "not_met", "waived", "met alone", "unknown alone"]))
    if way == "waived":
        return {"waived": "sans objet"}
    if way.endswith("alone"):
        return {"applies_when": draw(conditions()), "always": way.removesuffix(" alone")}
    applies = {"applies_when": draw(conditions(max_leaves=2))} if draw(st.booleans()) else {}
    if way == "when":
        return {**applies, "when": draw(conditions())}
    met = {} if way == "not_met" else {"met_when": draw(conditions())}
    not_met = {} if way == "met" else {"not_met_when": draw(conditions())}
    return {**applies, **met, **not_met}


_IDS = ("a.b-c", "a.b.c", "a-b.c", "abc", "a.bc", "hours", "finding", "close")
_KINDS = st.sampled_from(["blocking", "warning", "information"])


@st.composite
def laws(draw: st.DrawFn) -> Law:
    """A few random rules, the opinion rules, and a conclusion that reads findings, counts and facts at once."""
    ids = _IDS[: draw(st.integers(2, len(_IDS)))]
    findings = [rule(one, draw(_KINDS), **draw(contents())) for one in ids]
    outcomes = st.lists(st.sampled_from(["met", "not_met", "unknown", "waived", "not_applicable"]), min_size=1, max_size=2)
    read = st.one_of(
        st.builds(lambda one, said: {FINDING + one: {"one_of": said}}, st.sampled_from(ids), outcomes),
        st.builds(lambda one, said: {FINDING + one: {"is_not": said[0]}}, st.sampled_from(ids), outcomes),
        st.builds(lambda name, most: {name: {"at_most": most}}, st.sampled_from(sorted(COUNTED)), st.integers(0, 2)),
        comparisons(("flag", "hours")),
    )
    concluding = rule("zz.conclusion", "warning", when={"all": [draw(conditions(read)), _reads(ids[0])]})
    return law_of(*findings, concluding, *opinions(ids[0], ids[1]))


def _reads(rule_id: str) -> dict[str, Any]:
    return {FINDING + rule_id: {"none_of": ["waived"]}}


def verdict_by_truth(law: Law, facts: Mapping[str, Fact | None]) -> Verdict:
    """What every judge must answer: outcomes by Kleene logic, then the met opinion of lowest order."""
    known: dict[str, Any] = {name: value for name, value in facts.items() if value is not None}
    outcomes: dict[str, Any] = {one.id: outcome_by_truth(one, known) for one in law.findings}
    found = Counter((one.rule.kind, outcomes[one.id]) for one in law.findings)
    known |= {FINDING + rule_id: outcome for rule_id, outcome in outcomes.items()}
    known |= {name: found[counted] for name, counted in COUNTED.items()}
    outcomes |= {one.id: outcome_by_truth(one, known) for one in law.conclusions}
    met = {one.rule.order: one for one in law.rules if one.rule.opinion and outcomes[one.id] == "met"}
    retained = met[min(met)]
    return Verdict(outcomes, retained.rule.opinion, retained.id)
