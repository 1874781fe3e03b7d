from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.model.dossier import Dossier
from matcher.reading.masking import mask_unions, without_unions


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


def dossier(**experience: Any) -> Dossier:
    return Dossier.model_validate(
        {
            "id": "D1",
            "filed_on": "2024-03-12",
            "project": "Quitter FO",
            "experiences": [{"start": "2019", **experience}],
        }
    )


def test_a_dossier_loses_every_union_name() -> None:
    given = dossier(
        kind="syndical", title="Élue CGT", organisation="Canari", activities=["Accord CFDT"], not_done=["Caisse SUD"]
    )
    masked = without_unions(given)
    one = masked.experiences[0]
    assert masked.project == "Quitter [syndicat]"
    assert (one.title, one.organisation) == ("Élue [syndicat]", None)
    assert (one.activities, one.not_done) == (("Accord [syndicat]",), ("Caisse [syndicat]",))
    assert not one.end_known
    assert given.experiences[0].organisation == "Canari"
    assert without_unions(masked) == masked


def test_an_employer_keeps_its_name_unless_it_is_a_union() -> None:
    assert (
        without_unions(dossier(kind="salarie", organisation="Menuiserie")).experiences[0].organisation == "Menuiserie"
    )
    assert (
        without_unions(dossier(kind="salarie", organisation="CFDT 69")).experiences[0].organisation == "[syndicat] 69"
    )


def test_an_experience_that_names_no_union_is_left_as_it_is() -> None:
    given = dossier(kind="salarie", title="Comptable", end=None)
    assert without_unions(given).experiences[0] is given.experiences[0]


def test_a_long_text_takes_no_time() -> None:
    assert mask_unions("a-" * 10_000) == "a-" * 10_000
    assert mask_unions("C." * 10_000) == "C." * 10_000
