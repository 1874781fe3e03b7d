"""The fields of a dossier: texts, numbers, codes, lists; each with its limits, and its refusals in French."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticUseDefault, core_schema

from matcher.model.dates import full_day
from matcher.model.faults import refusal

HOURS_IN_A_WEEK = 7 * 24
LONGEST_TEXT = 20_000
MOST_ITEMS = 200
_MOST = 10**15


# Les caractères de contrôle, sauf la tabulation et le passage à la ligne, et les demi-caractères isolés.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def _text(value: Any) -> str:
    """A text; a whole number is one too, since YAML reads a bare postcode or identifier as a number."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MOST:
        value = str(value)
    if not isinstance(value, str):
        raise refusal("not_a_text", "ce n'est pas du texte", "un texte")
    if len(value) > LONGEST_TEXT:
        raise refusal("text_too_long", "le texte est trop long", f"au plus {LONGEST_TEXT} caractères")
    found = _IMPOSSIBLE.search(value)
    if found:
        what = "un demi-caractère isolé" if found[0] >= "\ud800" else "un caractère de contrôle"
        raise refusal(
            "impossible_character",
            f"le texte contient {what} (U+{ord(found[0]):04X}, position {found.start() + 1})",
            "un texte sans ce caractère",
        )
    return unicodedata.normalize("NFC", value).strip()


def _not_empty(text: str) -> str:
    if not text:
        raise refusal("empty_text", "le texte est vide", "un texte non vide")
    return text


_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+|[-+]?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(rf"(?:{_GROUPED.pattern})(?:[.,]\d{{1,2}})?", re.ASCII)


def _number(value: Any) -> float:
    """A finite number; text may be written the French way: "17,5", "1 607"."""
    if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()):
        value = float(re.sub(r"\s", "", value).replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refusal("not_a_number", "ce n'est pas un nombre", "un nombre, comme 35 ou 17.5")
    if isinstance(value, float) and not math.isfinite(value):
        raise refusal("not_finite", "ce nombre n'est pas fini", "un nombre fini")
    number = float(value) if -_MOST < value < _MOST else math.inf
    if not math.isfinite(number):
        raise refusal("too_big", "ce nombre est hors de toute mesure", "un nombre plausible")
    return number


def _whole_number(value: Any) -> int:
    number = _number(value)
    if not number.is_integer():
        raise refusal("not_whole", "ce n'est pas un nombre entier", "un nombre entier")
    return int(number)


_YES, _NO = {"oui", "true"}, {"non", "false"}


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    said = value.strip().lower() if isinstance(value, str) else ""
    if said not in _YES | _NO:
        raise refusal("not_yes_no", "ce n'est ni oui ni non", "true ou false")
    return said in _YES


def _list(value: Any) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise refusal("not_a_list", "ce n'est pas une liste", "une liste")
    return value


_CODE = re.compile(r"(RNCP|RS)\s*(?:n\s*[°o]?)?\s*[.:-]?\s*(\d[\d\s.]*)", re.IGNORECASE | re.ASCII)


def _certification_code(text: str) -> str:
    """Read "rncp 35 375" as "RNCP35375"; any other text is left as it is."""
    found = _CODE.fullmatch(re.sub(r"\s", " ", text))
    return found[1].upper() + re.sub(r"\D", "", found[2]) if found else text


def _rome_code(text: str) -> str:
    code = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-N]\d{4}", code, re.ASCII):
        raise refusal("rome_code", "ce n'est pas un code ROME", "une lettre de A à N et quatre chiffres, comme M1203")
    return code


_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*%", re.ASCII)


def _work_time(text: str) -> str:
    if text in {"plein", "forfait_jours"}:
        return text
    found = _SHARE.fullmatch(text)
    if found and 0 < float(found[1].replace(",", ".")) <= 100:
        return f"{found[1]} %"
    raise refusal("work_time", "temps de travail inconnu", "plein, forfait_jours, ou une part comme « 80 % »")


def _language_code(text: str) -> str:
    code = text.lower()
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise refusal("language_code", "ce n'est pas un code de langue", "un code de deux ou trois lettres, comme en")
    return code


def _followed_training(value: Any) -> str | Literal[False] | None:
    """A certification followed in formation initiale, false for none, null for not known."""
    if value is None or value is False:
        return value
    if value is True:
        raise refusal(
            "training_not_named",
            "la formation suivie n'est pas nommée",
            "un code de certification, false ou null",
        )
    return _certification_code(_text(value))


class NullMeansDefault:
    """Null stands for a field left out: an empty list, an empty text."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_default_for_null, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [handler(schema), {"type": "null"}]}


def _default_for_null(value: Any) -> Any:
    if value is None:
        raise PydanticUseDefault
    return value


Item = TypeVar("Item")

Text = Annotated[str, Field(max_length=LONGEST_TEXT), BeforeValidator(_text)]
Name = Annotated[Text, AfterValidator(_not_empty), Field(json_schema_extra={"minLength": 1})]
OptionalText = Annotated[Text, NullMeansDefault()]
Day = Annotated[date, BeforeValidator(full_day)]
CertificationCode = Annotated[Text, AfterValidator(_certification_code)]
RomeCode = Annotated[Text, AfterValidator(_rome_code)]
WorkTime = Annotated[Text, AfterValidator(_work_time)]
LanguageCode = Annotated[Text, AfterValidator(_language_code)]
FollowedTraining = Annotated[str | Literal[False] | None, BeforeValidator(_followed_training)]
Hours = Annotated[float, Field(ge=0, le=1_000_000), BeforeValidator(_number)]
WeeklyHours = Annotated[float, Field(ge=0, le=HOURS_IN_A_WEEK), BeforeValidator(_number)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000), BeforeValidator(_whole_number)]
Money = Annotated[float, Field(ge=0, le=1_000_000_000_000), BeforeValidator(_number)]
Level = Annotated[int, Field(ge=1, le=8), BeforeValidator(_whole_number)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
OptionalYesNo = Annotated[YesNo, NullMeansDefault()]
FullList = Annotated[tuple[Item, ...], Field(max_length=MOST_ITEMS), BeforeValidator(_list)]
List = Annotated[FullList[Item], NullMeansDefault()]
"""A list that may be left out or null, which is the same as empty; ``FullList`` has to be given."""
