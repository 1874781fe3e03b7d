"""The same person twice is told, never merged; two persons who say nothing are not the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from form_files import SOUND, Run, results, write_forms

LEA = {
    **SOUND,
    "nom_naissance": "Martin",
    "nom_usage": "",
    "prenoms": "Léa",
    "courriel": "",
    "telephone": "",
    "date_naissance": "",
}

SAME = {
    "accents et casse du nom, même téléphone": (
        {"nom_naissance": "MÉNARD", "telephone": "0612345678"},
        {"nom_naissance": "Menard", "telephone": "+33 6 12 34 56 78"},
    ),
    "prénom sans accent, même adresse": (
        {"courriel": "lea@exemple.fr"},
        {"prenoms": "LEA", "courriel": "Lea@Exemple.fr"},
    ),
    "alias de l'adresse": ({"courriel": "lea@exemple.fr"}, {"courriel": "lea+vae@exemple.fr"}),
    "nom d'usage": (
        {"nom_naissance": "Martin", "nom_usage": "Durand", "date_naissance": "03/02/1990"},
        {"nom_naissance": "Durand", "date_naissance": "3 février 1990"},
    ),
    "fiche renvoyée": ({"id_fiche": "A"}, {"id_fiche": "A", "prenoms": "Zoé", "exp1_fonction": "DRH"}),
    "même nom et même première expérience": ({}, {"nom_naissance": "martin", "exp1_fonction": "ASSISTANTE RH"}),
}  # fmt: skip

OTHERS = {
    "adresses et téléphones vides": ({"nom_naissance": "Petit"}, {"nom_naissance": "Grand"}),
    "rien de dit": ({"nom_naissance": "", "prenoms": ""}, {"nom_naissance": "", "prenoms": ""}),
    "bouche-trous": (
        {"nom_naissance": "Petit", "courriel": "nc", "telephone": "0000000000"},
        {"nom_naissance": "Grand", "courriel": "NC", "telephone": "0000000000"},
    ),
    "homonymes": ({"exp1_fonction": "Comptable"}, {"exp1_fonction": "Soudeuse"}),
    "même foyer": (
        {"courriel": "famille@exemple.fr", "exp1_fonction": "a"},
        {"courriel": "famille@exemple.fr", "prenoms": "Karim", "exp1_fonction": "b"},
    ),
}


def statuses(
    run: Run, folder: Path, pair: tuple[Mapping[str, str], Mapping[str, str]], second_job: str = SOUND["exp1_fonction"]
) -> list[dict[str, str]]:
    """The results of two forms; their first experiences differ when the second job is another."""
    first = {**LEA, "id_fiche": "F0", **pair[0]}
    second = {**LEA, "id_fiche": "F1", "exp1_fonction": second_job, **pair[1]}
    run(write_forms(folder / "forms.csv", [first, second]))
    return results(folder / "out.csv")


@pytest.mark.parametrize("case", SAME)
def test_the_same_person_is_flagged_and_both_lines_stay(run: Run, tmp_path: Path, case: str) -> None:
    first, second = statuses(run, tmp_path, SAME[case], second_job="Comptable")
    assert [first["statut_traitement"], second["statut_traitement"]] == ["evaluee", "doublon_probable"]
    assert second["doublon_de"] == "2"
    assert "ligne 2 ≈ ligne 3" in first["avertissements"]
    assert second["cible_1"]


@pytest.mark.parametrize("case", OTHERS)
def test_different_persons_are_never_taken_for_one(run: Run, tmp_path: Path, case: str) -> None:
    rows = statuses(run, tmp_path, OTHERS[case])
    assert [row["statut_traitement"] for row in rows] == ["evaluee", "evaluee"]
    assert not any("≈" in row["avertissements"] for row in rows)
