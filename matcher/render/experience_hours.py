"""The hours of a dossier: the totals, and the arithmetic of each experience."""

from __future__ import annotations

from matcher.model.dossier import Dossier, Experience
from matcher.model.report import ExperienceHours, HoursSummary
from matcher.reading.masking import mask_unions
from matcher.render.gathered import NameOf
from matcher.render.page import Page
from matcher.render.typography import between, figure
from matcher.render.wording import KINDS

_TRAINING = {
    True: "compté dans le total",
    False: "non compté dans le total",
    None: "compté ou non : à établir",
}


def total_hours(hours: HoursSummary) -> str:
    """As "12 034 h, sur 93 mois de calendrier"."""
    total = between(hours.total_low, hours.total_high, "h")
    low, high = hours.calendar_months_low, hours.calendar_months_high
    months = between(low, high, "mois") if low == high else f"{figure(low)} à {figure(high)} mois"
    return f"{total}, sur {months} de calendrier"


def write_hours(page: Page, hours: HoursSummary, dossier: Dossier | None, name_of: NameOf) -> None:
    """Totals first, then one paragraph for each experience."""
    page.heading("Heures")
    page.write(total_hours(hours), mark="Total : ", style="bold")
    page.write(f"Activités exercées en propre : {between(hours.own_right_low, hours.own_right_high, 'h')}")
    if hours.training_high:
        training = between(hours.training_low, hours.training_high, "h")
        page.write(f"Périodes de formation en entreprise : {training}, {_TRAINING[hours.training_counted]}")
    for one in hours.experiences:
        page.write(f"{name_of(one.index)}{_described(dossier, one)} : {_counted(one)}", mark=f"{one.index + 1}. ")
        page.write(mask_unions(one.arithmetic), indent=3, style="dim")


def _counted(one: ExperienceHours) -> str:
    return "heures inconnues" if one.basis == "inconnu" and not one.high else between(one.low, one.high, "h")


def _described(dossier: Dossier | None, one: ExperienceHours) -> str:
    """As " (bénévole, de 2018-09 à juin 2023)"; a union duty never names its organisation."""
    if dossier is None or one.index >= len(dossier.experiences):
        return ""
    experience = dossier.experiences[one.index]
    return f" ({KINDS[experience.kind]}, {period_as_given(experience)})"


def period_as_given(experience: Experience) -> str:
    """As "09/2016 – 31/12/2021", each date as precise as it was told."""
    start = _as_given(str(experience.start))
    if experience.end is not None:
        return f"{start} – {_as_given(str(experience.end))}"
    return f"{start} – en cours" if experience.ongoing else f"{start} – fin non connue"


def _as_given(iso: str) -> str:
    """2019-03-05 → "05/03/2019", 2019-03 → "03/2019"; an interval keeps both ends."""
    return " ou ".join("/".join(reversed(part.split("-"))) for part in iso.split("/"))
