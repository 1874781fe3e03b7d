"""French words that mean the same give the same stems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.text import LONGEST, VAGUE, stems, terms, unaccented


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("comptabilité générale", "COMPTABILITE GENERALE"),
        ("Élève infirmier", "éleve infirmiere"),
        ("œuvre sociale", "oeuvre sociale"),
        ("directeur", "directrice"),
        ("directeur·rice·s", "directeurs"),
        ("directeur.rice", "directrice"),
        ("assistant(e)s", "assistante"),
        ("chargé/e d’accueil", "chargée d'accueil"),
        ("chargé-e-s", "chargés"),
        ("développeur/euse", "développeuses"),
        ("TECHNICIEN(ENE)", "technicienne"),
        ("caissière", "caissier"),
        ("commerciaux", "commerciale"),
        ("ingénieure", "ingénieurs"),
        ("professionnelles", "professionnel"),
        ("les bulletins de paie", "bulletin de paye"),
        ("recruter", "le recrutement"),
        ("j'ai recruté", "recrutements"),
        ("formation", "formateur"),
        ("comptable", "comptabilité"),
        ("conseiller prud'homal", "conseillère aux prud’hommes"),
        ("l’organisation d’ateliers", "organiser l'atelier"),
        ("aide-comptable", "aide comptable"),
        ("RH", "ressources humaines"),
        ("compta", "comptabilité"),
        ("délégué du CSE", "déléguée du comité social et économique"),
        ("je tenais la caisse", "il tenait la caisse"),
        ("j'établissais les devis", "établir des devis"),
        ("ils fournissaient", "nous fournissons"),
        ("j'encadrais", "encadrer"),
    ],
)
def test_written_differently_but_alike(one: str, other: str) -> None:
    assert stems(one) == stems(other) != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("avenant", "avenir"),
        ("commissaire", "commission"),
        ("cours", "courrier"),
        ("comptable", "compte"),
        ("client", "clinique"),
        ("sous-traitant", "traitement"),
        ("compte rendu", "compte"),
        ("place", "mettre en place"),
        ("français", "franchise"),
        ("anglais", "angle"),
        ("délais", "délit"),
    ],
)
def test_close_spellings_stay_apart(one: str, other: str) -> None:
    assert not set(stems(one)) & set(stems(other))


@pytest.mark.parametrize("text", ["", "   ", "de la, et pour l' d’", "2019 40 1 607", "·•()/-", "\u0301\u200b", "!?…"])
def test_nothing_said_gives_nothing(text: str) -> None:
    assert stems(text) == ()


def test_vague_words_are_known_as_such() -> None:
    assert set(stems("gestion, travail administratif, responsable de projets")) <= VAGUE
    assert not set(stems("paie, soudure, comptabilité")) & VAGUE


def test_terms_keep_the_word_as_written() -> None:
    assert [term.word for term in terms("J'établis la TVA et les Bilans")] == ["établis", "TVA", "Bilans"]


def test_repeated_words_stay_repeated() -> None:
    assert len(stems("soudure, soudures et encore soudure")) == 4


def test_accents_fall_in_any_writing_form() -> None:
    assert unaccented("Œ Ævum ÉTÉ e\u0301te\u0301 ñ Ł") == "oe aevum ete ete n ł"
    assert stems("e\u0301le\u0301ment de comptabilite\u0301") == stems("élément de comptabilité")


def test_a_huge_text_is_cut() -> None:
    huge = "soudure à l'arc, " * 200_000
    found = stems(huge)
    assert 0 < len(found) <= LONGEST


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    found = stems(text)
    assert found == stems(text)
    assert all(stem and stem == stem.lower() for stem in found)


@given(st.text(alphabet="abcdeéèêilmnorstu' -(),.", max_size=60))
def test_case_and_accents_never_matter(text: str) -> None:
    assert stems(text) == stems(text.upper()) == stems(unaccented(text))
