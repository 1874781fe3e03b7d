"""Files of forms for the tests, and their results read back."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from matcher.batch import Summary

Run = Callable[..., Summary]
"""Evaluates a file of forms into a file of the test's own folder."""

TEN_FORMS = Path(__file__).parent / "data" / "fiches" / "dix-fiches.csv"

SOUND = {
    "id_fiche": "F1",
    "date_depot": "12/03/2024",
    "exp1_statut": "salarié",
    "exp1_fonction": "Assistante RH",
    "exp1_date_debut": "01/01/2019",
    "exp1_date_fin": "31/12/2023",
    "exp1_heures_hebdo": "35",
    "exp1_activites": "Gestion des contrats; paie de 40 salariés; recrutement",
}
"""A form to which nothing is lacking."""


def write_forms(path: Path, forms: Iterable[Mapping[str, str]], encoding: str = "utf-8", separator: str = ";") -> Path:
    """A CSV file with a column for each key that any form has."""
    forms = list(forms)
    columns = list(dict.fromkeys(key for one in forms for key in one))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", delimiter=separator)
        writer.writeheader()
        writer.writerows(forms)
    return path


def many_forms(path: Path, count: int) -> Path:
    """As many different persons as asked, each with a sound form."""
    return write_forms(
        path, [{**SOUND, "id_fiche": f"F{number:05d}", "exp1_fonction": f"Poste {number}"} for number in range(count)]
    )


def results(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file of results, as a French spreadsheet reads them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
