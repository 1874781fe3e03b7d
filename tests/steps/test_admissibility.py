"""Step 3: the two-month date where a text gives it, the counter, the validity, what was obtained before."""

from __future__ import annotations

from datetime import date

import pytest
from journeys import ACCOUNTANT, aimed, engine, items, report, step, texts

from matcher import Matcher


@pytest.mark.parametrize(
    ("filed_on", "due", "silence"),
    [
        ("2012-06-01", None, "ni ce que vaut le silence"),
        ("2014-06-02", None, "valait refus"),
        ("2016-06-01", None, "valait acceptation"),
        ("2020-12-31", date(2021, 2, 28), "vaut recevabilité"),
        ("2023-06-01", date(2023, 8, 1), "vaut acceptation"),
        ("2024-06-12", date(2024, 8, 12), "vaut acceptation"),
        ("2026-06-12", date(2026, 8, 12), "31 décembre 2024"),
    ],
)
def test_the_answer_is_dated_where_a_text_gives_a_delay(filed_on: str, due: date | None, silence: str) -> None:
    (answer,) = items(step(3, filed_on), rule="recevabilite.reponse")
    assert silence in answer.text
    assert [one.day for one in answer.dates] == ([due] if due else [])
    assert answer.source


def on_portal(since: str) -> Matcher:
    one = engine().certification("RNCP36889")
    assert one is not None
    vae = one.vae.model_copy(update={"portal_date": date.fromisoformat(since)})
    return engine().with_certifications([one.model_copy(update={"vae": vae})])


def test_on_the_portal_r6412_4_gives_the_delay_and_the_lapse() -> None:
    found = step(
        3,
        "2024-06-12",
        on_portal("2024-01-01"),
        recevabilites=[{"certification": "RNCP36889", "notified_on": "2024-02-10", "issuer": "Cnam"}],
    )
    (answer,) = items(found, rule="recevabilite.reponse-portail")
    assert answer.source
    assert "R6412-4" in answer.source
    (lapse,) = items(found, rule="recevabilite.caducite")
    assert [one.day for one in lapse.dates] == [date(2024, 8, 31)]
    assert not items(found, rule="recevabilite.reponse")


def test_a_portal_recevabilite_lapsed_is_a_warning_with_the_way_back() -> None:
    held = [{"certification": "RNCP36889", "notified_on": "2024-01-10"}]
    found = step(3, "2024-09-02", on_portal("2024-01-01"), recevabilites=held)
    (lapse,) = items(found, rule="recevabilite.caducite")
    assert lapse.kind == "avertissement"
    assert "hors du quota" in lapse.text


def test_the_counter_counts_the_year_of_the_filing_and_gives_the_next_day() -> None:
    before = [{"certification": "RNCP36889", "filed_on": "2024-01-15"}]
    (count,) = items(step(3, "2024-12-31", requests=before), rule="recevabilite.compteur")
    assert "1 demande déjà déclarée" in count.text
    assert [one.day for one in count.dates] == [date(2025, 1, 1)]
    (fresh,) = items(step(3, "2025-01-01", requests=before), rule="recevabilite.compteur")
    assert "0 demande déjà déclarée" in fresh.text


def test_earlier_decisions_say_who_for_what_and_when() -> None:
    told = step(
        3,
        recevabilites=[
            {"certification": "RNCP36889", "notified_on": "2023-05-02", "issuer": "Cnam"},
            {"certification": "RNCP38510", "notified_on": "2022-03-01"},
        ],
    )
    first, second = items(told, "demande")
    assert "par Cnam pour « Responsable comptable » (RNCP36889) : la première cible" in first.text
    assert "une autre certification" in second.text
    assert "qui l'a notifiée" in second.text
    assert [one.day for one in first.dates] == [date(2023, 5, 2)]


def test_one_establishment_only_for_a_diploma_of_higher_education_before_2024() -> None:
    found = step(3, "2015-06-01", target="RNCP35924")
    assert "un seul établissement" in texts(found)
    assert "un seul établissement" not in texts(step(3, "2015-06-01"))


def test_the_path_speaks_in_words_that_the_person_may_read() -> None:
    found = report("2010-06-01", experiences=[{**ACCOUNTANT, "start": "2008-06-01"}])
    assert aimed(found).opinion == "defavorable_probable"
    for one in found.steps:
        for item in one.items:
            assert "défavorable" not in item.text
        assert "défavorable" not in one.summary
