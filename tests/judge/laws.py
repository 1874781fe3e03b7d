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
from matcher.located_yaml import LocatedYaml
from matcher.rulebook.conditions import Fact
from matcher.rulebook.law import COUNTED, FINDING, Law
from matcher.rulebook.outcomes import outcome_by_truth
from matcher.rulebook.rulebook import Origin, Rulebook
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
THRESHOLDS: dict[str, list[Any]] = {
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
    given, step = THRESHOLDS[fact.type], _STEP.get(fact.type)
    around = [] if step is None else [one + sign * step for one in given for sign in (-1, 1)]
    rounded = [round(one, 3) if isinstance(one, float) else one for one in around]
    return [*given, *rounded, *_BETWEEN.get(fact.type, [])]


VALUES = {name: _values(fact) for name, fact in FACTS.items()}


def _fact_values(fact: FactDefinition, values: list[Any]) -> st.SearchStrategy[Any]:
    one = st.sampled_from(values)
    if fact.range:
        one = st.builds(lambda some, other: (min(some, other), max(some, other)), one, one)
    return st.one_of(st.none(), one, one)


FACT_SETS = st.fixed_dictionaries({name: _fact_values(fact, VALUES[name]) for name, fact in FACTS.items()})
"""Facts, some of them missing, all the others on a threshold or next to one."""


def _comparisons(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Comparisons of one fact, as a rule file writes them."""
    fact = FACTS[name]
    ordered = ["at_least", "below", "at_most", "above"] if fact.type in NUMBERS | {"date"} else []
    value = st.sampled_from(THRESHOLDS[fact.type])
    if fact.type == "hours":
        value = st.one_of(value, st.just({"parameter": "seuil.heures"}))
    listed = st.lists(st.sampled_from(THRESHOLDS[fact.type]), min_size=1, max_size=3)
    return st.one_of(
        st.builds(lambda operator, one: {name: {operator: one}}, st.sampled_from([*ordered, "is", "is_not"]), value),
        st.builds(lambda operator, all_: {name: {operator: all_}}, st.sampled_from(["one_of", "none_of"]), listed),
    )


def _trees(leaves: st.SearchStrategy[Any], max_leaves: int) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda below: st.one_of(
            st.builds(lambda parts: {"all": parts}, st.lists(below, min_size=1, max_size=3)),
            st.builds(lambda parts: {"any": parts}, st.lists(below, min_size=1, max_size=3)),
            st.builds(lambda part: {"not": part}, below),
        ),
        max_leaves=max_leaves,
    )


CONDITIONS = _trees(st.one_of(*(_comparisons(name) for name in FACTS)), max_leaves=6)
"""Trees of all, any and not, as a rule file writes them."""


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
    return Rule.model_validate(
        {"id": rule_id, "title": "règle", "kind": kind, **given, "versions": [version(**content)]}
    )


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


_MAYBE_APPLIES = st.one_of(st.just({}), st.fixed_dictionaries({"applies_when": CONDITIONS}))
_CONTENTS = st.one_of(
    st.just({"waived": "sans objet"}),
    st.fixed_dictionaries({"applies_when": CONDITIONS, "always": st.sampled_from(["met", "unknown"])}),
    *(
        st.builds(dict, _MAYBE_APPLIES, **dict.fromkeys(keys, CONDITIONS))
        for keys in (["when"], ["met_when"], ["not_met_when"], ["met_when", "not_met_when"])
    ),
)
"""The conditions of one version, in each of the ways that the format allows."""

_IDS = ("a.b-c", "a.b.c", "a-b.c", "abc", "a.bc", "hours", "finding", "close")
_KINDS = st.sampled_from(["blocking", "warning", "information"])
_OUTCOMES = ["met", "not_met", "unknown", "waived", "not_applicable"]
_READS = _trees(
    st.one_of(
        _comparisons("flag"),
        *(
            st.builds(
                lambda one, operator, said: {FINDING + one: {operator: said}}, st.sampled_from(_IDS), operators, said
            )
            for operators, said in (
                (st.sampled_from(["is", "is_not"]), st.sampled_from(_OUTCOMES)),
                (st.sampled_from(["one_of", "none_of"]), st.lists(st.sampled_from(_OUTCOMES), min_size=1, max_size=2)),
            )
        ),
        st.builds(
            lambda name, operator, most: {name: {operator: most}},
            st.sampled_from(sorted(COUNTED)),
            st.sampled_from(["at_most", "above", "is"]),
            st.integers(0, 2),
        ),
    ),
    max_leaves=4,
)


def _law(findings: list[tuple[str, dict[str, Any]]], reads: Any) -> Law:
    rules = [rule(name, kind, **content) for name, (kind, content) in zip(_IDS, findings, strict=False)]
    always_late = {"all": [{"blocking_unknown": {"at_least": 0}}, reads]}
    return law_of(*rules, rule("zz.conclusion", "warning", when=always_late), *opinions(_IDS[0], _IDS[1]))


LAWS = st.builds(_law, st.lists(st.tuples(_KINDS, _CONTENTS), min_size=1, max_size=len(_IDS)), _READS)
"""A few random rules, the opinion rules, and a conclusion that reads findings, counts and facts at once."""


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
