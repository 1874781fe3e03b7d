"""A pasted CV, split by its periods: what is found is only proposed, and what served nothing is given back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.cv import split_cv

CV = """Léa MARTIN
lea@exemple.fr

EXPÉRIENCES PROFESSIONNELLES
Mars 2019 - aujourd'hui : Assistante RH, Société Durand
- Gestion des contrats
• Paie de 40 salariés

01/2015 – 12/2018
Assistante administrative
Accueil et courrier

BÉNÉVOLAT
Depuis 2016 Trésorière bénévole du club

Formation
2012 BTS assistant de manager
Langues : anglais B2
"""


def test_each_period_opens_an_experience_with_its_title_and_lines() -> None:
    first, second, third = split_cv(CV).experiences
    assert (first.title, first.start, first.end, first.ongoing) == (
        "Assistante RH, Société Durand",
        "2019-03",
        "",
        True,
    )
    assert first.activities == ("Gestion des contrats", "Paie de 40 salariés")
    assert (second.title, second.start, second.end) == ("Assistante administrative", "2015-01", "2018-12")
    assert second.activities == ("Accueil et courrier",)
    assert (third.title, third.start, third.ongoing) == ("Trésorière bénévole du club", "2016", True)


def test_studies_and_what_comes_before_are_given_back() -> None:
    left = split_cv(CV).left
    assert left[:2] == ("Léa MARTIN", "lea@exemple.fr")
    assert "2012 BTS assistant de manager" in left


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("2013 vendeuse", "2013", "2013"),
        ("Vendeuse (09/2013-06/2014)", "2013-09", "2014-06"),
        ("Stage RH, avril à juin 2014", "2014-04", "2014-06"),
        ("du 01/09/2013 au 30/06/2014 Vendeuse", "2013-09-01", "2014-06-30"),
        ("1er sept. 2013 – 30 juin 2014 : vendeuse", "2013-09-01", "2014-06-30"),
    ],
)
def test_periods_as_people_write_them(line: str, start: str, end: str) -> None:
    (found,) = split_cv(line).experiences
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    ("line", "kind", "word"),
    [
        ("2013 vendeuse", "salarie", ""),
        ("2013-2014 Stage en comptabilité", "stage", "Stage"),
        ("2013-2014 Apprentie coiffeuse", "apprentissage", "Apprentie"),
        ("2013-2014 Élue au CSE", "syndical", "CSE"),
        ("2013-2014 Conseillère municipale", "mandat_electif", "Conseillère municipale"),
        ("2013-2014 Bénévole aux Restos", "benevole", "Bénévole"),
        ("2013-2014 Service civique", "volontaire", "Service civique"),
    ],
)
def test_a_status_is_proposed_with_the_word_that_suggests_it(line: str, kind: str, word: str) -> None:
    (found,) = split_cv(line).experiences
    assert (found.kind, found.kind_word) == (kind, word)


def test_a_bullet_with_a_year_stays_an_activity() -> None:
    (found,) = split_cv("2013-2014 Comptable\n- Passage au logiciel de 2014").experiences
    assert found.activities == ("Passage au logiciel de 2014",)


def test_a_year_that_is_no_date_opens_nothing() -> None:
    assert split_cv("Chiffre d'affaires : 12019 euros\n31/02/2019 : rien").experiences == ()


@given(st.text(max_size=400))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    reading = split_cv(text)
    assert all(one.start for one in reading.experiences)
