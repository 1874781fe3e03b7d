"""Dates as people write them: read day first, kept as an interval, and never guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.dates import read_date, read_excel_serial, why_unread

FILED = date(2024, 3, 12)

DAYS = {
    "1er sept. 2018": "2018-09-01",
    "1ER SEPTEMBRE 2018": "2018-09-01",
    "11 Mai 2014": "2014-05-11",
    "11 mai 14": "2014-05-11",
    "le 3 août 2020": "2020-08-03",
    "3 aout 2020": "2020-08-03",
    "20190630": "2019-06-30",
    "30062019": "2019-06-30",
    "2015-05-02T10:20:19": "2015-05-02",
    "2015-05-02T10:20:19Z": "2015-05-02",
    "02/05/2015 10:20": "2015-05-02",
    "02/05/2015 à 10h20": "2015-05-02",
    "12/03/24": "2024-03-12",
    "13.03.2024": "2024-03-13",
    "13-03-2024": "2024-03-13",
    "1 2 2020": "2020-02-01",
    "2024/03/12": "2024-03-12",
    "vendredi 13 mars 2020": "2020-03-13",
    "lundi 13 mars 2020": "2020-03-13",
    "depuis le 1er janvier 2019": "2019-01-01",
    "29/02/2024": "2024-02-29",
    "à ce jour": "2024-03-12",
    "A CE JOUR": "2024-03-12",
    "maintenant": "2024-03-12",
    "en cours": "2024-03-12",
    "aujourd’hui": "2024-03-12",
    "jusqu'à présent": "2024-03-12",
    "toujours en poste": "2024-03-12",
}

RANGES = {
    "2019": ("2019-01-01", "2019-12-31"),
    "en 2019": ("2019-01-01", "2019-12-31"),
    "mars 2019": ("2019-03-01", "2019-03-31"),
    "Févr. 2020": ("2020-02-01", "2020-02-29"),
    "03-2019": ("2019-03-01", "2019-03-31"),
    "03/2019": ("2019-03-01", "2019-03-31"),
    "2019-03": ("2019-03-01", "2019-03-31"),
    "début 2015": ("2015-01-01", "2015-04-30"),
    "mi-2015": ("2015-05-01", "2015-08-31"),
    "fin 2015": ("2015-09-01", "2015-12-31"),
    "fin de l'année 2015": ("2015-09-01", "2015-12-31"),
    "été 2016": ("2016-06-01", "2016-09-30"),
    "l'été 2016": None,
    "fin juin 2018": ("2018-06-21", "2018-06-30"),
    "mi-juin 2018": ("2018-06-11", "2018-06-20"),
    "début 03/2019": ("2019-03-01", "2019-03-10"),
    "2e semestre 2018": ("2018-07-01", "2018-12-31"),
    "T1 2019": ("2019-01-01", "2019-03-31"),
}

NEVER = [
    "", "  ", "12/31/2019", "31/02/2020", "29/02/2023", "2019-02-30", "0000-00-00", "mars", "12 mars", "12/03", "lundi",
    "03/19", "mars 19", "201012", "43831", "1234", "9999", "10 ans", "un jour", "2015-2017", "12/03/2024 bis",
    "01/2019 - 03/2020", "T5 2019", "début 12/03/2019", "٢٠١٩", "²⁰¹⁹-13", "\x00", "12//2019", "3 fois",
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_a_day_is_read_day_first(text: str, day: str) -> None:
    read = read_date(text, FILED)
    assert read is not None
    assert (read.first, read.last) == (date.fromisoformat(day),) * 2


@pytest.mark.parametrize(("text", "ends"), RANGES.items())
def test_a_partial_date_is_a_range_inside_the_year(text: str, ends: tuple[str, str] | None) -> None:
    read = read_date(text, FILED)
    assert (read and (read.first.isoformat(), read.last.isoformat())) == ends


@pytest.mark.parametrize("text", NEVER)
def test_what_is_not_sure_is_not_read(text: str) -> None:
    assert read_date(text, FILED) is None
    assert why_unread(text, FILED)


def test_now_needs_a_reference() -> None:
    assert read_date("à ce jour") is None


def test_years_in_two_digits_turn_at_the_filing() -> None:
    assert [read_date(f"01/02/{yy}", FILED).first.year for yy in ("24", "25", "99", "00")] == [2024, 1925, 1999, 2000]  # type: ignore[union-attr]


def test_a_serial_number_is_a_date_only_when_asked() -> None:
    read = read_excel_serial("45364")
    assert read is not None
    assert (read.first, read.last) == (date(2024, 3, 13),) * 2
    assert read_excel_serial("45364,75") == read
    for other in ("2019", "1", "99999", "abcde", "20190630", ""):
        assert read_excel_serial(other) is None


def test_both_readings_of_a_month_first_date_are_told() -> None:
    assert "31/12/2019" in why_unread("12/31/2019", FILED)
    assert why_unread("31/02/2020", FILED) == "le jour 31/02/2020 n'existe pas"
    assert "année" in why_unread("12/03", FILED)


days = st.dates(date(1926, 1, 1), FILED)
MONTHS = "janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre".split(",")  # noqa: SIM905
WRITINGS = [
    "{d:%d/%m/%Y}", "{d:%d-%m-%Y}", "{d:%d.%m.%Y}", "{d:%Y-%m-%d}", "{d:%Y%m%d}", "{d:%d/%m/%Y} 08:30",
    "{d:%Y-%m-%d}T08:30:00", "{d.day} {month} {d.year}", "{d.day} {month} {d.year} ", "LE {d.day} {month} {d.year}",
]  # fmt: skip


@given(days, st.sampled_from(WRITINGS), st.sampled_from([str, str.upper, str.title]))
def test_every_day_is_read_however_it_is_written(day: date, writing: str, case: object) -> None:
    text = case(writing.format(d=day, month=MONTHS[day.month - 1]))  # type: ignore[operator]
    read = read_date(text, FILED)
    assert read is not None
    assert (read.first, read.last) == (day, day)


@given(days, days)
def test_a_year_in_two_digits_never_follows_the_reference_and_stays_within_a_century(day: date, filed: date) -> None:
    read = read_date(f"{day:%d/%m/%y}", filed)
    if read is not None:  # le 29 février n'existe pas tous les siècles
        assert read.first.year <= filed.year < read.first.year + 100
        assert (read.first.year - day.year) % 100 == 0


@given(st.text(max_size=40) | st.from_regex(r"[0-9a-zé/. -]{0,14}"), days)
def test_any_text_gives_a_range_in_order_or_nothing(text: str, filed: date) -> None:
    read = read_date(text, filed)
    assert read is None or read.first <= read.last
    assert read_date(text, filed) == read
    assert isinstance(why_unread(text, filed), str)


@given(st.integers(10_000, 80_000))
def test_serial_numbers_count_days(number: int) -> None:
    read = read_excel_serial(str(number))
    assert read is not None
    assert read.first == date(2020, 1, 1) + timedelta(days=number - 43_831)
