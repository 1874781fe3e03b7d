"""YAML as a dossier uses it: mappings, lists and plain values, each written once.

Dates stay text for the model to read, and so do words and numbers that YAML 1.1 would twist: no, 08, 12:30.
Refused: aliases, tags, keys written twice, several documents, deep nesting.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml import events

from matcher.model.faults import shown

DEEPEST = 30

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})\.\d{1,17}", re.ASCII)


class YamlRefused(ValueError):
    """The text can't be read: a French message, and the line and column where known, from 1."""

    def __init__(self, message: str, mark: Any = None) -> None:
        self.message = message
        self.line: int | None = mark.line + 1 if mark else None
        self.column: int | None = mark.column + 1 if mark else None
        super().__init__(message)


def read_yaml(text: str) -> Any:
    """Plain values of one document; None when there is none. Raises YamlRefused."""
    building = _Building()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            building.take(event)
    except yaml.MarkedYAMLError as error:
        raise YamlRefused(_french(error), error.problem_mark or error.context_mark) from None
    except yaml.reader.ReaderError as error:
        raise YamlRefused(f"caractère de contrôle interdit (U+{_code(error.character):04X})") from None
    return building.document


class _Building:
    """The values under construction: one open mapping or list for each level of nesting."""

    def __init__(self) -> None:
        self.document: Any = None
        self._documents = 0
        self._open: list[_Open] = []

    def take(self, event: events.Event) -> None:
        if isinstance(event, events.AliasEvent) or getattr(event, "anchor", None):
            raise YamlRefused("les alias YAML (« & » et « * » en tête de valeur) ne sont pas admis", event.start_mark)
        if isinstance(event, events.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise YamlRefused("le fichier contient plusieurs documents (« --- »)", event.start_mark)
        elif isinstance(event, events.ScalarEvent):
            self._place(_value(event), event)
        elif isinstance(event, events.MappingStartEvent | events.SequenceStartEvent):
            self._enter(event)
        elif isinstance(event, events.MappingEndEvent | events.SequenceEndEvent):
            closed = self._open.pop()
            self._place(closed.value, event)

    def _enter(self, event: Any) -> None:
        if event.tag not in (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            raise YamlRefused("les étiquettes YAML (« ! ») ne sont pas admises", event.start_mark)
        if len(self._open) == DEEPEST:
            raise YamlRefused("la structure est imbriquée trop profondément", event.start_mark)
        self._open.append(_Open({} if isinstance(event, events.MappingStartEvent) else []))

    def _place(self, value: Any, event: Any) -> None:
        if not self._open:
            self.document = value
            return
        self._open[-1].add(value, event)


class _Open:
    """A mapping or a list that is not closed yet, and the key that waits for its value."""

    def __init__(self, value: dict[Any, Any] | list[Any]) -> None:
        self.value = value
        self._key: Any = None
        self._waiting = False

    def add(self, item: Any, event: Any) -> None:
        if isinstance(self.value, list):
            self.value.append(item)
        elif self._waiting:
            self.value[self._key], self._waiting = item, False
        else:
            self._key, self._waiting = self._checked(item, event), True

    def _checked(self, key: Any, event: Any) -> Any:
        if isinstance(key, dict | list):
            raise YamlRefused("une clé ne peut être ni un objet ni une liste", event.start_mark)
        if key in self.value:
            raise YamlRefused(f"la clé « {shown(key)} » est écrite deux fois", event.start_mark)
        return key


def _value(event: events.ScalarEvent) -> Any:
    text: str = event.value
    if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
        raise YamlRefused("les étiquettes YAML (« ! ») ne sont pas admises", event.start_mark)
    if event.style or event.tag:  # libyaml dit "" là où PyYAML dit None
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _code(character: Any) -> int:
    return character if isinstance(character, int) else ord(character[:1] or "\0")


def _french(error: yaml.MarkedYAMLError) -> str:
    problem = f"{error.context or ''} {error.problem or ''}"
    if "tab" in problem or "cannot start any token" in problem:
        return "caractère inattendu : une tabulation, ou un signe à mettre entre guillemets"
    if "unexpected end of stream" in problem or "<stream end>" in problem:
        return "le texte s'arrête au milieu : un guillemet ou un crochet n'est pas fermé"
    if "flow" in problem:
        return "une virgule manque, ou un crochet « ] » ou une accolade « } » n'est pas fermé"
    if "mapping values are not allowed" in problem:
        return "un « : » est mal placé ; un texte qui en contient se met entre guillemets"
    if "could not find expected ':'" in problem:
        return "un « : » manque après une clé"
    if "undefined alias" in problem:
        return "les alias YAML (« & » et « * » en tête de valeur) ne sont pas admis"
    if "block" in problem or "indentation" in problem:
        return "l'alignement des lignes n'est pas régulier"
    return "la structure n'est pas celle d'un fichier YAML"
