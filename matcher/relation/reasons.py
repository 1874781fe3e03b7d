"""Why each part of a relation has its value, in one French sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.model.report import BlocResult, Evidence
from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.comparison import Comparison
from matcher.relation.jobs import CLOSE, IDENTICAL, SAME_FIELD
from matcher.relation.model import ACTIVITES, COUVERTURE, METIER, NIVEAU, PARTS, PROJET, Part
from matcher.text import VAGUE

_MOST_WORDS = 6


def reasons(
    catalogue: IndexedCatalogue,
    comparison: Comparison,
    place: int,
    blocs: Sequence[BlocResult],
    whole: Sequence[Evidence],
) -> dict[str, Part]:
    """The parts of the relation with the certification at ``place``, in the order of PARTS."""
    why = {
        METIER: _job(catalogue, comparison, place),
        ACTIVITES: _activities(catalogue, comparison, place),
        COUVERTURE: _coverage(catalogue, comparison, place, blocs, whole),
        NIVEAU: _level(catalogue, comparison, place),
        PROJET: _project(comparison, place),
    }
    return {
        part: Part(round(float(comparison.values[part][place]), 4), why[part], part in comparison.counted) for part in PARTS
    }


def _job(catalogue: IndexedCatalogue, comparison: Comparison, place: int) -> str:
    if METIER not in comparison.counted:
        return "Aucun intitulé de poste ni code ROME : la part est répartie sur les autres."
    nearness, titles = comparison.nearness[:, place], comparison.titles[:, place]
    experiences, codes = comparison.experiences, ", ".join(catalogue.certifications[place].rome)
    best = int(nearness.argmax())
    by_code = {
        IDENTICAL: "l'un de ceux de la certification",
        CLOSE: f"du même domaine professionnel que ceux de la certification ({codes})",
        SAME_FIELD: f"de la même grande famille que ceux de la certification ({codes})",
    }
    ...
