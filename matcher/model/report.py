"""The report: ranked certifications, a pre-opinion for each, and the reasons."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher.model.path import Step

Outcome = Literal["met", "not_met", "unknown", "waived", "not_applicable"]
FindingKind = Literal["blocking", "warning", "information"]
Opinion = Literal["favorable_probable", "a_completer", "defavorable_probable", "non_appreciable"]
Strength = Literal["forte", "moyenne", "faible", "non_appreciable"]
BlocState = Literal["oui", "partiel", "non", "inconnu"]
Regime = Literal["2002", "2014", "2016", "2023", "2024"]
Procedure = Literal["ancienne", "portail"]

WholeHours = Annotated[int, Field(ge=0)]
Months = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class Entry(BaseModel):
    """What every part of a report shares: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Versions(Entry):
    """One hash each: the same four give the same report."""

    engine: str
    rules: str
    referentials: str
    lexicon: str


class ExperienceHours(Entry):
    """Hours of one experience, with the arithmetic that gave them, in French.

    ``basis``: total_declare, hebdomadaire, temps_plein_presume, part_presumee or inconnu.
    """

    index: int
    hours: WholeHours
    low: WholeHours
    high: WholeHours
    basis: Literal["total_declare", "hebdomadaire", "temps_plein_presume", "part_presumee", "inconnu"]
    arithmetic: str


class HoursSummary(Entry):
    """Hours and months of the whole dossier. The plain number of a range is its low end.

    ``training_counted``: true, false, or null when the law of the filing date leaves it open.
    """

    total: WholeHours
    total_low: WholeHours
    total_high: WholeHours
    own_right: WholeHours
    own_right_low: WholeHours
    own_right_high: WholeHours
    training: WholeHours
    training_low: WholeHours
    training_high: WholeHours
    training_counted: bool | None
    calendar_months: Months
    calendar_months_low: Months
    calendar_months_high: Months
    experiences: tuple[ExperienceHours, ...]


class ScorePart(Entry):
    """One named part of a score: ``points`` = weight × value, and the parts' points add up to the score."""

    name: str
    weight: float
    value: Share
    points: float
    why: str


class Evidence(Entry):
    """An activity of an experience held against a competency. ``presumed``: taken from the job, not from the person."""

    experience: int
    activity: str
    competency: str
    score: Share
    terms: tuple[str, ...]
    presumed: bool = False


class BlocResult(Entry):
    code: str
    title: str | None
    state: BlocState
    coverage: Share
    evidence: tuple[Evidence, ...] = ()


class Source(Entry):
    """The text a finding rests on, with the days between which it is in force (``until`` excluded)."""

    text: str
    article: str | None = None
    url: str | None = None
    confidence: Literal["verified", "to_confirm", "house"]
    in_force_from: date | None = Field(default=None, alias="from")
    in_force_until: date | None = Field(default=None, alias="until")
    checked_on: date | None = None


class Finding(Entry):
    """What one rule says: its outcome, the values it read, the threshold, what is missing, and the law."""

    rule: str
    outcome: Outcome
    kind: FindingKind
    values: dict[str, Any]
    threshold: dict[str, Any]
    missing: tuple[str, ...]
    source: Source
    message: str


class Question(Entry):
    ask: str
    rule: str
    effect: str


class Document(Entry):
    """A proof to ask for. ``experience`` is its index, or null for the whole dossier."""

    proof: str
    experience: int | None
    why: str


class Match(Entry):
    """One certification held against the dossier."""

    certification: str
    rncp: str | None
    title: str
    kind: str
    level: int | None
    rank: int
    score: Annotated[float, Field(ge=0, le=100)]
    strength: Strength
    opinion: Opinion
    related_hours: WholeHours
    related_months: Months
    coverage: Share
    score_parts: tuple[ScorePart, ...]
    blocs: tuple[BlocResult, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    documents: tuple[Document, ...]
    notes: tuple[str, ...]


class DossierWarning(Entry):
    path: str
    message: str


class Report(Entry):
    """The answer for one dossier. It never decides: the Cnam does."""

    dossier: str
    filed_on: date
    regime: Regime | None
    procedure: Procedure | None
    disclaimer: str
    versions: Versions
    hours: HoursSummary
    matches: tuple[Match, ...]
    warnings: tuple[DossierWarning, ...]
    steps: tuple[Step, ...] = ()

    def to_json(self) -> str:
        """The report as JSON text, the same bytes for the same report."""
        return self.model_dump_json(by_alias=True, indent=2)

    def _repr_html_(self) -> str:
        """What a notebook shows. It is drawn elsewhere, and only when a notebook asks."""
        drawn: str = import_module("matcher.render.notebook").report_html(self)
        return drawn
