"""Hours of one experience on its own, as a range, from what was declared, told or presumed.

Nothing here knows the law: every number comes with the dated parameters. Method: notice Cerfa 51260#02.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from matcher.hours.arithmetic import WorkWeek, between, dates, exact, number, worked_hours
from matcher.hours.periods import Span, WorkedDays
from matcher.model.dossier import Experience

Category = Literal["own_right", "training", "other"]
Basis = Literal["total_declare", "hebdomadaire", "temps_plein_presume", "part_presumee", "inconnu"]
TrainingCap = Literal["exclue", "selon_niveau", "comptee", "si_propre_superieur", "inconnue"]

_NONE = Fraction(0)


@dataclass(frozen=True)
class HourParameters:
    """What the law and the notice of the filing date say about hours.

    ``published_years``: weekly hours → hours of a full civil year, where a figure is published; elsewhere a
    full year counts ``weeks_in_full_year`` weeks. ``full_time_week`` is presumed for full time without weekly
    hours. ``longest_week`` bounds weekly hours that are not known, and is the alert level of concurrent work.
    ``net_of_training``: kinds whose hours at the training centre leave. ``mandate_kinds``: full time unless
    the person works meanwhile, hour credits then. ``training_cap``: training never counts; only for persons
    below old level V; always; only if own-right hours are strictly greater; or the law leaves it open.
    ``other_counted``: whether *autre* counts.
    """

    published_years: Mapping[Fraction, int]
    weeks_in_full_year: int
    full_time_week: Fraction | int
    longest_week: Fraction | int
    work_days_in_week: int
    categories: Mapping[str, Category]
    net_of_training: frozenset[str]
    mandate_kinds: frozenset[str]
    training_cap: TrainingCap
    other_counted: bool

    def week(self, hours: Fraction | int) -> WorkWeek:
        hours = Fraction(hours)
        published = self.published_years.get(hours)
        if published is not None:
            source = f"chiffre publié pour {number(hours)} h"
            return WorkWeek(hours, Fraction(published), source, self.work_days_in_week)
        source = f"{self.weeks_in_full_year} semaines × {number(hours)} h"
        return WorkWeek(hours, hours * self.weeks_in_full_year, source, self.work_days_in_week)


@dataclass(frozen=True)
class Estimate:
    """Hours of one experience from ``low`` to ``high``, not rounded, before any duty leaves it.

    ``weekly`` is None when not known; ``sentences`` tell the arithmetic; ``note`` what was
    presumed.
    """

    index: int
    experience: Experience
    days: WorkedDays
    low: Fraction
    high: Fraction
    weekly: Fraction | None
    basis: Basis
    sentences: tuple[str, ...]
    note: str | None = None


def estimate(
    index: int, experience: Experience, days: WorkedDays, works_meanwhile: bool, parameters: HourParameters
) -> Estimate:
    """A declared total wins, else weeks × weekly hours; time in the training centre then leaves.

    ``works_meanwhile``: a salaried or independent activity may overlap (it matters to mandates only).
    """
    sentences: tuple[str, ...]
    weekly: Fraction | None
    basis: Basis
    if experience.total_hours is not None:
        low = high = exact(experience.total_hours)
        weekly = None if experience.weekly_hours is None else exact(experience.weekly_hours)
        basis, note = "total_declare", None
        sentences = (f"{number(high)} h déclarées par attestation.",)
        if experience.absences:
            sentences += ("L'attestation exclut déjà les absences : elles ne quittent que le calendrier.",)
    else:
        weekly, basis, note = _weekly(experience, works_meanwhile, parameters)
        low, high, sentences = _from_weeks(days, weekly, basis != "hebdomadaire", parameters)
    if experience.training_hours is not None:
        away = exact(experience.training_hours)
        low, high = max(_NONE, low - away), max(_NONE, high - away)
        sentences += (f"Moins {number(away)} h en centre de formation : {between(low, high)}.",)
    elif experience.kind in parameters.net_of_training and basis == "total_declare":
        note = "Le total déclaré est pris comme net des heures en centre de formation."
    elif experience.kind in parameters.net_of_training:
        low = _NONE
        sentences += ("Les heures en centre de formation, à retirer, ne sont pas données.",)
    return Estimate(index, experience, days, low, high, weekly, basis, sentences, note)


def _weekly(
    experience: Experience, works_meanwhile: bool, parameters: HourParameters
) -> tuple[Fraction | None, Basis, str | None]:
    """Hours a week as told, presumed with a note, or not known."""
    full_time, share = Fraction(parameters.full_time_week), experience.work_time
    presumed = f"{number(full_time)} h par semaine présumées"
    if experience.weekly_hours is not None:
        return exact(experience.weekly_hours), "hebdomadaire", None
    if share == "forfait_jours":
        return full_time, "temps_plein_presume", f"Forfait en jours : temps plein, {presumed}."
    if share == "plein":
        return full_time, "temps_plein_presume", f"Temps plein sans horaire précis : {presumed}."
    if share is not None:
        part = Fraction(share.rstrip("% ").replace(",", ".")) / 100
        note = f"Temps de travail de {share} : {number(part * full_time)} h par semaine présumées."
        return part * full_time, "part_presumee", note
    if experience.kind not in parameters.mandate_kinds:
        return None, "inconnu", None
    if works_meanwhile:
        return (
            None,
            "inconnu",
            "Mandat exercé à côté d'un travail : seuls comptent les crédits d'heures, à préciser.",
        )
    return full_time, "temps_plein_presume", f"Mandat sans travail à côté : temps plein, {presumed}."


def _from_weeks(
    days: WorkedDays, weekly: Fraction | None, presumed: bool, parameters: HourParameters
) -> tuple[Fraction, Fraction, tuple[str, ...]]:
    week = parameters.week(parameters.longest_week if weekly is None else weekly)
    words = f"{number(week.hours)} h par semaine{' présumées' if presumed and weekly is not None else ''}"
    high, formula = worked_hours(days.possible, week)
    most = f"{_period(days.longest, days.possible)}, {words} : {formula}."
    if weekly is None:
        return _NONE, high, (f"Heures par semaine inconnues : au moins 0 h. Au plus, {most}",)
    if days.certain == days.possible:
        return high, high, (f"{most[0].upper()}{most[1:]}",)
    if days.shortest is None:
        return _NONE, high, ("Au moins 0 h, car aucun jour n'est certain.", f"Au plus, {most}")
    low, formula = worked_hours(days.certain, week)
    least = f"{_period(days.shortest, days.certain)}, {words} : {formula}."
    return low, high, (f"Au moins, {least}", f"Au plus, {most}")


def _period(bounds: Span, worked: Sequence[Span]) -> str:
    away = bounds.days - sum(span.days for span in worked)
    less = f", moins {number(away)} jour{'s' if away > 1 else ''} d'absence" if away else ""
    return dates(bounds) + less
