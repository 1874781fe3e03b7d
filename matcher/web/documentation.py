"""The documentation of the API: the OpenAPI description for programs, the same as a page for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from matcher.web.errors import DOCUMENTATION
from matcher.web.openapi import description, dossier_examples
from matcher.web.rendering import templates

router = APIRouter(include_in_schema=False)

_TYPES = {"string": "texte", "number": "nombre", "integer": "entier", "boolean": "true ou false", "null": "null"}


@router.get("/api/openapi.json")
def openapi_document(request: Request) -> Response:
    return JSONResponse(description(request.app))


@router.get(DOCUMENTATION)
def documentation_page(request: Request) -> Response:
    """A page without any script."""
    document = description(request.app)
    examples = {
        one["summary"]: json.dumps(one["value"], ensure_ascii=False, indent=2) for one in dossier_examples().values()
    }
    shown = {
        "document": document,
        "operations": list(_operations(document)),
        "schemas": {name: list(_fields(part)) for name, part in document["components"]["schemas"].items()},
        "examples": examples,
        "address": str(request.base_url),
    }
    return templates.TemplateResponse(request, "api.html", shown)


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            parameters = [
                {**one, "type": type_in_french(one["schema"]), "default": one["schema"].get("default")}
                for one in operation.get("parameters", [])
            ]
            result = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {})
            yield {
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "description": operation.get("description", ""),
                "parameters": parameters,
                "body": type_in_french(_body_schema(operation)) if "requestBody" in operation else None,
                "result": type_in_french(result),
            }


def _body_schema(operation: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = operation["requestBody"]["content"]["application/json"]["schema"]
    return schema


def _fields(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    required = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        yield {
            "name": name,
            "type": type_in_french(field),
            "required": name in required,
            "description": field.get("description", ""),
        }


def type_in_french(schema: dict[str, Any]) -> str:
    """{"type": "array", "items": {"type": "string"}} → "liste : texte"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " ou ".join(dict.fromkeys(type_in_french(one) for one in schema["anyOf"]))
    if "const" in schema:
        return json.dumps(schema["const"], ensure_ascii=False)
    if "enum" in schema:
        return ", ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"liste : {type_in_french(schema['items'])}"
    if schema.get("format") == "date":
        return "date AAAA-MM-JJ"
    return _TYPES.get(schema.get("type", ""), "objet" if schema.get("type") == "object" else "valeur")
