"""Competency lists of every style: real blocs counted by hand, small lists of each style, and no word lost."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.competencies import competencies, parts, split

EXPORT = Path(__file__).parents[2].parent / "shared" / "data" / "rncp" / "export"
V41 = EXPORT / "export-fiches-rncp-v4-1-2026-08-16_extrait-12-fiches.zip"
V12 = EXPORT / "export-fiches-rncp-v1-2_extrait-18-fiches.zip"

# Counted by hand on the texts, head lines included.
ITEMS_V41 = {
    "RNCP34762BC01": 7, "RNCP34762BC02": 10, "RNCP34762BC03": 10, "RNCP34762BC04": 8, "RNCP34762BC05": 6,
    "RNCP35809BC01": 9, "RNCP35809BC02": 20, "RNCP35809BC03": 6, "RNCP35809BC04": 14,
    "RNCP35625BC01": 2, "RNCP35625BC02": 5, "RNCP35625BC03": 2, "RNCP35625BC04": 5, "RNCP35625BC05": 4,
    "RNCP35625BC06": 3, "RNCP35625BC07": 3, "RNCP35625BC08": 5, "RNCP35625BC09": 7, "RNCP35625BC10": 4,
    "RNCP35419BC01": 5, "RNCP35419BC02": 4, "RNCP35419BC03": 4, "RNCP35419BC04": 5,
    "RNCP37488BC01": 5, "RNCP37488BC02": 4,
    "RNCP40344BC01": 6, "RNCP40344BC02": 6, "RNCP40344BC03": 5, "RNCP40344BC04": 7,
    "RNCP36612BC01": 9, "RNCP36612BC02": 9, "RNCP36612BC03": 8, "RNCP36612BC04": 7,
    "RNCP37674BC01": 4, "RNCP37674BC02": 4,
    "RNCP36490BC01": 10, "RNCP36490BC02": 9, "RNCP36490BC03": 12, "RNCP36490BC04": 12,
    "RNCP35959BC01": 12, "RNCP35959BC02": 11, "RNCP35959BC03": 9, "RNCP35959BC04": 11, "RNCP35959BC05": 12,
    "RNCP37873BC01": 4, "RNCP37873BC02": 4, "RNCP37873BC03": 3,
    "RNCP39568BC01": 2, "RNCP39568BC02": 4, "RNCP39568BC03": 5, "RNCP39568BC04": 3, "RNCP39568BC05": 2,
    "RNCP39568BC06": 3,
}  # fmt: skip
ITEMS_V12 = {
    "RNCP34362BC01": 13, "RNCP34362BC05": 12, "RNCP34333BC05": 1, "RNCP34333BC01": 4, "RNCP34333BC03": 1,
    "RNCP17802BC01": 5, "RNCP17802BC02": 10, "RNCP17802BC06": 6, "RNCP34360BC01": 10, "RNCP34360BC02": 20,
    "RNCP27861BC01": 6, "RNCP27861BC05": 9, "RNCP27861BC06": 8,
}  # fmt: skip


def real_lists(archive: Path) -> dict[str, str]:
    if not archive.is_file():
        pytest.skip(f"{archive} is not there: the real extracts of the register are not part of the project")
    with zipfile.ZipFile(archive) as zipped:
        root = ElementTree.parse(io.BytesIO(zipped.read(zipped.namelist()[0]))).getroot()
    blocs = root.iterfind("FICHE/BLOCS_COMPETENCES/BLOC_COMPETENCES")
    return {bloc.findtext("CODE", ""): bloc.findtext("LISTE_COMPETENCES", "") for bloc in blocs}


def words(*texts: str | None) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"\w+", text or ""))


def kept_words(text: str) -> Counter[str]:
    return words(*(field for part in parts(text) for field in part))


def test_the_real_blocs_of_the_current_flow_have_the_items_counted_by_hand() -> None:
    found = {code: len(split(text)) for code, text in real_lists(V41).items()}
    assert found == ITEMS_V41


def test_the_real_blocs_of_the_first_flow_have_the_items_counted_by_hand() -> None:
    found = {code: len(split(text)) for code, text in real_lists(V12).items()}
    assert len(found) == 24
    assert {code: found[code] for code in ITEMS_V12} == ITEMS_V12


def test_no_word_of_a_real_bloc_is_lost() -> None:
    for code, text in real_lists(V41).items():
        assert kept_words(text) == words(text), code
    for code, text in real_lists(V12).items():
        plain = html.unescape(re.sub(r"<[^<>]*>", " ", text))
        assert kept_words(text) == words(plain), code


def test_items_of_real_blocs_are_clean() -> None:
    for text in [*real_lists(V41).values(), *real_lists(V12).values()]:
        for item in split(text):
            assert item == item.strip()
            assert not re.match(r"[-*•–—;,.]|[A-Z]\d+[.C]|\d\.\d", item)
            assert not re.search(r"\s{2}|</?\w+>|[;,]$", item)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- Gérer un projet\n- Animer une équipe", ["Gérer un projet", "Animer une équipe"]),
        ("- Gérer un projet\r\n\r\n- Animer une équipe\r\n", ["Gérer un projet", "Animer une équipe"]),
        ("Gérer un projet\r\n\r\nAnimer une équipe", ["Gérer un projet", "Animer une équipe"]),
        ("•Gérer un projet•Animer une équipe", ["Gérer un projet", "Animer une équipe"]),
        ("\uf0b7 Gérer un projet \uf0b7 Animer une équipe", ["Gérer un projet", "Animer une équipe"]),
        ("o Gérer un projet\no Animer une équipe", ["Gérer un projet", "Animer une équipe"]),
        ("Gérer un projet ; Animer une équipe ;", ["Gérer un projet", "Animer une équipe"]),
        ("Gérer un projet    Animer une équipe", ["Gérer un projet", "Animer une équipe"]),
        ("Gérer un projet web Animer une équipe", ["Gérer un projet web", "Animer une équipe"]),
        ("GÉRER UN PROJET  ANIMER UNE ÉQUIPE", ["GÉRER UN PROJET", "ANIMER UNE ÉQUIPE"]),
        ("1. Gérer un projet 2. Animer une équipe", ["Gérer un projet", "Animer une équipe"]),
        ("1) gérer un projet\n2) animer une équipe", ["gérer un projet", "animer une équipe"]),
        ("I. Gérer un projet\nII. Animer une équipe", ["Gérer un projet", "Animer une équipe"]),
        ("C1.1 Gérer un projet C1.2 Animer une équipe", ["Gérer un projet", "Animer une équipe"]),
        ("A1C1. Gérer un projet A1C2.Animer une équipe", ["Gérer un projet", "Animer une équipe"]),
        ("C1\nGérer un projet\nC2\nAnimer une équipe", ["Gérer un projet", "Animer une équipe"]),
        ("<ul><li>Gérer un projet</li><li>Animer une équipe</li></ul>", ["Gérer un projet", "Animer une équipe"]),
        ("<p>Gérer un<br />projet &amp; co</p>\n<p>\xa0</p>", ["Gérer un", "projet & co"]),
        ("<p><em>Gérer</em> un\n  projet</p>", ["Gérer un projet"]),
        (
            "* Gérer un projet - Définir le besoin - planifier les tâches * Animer - Écouter",
            ["Gérer un projet", "Définir le besoin", "planifier les tâches", "Animer", "Écouter"],
        ),
        (
            "Être capable de :\nconduire un entretien\ngérer un budget",
            ["Être capable de :", "conduire un entretien", "gérer un budget"],
        ),
        ("- Conduire une étude\n  et la présenter\n- Animer", ["Conduire une étude et la présenter", "Animer"]),
    ],
)
def test_each_style_is_cut_into_its_items(text: str, items: list[str]) -> None:
    assert split(text) == items


@pytest.mark.parametrize(
    "sentence",
    [
        "Assurer la mise en œuvre - conformément aux règles de l'art - du plan de prévention",
        "Préparer la réunion du 12 - 03 - 2024 selon l'article L. 4121-1 (C. trav.)",
        "Analyser la rentabilité, la trésorerie et l'endettement- sur la base d'un diagnostic",
        "Rédiger un cahier des charges (contexte ; objectifs ; délais) avec le client",
        "Identifier la norme  ISO 9001 et les règles  d'accessibilité de la  Région",
        "Utiliser un tableur (Excel - Calc), Word - PowerPoint - et leurs équivalents",
        "Accueillir les salarié·e·s et le/la chargé(e) de mission",
        "B2 en anglais",
        "3.5 tonnes au plus",
        "Mobiliser les compétences C1.2 et C1.3 du bloc RNCP36889BC01",
        "Contrôler un débit < 5 m3 et > 3 m3",
    ],
)
def test_a_sentence_is_not_cut(sentence: str) -> None:
    assert split(sentence) == [re.sub(" +", " ", sentence)]


def test_codes_are_told_apart_from_the_text() -> None:
    assert parts("A5.C1. Gérer  3.1.2. Animer    A2 – Écouter\nC.10.\nCoder") == [
        ("A5.C1", "Gérer"),
        ("3.1.2", "Animer"),
        ("A2", "Écouter"),
        ("C.10", "Coder"),
    ]


def test_bare_heads_and_the_evaluation_are_no_competencies() -> None:
    text = real_lists(V12)["RNCP27861BC06"]
    assert [part.text for part in competencies(text)] == [
        "Griller des viandes et des poissons.",
        "Frire des aliments.",
        "Rôtir des viandes.",
        "Découper les viandes et les poissons cuits.",
        "Dresser les assiettes.",
    ]


@given(st.text())
def test_any_text_gives_items_that_are_not_empty(text: str) -> None:
    assert all(item.strip() for item in split(text))


WORDS = [
    "Gérer",
    "Animer",
    "une",
    "équipe",
    "l'art",
    "de",
    "RGPD",
    "Word",
    "C1.2",
    "A1C2.",
    "1.",
    "2)",
    "12",
    "b)",
    "IV.",
]
SIGNS = ["-", "–", "*", "•", ";", ":", "(", ")", ",", ".", "\n", "\r\n\r\n", "  ", "\t", "\xa0", "«", "»", "\uf0b7"]
PIECES = st.sampled_from([*WORDS, *SIGNS])


@given(
    st.lists(st.tuples(PIECES, st.sampled_from([" ", "  ", "\n", ""]))).map(lambda found: "".join(map("".join, found)))
)
def test_no_word_is_lost(text: str) -> None:
    assert kept_words(text) == words(text)


@pytest.mark.parametrize("piece", ["a", "( ", "a; ", "- A ", " ", "Gérer ", "<p ", "C1 ", "1.1.", "a\n", "A  ", "(a) "])
def test_a_long_repeated_text_comes_to_an_end(piece: str) -> None:
    assert kept_words(piece * 20_000) == words(piece * 20_000)
