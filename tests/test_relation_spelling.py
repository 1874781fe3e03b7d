"""Slips of the pen are repaired; real words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relation_cases import BOOKS, CATALOGUE, SETTINGS, dossier, experience, states

from matcher.relation import CertificationIndex
from matcher.relation.spelling import AS_WRITTEN, Spelling

KNOWN = ("comptabilit", "boulon", "inform", "planning", "accueil", "recrut", "fiscal", "commande", "commence")
SPELLING = Spelling(KNOWN)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("comptabilti", "comptabilit"),
        ("comptablit", "comptabilit"),
        ("compttabilit", "comptabilit"),
        ("comptavilit", "comptabilit"),
        ("planing", "planning"),
        ("acceuil", "accueil"),
        ("fisscal", "fiscal"),
    ],
)
def test_one_slip_is_repaired(written: str, meant: str) -> None:
    assert SPELLING.repaired(written) == meant


@pytest.mark.parametrize("word", ["boulot", "infirm", "fatcur", "omptabilit", "pai", "", "commende", "compatbiltii"])
def test_a_real_word_two_slips_or_two_candidates_are_left_alone(word: str) -> None:
    assert SPELLING.repaired(word) == word


@given(st.text(max_size=12))
def test_any_stem_is_repaired_to_itself_or_to_a_known_one(stem: str) -> None:
    assert SPELLING.repaired(stem) in {stem, *KNOWN}
    assert AS_WRITTEN.repaired(stem) == stem


def test_a_misspelt_dossier_is_read_like_a_clean_one_and_quoted_as_written() -> None:
    index = CertificationIndex(CATALOGUE, SETTINGS)
    slips = BOOKS | {
        "activities": (
            "J'enregistre les facutres des fournissseurs, je rapproche les relevés bancaries",
            "J'établis le bilan et la liasse fisccale",
        )
    }
    clean, misspelt = (index.relate(dossier(experience("") | told)).shortlist[0] for told in (BOOKS, slips))
    assert clean.certification == misspelt.certification
    assert states(clean) == states(misspelt)
    words = {word for bloc in misspelt.blocs for one in bloc.evidence for word in one.terms}
    assert "facutres" in words
