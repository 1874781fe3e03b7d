"""The one error of a dossier: every fault, each with its path, its value and what was expected, in French."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypedDict

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

_SHOWN = 80
_LONGEST_INTEGER = 10**15


class DossierFault(TypedDict):
    path: str
    value: Any
    expected: str
    message: str


class DossierError(ValueError):
    """Raised for a dossier that can't be evaluated.

    ``errors`` lists every fault: ``{"path": "experiences[0].end", "value", "expected", "message"}``.
    """

    def __init__(self, errors: list[DossierFault]) -> None:
        self.errors = errors
        super().__init__("\n".join(sentence(fault) for fault in errors))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.errors,)

    @classmethod
    def single(cls, path: str, value: Any, expected: str, message: str) -> DossierError:
        return cls([DossierFault(path=path, value=shown(value), expected=expected, message=message)])


def refusal(kind: str, message: str, expected: str) -> PydanticCustomError:
    """What a validator raises: a French message, and what was expected. Braces in either are plain text."""
    return PydanticCustomError(kind, "{message}", {"message": message, "expected": expected})


def sentence(fault: DossierFault) -> str:
    """One French sentence with place, value and what was expected."""
    place = fault["path"] or "dossier"
    return f"{place} : {fault['message']}{_quoted(fault['value'])} ; attendu : {fault['expected']}."


def _quoted(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f" (valeur lue : {'true' if value else 'false'})"
    return f" (valeur lue : « {value} »)" if isinstance(value, str) else f" (valeur lue : {value})"


def path_of(loc: tuple[int | str, ...]) -> str:
    """("experiences", 0, "end") → "experiences[0].end"."""
    path = ""
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{_cut(_printable(part))}" if path else _cut(_printable(part))
    return path


def shown(value: Any) -> Any:
    """The faulty value as it may be shown: a plain JSON value, cut when long, whatever was given."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float) and abs(value) < _LONGEST_INTEGER:
        return int(value) if value == int(value) else float(value)
    if isinstance(value, int):
        return f"un entier d'environ {int(value.bit_length() * math.log10(2)) + 1} chiffres"
    if isinstance(value, str):
        return _cut(_printable(value[: 2 * _SHOWN]), len(value))
    if isinstance(value, float | date):
        return str(value)
    return _described(value)


def _described(value: Any) -> str:
    """What a value is, where its content would be long, nested, or no business of the reader."""
    if isinstance(value, list | tuple):
        return f"une liste de {len(value)} élément{'s' if len(value) > 1 else ''}"
    if isinstance(value, dict):
        keys = ", ".join(str(key) for key in value if isinstance(key, str))
        return _cut(_printable(f"un objet ({keys})" if keys else "un objet vide"))
    return _cut(_printable(f"une valeur de type {type(value).__name__}"))


def _cut(text: str, length: int | None = None) -> str:
    length = len(text) if length is None else length
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({length} caractères)"


def _printable(text: str) -> str:
    safe = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in safe)


_NUMBER, _WHOLE = (
    ("ce n'est pas un nombre", "un nombre"),
    ("ce n'est pas un nombre entier", "un nombre entier"),
)
_YES_NO, _LIST = ("ce n'est ni oui ni non", "true ou false"), ("ce n'est pas une liste", "une liste")
_OBJECT, _TEXT = ("ce n'est pas un objet", "un objet avec des clés"), ("ce n'est pas du texte", "un texte")
_DATE = ("ce n'est pas une date", "une date AAAA-MM-JJ")
_FIXED = {
    "invalid_key": ("la clé n'est pas du texte", "une clé connue"),
    "string_unicode": ("le texte contient un demi-caractère isolé", "un texte Unicode valide"),
    "finite_number": ("ce nombre n'est pas fini", "un nombre fini"),
    "int_parsing_size": ("ce nombre est trop grand", "un nombre entier plausible"),
    **dict.fromkeys(("string_type", "string_sub_type"), _TEXT),
    **dict.fromkeys(("float_type", "float_parsing"), _NUMBER),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _WHOLE),
    **dict.fromkeys(("bool_type", "bool_parsing"), _YES_NO),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type"), _LIST),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type", "mapping_type"), _OBJECT),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), _DATE),
}

_MISSING = {
    "id": "un identifiant du dossier, comme D1",
    "filed_on": "une date de dépôt AAAA-MM-JJ",
    "experiences": "la liste des expériences, vide s'il n'y en a pas",
    "kind": "le statut de l'expérience, comme salarie ou benevole",
    "start": "une date de début AAAA-MM-JJ, ou AAAA-MM, ou AAAA",
    "certification": "un code de certification, comme RNCP36889",
    "notified_on": "une date de notification AAAA-MM-JJ",
    "code": "le code de la langue, comme en",
}


KeysAt = Callable[[tuple[int | str, ...]], list[str]]


def french_faults(error: ValidationError, keys_at: KeysAt | None = None) -> list[DossierFault]:
    """Each line of a validation, in its order, in French. ``keys_at`` gives the keys known at a place."""
    return [french_fault(line, keys_at) for line in error.errors(include_url=False)]


def french_fault(line: Mapping[str, Any], keys_at: KeysAt | None = None) -> DossierFault:
    """One line of a validation by pydantic, in French."""
    kind, context, loc = line["type"], line.get("ctx", {}), tuple(line["loc"])
    value: Any = line["input"]
    if kind in {"too_long", "too_short"} and isinstance(value, str):
        kind = f"string_{kind}"
    if kind == "missing":
        message, value = "la clé manque", None
        expected = (keys_at and _MISSING.get(str(loc[-1]))) or "une valeur (la clé est obligatoire)"
    elif kind == "extra_forbidden":
        message, expected = "clé inconnue", _known_key(str(loc[-1]), keys_at(loc[:-1]) if keys_at else [])
    elif kind in {"literal_error", "enum"}:
        choices = context["expected"].replace("'", "").replace(" or ", ", ")
        message, expected = "valeur inconnue", f"l'une de ces valeurs : {choices}"
    elif kind == "value_error":
        message, expected = str(context["error"]), "une valeur cohérente avec le reste"
    elif kind in _FIXED:
        message, expected = _FIXED[kind]
    elif "expected" in context:
        message, expected = line["msg"], context["expected"]
    else:
        message, expected = _measure(kind, context)
    if kind == "invalid_key":
        loc = loc[:-1]
    elif value is None and kind not in {"missing", "extra_forbidden"}:
        message, expected = "la valeur manque", (keys_at and _MISSING.get(str(loc[-1]))) or expected
    return DossierFault(path=path_of(loc), value=shown(value), expected=expected, message=message)


def _measure(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    """The message and what was expected, for a value out of its limits."""
    bounds = {
        "too_long": ("la liste est trop longue", "au plus {} éléments", "max_length"),
        "too_short": ("la liste est trop courte", "au moins {} éléments", "min_length"),
        "string_too_long": ("le texte est trop long", "au plus {} caractères", "max_length"),
        "string_too_short": ("le texte est trop court", "au moins {} caractères", "min_length"),
        "greater_than_equal": ("la valeur est trop petite", "au moins {}", "ge"),
        "greater_than": ("la valeur est trop petite", "plus de {}", "gt"),
        "less_than_equal": ("la valeur est trop grande", "au plus {}", "le"),
        "less_than": ("la valeur est trop grande", "moins de {}", "lt"),
    }
    if kind not in bounds:
        return "la valeur n'a pas la forme attendue", "une valeur conforme au schéma"
    message, expected, key = bounds[kind]
    return message, expected.format(f"{context[key]:,}".replace(",", "\u202f").removesuffix(".0"))


def _known_key(key: str, known: list[str]) -> str:
    """What to write instead of an unknown key: the nearest known one, when one is near."""
    near = difflib.get_close_matches(key[:_SHOWN], known, n=1, cutoff=0.7)
    if near:
        return f"peut-être « {near[0]} »"
    return "une clé du dossier (voir « vae schema dossier »)" if known else "une clé connue"
