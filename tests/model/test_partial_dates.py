from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.model.dates import PartialDate, full_day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-3-5", date(2019, 3, 5), date(2019, 3, 5)),
        (" 2019-03-05 ", date(2019, 3, 5), date(2019, 3, 5)),
        ("2019-03-05/2019-04", date(2019, 3, 5), date(2019, 4, 30)),
        (2019, date(2019, 1, 1), date(2019, 12, 31)),
        (date(2019, 3, 5), date(2019, 3, 5), date(2019, 3, 5)),
        (datetime(2019, 3, 5, 23, 59), date(2019, 3, 5), date(2019, 3, 5)),
        (pd.Timestamp("2019-03-05"), date(2019, 3, 5), date(2019, 3, 5)),
    ],
)
def test_what_is_read(text: object, first: date, last: date) -> None:
    assert PartialDate.read(text) == PartialDate(first, last)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("2019-02-30", "le jour 30/02/2019 n'existe pas"),
        ("2023-02-29", "le jour 29/02/2023 n'existe pas"),
        ("2019-31", "le mois 31 n'existe pas"),
        ("2019-00", "le mois 00 n'existe pas"),
        ("0000-00-00", "l'année n'est pas plausible (entre 1900 et 2200)"),
        (2035_01, "l'année n'est pas plausible (entre 1900 et 2200)"),
        pytest.param(10**5000, "l'année n'est pas plausible (entre 1900 et 2200)", id="entier géant"),
        (date(1, 1, 1), "l'année n'est pas plausible (entre 1900 et 2200)"),
        ("05/03/2019", "ce texte n'a pas la forme d'une date"),
        ("", "ce texte n'a pas la forme d'une date"),
        ("2019/" * 5000, "ce texte n'a pas la forme d'une date"),
        ("2019/2020/2021", "ce texte n'a pas la forme d'une date"),
        ("\u0662\u0660\u0661\u0669", "ce texte n'a pas la forme d'une date"),
        ("2020/2019", "intervalle à l'envers : 2020-01-01 est après 2019-12-31"),
        (True, "ce n'est pas une date"),
        (2019.0, "ce n'est pas une date"),
        (pd.NaT, "ce n'est pas une date"),
        (None, "ce n'est pas une date"),
        (["2019"], "ce n'est pas une date"),
    ],
)
def test_what_is_refused(value: object, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        PartialDate.read(value)
    assert str(caught.value) == message


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_text_reads_back_identical(one: date, other: date) -> None:
    interval = PartialDate(min(one, other), max(one, other))
    assert PartialDate.from_iso(str(interval)) == interval


def test_text_keeps_the_precision_given() -> None:
    for text in ("2019", "2019-03", "2019-03-05", "2019-03-05/2019-04-01"):
        assert str(PartialDate.from_iso(text)) == text


def test_a_full_day_is_no_partial_date() -> None:
    assert full_day("2024-02-29") == date(2024, 2, 29)
    with pytest.raises(ValueError, match="complète"):
        full_day("2024-02")
