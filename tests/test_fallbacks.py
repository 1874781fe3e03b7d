"""Ways on: what is missing and until when, blocs alone, a level below, what comes before, and VAPP."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from bundled_rules import BOOK
from hypothesis import given, settings
from hypothesis import strategies as st
from relation_cases import SETTINGS, bloc, certification

from matcher import Matcher
from matcher.case import Case, hour_parameters
from matcher.facts import related_experience
from matcher.fallbacks import (
    BLOCS_ALONE,
    DURATION,
    Fallback,
    Reached,
    WaysOn,
    blocs_alone,
    blocs_alone_allowed,
    ladder,
    level_below,
    missing_duration,
    vapp,
)
from matcher.hours.counting import count_hours
from matcher.hours.pace import Pace
from matcher.hours.totals import summarise
from matcher.model.certification import Certification
from matcher.model.dossier import Dossier
from matcher.model.report import BlocResult, Finding, Match, Source
from matcher.relation import CertificationIndex
from matcher.rulebook.sentences import plain_spaces

LAW = Source(text="décret n° 2017-1135", confidence="to_confirm", in_force_until=date(2019, 11, 4))
DAY = date(2018, 6, 1)


def finding(rule: str = DURATION, outcome: str = "not_met", **more: Any) -> Finding:
    given = {"kind": "blocking", "values": {}, "threshold": {}, "missing": (), "source": LAW, "message": "…"}
    return Finding.model_validate({"rule": rule, "outcome": outcome, **given, **more})


def hours(value: Any, outcome: str = "not_met", asked: int = 1607) -> Finding:
    return finding(outcome=outcome, values={"related_hours": value}, threshold={"related_hours": {"at_least": asked}})


def months_and_hours(months: Any, value: Any, outcome: str = "not_met") -> Finding:
    return finding(
        outcome=outcome,
        values={"related_months": months, "related_hours": value},
        threshold={"related_months": {"at_least": 36}, "related_hours": {"at_least": 4821}},
    )


def match(*states: str, opinion: str = "a_completer", findings: tuple[Finding, ...] = (), **more: Any) -> Match:
    blocs = tuple(
        BlocResult(code=f"B{place}", title=f"Bloc {place}", state=state, coverage=0.0)  # type: ignore[arg-type]
        for place, state in enumerate(states, start=1)
    )
    given = {"certification": "T", "rncp": None, "title": "T", "kind": "autre", "level": 6, "rank": 1, "score": 50.0}
    numbers = {"strength": "moyenne", "related_hours": 0, "related_months": 0.0, "coverage": 0.5, "score_parts": ()}
    rest = {"blocs": blocs, "findings": findings, "questions": (), "documents": (), "notes": (), "opinion": opinion}
    return Match.model_validate({**given, **numbers, **rest, **more})


def said(found: Fallback | None) -> str:
    assert found is not None
    assert "défavorable" not in found.sentence.lower()
    return plain_spaces(found.sentence)


def job(start: str, end: str | None = None, **more: Any) -> dict[str, Any]:
    return {"kind": "salarie", "title": "Comptable", "start": start, "end": end, "weekly_hours": 35, **more}


def person(*experiences: dict[str, Any], filed_on: date = DAY, **more: Any) -> Dossier:
    return Dossier.model_validate({"id": "D1", "filed_on": filed_on, "experiences": experiences, **more})


# La durée


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (hours(680), "Il manque 927 heures."),
        (hours(1606), "Il manque 1 heure."),
        (hours([500, 700]), "Il manque entre 907 heures et 1 107 heures."),
        (hours([1000, 2000], "unknown"), "Pour établir la durée, il manque au plus 607 heures"),
        (hours(1000, "unknown"), "Pour établir la durée, il manque 607 heures."),
        (months_and_hours(24.5, 3000), "Il manque 11,5 mois."),
        (
            months_and_hours(48, 3214, "unknown"),
            "Pour établir la durée, il manque 1 607 heures au repère du temps plein, car aucun texte ne convertit "
            "le temps partiel ; les mois y sont.",
        ),
    ],
)
def test_what_is_missing_is_said(found: Finding, sentence: str) -> None:
    way = missing_duration(found)
    assert said(way).startswith(sentence)
    assert way is not None
    assert (way.kind, way.rule, way.source) == ("duree", DURATION, LAW)


@pytest.mark.parametrize(
    "found",
    [
        hours(1607, "met"),
        hours(1000, "waived"),
        hours(1607, "unknown"),
        hours([0, 2000], "unknown"),
        finding(values={}, threshold={"related_hours": {"at_least": 1607}}),
        finding(values={"related_hours": 3}, threshold={}),
    ],
)
def test_nothing_is_said_where_no_amount_is_missing(found: Finding) -> None:
    assert missing_duration(found) is None


@pytest.mark.parametrize(
    ("reached", "going_on", "sentence"),
    [
        (
            Reached(date(2019, 2, 3)),
            ["Comptable", "Élue"],
            "Au rythme actuel (« Comptable », « Élue » en cours), la durée serait atteinte à partir du 03/02/2019.",
        ),
        (
            Reached(date(2019, 2, 3), since=date(2019, 1, 1)),
            ["Comptable"],
            "Au rythme actuel (« Comptable » en cours), la durée serait atteinte à partir du 03/02/2019, avec la règle "
            "en vigueur le 01/01/2019.",
        ),
        (
            Reached(date(2019, 1, 1), since=date(2019, 1, 1)),
            [],
            "La durée serait atteinte à partir du 01/01/2019, où la règle change.",
        ),
        (
            Reached(date(2024, 1, 1), since=date(2024, 1, 1), waived=True),
            ["Comptable"],
            "À partir du 01/01/2024, la règle ne demande plus de durée.",
        ),
    ],
)
def test_the_day_is_told_with_what_goes_on_and_the_rule_of_that_day(
    reached: Reached, going_on: list[str], sentence: str
) -> None:
    assert said(missing_duration(hours(680), reached, going_on)) == f"Il manque 927 heures. {sentence}"


# Le rythme


SOON = DAY + timedelta(days=3650)


def pace(dossier: Dossier) -> Pace:
    return Pace(dossier, hour_parameters(BOOK, dossier.filed_on), None)


def first_day(dossier: Dossier, hours: int, which: Sequence[int] = (0,)) -> date | None:
    return pace(dossier).first_day(which, "comptee", {"related_hours": hours}, DAY, SOON)


def test_a_full_time_job_reaches_a_year_of_hours_a_year_later() -> None:
    dossier = person(job("2018-01-01"))
    assert first_day(dossier, 1607) == date(2018, 11, 18)


@pytest.mark.parametrize(
    "experience",
    [
        job("2017-01-01", "2017-06-30"),
        job("2018-01-01", total_hours=300),
        job("2018-01-01", weekly_hours=None),
        job("2018-01-01", weekly_hours=1),
    ],
)
def test_no_day_is_given_where_the_hours_do_not_grow_enough(experience: dict[str, Any]) -> None:
    assert first_day(person(experience), 1607) is None


def test_a_job_with_an_end_to_come_counts_up_to_it() -> None:
    dossier = person(job("2018-01-01", "2018-12-31"))
    assert pace(dossier).going_on([0]) == (0,)
    assert first_day(dossier, 1607) == date(2018, 11, 18)
    assert first_day(dossier, 1700) is None


def test_only_the_experiences_asked_for_count() -> None:
    dossier = person(job("2018-01-01", "2018-05-31"), job("2018-01-01", weekly_hours=20))
    assert pace(dossier).going_on([0, 1]) == (1,)
    assert first_day(dossier, 1607) is None
    alone, both = (first_day(dossier, 1607, which) for which in ([1], [0, 1]))
    assert alone is not None
    assert both is not None
    assert both < alone


STARTS = st.dates(date(2014, 1, 1), DAY)
ONGOING = st.builds(
    lambda start, week, kind: job(start.isoformat(), weekly_hours=week, kind=kind),
    STARTS,
    st.integers(1, 60),
    st.sampled_from(("salarie", "benevole", "stage", "apprentissage")),
)
DONE = st.builds(
    lambda start, days, week: job(start.isoformat(), min(DAY, start + timedelta(days)).isoformat(), weekly_hours=week),
    STARTS,
    st.integers(0, 900),
    st.integers(1, 60),
)


@settings(deadline=None)
@given(
    st.lists(DONE, max_size=2),
    ONGOING,
    st.sampled_from(("comptee", "exclue", "si_propre_superieur")),
    st.integers(1, 6000),
    st.none() | st.integers(1, 60),
)
def test_the_day_given_is_the_first_on_which_the_engine_would_count_enough(
    done: list[dict[str, Any]], ongoing: dict[str, Any], cap: Any, least: int, months: int | None
) -> None:
    dossier = person(*done, ongoing)
    parameters = replace(hour_parameters(BOOK, DAY), training_cap=cap)
    which = range(len(dossier.experiences))
    asked = {"related_hours": least} | ({} if months is None else {"related_months": months})
    day = Pace(dossier, parameters, None).first_day(which, cap, asked, DAY, SOON)

    def enough(filed_on: date) -> bool:
        later = dossier.model_copy(update={"filed_on": filed_on})
        totals = summarise(count_hours(later, parameters), parameters, None)
        return totals.total_low >= least and totals.calendar_months_low >= (months or 0)

    if day is None:
        assert not enough(SOON)
    else:
        assert enough(day)
        assert day == DAY or not enough(day - timedelta(days=1))


# Les blocs seuls


@pytest.mark.parametrize(
    ("day", "allowed"), [(date(2018, 6, 1), False), (date(2022, 12, 22), False), (date(2022, 12, 23), True)]
)
def test_the_rule_says_since_when_a_bloc_may_be_asked_for_alone(day: date, allowed: bool) -> None:
    found, source = blocs_alone_allowed(BOOK.law_on(day))
    assert found is allowed
    assert (source is not None) is allowed


def test_blocs_with_support_may_be_asked_for_alone() -> None:
    found = blocs_alone(match("partiel", "non", "oui", "inconnu"), True, LAW)
    assert said(found) == (
        "Une demande limitée à des blocs est possible. En appui : « Bloc 3 » ; « Bloc 1 » (en partie). "
        "Sans appui pour l'instant : « Bloc 2 »."
    )
    assert found is not None
    assert (found.rule, found.source) == (BLOCS_ALONE, LAW)


@pytest.mark.parametrize(
    ("found", "allowed"),
    [
        (match("oui", "non"), False),
        (match("oui", "oui"), True),
        (match("non", "non"), True),
        (match("oui", "inconnu"), True),
        (match("oui", "non", opinion="non_appreciable"), True),
        (match("oui", "non", findings=(finding("certification.acces-vae"),)), True),
        (match("oui", "non", findings=(finding(BLOCS_ALONE, "met", kind="warning"),)), True),
    ],
)
def test_blocs_are_not_proposed_alone_where_it_would_not_help(found: Match, allowed: bool) -> None:
    assert blocs_alone(found, allowed) is None


def test_blocs_already_validated_are_not_proposed_again() -> None:
    assert blocs_alone(match("oui", "non"), True, validated=["B1"]) is None
    assert "Bloc 1" not in said(blocs_alone(match("oui", "non", "oui"), True, validated=["B1"]))


def test_a_long_list_of_blocs_is_cut() -> None:
    assert "; 3 autres. Sans appui" in said(blocs_alone(match(*["oui"] * 7, "non"), True))


# Le niveau inférieur


def cert(code: str, level: int | None, **more: Any) -> Certification:
    return certification(code, f"Titre {code}", level=level, **{"kind": "titre_rncp", "rncp": code} | more)


AIMED = cert("RNCP1", 7, nsf=("314p",), rome=("M1205",))


@pytest.mark.parametrize(
    ("ranked", "code"),
    [
        ([cert("RNCP2", 6, nsf=("314",))], "RNCP2"),
        ([cert("RNCP2", 6, rome=("M1205",))], "RNCP2"),
        ([cert("RNCP2", 6, rome=("M1206",)), cert("RNCP3", 6, nsf=("314r",))], "RNCP3"),
        ([cert("RNCP2", 5, nsf=("314",)), cert("RNCP3", 7, nsf=("314",)), cert("RNCP4", None, nsf=("314",))], None),
        ([cert("RNCP2", 6, nsf=("315",), rome=("M1203",)), cert("RNCP3", 6)], None),
        ([cert("RNCP2", 6, nsf=("314",), vae={"open": False})], None),
        ([cert("RNCP2", 6, nsf=("314",), registered={"to": date(2017, 1, 1)})], None),
        ([cert("CNAM-X", 6, nsf=("314",), rncp=None, kind="mba")], None),
    ],
)
def test_the_level_below_is_the_first_ranked_of_the_same_field(ranked: list[Certification], code: str | None) -> None:
    found = level_below(AIMED, ranked, DAY)
    assert (found is None) if code is None else f"({code})" in said(found)


def test_a_certification_without_a_level_has_none_below() -> None:
    assert level_below(cert("RNCP1", None, nsf=("314",)), [cert("RNCP2", 6, nsf=("314",))], DAY) is None


# Ce qui précède


def test_the_requirements_of_a_certification_come_first() -> None:
    aimed = cert("RNCP1", 7, vae={"requirements": ("être titulaire d'un master", "anglais B2.")})
    rule = finding("certification.conditions-propres", "unknown", kind="information")
    (found,) = ladder(match(findings=(rule,)), aimed, [], DAY)
    assert said(found) == "À remplir d'abord, d'après sa fiche : être titulaire d'un master ; anglais B2."
    assert (found.rule, found.source) == (rule.rule, rule.source)


def test_the_fiche_that_was_registered_on_the_day_is_named() -> None:
    to_come = cert("RNCP2", 6, registered={"from": date(2019, 1, 1), "to": date(2024, 1, 1)})
    in_force = cert("RNCP1", 6, registered={"from": date(2014, 1, 1), "to": date(2018, 12, 31)})
    (found,) = ladder(match(), to_come, [in_force], DAY)
    assert "« Titre RNCP1 » (RNCP1)" in said(found)
    assert list(ladder(match(), to_come, [in_force], date(2020, 1, 1))) == []
    assert list(ladder(match(), to_come, [cert("RNCP0", 6, registered={"to": date(2015, 1, 1)})], DAY)) == []


def test_vapp_is_a_suggestion_for_higher_education_and_never_a_diploma() -> None:
    found = vapp(AIMED)
    assert "ne délivre jamais de diplôme" in said(found)
    assert found is not None
    assert found.source is not None
    assert found.source.article is not None
    assert found.source.article.startswith("L613-5")
    assert vapp(cert("RNCP9", 4)) is None
    assert vapp(cert("RNCP9", None)) is not None


# Ensemble


CATALOGUE = (
    certification(
        "RNCP10",
        "Responsable comptable",
        bloc("B1", "Tenir la comptabilité générale", "Enregistrer les factures des fournisseurs"),
        bloc("B2", "Piloter les ressources humaines", "Conduire des entretiens de recrutement"),
        rncp="RNCP10",
        kind="titre_rncp",
        level=6,
        nsf=("314p",),
        rome=("M1203",),
    ),
    certification(
        "RNCP11",
        "Gestionnaire comptable",
        bloc("B1", "Tenir la comptabilité générale", "Enregistrer les factures des fournisseurs"),
        rncp="RNCP11",
        kind="titre_rncp",
        level=5,
        nsf=("314",),
        rome=("M1203",),
    ),
)
ENGINE = Matcher.load().with_certifications(CATALOGUE)
ACTIVITIES = ["J'enregistre les factures des fournisseurs", "Tenue de la comptabilité générale"]


def ways(dossier: Dossier, code: str = "RNCP10") -> tuple[Fallback, ...]:
    found = next(one for one in ENGINE.evaluate(dossier, target=code).matches if one.certification == code)
    case = Case(
        dossier,
        dossier.filed_on,
        BOOK,
        BOOK.law_on(dossier.filed_on),
        (parameters := hour_parameters(BOOK, dossier.filed_on)),
        count_hours(dossier, parameters),
        ENGINE.referentials.proofs,
    )
    shortlist = CertificationIndex(CATALOGUE, SETTINGS).relate(dossier, target=code).shortlist
    relation = next(one for one in shortlist if one.certification.code == code)
    told = WaysOn(case, CATALOGUE, ENGINE.certification)
    return told.of(found, relation.certification, related_experience(case, relation))


def accountant(filed_on: str, start: str, end: str | None = None, **more: Any) -> Dossier:
    return person(job(start, end, rome="M1203", activities=ACTIVITIES, **more), filed_on=date.fromisoformat(filed_on))


def duration_told(dossier: Dossier) -> str | None:
    return next((said(one) for one in ways(dossier) if one.kind == "duree"), None)


def test_an_ongoing_job_short_of_hours_is_told_from_when() -> None:
    assert [one.kind for one in ways(accountant("2018-06-01", "2018-01-01"))][:2] == ["duree", "niveau_inferieur"]
    told = duration_told(accountant("2018-06-01", "2018-01-01"))
    assert told is not None
    assert told.endswith("la durée serait atteinte à partir du 18/11/2018.")
    assert duration_told(accountant("2018-11-17", "2018-01-01")) is not None
    assert duration_told(accountant("2018-11-18", "2018-01-01")) is None


@pytest.mark.parametrize(
    ("dossier", "sentence"),
    [
        (accountant("2010-06-01", "2005-01-01", "2006-12-31"), "à partir du 10/08/2016, où la règle change."),
        (accountant("2015-06-01", "2014-10-01"), "à partir du 10/08/2016, où la règle change."),
        (accountant("2014-03-01", "2012-06-01"), "à partir du 31/05/2015, avec la règle en vigueur le 07/03/2014."),
        (accountant("2023-06-01", "2022-12-01", "2023-03-31"), "À partir du 29/12/2023, la règle ne demande plus"),
    ],
)
def test_a_later_law_is_read_where_the_present_one_is_too_far(dossier: Dossier, sentence: str) -> None:
    told = str(duration_told(dossier))
    assert sentence in told
    on = re.search(r"à partir du (\d\d)/(\d\d)/(\d{4})", told, re.IGNORECASE)
    assert on is not None
    then = dossier.model_copy(update={"filed_on": date(*map(int, on.groups()[::-1]))})
    assert duration_told(then) is None
    assert duration_told(then.model_copy(update={"filed_on": then.filed_on - timedelta(days=1)})) is not None


def test_the_hours_of_a_job_that_ended_give_no_day_before_the_law_asks_for_less() -> None:
    told = duration_told(accountant("2005-06-01", "2004-01-01", "2004-06-30"))
    assert told == "Il manque 30 mois."


def test_blocs_alone_and_the_level_below_stand_beside_a_favourable_opinion() -> None:
    dossier = person(job("2018-01-01", rome="M1203", activities=ACTIVITIES), filed_on=date(2024, 6, 1))
    assert [one.kind for one in ways(dossier)] == ["blocs_seuls", "niveau_inferieur"]
    assert ways(dossier, "RNCP11") == ()


def test_a_link_that_is_not_there_leaves_vapp() -> None:
    baker = {"title": "Boulanger", "rome": "D1102", "activities": ["Je pétris la pâte et je cuis le pain au four"]}
    found = ways(person(job("2018-01-01", **baker), filed_on=date(2024, 6, 1)))
    assert [one.kind for one in found] == ["vapp"]


def test_an_empty_dossier_has_no_way_on_but_to_be_told() -> None:
    assert ways(person(filed_on=date(2024, 6, 1))) == ()
