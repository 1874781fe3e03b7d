from __future__ import annotations

import pickle

import pytest

from matcher.model.faults import DossierError, path_of, sentence, shown


def test_one_sentence_gives_place_value_and_what_was_expected() -> None:
    error = DossierError.single("experiences[0].end", "2018", "une date après 2019", "la fin précède le début")
    assert str(error) == (
        "experiences[0].end : la fin précède le début (valeur lue : « 2018 ») ; attendu : une date après 2019."
    )
    assert isinstance(error, ValueError)
    assert pickle.loads(pickle.dumps(error)).errors == error.errors


def test_the_whole_dossier_has_no_path() -> None:
    assert sentence({"path": "", "value": True, "expected": "un objet", "message": "non"}).startswith(
        "dossier : non (valeur lue : true)"
    )


def test_paths() -> None:
    assert path_of(("experiences", 0, "absences", 2, "end")) == "experiences[0].absences[2].end"
    assert path_of(()) == ""
    assert len(path_of(("x" * 10_000,))) < 120


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (12, 12),
        (12.0, 12),
        (12.5, 12.5),
        (float("nan"), "nan"),
        pytest.param(10**5000, "un entier d'environ 5001 chiffres", id="entier géant"),
        ("a\x07\u202eb", "a\\x07\\u202eb"),
        ("\ud800", "\\ud800"),
        ([1, 2], "une liste de 2 éléments"),
        ({"b": 1, "a": 2}, "un objet (b, a)"),
        ({}, "un objet vide"),
        (object(), "une valeur de type object"),
    ],
)
def test_a_value_is_shown_as_plain_json(value: object, expected: object) -> None:
    assert shown(value) == expected


def test_a_long_value_is_cut_at_80_characters() -> None:
    assert shown("x" * 10_000_000) == "x" * 80 + "… (10000000 caractères)"


def test_a_nested_value_never_overflows() -> None:
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    assert shown(nested) == "une liste de 1 élément"
