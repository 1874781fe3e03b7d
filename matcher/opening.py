"""From a dossier as it was given to a case ready to be compared: read, its target found, its jobs presumed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from matcher.case import Case, open_case
from matcher.explain import experience_name
from matcher.model.certification import Certification
from matcher.model.dossier import Dossier
from matcher.model.faults import DossierError
from matcher.model.report import DossierWarning
from matcher.presumption import Presumptions, presume
from matcher.reading.dossiers import parse_dossier
from matcher.reading.masking import mask_unions
from matcher.reading.referentials import Referentials
from matcher.rulebook.rulebook import Rulebook
from matcher.rulebook.sentences import day_in_french

if TYPE_CHECKING:
    from matcher.occupations import OccupationIndex

NO_EXPERIENCE = "Aucune expérience : racontez-en une (emploi, bénévolat, mandat, stage) pour obtenir des cibles."


@dataclass(frozen=True)
class OpenedDossier:
    """A case, and what the comparison must know of it.

    ``aimed``: the code of the target, if one was found; ``named``: the codes of what was asked or obtained before.
    ``activities``: those presumed from the job, by experience index. ``told``: what was said of jobs and target;
    ``rome_missing``: no job could be coded. ``most``: how many certifications to show beside those that the dossier
    names.
    """

    case: Case
    aimed: str | None
    named: frozenset[str]
    activities: Mapping[int, Sequence[str]]
    told: tuple[DossierWarning, ...]
    rome_missing: bool
    most: int

    @cached_property
    def warnings(self) -> tuple[DossierWarning, ...]:
        """All that the report warns about, worded when it is asked for."""
        person = self.case.dossier
        return (*_hour_warnings(self.case), *self.told, *self._without_rome(), *_no_experience(person))

    def _without_rome(self) -> list[DossierWarning]:
        """Says that jobs could not be coded, where a title stands without its code and the ROME is not there."""
        if not self.rome_missing or all(one.rome or not one.title for one in self.case.dossier.experiences):
            return []
        said = "ROME non importé : les intitulés de poste sans code ROME ne comptent que par leurs mots."
        return [DossierWarning(path="experiences", message=said)]


@dataclass(frozen=True)
class Opening:
    """Opens dossiers. ``find``: a certification by a code; ``search``: those that a text may name, best first;
    ``occupations``: the index of job titles, built when first asked for."""

    rulebook: Rulebook
    referentials: Referentials
    find: Callable[[str], Certification | None]
    search: Callable[[str, int], Sequence[Certification]]
    occupations: Callable[[], OccupationIndex]

    def open(
        self, dossier: Dossier | Mapping[str, Any], on: date | None, limit: int, target: str | None = None
    ) -> OpenedDossier:
        """Raises DossierError."""
        presumed = self._presume(parse_dossier(dossier), on)
        aimed, told = self._resolve(target or presumed.dossier.target)
        person = presumed.dossier.model_copy(update={"target": aimed}) if aimed else presumed.dossier
        case = self._case(person, on or person.filed_on, presumed.jobs)
        codes = {*(one.certification for one in person.requests), *(one.certification for one in person.recevabilites)}
        return OpenedDossier(
            case=case,
            aimed=aimed,
            named=frozenset(found.code for code in codes if (found := self.find(code))),
            activities=presumed.activities,
            told=(*presumed.warnings, *told),
            rome_missing=self.referentials.rome is None,
            most=limit if person.experiences else 0,
        )

    @cached_property
    def _search(self) -> Callable[[str, int], Sequence[Certification]]:
        """The same words are aimed at by many: they are looked for once."""
        return lru_cache(maxsize=4_096)(self.search)

    @cached_property
    def _first_day(self) -> date:
        """The day on which VAE begins."""
        return self.rulebook.parameter_by_id["regime.nom"].versions[0].in_force.from_

    def _case(self, dossier: Dossier, day: date, presumed_jobs: frozenset[int]) -> Case:
        if day < self._first_day:
            raise DossierError.single(
                "filed_on" if day == dossier.filed_on else "on",
                str(day),
                f"une date à partir du {day_in_french(self._first_day)}",
                "la VAE n'existait pas encore à cette date",
            )
        return open_case(dossier, day, self.rulebook, self.referentials.proofs, presumed_jobs)

    def _resolve(self, named: str | None) -> tuple[str | None, list[DossierWarning]]:
        """The code that a target names; free text is searched, and the answer is told as a warning."""
        if not named:
            return None, []
        exact = self.find(named)
        if exact is not None:
            return exact.code, []
        found = self._search(named, 1)
        if not found:
            said = f"Aucune certification trouvée pour « {mask_unions(named)} »."
            return None, [DossierWarning(path="target", message=said)]
        said = f"« {mask_unions(named)} » lu comme {found[0].code} {found[0].title} : à confirmer."
        return found[0].code, [DossierWarning(path="target", message=said)]

    def _presume(self, person: Dossier, on: date | None) -> Presumptions:
        """What job titles let one presume; nothing without the ROME."""
        rome, day = self.referentials.rome, on or person.filed_on
        if rome is None or not person.experiences or day < self._first_day:
            return Presumptions(person, {}, ())
        sure, most = (
            self.rulebook.value(name, day) for name in ("maison.metier-presume", "maison.activites-presumees")
        )
        return presume(person, rome, self.occupations(), sure, most)


def _hour_warnings(case: Case) -> list[DossierWarning]:
    return [
        DossierWarning(path=f"experiences[{one.index}]", message=f"« {experience_name(case, one.index)} » : {note}")
        for one in case.counted
        for note in one.notes
    ]


def _no_experience(dossier: Dossier) -> list[DossierWarning]:
    if dossier.experiences:
        return []
    return [DossierWarning(path="experiences", message=NO_EXPERIENCE)]
