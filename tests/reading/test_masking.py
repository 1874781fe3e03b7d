from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.masking import mask_unions


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("délégué CGT", "délégué [syndicat]"),
        ("élu cgt et C.F.D.T. du site", "élu [syndicat] et [syndicat] du site"),
        ("trésorier FO", "trésorier [syndicat]"),
        ("F.O. et SUD-Rail", "[syndicat] et [syndicat]"),
        ("Force ouvrière, FORCE OUVRIERE", "[syndicat], [syndicat]"),
        ("Confederation generale du travail", "[syndicat]"),
        ("Confédération française de l’encadrement - CFE-CGC", "[syndicat] - [syndicat]"),
        ("CFE CGC, SGEN-CFDT, CGT-Santé", "[syndicat], [syndicat], [syndicat]"),
        ("deux cégétistes", "deux [syndicat]"),
        ("l'UNSA", "l'[syndicat]"),
        ("Conf\u0065\u0301d\u0065\u0301ration paysanne", "[syndicat]"),
    ],
)
def test_a_union_is_masked(text: str, masked: str) -> None:
    assert mask_unions(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "le sud de la France",
        "fo et Fo",
        "FOYER rural",
        "région SUD-OUEST et SUD EST",
        "foire aux questions",
        "Tenue de la comptabilité générale",
        "délégué syndical, élu du CSE",
        "une force ouvrable",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert mask_unions(text) == text


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask_unions(text)
    assert mask_unions(once) == once


def test_a_long_text_takes_no_time() -> None:
    assert mask_unions("a-" * 10_000) == "a-" * 10_000
    assert mask_unions("C." * 10_000) == "C." * 10_000
