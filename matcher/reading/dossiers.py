"""A dossier, from a file in JSON or YAML, or from plain values. What can't be read is a DossierError."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from matcher.model.dossier import Dossier, keys_at
from matcher.model.faults import DossierError, DossierFault, french_faults, shown
from matcher.reading.encodings import text_of
from matcher.reading.masking import mask_unions, without_unions
from matcher.reading.plain_json import JsonRefused, read_json
from matcher.reading.plain_yaml import DEEPEST, YamlRefused, read_yaml

LARGEST_FILE = 5_000_000
STANDARD_INPUT = "-"

_DOSSIER = "un objet avec les clés id, filed_on et experiences"
_WELL_FORMED_FILE, _WELL_FORMED_BODY = "un fichier YAML ou JSON bien formé", "un objet JSON bien formé"
_ORGANISATION = re.compile(r"experiences\[(\d+)\]\.organisation")


def read_dossier(source: Path | str) -> Dossier:
    """Read a dossier from a file, or from the standard input ("-"). Raises DossierError.

    The path of a fault that touches the whole file is the file's name.
    """
    name = "entrée standard" if str(source) == STANDARD_INPUT else shown(Path(source).name)
    return parse_dossier(dossier_values(_bytes_of(source, name), name))


def dossier_values(data: bytes, name: str) -> dict[Any, Any]:
    """The values of a dossier's file, sound or not. Raises DossierError for what is no dossier file at all."""
    text = text_of(data, name)
    if not text.strip():
        raise DossierError.single(name, None, "un dossier en YAML ou en JSON", "le fichier est vide")
    values = _values_of(text, name)
    if values is None:
        raise DossierError.single(name, None, _DOSSIER, "le fichier ne contient aucune valeur")
    if isinstance(values, list):
        raise DossierError.single(name, values, "un seul dossier par fichier", "c'est une liste, pas un dossier")
    if not isinstance(values, dict):
        raise DossierError.single(name, values, _DOSSIER, "ce n'est pas un dossier")
    return values


def dossier_from_json(body: bytes) -> Dossier:
    """Read a dossier from the JSON that a program sends, in UTF-8. Raises DossierError.

    The path of a fault that touches the whole body is empty.
    """
    try:
        return parse_dossier(read_json(body.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise DossierError.single("", None, "un objet JSON en UTF-8", "le texte n'est pas codé en UTF-8") from None
    except JsonRefused as error:
        raise _malformed("", error.message, error.line, error.column) from None


def parse_dossier(given: Any) -> Dossier:
    """A dossier from a Dossier or a mapping, left untouched; the names of unions are masked.

    Raises DossierError, with every fault.
    """
    if isinstance(given, Dossier):
        return without_unions(given)
    if not isinstance(given, Mapping):
        raise DossierError.single("", given, _DOSSIER, "ce n'est pas un dossier")
    values = _copy(given, DEEPEST)
    try:
        return without_unions(Dossier.model_validate(values))
    except ValidationError as error:
        faults = french_faults(error, keys_at)
        raise DossierError([_discreet(fault, values) for fault in faults]) from None


def _bytes_of(source: Path | str, name: str) -> bytes:
    readable = "un fichier de dossier lisible"
    try:
        if str(source) == STANDARD_INPUT:
            data = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with open(source, "rb") as file:
                data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise DossierError.single(name, None, "un fichier qui existe", "le fichier n'existe pas") from None
    except IsADirectoryError:
        raise DossierError.single(name, None, readable, "c'est un répertoire") from None
    except PermissionError:
        raise DossierError.single(name, None, readable, "la lecture du fichier n'est pas permise") from None
    except (OSError, ValueError):
        raise DossierError.single(name, None, readable, "le fichier ne peut pas être ouvert") from None
    if len(data) > LARGEST_FILE:
        raise DossierError.single(name, None, "au plus 5 Mo", "le fichier est trop gros pour un dossier")
    return data


def _values_of(text: str, name: str) -> Any:
    """Plain values of a text that is JSON, or else YAML (of which {a: 1} is the flow style)."""
    opening = text.lstrip()
    json_fault = None
    if opening[0] in "{[":
        try:
            return read_json(text)
        except JsonRefused as error:
            json_fault = _malformed(name, error.message, error.line, error.column)
            if error.line is None:
                raise json_fault from None
    try:
        return read_yaml(text)
    except YamlRefused as error:
        written_as_json = json_fault is not None and opening[1:].lstrip()[:1] in ('"', "{", "")
        if json_fault is not None and written_as_json:
            raise json_fault from None
        raise _malformed(name, error.message, error.line, error.column) from None


def _malformed(name: str, message: str, line: int | None = None, column: int | None = None) -> DossierError:
    place = "" if line is None else f" (ligne {line}, colonne {column})"
    return DossierError.single(name, None, _WELL_FORMED_FILE if name else _WELL_FORMED_BODY, f"{message}{place}")


def _copy(value: Any, depth: int) -> Any:
    """The same values in fresh dicts and lists, so that validation touches nothing of the caller's."""
    if isinstance(value, str | int | float | None):
        return value
    if isinstance(value, Mapping | list | tuple):
        if depth == 0:
            raise DossierError.single("", None, _DOSSIER, "la structure est imbriquée trop profondément")
        if isinstance(value, Mapping):
            return {key: _copy(item, depth - 1) for key, item in value.items()}
        return [_copy(item, depth - 1) for item in value]
    return value


def _discreet(fault: DossierFault, values: dict[Any, Any]) -> DossierFault:
    """The fault without any union's name: those known, and whatever organisation a union duty gives."""
    value = fault["value"]
    if _of_union_duty(fault["path"], values):
        value = None
    return DossierFault(
        path=mask_unions(fault["path"]),
        value=mask_unions(value) if isinstance(value, str) else value,
        expected=fault["expected"],
        message=mask_unions(fault["message"]),
    )


def _of_union_duty(path: str, values: dict[Any, Any]) -> bool:
    found = _ORGANISATION.fullmatch(path)
    return found is not None and values["experiences"][int(found[1])].get("kind") == "syndical"
