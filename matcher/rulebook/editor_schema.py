"""JSON Schemas of the YAML files of rules, by which an editor completes facts and operators and underlines mistakes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from matcher.rulebook.conditions import LIST_OPERATORS, OPERATORS, ORDER_OPERATORS
from matcher.rulebook.law import COUNTED, FINDING, definition_of
from matcher.rulebook.rulebook import Rulebook
from matcher.rulebook.schema import NUMBERS, FactDefinition, FactFile, ParameterFile, RuleFile

FILES: dict[str, type[BaseModel]] = {"regles": RuleFile, "parametres": ParameterFile, "faits": FactFile}

_TITLES = {
    "regles": "Un fichier de règles de recevabilité",
    "parametres": "Un fichier de valeurs datées",
    "faits": "Les faits que lisent les règles",
}
_CONDITIONS = ("applies_when", "when", "met_when", "not_met_when")
_JSON_TYPES = {"flag": "boolean", "text": "string", "date": "string", "count": "integer", "hours": "integer"}


def editor_schema(name: str, book: Rulebook) -> dict[str, Any]:
    """The schema of "regles", "parametres" or "faits" files, with the facts, rules and parameters of a rulebook."""
    schema = FILES[name].model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    for part in (schema, *definitions.values()):
        part.pop("description", None)
    if name == "regles":
        for key in _CONDITIONS:
            definitions["RuleVersion"]["properties"][key] = {"$ref": "#/$defs/Condition", "description": _MEANING[key]}
        definitions["Example"]["properties"]["facts"] = _example_facts(book)
        definitions["Condition"] = _condition(book)
        definitions["ParameterRef"] = _only({"parameter": {"enum": sorted(book.parameter_by_id)}})
        definitions |= {shape: _operators(fact) for shape, fact in (_shape(one, book) for one in _readable(book))}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": _TITLES[name]}


_MEANING = {
    "applies_when": "Hors de ce cas, la règle est sans objet.",
    "when": "Remplie si vrai, non remplie si faux, non établie si un fait manque.",
    "met_when": "Remplie si vrai.",
    "not_met_when": "Non remplie si vrai ; tout le reste est non établi.",
}


def _condition(book: Rulebook) -> dict[str, Any]:
    """A condition: all, any, not, or facts each with its operators."""
    again = {"$ref": "#/$defs/Condition"}
    several = {"type": "array", "minItems": 1, "items": again}
    return {
        "oneOf": [
            _only({"all": {**several, "description": "Toutes ces conditions."}}),
            _only({"any": {**several, "description": "L'une au moins de ces conditions."}}),
            _only({"not": {**again, "description": "Le contraire de cette condition."}}),
            {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": False,
                "properties": {
                    name: {"$ref": f"#/$defs/{shape}", "description": fact.label}
                    for name in _readable(book)
                    for shape, fact in [_shape(name, book)]
                },
            },
        ]
    }


def _only(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _readable(book: Rulebook) -> Iterable[str]:
    """Everything that a condition may read: facts, findings of other rules, and their counts."""
    yield from book.facts
    yield from (f"{FINDING}{rule.id}" for rule, _ in book.rules)
    yield from COUNTED


def _operators(fact: FactDefinition) -> dict[str, Any]:
    """The operators that suit a fact, each with the values that suit it."""
    parameter = {"$ref": "#/$defs/ParameterRef"}
    one, several = {"anyOf": [_value(fact), parameter]}, {"type": "array", "minItems": 1, "items": _value(fact)}
    allowed = OPERATORS if fact.type in NUMBERS | {"date"} else OPERATORS - ORDER_OPERATORS
    return {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            operator: {"anyOf": [several, parameter]} if operator in LIST_OPERATORS else one
            for operator in sorted(allowed)
        },
    }


def _shape(name: str, book: Rulebook) -> tuple[str, FactDefinition]:
    """What may be read, with the name of its operators: one for each type, or for each list of words."""
    fact = definition_of(name, book.facts)
    assert fact is not None
    if fact.type != "text":
        return f"Operators_{fact.type}", fact
    return "Operators_finding" if name.startswith(FINDING) else f"Operators_{name}", fact


def _value(fact: FactDefinition) -> dict[str, Any]:
    if fact.type == "text":
        return {"enum": list(fact.values)}
    return {"type": _JSON_TYPES.get(fact.type, "number")}


def _example_facts(book: Rulebook) -> dict[str, Any]:
    def given(name: str) -> dict[str, Any]:
        fact = _shape(name, book)[1]
        between = {"type": "array", "minItems": 2, "maxItems": 2, "items": _value(fact)}
        return {"description": fact.label, **({"anyOf": [_value(fact), between]} if fact.range else _value(fact))}

    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: given(name) for name in _readable(book)},
    }
