"""The JSON API: the same report as from Python and from the command line."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from matcher.engine import Matcher
from matcher.model.certification import Certification, Kind, Registered
from matcher.model.faults import DossierError
from matcher.model.fields import Day, Name, Text
from matcher.reading.dossiers import dossier_from_json
from matcher.render.schema import json_schema
from matcher.web.openapi import REFUSALS, REPORT

JSON = "application/json"

router = APIRouter(responses=REFUSALS)

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_Words = Annotated[
    Name, Field(max_length=200, json_schema_extra={"pattern": rf"^[^{_CONTROLS}]*[^\s{_CONTROLS}][^{_CONTROLS}]*$"})
]
_OptionalWords = Annotated[Text, Field(max_length=200, json_schema_extra={"pattern": f"^[^{_CONTROLS}]*$"})]


class _Asked(BaseModel):
    """The query of an address: a parameter that is not known is a fault, not a silence."""

    model_config = ConfigDict(extra="forbid")


class EvaluationAsked(_Asked):
    limit: int = Field(10, ge=1, le=100, description="Nombre de cibles")
    on: Day | None = Field(None, description="Jour du droit appliqué ; absent : le jour du dépôt")
    target: _OptionalWords | None = Field(None, description="Certification visée, au lieu de celle du dossier")
    certifier: _OptionalWords | None = Field(
        None, description="Ne garde que les certifications de ce certificateur (une part de son nom, ou son SIRET)"
    )


class OccupationsAsked(_Asked):
    title: _Words = Field(description="Intitulé de poste, comme on le dit")
    limit: int = Field(5, ge=1, le=50, description="Nombre de métiers")


class CertificationsAsked(_Asked):
    search: _Words = Field(description="Un numéro, un code ou des mots du titre ; les fautes de frappe sont admises")
    limit: int = Field(10, ge=1, le=50, description="Nombre de certifications")


class Occupation(BaseModel):
    rome: str = Field(description="Code ROME")
    label: str = Field(description="Libellé")
    score: float = Field(ge=0, le=1, description="Ressemblance, de 0 à 1")


class CertificationFound(BaseModel):
    code: str = Field(description="Code, à donner comme cible")
    rncp: str | None = Field(description="Numéro RNCP")
    title: str = Field(description="Titre")
    kind: Kind = Field(description="Nature")
    level: int | None = Field(description="Niveau du cadre européen (CEC)")
    certifiers: list[str] = Field(description="Certificateurs")
    registered: Registered = Field(description="Jours de l'enregistrement, le dernier compris ; null : inconnu")
    provenance: Literal["verified", "illustrative"] = Field(
        description="verified : lu dans une source nommée ; illustrative : exemple"
    )


class Health(BaseModel):
    status: Literal["ok"] = Field(description="Le serveur répond")


def _matcher(request: Request) -> Matcher:
    matcher: Matcher = request.app.state.matcher
    return matcher


async def _json_body(request: Request) -> bytes:
    """The body, as it came. Raises DossierError when it is not said to be JSON."""
    declared = request.headers.get("content-type", "")
    if declared.partition(";")[0].strip().lower() != JSON:
        message = "le type du contenu n'est pas celui attendu" if declared else "le type du contenu manque"
        raise DossierError.single("", declared or None, f"Content-Type: {JSON}", message)
    return await request.body()


Engine = Annotated[Matcher, Depends(_matcher)]


@router.post(
    "/api/evaluate",
    summary="Évaluer un dossier",
    tags=["Évaluation"],
    responses={200: REPORT},
)
def evaluate(
    matcher: Engine, asked: Annotated[EvaluationAsked, Query()], body: Annotated[bytes, Depends(_json_body)]
) -> Response:
    """Rend les cibles classées et, pour chacune, un pré-avis de recevabilité et ses raisons.

    Le rapport est celui de « vae match --json », octet pour octet. Le dossier n'est pas enregistré.
    """
    report = matcher.evaluate(
        dossier_from_json(body), on=asked.on, limit=asked.limit, target=asked.target, certifier=asked.certifier
    )
    return Response(report.to_json(), media_type=JSON)


@router.get("/api/occupations", summary="Chercher les codes ROME d'un intitulé de poste", tags=["Recherche"])
def occupations(matcher: Engine, asked: Annotated[OccupationsAsked, Query()]) -> list[Occupation]:
    """Le plus ressemblant d'abord ; une liste vide plutôt qu'une devinette."""
    found = matcher.suggest_occupations(asked.title, asked.limit)
    return [Occupation(rome=rome, label=label, score=score) for rome, label, score in found]


@router.get("/api/certifications", summary="Chercher une certification", tags=["Recherche"])
def certifications(matcher: Engine, asked: Annotated[CertificationsAsked, Query()]) -> list[CertificationFound]:
    """La plus ressemblante d'abord."""
    return [_found(one) for one in matcher.search(asked.search, asked.limit)]


@router.get("/api/schema/dossier", summary="Lire le schéma d'un dossier", tags=["Schémas"])
def dossier_schema() -> dict[str, Any]:
    """Le schéma JSON, comme l'écrit « vae schema dossier »."""
    return json_schema("dossier")


@router.get("/api/schema/report", summary="Lire le schéma d'un rapport", tags=["Schémas"])
def report_schema() -> dict[str, Any]:
    """Le schéma JSON, comme l'écrit « vae schema report »."""
    return json_schema("report")


@router.get("/healthz", summary="Savoir si le serveur répond", tags=["État"])
async def health() -> Health:
    """Aucun secret n'est demandé."""
    return Health(status="ok")


def _found(one: Certification) -> CertificationFound:
    return CertificationFound(
        code=one.code,
        rncp=one.rncp,
        title=one.title,
        kind=one.kind,
        level=one.level,
        certifiers=[certifier.name for certifier in one.certifiers],
        registered=one.registered,
        provenance=one.provenance,
    )
