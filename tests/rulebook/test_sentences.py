"""How numbers, dates, ranges and words are printed, and how the sentence of a finding is filled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.rulebook.messages import message_of
from matcher.rulebook.outcomes import missing_facts, outcome_by_truth
from matcher.rulebook.rulebook import Rulebook
from matcher.rulebook.schema import FactDefinition
from matcher.rulebook.sentences import fill, in_words, number_in_french, placeholders, plain_spaces

RATIO = FactDefinition(type="ratio", label="part")
WORD = FactDefinition(type="text", label="métier", values={"proche": "métier proche"})


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (999, "999"),
        (1607, "1\u202f607"),
        (4821, "4\u202f821"),
        (1234567, "1\u202f234\u202f567"),
        (-1607, "-1\u202f607"),
        (13.5, "13,5"),
        (36.0, "36"),
        (100.0, "100"),
        (0.25, "0,25"),
        (1607.05, "1\u202f607,05"),
        (1e-07, "0,0000001"),
        (1e16, "10\u202f000\u202f000\u202f000\u202f000\u202f000"),
    ],
)
def test_numbers_have_thin_spaces_and_a_decimal_comma(value: float, said: str) -> None:
    assert number_in_french(value) == said


@given(st.integers(-(10**12), 10**12))
def test_a_number_in_french_reads_back_as_itself(value: int) -> None:
    assert int(number_in_french(value).replace("\u202f", "")) == value


@pytest.mark.parametrize(
    ("value", "fact", "said"),
    [
        (None, None, "non connu"),
        (True, None, "oui"),
        (False, None, "non"),
        (date(2023, 12, 29), None, "29/12/2023"),
        ((1600, 1700), None, "entre 1\u202f600 et 1\u202f700"),
        ((36.0, 36.0), None, "36"),
        ((11.5, 12.25), None, "entre 11,5 et 12,25"),
        (0.625, RATIO, "62\u202f%"),
        (1.0, RATIO, "100\u202f%"),
        ("proche", WORD, "métier proche"),
        ("ancienne", None, "ancienne"),
    ],
)
def test_values_are_said_as_a_reader_would(value: Any, fact: FactDefinition | None, said: str) -> None:
    assert in_words(value, fact) == said


def test_a_place_without_words_reads_not_known() -> None:
    assert fill("{a} et {b}", {"a": "un"}.get) == "un et non connu"
    assert fill("{a}", {"a": "{b}"}.get) == "{b}"


def test_places_are_found_in_order() -> None:
    assert list(placeholders("{a} puis {b|mois|mois}, {a}")) == ["a", "b", "a"]


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        (0, "0 heure"),
        (1, "1 heure"),
        (1.5, "1,5 heure"),
        (2, "2 heures"),
        (10, "10 heures"),
        (1607, "1\u202f607 heures"),
        (None, "non connu heures"),
        ((1, 2), "entre 1 et 2 heures"),
    ],
)
def test_a_noun_agrees_with_its_number(value: Any, filled: str) -> None:
    assert fill("{n|heure|heures}", {"n": None if value is None else in_words(value)}.get) == filled


def test_spaces_of_print_compare_with_typed_ones() -> None:
    assert plain_spaces("1\u202f607 h\u00a0: oui") == "1 607 h : oui"


def said(book: Rulebook, rule_id: str, day: date, facts: dict[str, Any], **words: str) -> str:
    rule = book.law_on(day).rule(rule_id)
    assert rule is not None
    return message_of(rule, outcome_by_truth(rule, facts), facts, book.facts, words)


def test_a_sentence_gives_what_lacks(book: Rulebook) -> None:
    sentence = said(book, "recevabilite.duree-minimale", date(2020, 3, 2), {"related_hours": 600})

    assert sentence.startswith("600 heures en rapport avec la certification ; il en manque 1\u202f007 pour faire ")


def test_what_lacks_counts_from_the_low_end_of_a_range(book: Rulebook) -> None:
    sentence = said(book, "recevabilite.duree-minimale", date(2010, 6, 1), {"related_months": (30.5, 35.25)})

    assert sentence.startswith("entre 30,5 et 35,25 mois en rapport avec la certification ; il en manque 5,5 pour")


def test_an_unknown_finding_names_what_is_to_be_established(book: Rulebook) -> None:
    sentence = said(book, "recevabilite.duree-minimale", date(2020, 3, 2), {})

    assert "non connu heures" in sentence
    assert sentence.endswith("À établir : heures en rapport avec la certification.")


def test_an_unknown_finding_whose_facts_are_all_known_names_what_falls_short(folder) -> None:
    when = "when: {heures: {at_least: {parameter: seuil.heures}}}"
    met_only = "met_when: {all: [{demandes: {at_least: 2}}, {ouverte: {is: true}}]}"
    folder.change(
        "duree.yaml", (when, met_only), ('        not_met: "Il manque {shortfall} heures."\n', ""), ("trop peu", "peu")
    )
    rule = folder.load().law_on(date(2010, 6, 1)).rule("duree")
    facts = {"demandes": 1, "ouverte": True}

    assert outcome_by_truth(rule, facts) == "unknown"
    assert missing_facts(rule, facts) == ("demandes",)


def test_a_sentence_takes_the_words_that_are_no_facts(book: Rulebook) -> None:
    facts = {"registration_ended": True, "registration_end": date(2009, 12, 31)}
    sentence = said(book, "certification.enregistrement", date(2010, 6, 1), facts, successors="RNCP1 lui succède.")

    assert sentence == "Enregistrement terminé le 31/12/2009, avant le dépôt. RNCP1 lui succède."


def test_a_rule_that_may_not_apply_says_what_would_tell(book: Rulebook) -> None:
    sentence = said(book, "demande.formation-initiale", date(2024, 6, 1), {})

    assert sentence == "Non établi. À établir : procédure, formation initiale en cours pour la même certification."


@pytest.mark.parametrize(
    "day", [date(2005, 6, 1), date(2012, 6, 1), date(2015, 6, 1), date(2018, 6, 1), date(2024, 6, 1)]
)
@pytest.mark.parametrize("everything", [True, False], ids=["facts known", "no fact"])
def test_no_sentence_keeps_a_place_unfilled(book: Rulebook, day: date, everything: bool) -> None:
    samples = {"hours": (1000, 2000), "months": 13.5, "count": 1, "ratio": 0.5, "flag": True, "date": day}
    facts = {
        name: next(iter(fact.values)) if fact.type == "text" else samples[fact.type]
        for name, fact in book.facts.items()
        if everything
    }
    for rule in book.law_on(day).rules:
        for outcome in ("met", "not_met", "unknown", "waived", "not_applicable"):
            sentence = message_of(rule, outcome, facts, book.facts)
            assert "{" not in sentence, sentence
