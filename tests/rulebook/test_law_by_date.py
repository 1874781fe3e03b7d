"""Which law holds on a day: versions, their boundaries, gaps, overlaps, and parameters of the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.rulebook.rulebook import Rulebook, in_force
from matcher.rulebook.schema import InForce, Scope

DAY = timedelta(days=1)
SCOPES: tuple[Scope, ...] = ("certification", "dossier")
DAYS = st.dates(date(2001, 1, 1), date(2030, 12, 31))


def changes(book: Rulebook) -> list[date]:
    """The days on which a rule or a parameter begins or ends."""
    periods = [
        version.in_force for items in (book.rules, book.parameters) for item, _ in items for version in item.versions
    ]
    return sorted({day for period in periods for day in (period.from_, period.until) if day is not None})


def test_a_version_covers_its_first_day_and_not_its_end() -> None:
    period = InForce.model_validate({"from": "2016-08-10", "until": "2017-10-01"})

    covered = [
        period.covers(day) for day in (date(2016, 8, 9), date(2016, 8, 10), date(2017, 9, 30), date(2017, 10, 1))
    ]

    assert covered == [False, True, True, False]


def test_a_version_without_end_lasts() -> None:
    assert InForce.model_validate({"from": "2016-08-10"}).covers(date(9999, 12, 31))


@given(DAYS)
def test_the_law_is_constant_between_two_changes(book: Rulebook, day: date) -> None:
    last_change = max((change for change in changes(book) if change <= day), default=None)
    if last_change is not None:
        for scope in SCOPES:
            assert book.law_on(day, scope) is book.law_on(last_change, scope)


def test_the_law_changes_on_each_day_of_change(book: Rulebook) -> None:
    for day in changes(book):
        assert any(book.law_on(day, scope).key != book.law_on(day - DAY, scope).key for scope in SCOPES), day


def test_there_is_no_law_before_the_first_day(book: Rulebook) -> None:
    assert book.law_on(changes(book)[0] - DAY).rules == ()


@given(DAYS)
def test_each_rule_of_a_law_is_its_version_in_force(book: Rulebook, day: date) -> None:
    both = [rule for scope in SCOPES for rule in book.law_on(day, scope).rules]

    assert {one.id: one.version for one in both} == {
        rule.id: version for rule, _ in book.rules if (version := in_force(rule.versions, day))
    }


@given(DAYS)
def test_the_conditions_of_a_law_hold_neither_a_negation_nor_a_parameter(book: Rulebook, day: date) -> None:
    for rule in book.law_on(day).rules:
        assert "Not(" not in repr((rule.met, rule.not_met, rule.not_applicable))
        assert "ParameterRef(" not in repr(rule.comparisons)


def test_a_parameter_has_the_value_of_the_day(folder) -> None:
    folder.change(
        "parametres/seuils.yaml",
        (
            "in_force: {from: 2002-01-18}\n        value: 1607",
            "in_force: {from: 2002-01-18, until: 2010-01-01}\n        value: 1000\n        "
            "source: {text: t, confidence: house}\n        checked_on: 2026-11-24\n      - "
            "in_force: {from: 2010-01-01}\n        value: 1607",
        ),
    )
    book = folder.load()

    thresholds = [book.law_on(day).rule("duree").comparisons[0].value for day in (date(2009, 12, 31), date(2010, 1, 1))]

    assert thresholds == [1000, 1607]
    assert [book.value("seuil.heures", day) for day in (date(2009, 12, 31), date(2010, 1, 1))] == thresholds


def test_a_parameter_that_is_a_list_is_read_as_one(folder) -> None:
    when = "when: {heures: {at_least: {parameter: seuil.heures}}}"
    folder.change("duree.yaml", (when, "when: {metier: {one_of: {parameter: liste.metiers}}}"))

    assert folder.load().law_on(date(2010, 6, 1)).rule("duree").comparisons[0].value == ("proche",)


def test_a_parameter_has_no_value_out_of_its_period(book: Rulebook) -> None:
    assert book.parameter("duree.mois", date(2020, 1, 1)) is None
    with pytest.raises(KeyError, match=r"aucune valeur de duree\.mois au 2020-01-01"):
        book.value("duree.mois", date(2020, 1, 1))
    with pytest.raises(KeyError):
        book.value("duree.inconnue", date(2020, 1, 1))


def test_of_two_versions_declared_to_overlap_the_later_one_holds(folder) -> None:
    declared = "declared: [{from: 2019-01-01, until: 2020-01-01, why: voulu}]"
    folder.change(
        "duree.yaml",
        ("in_force: {from: 2020-01-01}", "in_force: {from: 2019-01-01}"),
        ("kind: blocking", f"kind: blocking\n    {declared}"),
    )
    book = folder.load()

    assert [book.law_on(day).rule("duree").waived for day in (date(2018, 12, 31), date(2019, 1, 1))] == [False, True]


def test_a_rule_is_absent_from_the_law_during_a_declared_gap(folder) -> None:
    declared = "declared: [{from: 2020-01-01, until: 2021-01-01, why: rien alors}]"
    folder.change(
        "duree.yaml",
        ("in_force: {from: 2020-01-01}", "in_force: {from: 2021-01-01}"),
        ("kind: blocking", f"kind: blocking\n    {declared}"),
    )
    book = folder.load()

    there = [
        book.law_on(day).rule("duree") is not None for day in (date(2019, 12, 31), date(2020, 6, 1), date(2021, 1, 1))
    ]

    assert there == [True, False, True]


def test_the_version_of_the_rulebook_changes_with_any_file(folder) -> None:
    before = folder.load().version
    assert folder.load().version == before

    folder.write("classement.yaml", folder.read("classement.yaml") + "\n")

    assert folder.load().version != before


def test_rules_that_read_findings_or_give_an_opinion_are_judged_last(book: Rulebook) -> None:
    law = book.law_on(date(2024, 6, 1))

    assert {rule.id for rule in law.conclusions} == {rule.id for rule, _ in book.rules if rule.id.startswith("avis.")}


def test_a_rule_in_force_tells_what_it_reads_what_it_asks_and_where_it_was_read(book: Rulebook) -> None:
    rule = book.law_on(date(2015, 6, 1)).rule("recevabilite.duree-minimale")

    assert rule is not None
    assert rule.facts_read == ("related_months", "related_hours", "related_months_added")
    assert rule.threshold == {"related_months": {"at_least": 36}, "related_hours": {"at_least": 4821}}
    assert (rule.source.text, rule.source.in_force_from) == ("loi n° 2014-288 du 5 mars 2014", date(2014, 3, 7))
    assert rule.source.in_force_until == date(2016, 8, 10)


def test_a_rule_in_force_leaves_findings_out_of_what_it_reads(book: Rulebook) -> None:
    for rule in book.law_on(date(2024, 6, 1)).conclusions:
        assert (rule.facts_read, rule.threshold) == ((), {})


def test_a_rule_that_is_only_a_scope_asks_what_the_scope_does(book: Rulebook) -> None:
    rule = book.law_on(date(2018, 6, 1)).rule("statuts.autre")

    assert rule is not None
    assert rule.threshold == {"other_told": {"is": True}}
