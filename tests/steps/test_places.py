"""From a postcode or a country to the centres: codes that cheat, Corsica, overseas, abroad, what is not known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journeys import items, path_data, step, texts

from matcher.steps.places import centres_abroad, centres_near, read_postcode

DATA = path_data()


@pytest.mark.parametrize(
    ("text", "departments"),
    [
        ("75003", ["75"]),
        ("59 000", ["59"]),
        ("75141 Paris Cedex 03", ["75"]),
        ("20090", ["2A"]),
        ("20200", ["2B"]),
        ("97400", ["974"]),
        ("97150", ["978"]),
        ("97133", ["977"]),
        ("98800", ["988"]),
        ("98799", ["989"]),
        ("94390", ["91"]),
        ("01590", ["01", "39"]),
        ("52100", ["51", "52"]),
        ("06260", ["04", "06"]),
    ],
)
def test_a_postcode_gives_the_departments_that_it_serves(text: str, departments: list[str]) -> None:
    read = read_postcode(text, DATA)
    assert read is not None
    assert [one.code for one in read.departments] == departments
    assert not read.repaired


@pytest.mark.parametrize("text", [None, "", "99999", "00100", "abc", "7500", "123456", "B-1000 Bruxelles 12"])
def test_what_is_no_known_postcode_is_told_so_or_repaired_openly(text: str | None) -> None:
    read = read_postcode(text, DATA)
    assert read is None or read.repaired


def test_a_lost_zero_is_put_back_and_said() -> None:
    first = step(1, postcode="1000")
    assert "« 1000 » lu 01000" in texts(first, "avertissement")
    assert "Auvergne-Rhône-Alpes" in texts(first, "contact")


@given(st.text(max_size=12) | st.integers(0, 99_999).map(lambda number: f"{number:05}"))
def test_any_text_reads_or_not_and_every_department_has_an_answer(text: str) -> None:
    read = read_postcode(text, DATA)
    for department in read.departments if read else ():
        near = centres_near(department, DATA)
        assert all(one.status != "announced" for one in (*near.in_charge, *near.nearest))


def test_two_departments_for_one_code_give_the_centres_of_both() -> None:
    first = step(1, postcode="01590")
    assert "Ain (01) et Jura (39)" in texts(first, "information")
    told = texts(first, "contact")
    assert "Auvergne-Rhône-Alpes" in told
    assert "Bourgogne-Franche-Comté" in told


@pytest.mark.parametrize(
    ("postcode", "nearest"),
    [("29000", ["act-quimper", "act-saint-brieuc"]), ("33000", ["na-limoges", "na-futuroscope"])],
)
def test_the_nearest_place_of_the_region_comes_first(postcode: str, nearest: list[str]) -> None:
    read = read_postcode(postcode, DATA)
    assert read is not None
    assert [one.id for one in centres_near(read.departments[0], DATA).nearest] == nearest


def test_corsica_has_only_an_announced_centre_and_is_told_the_nearest_known() -> None:
    first = step(1, postcode="20000")
    assert "Lieu connu le plus proche" in texts(first, "contact")
    assert "ouverture annoncée, non vérifiée" in texts(first, "information")


def test_a_centre_without_a_known_address_says_so_and_gives_the_national_contact() -> None:
    first = step(1, postcode="33000")
    centre = items(first, "contact")[0]
    assert centre.title == "Cnam Nouvelle-Aquitaine"
    assert "Adresse non connue" in centre.text
    assert "292 rue Saint-Martin" in centre.text
    assert first.state == "a_verifier"


def test_every_address_shown_was_read_somewhere() -> None:
    for code in ("62000", "75003", "97420", "44000", "13100"):
        for one in items(step(1, postcode=code), "contact"):
            assert one.source
            assert "lu " in one.source or "date de lecture non connue" in one.source
            assert one.confidence in {"verified", "to_confirm"}


@pytest.mark.parametrize(
    ("country", "centre"), [("Liban", "liban"), ("côte d’ivoire", "cote-ivoire"), ("MAROC", "maroc")]
)
def test_abroad_the_centre_of_the_country_is_given(country: str, centre: str) -> None:
    assert [one.id for one in centres_abroad(country, DATA).in_charge] == [centre]


def test_in_a_country_without_a_centre_the_national_contact_is_given() -> None:
    first = step(1, country="Belgique", postcode="1000")
    assert "Belgique : aucun centre connu. Contact national" in texts(first, "avertissement")
    assert not items(first, "question")


@pytest.mark.parametrize("postcode", [None, "99999", "n'importe quoi"])
def test_an_unknown_postcode_is_asked(postcode: str | None) -> None:
    first = step(1, postcode=postcode)
    assert first.state == "a_completer"
    (asked,) = items(first, "question")
    assert "code postal" in asked.text
    assert postcode is None or postcode in asked.text


def test_contacts_are_those_of_the_day() -> None:
    assert "France VAE" not in texts(step(1, "2012-06-01"), "contact")
    assert "Div@" in texts(step(1, "2012-06-01"), "contact")
    assert "France VAE" in texts(step(1, "2024-06-12"), "contact")
