"""The one error of a dossier: every fault, each with its path, its value and what was expected, in French."""

from __future__ import annotations

from typing import Any, TypedDict

from pydantic import ValidationError

_SHOWN = 80


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

    @classmethod
    def single(cls, path: str, value: Any, expected: str, message: str) -> DossierError:
        return cls([DossierFault(path=path, value=shown(value), expected=expected, message=message)])

    @classmethod
    def from_validation(cls, error: ValidationError) -> DossierError:
        return cls(french_faults(error))


def french_faults(error: ValidationError) -> list[DossierFault]:
    """Every fault that pydantic found, in French: also used for the data files."""
    return [_translate(dict(line)) for line in error.errors(include_url=False)]


def sentence(fault: DossierFault) -> str:
    """One French sentence with place, value and what was expected."""
    place = fault["path"] or "dossier"
    value = "" if fault["value"] is None else f" (valeur lue : {fault['value']!r})"
    return f"{place} : {fault['message']}{value} ; attendu : {fault['expected']}."


def path_of(loc: tuple[int | str, ...]) -> str:
    """("experiences", 0, "end") → "experiences[0].end"."""
    path = ""
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{_printable(part)}" if path else _printable(part)
    return path


def shown(value: Any) -> Any:
    """The faulty value as it may be shown: a plain JSON value, cut when long."""
    if value is None or isinstance(value, bool | int) and abs(value) < 10**15:
        return value
    if isinstance(value, float) and abs(value) < 1e15:
        return value
    text = _printable(value if isinstance(value, str) else repr(value))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} caractères)"


def _printable(text: str) -> str:
    safe = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in safe)


_FIXED = {
    "missing": ("la clé manque", "cette clé est obligatoire"),
    "extra_forbidden": ("clé inconnue", "une clé du dossier (voir « vae schema dossier »)"),
    "string_type": ("ce n'est pas du texte", "un texte"),
    "string_unicode": ("le texte contient un caractère invalide (demi-caractère isolé)", "un texte Unicode valide"),
    "string_too_short": ("le texte est vide", "un texte non vide"),
    "finite_number": ("ce nombre n'est pas fini", "un nombre fini"),
    "float_type": ("ce n'est pas un nombre", "un nombre"),
    "float_parsing": ("ce n'est pas un nombre", "un nombre"),
    "int_type": ("ce n'est pas un nombre entier", "un nombre entier"),
    "int_parsing": ("ce n'est pas un nombre entier", "un nombre entier"),
    "int_parsing_size": ("ce nombre est trop grand", "un nombre entier raisonnable"),
    "int_from_float": ("ce n'est pas un nombre entier", "un nombre entier"),
    "bool_type": ("ce n'est pas un oui ou un non", "true ou false"),
    "bool_parsing": ("ce n'est pas un oui ou un non", "true ou false"),
    "list_type": ("ce n'est pas une liste", "une liste"),
    "tuple_type": ("ce n'est pas une liste", "une liste"),
    "model_type": ("ce n'est pas un objet", "un objet avec des clés"),
    "model_attributes_type": ("ce n'est pas un objet", "un objet avec des clés"),
    "dict_type": ("ce n'est pas un objet", "un objet avec des clés"),
}


def _translate(line: dict[str, Any]) -> DossierFault:
    kind, context = line["type"], line.get("ctx", {})
    if kind in _FIXED:
        message, expected = _FIXED[kind]
    elif "expected" in context and kind not in {"literal_error", "enum"}:
        message, expected = line["msg"], context["expected"]
    elif kind in {"literal_error", "enum"}:
        message, expected = "valeur inconnue", "l'une de " + context["expected"].replace(" or ", ", ")
    elif kind == "value_error":
        message, expected = str(context["error"]), "des clés qui vont ensemble"
    elif kind == "string_pattern_mismatch":
        message, expected = "le texte n'a pas la forme attendue", f"la forme {context['pattern']}"
    elif kind.startswith("date"):
        message, expected = "ce n'est pas une date", "une date AAAA-MM-JJ"
    elif kind == "string_too_long":
        message, expected = "le texte est trop long", f"au plus {context['max_length']} caractères"
    elif kind == "too_long":
        message, expected = "la liste est trop longue", f"au plus {context['max_length']} éléments"
    elif kind in {"greater_than_equal", "greater_than"}:
        limit = context.get("ge", context.get("gt"))
        message, expected = "la valeur est trop petite", f"au moins {limit:g}"
    elif kind in {"less_than_equal", "less_than"}:
        limit = context.get("le", context.get("lt"))
        message, expected = "la valeur est trop grande", f"au plus {limit:g}"
    else:
        message, expected = "la valeur n'a pas la forme attendue", "une valeur conforme au schéma du dossier"
    value = None if kind == "missing" else shown(line["input"])
    return DossierFault(path=path_of(line["loc"]), value=value, expected=expected, message=message)
