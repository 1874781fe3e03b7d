"""The OpenAPI description of the API, in French, with the bundled examples."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from matcher.reading.bundled import examples_folder
from matcher.reading.dossiers import read_dossier
from matcher.render.schema import SCHEMAS, json_schema
from matcher.web.refusal import MESSAGES, sentence_of

Document = dict[str, Any]

_DESCRIPTION = """\
Compare l'expérience d'une personne avec les certifications qu'elle peut viser par la VAE. Aide à l'entretien :
le Cnam seul décide de la recevabilité, le jury seul juge les compétences.

Si le serveur a un secret, chaque requête le donne dans l'en-tête « Authorization: Bearer SECRET ».
"""
_PARTS = "#/components/schemas/{model}"
_REFUSAL, _FAULTS = {"$ref": _PARTS.format(model="Refusal")}, {"$ref": _PARTS.format(model="Faults")}


def _json(schema: Document, **more: Any) -> Document:
    return {"application/json": {"schema": schema, **more}}


REPORT: Document = {
    "description": "Le rapport",
    "content": _json({"$ref": _PARTS.format(model="Report")}),
}
REFUSALS: dict[int | str, Document] = {
    422: {"description": "La demande est fautive : chaque faute, à sa place", "content": _json(_FAULTS)},
    **{
        status: {"description": sentence_of(status), "content": _json(_REFUSAL)}
        for status in MESSAGES
        if status not in (404, 405)
    },
}
"""What any route may answer instead of its result."""

_OWN_SCHEMAS: Mapping[str, Document] = {
    "Refusal": {
        "title": "Refus",
        "type": "object",
        "properties": {"message": {"type": "string", "description": "Une phrase en français"}},
        "required": ["message"],
        "additionalProperties": False,
    },
    "Faults": {
        "title": "Fautes",
        "type": "object",
        "properties": {"errors": {"type": "array", "items": {"$ref": _PARTS.format(model="Fault")}, "minItems": 1}},
        "required": ["errors"],
        "additionalProperties": False,
    },
    "Fault": {
        "title": "Faute",
        "type": "object",
        "properties": {
            "path": {
                "type": "string",
                "description": "Place, comme experiences[0].end ou query.limit ; vide : tout",
            },
            "value": {"description": "La valeur lue, abrégée si elle est longue ; null : absente ou tue"},
            "expected": {"type": "string", "description": "Ce qui était attendu"},
            "message": {"type": "string", "description": "Ce qui ne va pas"},
        },
        "required": ["path", "value", "expected", "message"],
        "additionalProperties": False,
    },
}


@cache
def dossier_examples() -> dict[str, Document]:
    """The invented dossiers that come with the program, by file name."""
    return {
        path.stem: {
            "summary": path.stem.replace("-", " ").capitalize(),
            "value": read_dossier(path).model_dump(mode="json", exclude_unset=True),
        }
        for path in sorted(examples_folder().glob("*.yaml"))
    }


def _dossier_body() -> Document:
    """What is sent to have a dossier evaluated."""
    content = _json({"$ref": _PARTS.format(model="Dossier")}, examples=dossier_examples())
    return {"required": True, "description": "Le dossier", "content": content}


def description(app: FastAPI) -> Document:
    """The whole description, made when first asked for."""
    app.openapi_schema = app.openapi_schema or _describe(app)
    return app.openapi_schema


def _describe(app: FastAPI) -> Document:
    document: Document = get_openapi(
        title="VAE au Cnam", version=app.version, description=_DESCRIPTION, routes=app.routes
    )
    document["paths"]["/api/evaluate"]["post"]["requestBody"] = _dossier_body()
    schemas = {name: part for name, part in document["components"]["schemas"].items() if "Validation" not in name}
    for part in schemas.values():
        # Les docstrings s'adressent aux développeurs, en anglais.
        part.pop("description", None)
    schemas |= _OWN_SCHEMAS
    for name in SCHEMAS:
        schema = json_schema(name, _PARTS)
        schema.pop("$schema")
        schemas |= schema.pop("$defs") | {name.capitalize(): schema}
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    if app.state.settings.protected:
        document["components"]["securitySchemes"] = {"secret": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"secret": []}]
        document["paths"]["/healthz"]["get"]["security"] = []
    return document
