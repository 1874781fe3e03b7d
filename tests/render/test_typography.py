from __future__ import annotations

from datetime import date

import pytest

from matcher.render.typography import between, cut, figure, in_force, long_date, typeset


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trois ans : non établi ; pourquoi ?", "Trois ans\u202f: non établi\u202f; pourquoi\u202f?"),
        ("« Comptable »", "«\u202fComptable\u202f»"),
        ("il en manque 1 007 h", "il en manque 1\u202f007\u202fh"),
        ("loi n° 2022-1598 du 21", "loi n°\u202f2022-1598 du 21"),
        ("en 2023 145 jours", "en 2023 145 jours"),
        ("le 12 345 678", "le 12\u202f345\u202f678"),
        ("deux\nlignes\tet\u2028plus", "deux lignes et plus"),
        ("\u202eretourné\u200b \x1b[31mrouge", "retourné [31mrouge"),
        ("80 %, 3 €", "80\u202f%, 3\u202f€"),
    ],
)
def test_typeset(text: str, expected: str) -> None:
    assert typeset(text) == expected


def test_typeset_twice_changes_nothing() -> None:
    once = typeset("« Trois ans » : 1 607 h ; n° 3 !")
    assert typeset(once) == once


def test_figures_dates_and_ranges() -> None:
    assert figure(1607) == "1\u202f607"
    assert figure(47.5) == "47,5"
    assert figure(0) == "0"
    assert figure(12000) == "12\u202f000"
    assert between(1200, 1600, "h") == "entre 1\u202f200 et 1\u202f600\u202fh"
    assert between(12, 12, "mois") == "12\u202fmois"
    assert long_date(date(2024, 6, 1)) == "1er juin 2024"


def test_the_last_day_in_force_is_the_eve_of_until() -> None:
    assert in_force(date(2016, 8, 10), date(2017, 10, 1)) == "du 10/08/2016 au 30/09/2017"
    assert in_force(date(2023, 12, 29), None) == "depuis le 29/12/2023"
    assert in_force(None, None) == ""


def test_cut() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcdef", 4) == "abc…"
