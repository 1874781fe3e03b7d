"""Hours of one experience on its own, as a range, from what was declared, told or presumed.

Nothing here knows the law: every number comes with the dated parameters. Method: notice Cerfa 51260#02.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import Literal

from matcher.hours.arithmetic import WorkedHours, WorkWeek, between, dates, exact, number, worked_hours
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
    _weeks: dict[tuple[int, int], WorkWeek] = field(default_factory=dict, repr=False, compare=False)

    def week(self, hours: Fraction | int) -> WorkWeek:
        """The week of so many hours, made once."""
        key = hours.as_integer_ratio()
        if key not in self._weeks:
            self._weeks[key] = self._week(Fraction(hours))
        return self._weeks[key]

    def _week(self, hours: Fraction) -> WorkWeek:
        published = self.published_years.get(hours)
        if published is not None:
            source = f"chiffre publié pour {number(hours)} h"
            return WorkWeek(hours, Fraction(published), source, self.work_days_in_week)
        source = f"{self.weeks_in_full_year} semaines × {number(hours)} h"
        return WorkWeek(hours, hours * self.weeks_in_full_year, source, self.work_days_in_week)


@dataclass(frozen=True)
class Estimate:
    """Hours of one experience from ``low`` to ``high``, not rounded, before any duty leaves it.

    ``weekly`` is None when not known; ``sentences`` tell the arithmetic, and are worded when they are asked for;
    ``note`` what was presumed.
    """

    index: int
    experience: Experience
    days: WorkedDays
    low: Fraction
    high: Fraction
    weekly: Fraction | None
    basis: Basis
    _tell: Callable[[], tuple[str, ...]]
    _training: tuple[str, ...] = ()
    note: str | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        return self._tell() + self._training


def estimate(
    index: int,
    experience: Experience,
    days: WorkedDays,
    works_meanwhile: Callable[[], bool],
    parameters: HourParameters,
) -> Estimate:
    """A declared total wins, else weeks × weekly hours; time in the training centre then leaves.

    ``works_meanwhile``: whether a salaried or independent activity may overlap; asked of mandates only.
    """
    tell: Callable[[], tuple[str, ...]]
    training: tuple[str, ...] = ()
    weekly: Fraction | None
    basis: Basis
    if experience.total_hours is not None:
        low = high = exact(experience.total_hours)
        weekly = None if experience.weekly_hours is None else exact(experience.weekly_hours)
        basis, note = "total_declare", None
        tell = partial(_told_by_certificate, high, bool(experience.absences))
    else:
        weekly, basis, note = _weekly(experience, works_meanwhile, parameters)
        low, high, tell = _from_weeks(days, weekly, basis != "hebdomadaire", parameters)
    if experience.training_hours is not None:
        away = exact(experience.training_hours)
        low, high = max(_NONE, low - away), max(_NONE, high - away)
        training = (f"Moins {number(away)} h en centre de formation : {between(low, high)}.",)
    elif experience.kind in parameters.net_of_training and basis == "total_declare":
        note = "Le total déclaré est pris comme net des heures en centre de formation."
    elif experience.kind in parameters.net_of_training:
        low = _NONE
        training = ("Les heures en centre de formation, à retirer, ne sont pas données.",)
    return Estimate(index, experience, days, low, high, weekly, basis, tell, training, note)


def _told_by_certificate(total: Fraction, absences: bool) -> tuple[str, ...]:
    told = f"{number(total)} h déclarées par attestation."
    if not absences:
        return (told,)
    return told, "L'attestation exclut déjà les absences : elles ne quittent que le calendrier."


def _weekly(
    experience: Experience, works_meanwhile: Callable[[], bool], parameters: HourParameters
) -> tuple[Fraction | None, Basis, str | None]:
    """Hours a week as told, presumed with a note, or not known."""
    if experience.weekly_hours is not None:
        return exact(experience.weekly_hours), "hebdomadaire", None
    full_time, share = Fraction(parameters.full_time_week), experience.work_time
    presumed = f"{number(full_time)} h par semaine présumées"
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
    if works_meanwhile():
        return (
            None,
            "inconnu",
            "Mandat exercé à côté d'un travail : seuls comptent les crédits d'heures, à préciser.",
        )
    return full_time, "temps_plein_presume", f"Mandat sans travail à côté : temps plein, {presumed}."


def _from_weeks(
    days: WorkedDays, weekly: Fraction | None, presumed: bool, parameters: HourParameters
) -> tuple[Fraction, Fraction, Callable[[], tuple[str, ...]]]:
    week = parameters.week(parameters.longest_week if weekly is None else weekly)
    most = worked_hours(days.possible, week)
    least = None
    if weekly is not None and days.shortest is not None and days.certain != days.possible:
        least = worked_hours(days.certain, week)
    if weekly is not None and days.certain == days.possible:
        low = most.hours
    else:
        low = _NONE if least is None else least.hours
    words = "présumées" if presumed and weekly is not None else ""
    return low, most.hours, partial(_told_by_weeks, days, week, weekly is not None, words, most, least)


def _told_by_weeks(
    days: WorkedDays, week: WorkWeek, known: bool, presumed: str, most: WorkedHours, least: WorkedHours | None
) -> tuple[str, ...]:
    words = f"{number(week.hours)} h par semaine {presumed}".rstrip()
    at_most = f"{_period(days.longest, days.possible)}, {words} : {most.formula}."
    if not known:
        return (f"Heures par semaine inconnues : au moins 0 h. Au plus, {at_most}",)
    if days.certain == days.possible:
        return (f"{at_most[0].upper()}{at_most[1:]}",)
    if days.shortest is None or least is None:
        return "Au moins 0 h, car aucun jour n'est certain.", f"Au plus, {at_most}"
    at_least = f"{_period(days.shortest, days.certain)}, {words} : {least.formula}."
    return f"Au moins, {at_least}", f"Au plus, {at_most}"


def _period(bounds: Span, worked: Sequence[Span]) -> str:
    away = bounds.days - sum(span.days for span in worked)
    less = f", moins {number(away)} jour{'s' if away > 1 else ''} d'absence" if away else ""
    return dates(bounds) + less
