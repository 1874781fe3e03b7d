"""The JSON Schemas of a dossier and of a report, without the developers' docstrings."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from matcher.model.dossier import Dossier
from matcher.model.report import Report
from matcher.model.schema_version import SCHEMA

SCHEMAS: dict[str, type[BaseModel]] = {"dossier": Dossier, "report": Report}

_TITLES = {"dossier": "Dossier de VAE", "report": "Rapport du moteur : un pré-avis, jamais une décision"}


def json_schema(name: str, parts: str = "#/$defs/{model}") -> dict[str, Any]:
    """The schema of "dossier" or "report"; its only descriptions are those of the fields, in French.

    ``parts`` says where the document that will hold the schema keeps its ``$defs``.
    """
    model = SCHEMAS[name]
    schema = model.model_json_schema(ref_template=parts, mode="validation" if name == "dossier" else "serialization")
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("description", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": _TITLES[name],
        "version": SCHEMA,
    }
