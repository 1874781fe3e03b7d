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

    engine: str = Field(description="Version du programme")
    rules: str = Field(description="Empreinte des règles")
    referentials: str = Field(description="Empreinte des référentiels")
    lexicon: str = Field(description="Empreinte du lexique des conseillers")


class ExperienceHours(Entry):
    """Hours of one experience, with the arithmetic that gave them, in French.

    ``basis``: total_declare, hebdomadaire, temps_plein_presume, part_presumee or inconnu.
    """

    index: int = Field(description="Rang de l'expérience dans le dossier, à partir de 0")
    hours: WholeHours = Field(description="Heures retenues : le bas de la fourchette")
    low: WholeHours = Field(description="Bas de la fourchette")
    high: WholeHours = Field(description="Haut de la fourchette")
    basis: Literal["total_declare", "hebdomadaire", "temps_plein_presume", "part_presumee", "inconnu"] = Field(
        description="Ce qui a donné les heures"
    )
    arithmetic: str = Field(description="Le calcul, en français")


class HoursSummary(Entry):
    """Hours and months of the whole dossier. The plain number of a range is its low end.

    ``training_counted``: true, false, or null when the law of the filing date leaves it open.
    """

    total: WholeHours = Field(description="Heures qui comptent : le bas de la fourchette")
    total_low: WholeHours = Field(description="Bas de la fourchette")
    total_high: WholeHours = Field(description="Haut de la fourchette")
    own_right: WholeHours = Field(description="Heures d'activité, hors formation")
    own_right_low: WholeHours = Field(description="Bas de la fourchette")
    own_right_high: WholeHours = Field(description="Haut de la fourchette")
    training: WholeHours = Field(description="Heures de stage et d'alternance")
    training_low: WholeHours = Field(description="Bas de la fourchette")
    training_high: WholeHours = Field(description="Haut de la fourchette")
    training_counted: bool | None = Field(description="Si les heures de formation s'ajoutent ; null : inconnu")
    calendar_months: Months = Field(description="Mois de calendrier couverts")
    calendar_months_low: Months = Field(description="Bas de la fourchette")
    calendar_months_high: Months = Field(description="Haut de la fourchette")
    experiences: tuple[ExperienceHours, ...] = Field(description="Le détail, par expérience")


class ScorePart(Entry):
    """One named part of a score: ``points`` = weight × value, and the parts' points add up to the score."""

    name: str = Field(description="Nom de la part")
    weight: float = Field(description="Son poids")
    value: Share = Field(description="Sa valeur, de 0 à 1")
    points: float = Field(description="Ses points : le poids fois la valeur")
    why: str = Field(description="La raison, en français")


class Evidence(Entry):
    """An activity of an experience held against a competency. ``presumed``: taken from the job, not from the person."""

    experience: int = Field(description="Rang de l'expérience")
    activity: str = Field(description="Activité de la personne, dans ses mots")
    competency: str = Field(description="Compétence du bloc")
    score: Share = Field(description="Ressemblance, de 0 à 1")
    terms: tuple[str, ...] = Field(description="Mots qui rapprochent l'une de l'autre")
    presumed: bool = Field(False, description="Vrai si l'activité est présumée du métier")


class BlocResult(Entry):
    code: str = Field(description="Code du bloc")
    title: str | None = Field(description="Intitulé ; null : inconnu")
    state: BlocState = Field(description="Ce que les expériences en appuient")
    coverage: Share = Field(description="Part des compétences appuyées, de 0 à 1")
    evidence: tuple[Evidence, ...] = Field((), description="Les rapprochements")


class Source(Entry):
    """The text a finding rests on, with the days between which it is in force (``until`` excluded)."""

    text: str = Field(description="Le texte")
    article: str | None = Field(None, description="L'article")
    url: str | None = Field(None, description="L'adresse du texte")
    confidence: Literal["verified", "to_confirm", "house"] = Field(
        description="verified : lu dans le texte ; to_confirm : à confirmer ; house : règle du programme"
    )
    in_force_from: date | None = Field(default=None, alias="from", description="Premier jour en vigueur")
    in_force_until: date | None = Field(default=None, alias="until", description="Premier jour hors de vigueur")
    checked_on: date | None = Field(None, description="Jour de la dernière vérification")


class Finding(Entry):
    """What one rule says: its outcome, the values it read, the threshold, what is missing, and the law."""

    rule: str = Field(description="Identifiant de la règle")
    outcome: Outcome = Field(description="Remplie, non remplie, non établie, levée par une loi, ou non applicable")
    kind: FindingKind = Field(description="Portée de la règle : bloquante, alerte ou information")
    values: dict[str, Any] = Field(description="Valeurs lues dans le dossier")
    threshold: dict[str, Any] = Field(description="Seuils appliqués")
    missing: tuple[str, ...] = Field(description="Informations qui manquent")
    source: Source = Field(description="Le texte en vigueur")
    message: str = Field(description="Le constat, en français")


class Question(Entry):
    ask: str = Field(description="La question à poser")
    rule: str = Field(description="La règle qu'elle éclaire")
    effect: str = Field(description="Ce que la réponse peut changer")


class Document(Entry):
    """A proof to ask for. ``experience`` is its index, or null for the whole dossier."""

    proof: str = Field(description="Identifiant de la pièce")
    experience: int | None = Field(description="Rang de l'expérience ; null : tout le dossier")
    why: str = Field(description="Pourquoi la demander")


class Match(Entry):
    """One certification held against the dossier."""

    certification: str = Field(description="Code de la certification")
    rncp: str | None = Field(description="Numéro RNCP")
    title: str = Field(description="Titre")
    kind: str = Field(description="Nature")
    level: int | None = Field(description="Niveau du cadre européen (CEC)")
    rank: int = Field(description="Rang, à partir de 1")
    score: float = Field(ge=0, le=100, description="Score, de 0 à 100")
    strength: Strength = Field(description="Force du lien")
    opinion: Opinion = Field(description="Pré-avis de recevabilité, qui n'est pas une décision")
    related_hours: WholeHours = Field(description="Heures en rapport avec la certification")
    related_months: Months = Field(description="Mois de calendrier en rapport")
    coverage: Share = Field(description="Part de la certification appuyée, de 0 à 1")
    score_parts: tuple[ScorePart, ...] = Field(description="Les parts, dont les points s'additionnent")
    blocs: tuple[BlocResult, ...] = Field(description="Les blocs, un par un")
    findings: tuple[Finding, ...] = Field(description="Les constats des règles")
    questions: tuple[Question, ...] = Field(description="Les questions à poser, la plus utile d'abord")
    documents: tuple[Document, ...] = Field(description="Les pièces à demander")
    notes: tuple[str, ...] = Field(description="Remarques, en français")


class DossierWarning(Entry):
    path: str = Field(description="La place dans le dossier")
    message: str = Field(description="La remarque, en français")


class Report(Entry):
    """The answer for one dossier. It never decides: the Cnam does."""

    dossier: str = Field(description="Identifiant du dossier")
    filed_on: date = Field(description="Jour du dépôt")
    regime: Regime | None = Field(description="Régime applicable ; null : aucun")
    procedure: Procedure | None = Field(description="Procédure de la première cible")
    disclaimer: str = Field(description="Ce que le rapport n'est pas")
    versions: Versions = Field(description="Mêmes versions et même dossier : même rapport")
    hours: HoursSummary = Field(description="Heures et mois du dossier")
    matches: tuple[Match, ...] = Field(description="Les cibles, la meilleure d'abord")
    warnings: tuple[DossierWarning, ...]
    steps: tuple[Step, ...] = ()

    def to_json(self) -> str:
        """The report as JSON text, the same bytes for the same report."""
        return self.model_dump_json(by_alias=True, indent=2)

    def _repr_html_(self) -> str:
        """What a notebook shows. It is drawn elsewhere, and only when a notebook asks."""
        drawn: str = import_module("matcher.render.notebook").report_html(self)
        return drawn
