"""What a job title lets one presume where the ROME was imported: its code, and what the job is made of.

Presumptions are told as such, weigh little, and never make a bloc "oui".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.model.dossier import Dossier, Experience
from matcher.model.report import DossierWarning
from matcher.reading.masking import mask_unions

if TYPE_CHECKING:
    from matcher.occupations import OccupationIndex, Suggestions
    from matcher.reading.rome.stored import Rome


_NO_JOB = frozenset({"benevole", "syndical", "mandat_electif", "sportif_haut_niveau", "autre"})
"""Kinds whose titles name a duty, not a job: a treasurer of an association is no company treasurer."""


@dataclass(frozen=True)
class Presumptions:
    """``dossier``: with the presumed ROME codes. ``activities``: presumed ones, by experience index.

    ``jobs``: the experiences whose code is presumed; it may bring a certification nearer, never lead to a refusal.
    """

    dossier: Dossier
    activities: dict[int, tuple[str, ...]]
    warnings: tuple[DossierWarning, ...]
    jobs: frozenset[int] = frozenset()


def presume(dossier: Dossier, rome: Rome, occupations: OccupationIndex, sure: float, most: int) -> Presumptions:
    """Presume the code of each experience without one, where a title says it with a score of ``sure`` at least;
    and, for an experience that tells no activity, at most ``most`` skills of its job.
    """
    experiences: list[Experience] = []
    activities: dict[int, tuple[str, ...]] = {}
    warnings: list[DossierWarning] = []
    for index, told in enumerate(dossier.experiences):
        experience, warning = _with_code(index, told, rome, occupations, sure)
        experiences.append(experience)
        warnings.extend(warning)
        skills = rome.skills.get(experience.rome or "", ())
        practical = [skill.label for skill in skills if skill.kind == "savoir_faire"][:most]
        if practical and not any(activity.strip() for activity in told.activities):
            activities[index] = tuple(practical)
    jobs = frozenset(
        index
        for index, (told, read) in enumerate(zip(dossier.experiences, experiences, strict=True))
        if told.rome != read.rome
    )
    completed = dossier.model_copy(update={"experiences": tuple(experiences)})
    return Presumptions(completed, activities, tuple(warnings), jobs)


def _with_code(
    index: int, told: Experience, rome: Rome, occupations: OccupationIndex, sure: float
) -> tuple[Experience, list[DossierWarning]]:
    path = f"experiences[{index}].rome"
    if told.rome is not None:
        return told, _of_declared(path, told.rome, rome)
    if not told.title or told.kind in _NO_JOB:
        return told, []
    suggested = occupations.suggest(told.title, 3)
    if not _is_clear(suggested, sure):
        return told, _of_suggestions(path, told, suggested)
    best = suggested.items[0]
    said = f"Code ROME {best.rome} ({best.label}) présumé d'après l'intitulé : à confirmer."
    return told.model_copy(update={"rome": best.rome}), [DossierWarning(path=path, message=said)]


def _is_clear(suggested: Suggestions, sure: float) -> bool:
    """Whether one code stands out: surely enough, and above any other."""
    if not suggested.items or suggested.ambiguous or suggested.items[0].score < sure:
        return False
    first, *others = (round(one.score, 2) for one in suggested.items)
    return first not in others


def _of_declared(path: str, code: str, rome: Rome) -> list[DossierWarning]:
    if code in rome.jobs and code not in rome.retired:
        return []
    now = ", ".join(rome.retired.get(code, ()))
    said = f"Code ROME {code} retiré" if code in rome.retired else f"Code ROME {code} inconnu du ROME {rome.version}"
    return [DossierWarning(path=path, message=f"{said}{f' : remplacé par {now}' if now else ''}.")]


def _of_suggestions(path: str, told: Experience, suggested: Suggestions) -> list[DossierWarning]:
    if not suggested.items:
        return []
    choices = " ; ".join(f"{one.rome} {one.label}" for one in suggested.items)
    said = f"Métier à préciser pour « {mask_unions(told.title)} » : {choices} ?"
    return [DossierWarning(path=path, message=said)]
