"""A rule in prose: what a reader needs, and nothing of the file's own words."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bundled_rules import BOOK

from matcher.rulebook.prose import rule_as_prose
from matcher.rulebook.rulebook import Rulebook, in_force
from matcher.rulebook.schema import Rule
from matcher.rulebook.sentences import day_in_french, placeholders

DAYS = [
    date(2001, 1, 1),
    date(2002, 1, 18),
    date(2010, 6, 1),
    date(2016, 8, 10),
    date(2018, 6, 1),
    date(2023, 6, 1),
    date(2026, 11, 24),
]
KEYS = re.compile(
    r"\b(at_least|at_most|below|above|one_of|none_of|is_not|met_when|applies_when|finding|blocking_\w+|Comparison|ParameterRef|None|True|False)\b"
)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("rule", [rule for rule, _ in BOOK.rules], ids=lambda rule: rule.id)
def test_prose_of_a_rule_names_its_source_and_no_key(rule: Rule, day: date) -> None:
    prose = rule_as_prose(BOOK, rule.id, day)

    assert prose.startswith(rule.title)
    version = in_force(rule.versions, day)
    if version is None:
        assert f"Au {day_in_french(day)} : aucune version en vigueur." in prose
    else:
        assert f"Source : {version.source.text}" in prose
        assert version.source.article is None or version.source.article in prose
    for each in rule.versions:
        assert prose.count(each.source.text) >= 1
        assert day_in_french(each.in_force.from_) in prose
    conditions = "\n".join(line for line in prose.splitlines() if " si : " in line)
    assert not KEYS.search(conditions), conditions
    assert not set(re.findall(r"\b[a-z]+_[a-z_]+\b", conditions)), conditions
    assert not list(placeholders(prose)), prose


def test_prose_says_the_value_of_the_day_and_its_parameter(book: Rulebook) -> None:
    prose = rule_as_prose(book, "recevabilite.duree-minimale", date(2018, 6, 1))

    assert (
        "Remplie si : heures en rapport avec la certification : au moins 1\u202f607 (paramètre duree.heures-un-an)."
        in prose
    )
    assert "Non remplie si c'est faux ; non établie si un fait manque." in prose
    assert " → du 01/10/2017 au 04/11/2019 exclu" in prose


def test_prose_groups_conditions_of_several_parts(book: Rulebook) -> None:
    prose = rule_as_prose(book, "recevabilite.duree-minimale", date(2015, 6, 1))

    assert (
        "mois civils en rapport avec la certification : moins de 36 (paramètre duree.mois) et mois d'activités" in prose
    )
    assert "Non établie dans les autres cas." in prose


def test_prose_of_a_waived_rule_says_so(book: Rulebook) -> None:
    prose = rule_as_prose(book, "recevabilite.duree-minimale", date(2024, 6, 1))

    assert "Sans objet dans ce régime : « Aucune durée minimale" in prose
    assert " si : " not in prose


def test_prose_of_an_opinion_names_the_rules_it_reads(book: Rulebook) -> None:
    prose = rule_as_prose(book, "avis.hors-registre", date(2024, 6, 1))

    assert "Remplie si : « Certification inscrite au RNCP » : non remplie." in prose


def test_prose_of_a_count_is_french(book: Rulebook) -> None:
    prose = rule_as_prose(book, "avis.defavorable", date(2024, 6, 1))

    assert "le nombre de règles de sorte « condition » non remplies : au moins 1" in prose


def test_an_unknown_rule_is_refused_in_french(book: Rulebook) -> None:
    with pytest.raises(KeyError, match="aucune règle « duree »"):
        rule_as_prose(book, "duree", date(2024, 6, 1))


def test_prose_of_negations_and_words_is_plain(folder) -> None:
    when = "when: {heures: {at_least: {parameter: seuil.heures}}}"
    other = "when: {any: [{not: {metier: {is: loin}}}, {all: [{mois: {below: 13.5}}, {fin: {above: 2010-02-01}}]}]}"
    folder.change("duree.yaml", (when, other))

    prose = rule_as_prose(folder.load(), "duree", date(2010, 6, 1))

    assert "(il est faux que métier : métier éloigné) ou (mois : moins de 13,5 et fin : plus de 01/02/2010)" in prose
