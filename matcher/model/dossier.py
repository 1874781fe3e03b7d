"""A person's dossier: the filing date, the experiences, and what was said about the target."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_serializer,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from matcher.model.dates import PartialDate, full_day

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

HOURS_IN_A_WEEK = 7 * 24
LONGEST_TEXT = 20_000
MOST_ITEMS = 200


def _clean_text(text: str) -> str:
    for place, character in enumerate(text):
        if unicodedata.category(character) == "Cc" and character not in "\n\r\t":
            raise PydanticCustomError(
                "control_character",
                "le texte contient un caractère de contrôle (U+{code}, position {place})",
                {"code": f"{ord(character):04X}", "place": place + 1, "expected": "un texte sans caractère de contrôle"},
            )
    return unicodedata.normalize("NFC", text).strip()


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise PydanticCustomError("not_a_number", "ce n'est pas un nombre", {"expected": "un nombre"})
    return value


def _certification_code(text: str) -> str:
    """"rncp 35 375" → "RNCP35375"; any other text is left as it is."""
    squeezed = re.sub(r"[\s.°]+", "", text).upper()
    return squeezed if re.fullmatch(r"(RNCP|RS)\d+", squeezed) else text


def _rome_code(text: str) -> str:
    code = text.replace(" ", "").upper()
    if not re.fullmatch(r"[A-N]\d{4}", code):
        raise PydanticCustomError(
            "rome_code", "ce n'est pas un code ROME", {"expected": "une lettre de A à N et quatre chiffres, comme M1203"}
        )
    return code


_WORK_TIME = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%")


def _work_time(text: str) -> str:
    if text in {"plein", "forfait_jours"}:
        return text
    found = _WORK_TIME.fullmatch(text)
    if found and 0 < float(found[1].replace(",", ".")) <= 100:
        return text
    raise PydanticCustomError(
        "work_time", "temps de travail inconnu", {"expected": "plein, forfait_jours, ou une part comme « 80 % »"}
    )


Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_clean_text)]
Name = Annotated[Text, Field(min_length=1)]
Day = Annotated[date, BeforeValidator(full_day)]
CertificationCode = Annotated[Text, AfterValidator(_certification_code)]
RomeCode = Annotated[Text, AfterValidator(_rome_code)]
WorkTime = Annotated[Text, AfterValidator(_work_time)]
Hours = Annotated[float, BeforeValidator(_number), Field(ge=0, le=1_000_000, allow_inf_nan=False)]
WeeklyHours = Annotated[float, BeforeValidator(_number), Field(ge=0, le=HOURS_IN_A_WEEK, allow_inf_nan=False)]
Count = Annotated[int, BeforeValidator(_number), Field(ge=0, le=1_000_000_000)]
Money = Annotated[float, BeforeValidator(_number), Field(ge=0, le=1e12, allow_inf_nan=False)]
Level = Annotated[int, BeforeValidator(_number), Field(ge=1, le=8)]


class Part(BaseModel):
    """What every part of a dossier shares: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Period(Part):
    """Days from ``start`` to ``end``, both included; ``end`` null = still going on."""

    start: PartialDate
    end: PartialDate | None = None

    @field_validator("end")
    @classmethod
    def _after_start(cls, end: PartialDate | None, info: ValidationInfo) -> PartialDate | None:
        return _ordered(end, info)


def _ordered(end: PartialDate | None, info: ValidationInfo) -> PartialDate | None:
    start = info.data.get("start")
    if end is not None and start is not None and end.last < start.first:
        raise PydanticCustomError(
            "end_before_start",
            "la fin précède le début ({start})",
            {"start": str(start), "expected": f"une date égale ou postérieure au {start}"},
        )
    return end


class Experience(Part):
    """One experience: what was done, when, for how many hours, with which proofs.

    ``end``: null = still going on, counted to the filing date; left out = not known.
    Hours are given by ``total_hours`` (an attestation: it wins), ``weekly_hours``, or presumed from ``work_time``.
    ``within_work`` is true for union or elected duties carried out inside paid working time.
    """

    kind: ExperienceKind
    title: Text = ""
    organisation: Text | None = None
    country: Text | None = None
    rome: RomeCode | None = None
    start: PartialDate
    end: PartialDate | None = None
    work_time: WorkTime | None = None
    weekly_hours: WeeklyHours | None = None
    total_hours: Hours | None = None
    training_hours: Hours | None = None
    absences: Annotated[tuple[Period, ...], Field(max_length=MOST_ITEMS)] = ()
    activities: Annotated[tuple[Text, ...], Field(max_length=MOST_ITEMS)] = ()
    not_done: Annotated[tuple[Text, ...], Field(max_length=MOST_ITEMS)] = ()
    responsibility: Responsibility | None = None
    team_size: Count | None = None
    budget: Money | None = None
    within_work: bool | None = None
    proofs: Annotated[tuple[Name, ...], Field(max_length=MOST_ITEMS)] = ()

    @field_validator("end")
    @classmethod
    def _after_start(cls, end: PartialDate | None, info: ValidationInfo) -> PartialDate | None:
        return _ordered(end, info)

    @field_validator("total_hours")
    @classmethod
    def _possible(cls, total: float | None, info: ValidationInfo) -> float | None:
        start, end = info.data.get("start"), info.data.get("end")
        if total is not None and start is not None and end is not None:
            most = ((end.last - start.first).days + 1) * 24
            if total > most:
                raise PydanticCustomError(
                    "impossible_total",
                    "le total dépasse 24 h par jour sur la période",
                    {"expected": f"au plus {most} h entre le {start} et le {end}"},
                )
        return total

    @property
    def end_known(self) -> bool:
        """False when ``end`` was left out; null means that the activity goes on."""
        return "end" in self.model_fields_set

    @property
    def ongoing(self) -> bool:
        return self.end is None and self.end_known

    @model_serializer(mode="wrap")
    def _without_unknown_end(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        if not self.end_known:
            written.pop("end", None)
        return written


class Diploma(Part):
    """A diploma held. ``level`` is a CEC level."""

    level: Level | None = None
    title: Text | None = None
    country: Text | None = None


class Request(Part):
    """An earlier request of recevabilité, to any certifier."""

    certification: CertificationCode
    filed_on: Day
    blocs_only: bool = False


class Recevabilite(Part):
    """An earlier favourable decision."""

    certification: CertificationCode
    notified_on: Day
    issuer: Text | None = None


class Language(Part):
    code: Annotated[Text, Field(min_length=2, max_length=3)]
    level: Literal["A1", "A2", "B1", "B2", "C1", "C2"] | None = None


class Funding(Part):
    cpf_euros: Money | None = None
    employer_agreement: bool | None = None
    job_seeker_since: Day | None = None


class Dossier(Part):
    """A person's dossier. Required: ``id``, ``filed_on``, ``experiences`` (which may be empty).

    ``initial_training`` names a certification that the person follows in formation initiale (false: none).
    ``target`` is a certification code, or free text that a search resolves.
    """

    id: Name
    filed_on: Day
    situation: Situation | None = None
    postcode: Text | None = None
    country: Text | None = None
    diplomas: Annotated[tuple[Diploma, ...], Field(max_length=MOST_ITEMS)] = ()
    target: CertificationCode | None = None
    target_blocs: Annotated[tuple[Name, ...], Field(max_length=MOST_ITEMS)] = ()
    validated_blocs: Annotated[tuple[Name, ...], Field(max_length=MOST_ITEMS)] = ()
    initial_training: Literal[False] | CertificationCode | None = None
    project: Text | None = None
    requests: Annotated[tuple[Request, ...], Field(max_length=MOST_ITEMS)] = ()
    recevabilites: Annotated[tuple[Recevabilite, ...], Field(max_length=MOST_ITEMS)] = ()
    experiences: Annotated[tuple[Experience, ...], Field(max_length=MOST_ITEMS)]
    languages: Annotated[tuple[Language, ...], Field(max_length=MOST_ITEMS)] = ()
    funding: Funding = Funding()

    @field_validator("experiences", mode="wrap")
    @classmethod
    def _begun_when_filed(
        cls, given: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> tuple[Experience, ...]:
        filed_on = info.data.get("filed_on")
        faults: list[InitErrorDetails] = []
        read: tuple[Experience, ...] = ()
        try:
            read = handler(given)
        except ValidationError as error:
            faults = [
                InitErrorDetails(
                    type=PydanticCustomError(line["type"], "{msg}", {**line.get("ctx", {}), "msg": line["msg"]}),
                    loc=line["loc"],
                    input=line["input"],
                )
                for line in error.errors(include_url=False)
            ]
        if filed_on is not None:
            faults.extend(_starts_after(given, filed_on))
        if faults:
            raise ValidationError.from_exception_data("experiences", faults)
        return read


def _starts_after(given: Any, filed_on: date) -> list[InitErrorDetails]:
    """The experiences that begin wholly after the filing date, read straight from what was given."""
    faults = []
    for index, item in enumerate(given if isinstance(given, list | tuple) else ()):
        start = item.get("start") if isinstance(item, dict) else getattr(item, "start", None)
        try:
            begins = PartialDate._validate(start).first
        except PydanticCustomError:
            continue
        if begins > filed_on:
            kind = PydanticCustomError(
                "starts_after_filing",
                "l'expérience commence après le dépôt du dossier ({filed_on})",
                {"filed_on": str(filed_on), "expected": f"une date égale ou antérieure au {filed_on}"},
            )
            faults.append(InitErrorDetails(type=kind, loc=(index, "start"), input=start))
    return faults
