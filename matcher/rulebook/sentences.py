"""The French sentences of a rule: facts put into words, and templates filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from matcher.rulebook.schema import FactDefinition

SPECIAL = frozenset({"missing", "shortfall", "experience", "certification", "successors", "requirements"})
"""Names a sentence may use that are no facts: they are worded from the finding itself."""

THIN_SPACE = "\u202f"
_UNKNOWN = "non connu"
_ONE = re.compile(r"[01](?:,\d+)?")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def placeholders(sentence: str) -> Iterator[str]:
    """The names that a sentence uses: "{related_hours} heures", or "{requests|demande|demandes}"."""
    for found in _PLACEHOLDER.finditer(sentence):
        yield found[1].partition("|")[0]


def malformed_places(sentence: str) -> Iterator[str]:
    """What looks like a place of a sentence and is none: "{requests|demande}", or a brace alone."""
    for found in _PLACEHOLDER.finditer(sentence):
        nouns = found[1].split("|")[1:]
        if len(nouns) not in {0, 2} or not all(noun.strip() for noun in nouns):
            yield found[0]
    yield from re.findall(r"[{}]", _PLACEHOLDER.sub("", sentence))


def fill(sentence: str, word: Callable[[str], str | None]) -> str:
    """Replace every ``{name}`` by its word, and ``{name|one|several}`` by it and the noun that agrees.

    A name without a word reads "non connu". French counts one up to two: "1,5 heure".
    """

    def replaced(found: re.Match[str]) -> str:
        name, *nouns = found[1].split("|")
        said = word(name)
        if said is None:
            said = _UNKNOWN
        return f"{said} {nouns[0 if _ONE.fullmatch(said) else 1]}" if len(nouns) == 2 else said

    return _PLACEHOLDER.sub(replaced, sentence)


def number_in_french(value: int | float) -> str:
    """1607 → "1 607", 13.5 → "13,5": thin spaces, decimal comma, no needless zeros."""
    exact = Decimal(str(value))
    text = f"{exact:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", THIN_SPACE).replace(".", ",")


def plain_spaces(text: str) -> str:
    """The same text with ordinary spaces, to compare what was typed with what is printed."""
    return text.replace(THIN_SPACE, " ").replace("\u00a0", " ")


def day_in_french(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def in_words(value: Any, fact: FactDefinition | None = None) -> str:
    """A fact's value as a reader would say it; a range (low, high) reads "entre … et …"."""
    if value is None:
        return _UNKNOWN
    if isinstance(value, tuple | list):
        low, high = value
        return in_words(low, fact) if low == high else f"entre {in_words(low, fact)} et {in_words(high, fact)}"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return day_in_french(value)
    if fact is not None and fact.type == "ratio":
        return f"{number_in_french(round(value * 100))}{THIN_SPACE}%"
    if isinstance(value, int | float):
        return number_in_french(value)
    return fact.values.get(value, value) if fact is not None else str(value)
