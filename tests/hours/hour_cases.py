"""The notice's parameters, and short ways to count hours, for the tests of hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from matcher.hours.counting import CountedExperience, HourParameters, count_hours
from matcher.hours.totals import HoursTotals, summarise
from matcher.model.dossier import Dossier

OWN_RIGHT = (
    "salarie independant volontaire sportif_haut_niveau benevole syndical mandat_electif".split()  # noqa: SIM905
)
ALTERNATING = ["apprentissage", "professionnalisation", "contrat_unique_insertion"]
TRAINING = [*ALTERNATING, "pmsmp", "poe", "pfmp", "stage"]

NOTICE = HourParameters(
    published_years={Fraction(35): 1607, Fraction(39): 1787},
    weeks_in_full_year=46,
    full_time_week=35,
    longest_week=48,
    work_days_in_week=5,
    categories={
        **dict.fromkeys(OWN_RIGHT, "own_right"),
        **dict.fromkeys(TRAINING, "training"),
        "autre": "other",
    },
    net_of_training=frozenset(ALTERNATING),
    mandate_kinds=frozenset({"mandat_electif"}),
    training_cap="si_propre_superieur",
    other_counted=False,
)
FILED_ON = "2024-03-12"


def job(kind: str = "salarie", **given: Any) -> dict[str, Any]:
    """35 h a week over 2020, unless told otherwise; ``end=...`` leaves the end out."""
    told = {"start": "2020-01-01", "end": "2020-12-31", "weekly_hours": 35, **given}
    return {"kind": kind, **{name: value for name, value in told.items() if value is not ...}}


def count(*experiences: dict[str, Any], filed_on: str | date = FILED_ON) -> tuple[CountedExperience, ...]:
    dossier = {"id": "D", "filed_on": filed_on, "experiences": experiences}
    return count_hours(Dossier.model_validate(dossier), NOTICE)


def hours(*experiences: dict[str, Any], **filing: str) -> list[tuple[int, int]]:
    return [(one.low, one.high) for one in count(*experiences, **filing)]


def totals(
    *experiences: dict[str, Any], below: bool | None = None, filed_on: str | date = FILED_ON, **change: Any
) -> HoursTotals:
    return summarise(count(*experiences, filed_on=filed_on), replace(NOTICE, **change), below)
