"""The level that responsibilities held suggest: an indication, which the diplomas held never lower."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.model.dossier import Experience
from matcher.rulebook.ranking_settings import LevelHints
from matcher.rulebook.sentences import number_in_french
from matcher.sparse import Floats, Ints

_NAMES = {
    "execution": "exécution",
    "autonome": "autonomie",
    "encadrement": "encadrement",
    "direction": "direction",
}


def suggested_level(experience: Experience, hints: LevelHints) -> int:
    """The CEC level that the functions held are like; 0 where nothing is told of them.

    A team or a budget raises it, but for those who say that they carry out orders.
    """
    told = experience.responsibility
    levels = [getattr(hints, told) if told else 0]
    if told != "execution":
        levels.append(hints.team if experience.team_size else 0)
        levels += [step.level for step in hints.budget if experience.budget and experience.budget >= step.euros]
    return max(levels)


def held_functions(experience: Experience) -> str:
    """What the level rests on, in a few words: "encadrement, 4 personnes, budget de 120 000 €"."""
    return ", ".join(_functions(experience))


def _functions(experience: Experience) -> Iterator[str]:
    if experience.responsibility:
        yield _NAMES[experience.responsibility]
    if experience.team_size:
        yield f"{experience.team_size} personne{'s' if experience.team_size > 1 else ''}"
    if experience.budget:
        yield f"budget de {number_in_french(experience.budget)} €"


def level_values(level: Ints, expected: Ints, hints: LevelHints) -> Floats:
    """What the levels of certifications are worth beside those expected; ``hints.unknown`` where either is 0."""
    gap = np.minimum(np.abs(level - expected), len(hints.by_gap) - 1)
    value: Floats = np.where((level > 0) & (expected > 0), np.array(hints.by_gap)[gap], hints.unknown)
    return value
