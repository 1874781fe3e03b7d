"""What stays the same for every certification: the dossier, its hours, and the law of the day."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any

from matcher.hours.counting import CountedExperience, HourParameters, count_hours
from matcher.hours.estimate import TrainingCap
from matcher.hours.totals import HoursTotals, summarise, weekly_overload
from matcher.model.dossier import Dossier
from matcher.model.report import Finding
from matcher.reading.proofs import MissingProof, Proof, missing_proofs
from matcher.rulebook.law import Law
from matcher.rulebook.rulebook import Rulebook


@dataclass(frozen=True)
class Case:
    """A dossier on a day of the law, with its hours counted once.

    ``presumed_jobs``: the experiences whose ROME code is presumed from their title. ``findings``: those already worded,
    by all that their words depend on: most certifications share most of them.
    """

    dossier: Dossier
    day: date
    book: Rulebook
    law: Law
    hours: HourParameters
    counted: tuple[CountedExperience, ...]
    proofs: tuple[Proof, ...]
    presumed_jobs: frozenset[int] = frozenset()
    findings: dict[Hashable, Finding] = field(default_factory=dict, repr=False, compare=False)
    _totals: dict[tuple[tuple[int, ...], TrainingCap], HoursTotals] = field(default_factory=dict, repr=False)

    def parameter(self, name: str) -> Sequence[str]:
        value = self.book.value(name, self.day)
        return value if isinstance(value, list) else [str(value)]

    @cached_property
    def below_old_level_v(self) -> bool | None:
        """Whether no diploma of the old level V was reached; None when the diplomas leave it open."""
        threshold = self.book.value("niveau.ancien-niveau-v", self.day)
        levels = [diploma.level for diploma in self.dossier.diplomas]
        if any(level is not None and level >= threshold for level in levels):
            return False
        return True if levels and None not in levels else None

    @cached_property
    def weekly_peak(self) -> int | None:
        """Most hours a week, in sum where that is too many to be likely; None where no week is known."""
        overloads = weekly_overload(self.counted, self.hours)
        known = [one.weekly for one in overloads] or [one.weekly for one in self.counted if one.weekly is not None]
        return ceil(max(known)) if known else None

    @cached_property
    def unproven(self) -> frozenset[int]:
        """The experiences for which a proof is still to be asked."""
        return frozenset(index for index, missing in enumerate(self.missing_proofs) if missing)

    @cached_property
    def missing_proofs(self) -> tuple[tuple[MissingProof, ...], ...]:
        """What is still to be asked, experience by experience: the same for every certification."""
        return tuple(missing_proofs(one, self.proofs) for one in self.dossier.experiences)

    def totals(self, indexes: Iterable[int], training_cap: TrainingCap) -> HoursTotals:
        """Hours of some experiences; many certifications share the same ones, so they are added once."""
        key = (tuple(indexes), training_cap)
        if key not in self._totals:
            parameters = self.hours
            if training_cap != parameters.training_cap:
                parameters = replace(parameters, training_cap=training_cap)
            self._totals[key] = summarise([self.counted[index] for index in key[0]], parameters, self.below_old_level_v)
        return self._totals[key]


def open_case(
    dossier: Dossier,
    day: date,
    book: Rulebook,
    proofs: tuple[Proof, ...],
    presumed_jobs: frozenset[int] = frozenset(),
) -> Case:
    """Count the hours of a dossier under the parameters of a day. Raises KeyError for a day without parameters."""
    hours = book.kept(hour_parameters, day)
    counted = count_hours(dossier, hours)
    return Case(dossier, day, book, book.law_on(day), hours, counted, proofs, presumed_jobs)


def hour_parameters(book: Rulebook, day: date) -> HourParameters:
    """The dated parameters of hours, out of the rulebook."""

    def value(name: str) -> Any:
        return book.value(name, day)

    caps = {value("formation.titres"), value("formation.superieur")}
    return HourParameters(
        published_years={Fraction(week): year for week, year in value("heures.annees-pleines").items()},
        weeks_in_full_year=value("heures.semaines-par-an"),
        full_time_week=Fraction(value("heures.temps-plein")),
        longest_week=Fraction(value("heures.semaine-maximale")),
        work_days_in_week=value("heures.jours-par-semaine"),
        categories={
            **dict.fromkeys(value("statuts.propres"), "own_right"),
            **dict.fromkeys(value("statuts.formation"), "training"),
            "autre": "other",
        },
        net_of_training=frozenset(value("statuts.net-du-centre")),
        mandate_kinds=frozenset(value("statuts.mandats")),
        training_cap=caps.pop() if len(caps) == 1 else "inconnue",
        other_counted=value("statuts.autre-compte"),
    )
