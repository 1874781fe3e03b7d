"""A person's dossier: the filing date, the experiences, and what was said about the target."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_serializer,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails

from matcher.model.consistency import again, against_filing, impossible_total, ordered
from matcher.model.dates import PartialDate
from matcher.model.fields import (
    MOST_ITEMS,
    CertificationCode,
    Count,
    Day,
    FollowedTraining,
    FullList,
    Hours,
    LanguageCode,
    Level,
    List,
    Money,
    Name,
    NullMeansDefault,
    OptionalText,
    OptionalYesNo,
    RomeCode,
    Text,
    WeeklyHours,
    WorkTime,
    YesNo,
)

ExperienceKind = Literal[
    "salarie",
    "independant",
    "volontaire",
    "sportif_haut_niveau",
    "benevole",
    "syndical",
    "mandat_electif",
    "apprentissage",
    "professionnalisation",
    "contrat_unique_insertion",
    "pmsmp",
    "poe",
    "pfmp",
    "stage",
    "autre",
]
"""The fourteen statuses of the form, in its order, and ``autre`` (since 2024)."""

Situation = Literal["salarie", "demandeur_emploi", "independant", "agent_public", "inactif", "autre"]
Responsibility = Literal["execution", "autonome", "encadrement", "direction"]


class Part(BaseModel):
    """What every part of a dossier shares: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Docstrings speak to developers: only the fields' French descriptions go into the schema."""
        written = handler.resolve_ref_schema(handler(schema))
        written.pop("description", None)
        return written


class Period(Part):
    """Days from ``start`` to ``end``, both included; ``end`` null = still going on."""

    start: PartialDate = Field(description="Premier jour (une date partielle est admise)")
    end: PartialDate | None = Field(None, description="Dernier jour compris ; null : en cours")

    @field_validator("end")
    @classmethod
    def _after_start(cls, end: PartialDate | None, info: ValidationInfo) -> PartialDate | None:
        return ordered(end, info.data.get("start"))


class Experience(Part):
    """One experience: what was done, when, for how many hours, with which proofs.

    ``end``: null = still going on, counted to the filing date; left out = not known.
    Hours are given by ``total_hours`` (an attestation: it wins), or ``weekly_hours``, or presumed from
    ``work_time``.
    ``within_work`` is true for union or elected duties carried out inside paid working time.
    """

    kind: ExperienceKind = Field(description="Statut de la rubrique 5 du formulaire de recevabilité")
    title: OptionalText = Field("", description="Fonction ou emploi, comme la personne le nomme")
    organisation: Text | None = Field(None, description="Employeur ou structure ; jamais le nom d'un syndicat")
    country: Text | None = Field(None, description="Pays, s'il n'est pas la France")
    rome: RomeCode | None = Field(None, description="Code ROME de l'emploi, comme M1203")
    start: PartialDate = Field(description="Début (une date partielle est admise)")
    end: PartialDate | None = Field(None, description="Fin, jour compris ; null : en cours ; clé absente : inconnue")
    work_time: WorkTime | None = Field(None, description="plein, forfait_jours, ou une part comme « 80 % »")
    weekly_hours: WeeklyHours | None = Field(None, description="Heures par semaine")
    total_hours: Hours | None = Field(None, description="Total d'heures attesté : il l'emporte sur le calcul")
    training_hours: Hours | None = Field(None, description="Heures passées en centre de formation, à déduire")
    absences: List[Period] = Field((), description="Suspensions portées sur l'attestation de l'employeur")
    activities: List[Text] = Field((), description="Activités exercées, dans les mots de la personne")
    not_done: List[Text] = Field((), description="Activités du métier que la personne n'a pas exercées")
    responsibility: Responsibility | None = Field(None, description="Degré de responsabilité")
    team_size: Count | None = Field(None, description="Personnes encadrées")
    budget: Money | None = Field(None, description="Budget géré, en euros")
    within_work: YesNo | None = Field(None, description="Mandat exercé sur le temps de travail payé")
    proofs: List[Name] = Field((), description="Pièces déjà réunies (identifiants du catalogue des preuves)")

    @field_validator("end")
    @classmethod
    def _after_start(cls, end: PartialDate | None, info: ValidationInfo) -> PartialDate | None:
        return ordered(end, info.data.get("start"))

    @field_validator("total_hours")
    @classmethod
    def _possible(cls, total: float | None, info: ValidationInfo) -> float | None:
        end = info.data.get("end")
        impossible = impossible_total(total, info.data.get("start"), end and end.last)
        if impossible:
            raise impossible
        return total

    @property
    def end_known(self) -> bool:
        """False when ``end`` was left out; null means that the activity goes on."""
        return "end" in self.model_fields_set

    @property
    def ongoing(self) -> bool:
        return self.end is None and self.end_known

    def __eq__(self, other: object) -> bool:
        """Equal in every field, a left out ``end`` being no null one."""
        return super().__eq__(other) and isinstance(other, Experience) and self.end_known == other.end_known

    def __hash__(self) -> int:
        return hash((self.kind, self.title, self.start, self.end, self.end_known))

    @model_serializer(mode="wrap")
    def _without_unknown_end(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        if not self.end_known:
            written.pop("end", None)
        return written


class Diploma(Part):
    """A diploma held. ``level`` is a CEC level."""

    level: Level | None = Field(None, description="Niveau du cadre européen (CEC), de 1 à 8")
    title: Text | None = Field(None, description="Intitulé")
    country: Text | None = Field(None, description="Pays, s'il n'est pas la France")


class Request(Part):
    """An earlier request of recevabilité, to any certifier."""

    certification: CertificationCode = Field(description="Certification demandée")
    filed_on: Day = Field(description="Date de dépôt de cette demande")
    blocs_only: OptionalYesNo = Field(False, description="La demande ne portait que sur des blocs")


class Recevabilite(Part):
    """An earlier favourable decision."""

    certification: CertificationCode = Field(description="Certification visée par la décision")
    notified_on: Day = Field(description="Date de notification")
    issuer: Text | None = Field(None, description="Certificateur qui l'a notifiée")


class Language(Part):
    """A language, with a CECRL level."""

    code: LanguageCode = Field(description="Code de la langue, comme en")
    level: Literal["A1", "A2", "B1", "B2", "C1", "C2"] | None = Field(None, description="Niveau du CECRL")


class Funding(Part):
    """What may pay for the accompaniment."""

    cpf_euros: Money | None = Field(None, description="Solde du compte personnel de formation, en euros")
    employer_agreement: YesNo | None = Field(None, description="L'employeur est d'accord pour financer")
    job_seeker_since: Day | None = Field(None, description="Date d'inscription comme demandeur d'emploi")


class Dossier(Part):
    """A person's dossier. Required: ``id``, ``filed_on``, ``experiences`` (which may be empty).

    ``initial_training`` names a certification that the person follows in formation initiale (false: none).
    ``target`` is a certification code, or free text that a search resolves.
    """

    id: Name = Field(description="Identifiant du dossier (pas le nom de la personne)")
    filed_on: Day = Field(description="Date de dépôt de la demande : elle fixe les règles applicables")
    situation: Situation | None = Field(None, description="Situation actuelle")
    postcode: Text | None = Field(None, description="Code postal, pour le centre le plus proche")
    country: Text | None = Field(None, description="Pays de résidence, s'il n'est pas la France")
    diplomas: List[Diploma] = Field((), description="Diplômes obtenus")
    target: CertificationCode | None = Field(None, description="Certification visée : un code, ou des mots")
    target_blocs: List[Name] = Field((), description="Codes des blocs visés, si ce n'est pas toute la certification")
    validated_blocs: List[Name] = Field((), description="Codes des blocs déjà acquis")
    initial_training: FollowedTraining = Field(
        None, description="Certification suivie en formation initiale ; false : aucune ; null : inconnu"
    )
    project: Text | None = Field(None, description="Projet, en quelques mots")
    prescriber: Text | None = Field(None, description="Qui adresse la personne, comme un conseiller France Travail")
    requests: List[Request] = Field((), description="Demandes de recevabilité antérieures, tous certificateurs")
    recevabilites: List[Recevabilite] = Field((), description="Décisions favorables antérieures")
    experiences: FullList[Experience] = Field(description="Expériences ; une liste vide est admise")
    languages: List[Language] = Field((), description="Langues pratiquées")
    funding: Annotated[Funding, NullMeansDefault()] = Field(Funding(), description="Financement")

    @field_validator("experiences", mode="wrap")
    @classmethod
    def _consistent_with_filing(
        cls, given: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> tuple[Experience, ...]:
        """Hold each experience against the filing date; tell that together with its own faults."""
        faults: list[InitErrorDetails] = []
        read: tuple[Experience, ...] = ()
        try:
            read = handler(given)
        except ValidationError as error:
            faults = [again(dict(line)) for line in error.errors(include_url=False)]
        filed_on = info.data.get("filed_on")
        if filed_on is not None and isinstance(given, list | tuple):
            faults.extend(against_filing(given[:MOST_ITEMS], filed_on))
        if faults:
            raise ValidationError.from_exception_data("experiences", faults)
        return read


_PARTS: dict[str, type[Part]] = {
    "experiences": Experience,
    "absences": Period,
    "diplomas": Diploma,
    "requests": Request,
    "recevabilites": Recevabilite,
    "languages": Language,
    "funding": Funding,
}


def keys_at(loc: tuple[int | str, ...]) -> list[str]:
    """The keys that an object may hold at a place: ("experiences", 0) → those of an experience."""
    names = [part for part in loc if isinstance(part, str)]
    part = _PARTS.get(names[-1], Dossier) if names else Dossier
    return list(part.model_fields)
