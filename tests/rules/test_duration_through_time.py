"""The duration asked for, the regimes and what counts, on the day before and the day of each change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matcher.judge.source import SourceJudge
from matcher.rulebook.outcomes import outcome_by_truth
from matcher.rulebook.rulebook import Rulebook

RULE = "recevabilite.duree-minimale"
PEOPLE: dict[str, dict[str, Any]] = {
    "3 ans plein temps": {"related_months": 36.0, "related_months_added": 36.0, "related_hours": 4821},
    "3 ans mi-temps": {"related_months": 36.0, "related_months_added": 36.0, "related_hours": 2410},
    "35,99 mois": {"related_months": 35.99, "related_months_added": 35.99, "related_hours": 4821},
    "2 ans plein temps": {"related_months": 24.0, "related_months_added": 24.0, "related_hours": 3214},
    "2 ans, deux activités": {"related_months": 24.0, "related_months_added": 48.0, "related_hours": 6428},
    "1 an plein temps": {"related_months": 12.0, "related_months_added": 12.0, "related_hours": 1607},
    "1 an moins 1 h": {"related_months": 12.0, "related_months_added": 12.0, "related_hours": 1606},
    "8 mois serrés": {"related_months": 8.0, "related_months_added": 8.0, "related_hours": 1607},
    "6 mois, deux activités": {"related_months": 6.0, "related_months_added": 12.0, "related_hours": 1607},
    "6 mois": {"related_months": 6.0, "related_months_added": 6.0, "related_hours": 800},
    "rien": {"related_months": 0, "related_months_added": 0, "related_hours": 0},
    "dates partielles": {
        "related_months": (11.0, 37.0),
        "related_months_added": (11.0, 37.0),
        "related_hours": (1500, 4900),
    },
    "inconnu": {},
}
# One letter a person, in the order above: m met, n not met, ? unknown, w waived, - no law yet.
TABLE = {
    "2002-01-17": "-------------",
    "2002-01-18": "m?nnnnnnnnn??",
    "2014-03-06": "m?nnnnnnnnn??",
    "2014-03-07": "m?nn?nnnnnn??",
    "2016-08-09": "m?nn?nnnnnn??",
    "2016-08-10": "mmmmmm?n?nn??",
    "2017-09-30": "mmmmmm?n?nn??",
    "2017-10-01": "mmmmmmnmmnn??",
    "2019-11-03": "mmmmmmnmmnn??",
    "2019-11-04": "mmmmmmnmmnn??",
    "2022-12-22": "mmmmmmnmmnn??",
    "2022-12-23": "mmmmmm?mm????",
    "2023-12-28": "mmmmmm?mm????",
    "2023-12-29": "wwwwwwwwwwwww",
    "2024-01-01": "wwwwwwwwwwwww",
    "2026-11-24": "wwwwwwwwwwwww",
}
LETTERS = {"met": "m", "not_met": "n", "unknown": "?", "waived": "w"}


@pytest.mark.parametrize(("day", "letters"), TABLE.items())
def test_duration_on_both_sides_of_each_change(book: Rulebook, day: str, letters: str) -> None:
    rule = book.law_on(date.fromisoformat(day)).rule(RULE)

    found = "".join("-" if rule is None else LETTERS[outcome_by_truth(rule, facts)] for facts in PEOPLE.values())

    assert dict(zip(PEOPLE, found, strict=True)) == dict(zip(PEOPLE, letters, strict=True))


@pytest.mark.parametrize("day", [day for day in TABLE if day != "2002-01-17"])
def test_a_judge_says_the_same_of_durations(book: Rulebook, day: str) -> None:
    law, judge = book.law_on(date.fromisoformat(day)), SourceJudge()

    found = "".join(LETTERS[judge.judge(law, facts).outcomes[RULE]] for facts in PEOPLE.values())

    assert found == TABLE[day]


def test_every_change_of_the_rule_has_both_its_days_in_the_table(book: Rulebook) -> None:
    rule = book.rule(RULE)
    assert rule is not None
    changes = {version.in_force.from_ for version in rule.versions}

    days = {date.fromisoformat(day) for day in TABLE}
    assert changes <= days
    assert {date.fromordinal(day.toordinal() - 1) for day in changes} <= days


HISTORIES = {
    "regime.nom": {
        "2002-01-18": "2002",
        "2014-03-07": "2014",
        "2016-08-10": "2016",
        "2022-12-23": "2023",
        "2024-01-01": "2024",
    },
    "formation.titres": {
        "2002-01-18": "exclue",
        "2014-03-07": "selon_niveau",
        "2016-08-10": "comptee",
        "2017-10-01": "si_propre_superieur",
        "2023-12-29": "comptee",
    },
    "formation.superieur": {
        "2002-01-18": "inconnue",
        "2014-03-07": "selon_niveau",
        "2016-08-10": "comptee",
        "2017-10-01": "si_propre_superieur",
        "2023-12-29": "comptee",
    },
    "statuts.autre-compte": {"2002-01-18": False, "2022-12-23": True},
    "procedure.portail-ouvert": {"2002-01-18": False, "2024-01-01": True},
    "quota.par-certification": {"2002-04-24": 1},
    "quota.par-annee": {"2002-04-24": 3},
    "heures.annees-pleines": {"2002-01-18": {"35": 1607, "39": 1787}},
    "heures.semaines-par-an": {"2002-01-18": 46},
    "duree.heures-trois-ans": {"2002-01-18": 4821, "2016-08-10": None},
    "duree.mois": {"2002-01-18": 36, "2016-08-10": 12, "2017-10-01": None},
    "duree.heures-un-an": {"2016-08-10": 1607, "2023-12-29": None},
}


@pytest.mark.parametrize("parameter", HISTORIES)
def test_a_parameter_changes_on_its_days(book: Rulebook, parameter: str) -> None:
    def value(day: date) -> Any:
        version = book.parameter(parameter, day)
        return None if version is None else version.value

    before = None
    for change, expected in HISTORIES[parameter].items():
        day = date.fromisoformat(change)
        assert value(date.fromordinal(day.toordinal() - 1)) == before
        assert value(day) == expected
        before = expected
    assert value(date(2026, 11, 24)) == before


LATER = {
    "demande.quota-certification": "2002-04-24",
    "demande.quota-annee": "2002-04-24",
    "demande.procedure": "2024-01-01",
    "demande.formation-initiale": "2024-01-01",
    "pratiques.un-an-annonce": "2022-12-23",
}


def test_rules_hold_from_their_first_day(book: Rulebook) -> None:
    first = {rule.id: str(rule.versions[0].in_force.from_) for rule, _ in book.rules if rule.step is None}

    assert first == dict.fromkeys(first, "2002-01-18") | LATER
    assert all(rule.versions[-1].in_force.until is None for rule, _ in book.rules)


NAMED = {
    "statuts.syndical": ("union_related", {"2014-03-07"}),
    "statuts.mandat-electif": ("elected_related", {"2015-04-02"}),
    "statuts.volontariat": ("volunteer_service_related", {"2006-05-25"}),
    "statuts.sport": ("sport_related", {"2015-11-29"}),
    "statuts.autre": ("other_told", {"2022-12-23"}),
}


@pytest.mark.parametrize("rule_id", NAMED)
def test_a_kind_is_a_note_until_the_law_names_it_and_never_a_refusal(book: Rulebook, rule_id: str) -> None:
    fact, (named,) = NAMED[rule_id]
    day = date.fromisoformat(named)

    def outcome(on: date) -> str:
        rule = book.law_on(on).rule(rule_id)
        assert rule is not None
        assert rule.rule.kind == "information"
        return outcome_by_truth(rule, {fact: True})

    assert [outcome(date.fromordinal(day.toordinal() - 1)), outcome(day)] == ["unknown", "met"]
