"""JSON as a dossier uses it: each key written once, no NaN, no number beyond measure, no endless nesting."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from matcher.model.faults import shown


class JsonRefused(ValueError):
    """The text can't be read: a French message, and the line and column of what is no JSON, from 1.

    Without a line, the text is JSON, but holds what a dossier may not hold.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        self.message, self.line, self.column = message, line, column
        super().__init__(message)


def read_json(text: str) -> Any:
    """Plain values of a JSON text. Raises JsonRefused."""
    try:
        return json.loads(text, object_pairs_hook=_unique_keys, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise JsonRefused(_french(error, text), error.lineno, error.colno) from None
    except JsonRefused:
        raise
    except RecursionError:
        raise JsonRefused("la structure est imbriquée trop profondément") from None
    except ValueError:
        raise JsonRefused("un nombre a trop de chiffres") from None


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key, value in pairs:
        if key in read:
            raise JsonRefused(f"la clé « {shown(key)} » est écrite deux fois dans le même objet")
        read[key] = value
    return read


def _no_constant(token: str) -> NoReturn:
    raise JsonRefused(f"« {token} » n'est pas un nombre")


def _french(error: json.JSONDecodeError, text: str) -> str:
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return "le texte s'arrête au milieu"
    messages = {
        "Expecting value": "une valeur manque",
        "Expecting ',' delimiter": "une virgule manque",
        "Expecting ':' delimiter": "un « : » manque",
        "Expecting property name": "une clé entre guillemets doubles manque",
        "Invalid control character": "un texte contient un caractère de contrôle",
        "Invalid \\": "une séquence « \\ » est inconnue",
        "Extra data": "du texte suit la fin du dossier",
        "Illegal trailing comma": "une virgule est en trop",
    }
    return next((french for start, french in messages.items() if error.msg.startswith(start)), "le JSON est mal formé")
