"""A rule in French prose: what it says on a day, on which text, and its history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from matcher.rulebook.conditions import All, AnyOf, Comparison, Condition, Not, ParameterRef, read_condition
from matcher.rulebook.law import COUNTED, FINDING
from matcher.rulebook.rulebook import Rulebook, in_force
from matcher.rulebook.schema import RuleVersion, Version
from matcher.rulebook.sentences import day_in_french, fill, in_words

KINDS = {"blocking": "condition", "warning": "point de vigilance", "information": "information"}
CONFIDENCE = {
    "verified": "lu dans le texte officiel",
    "to_confirm": "à confirmer",
    "house": "règle du programme, pas de la loi",
}
OUTCOMES = {
    "met": "remplie",
    "not_met": "non remplie",
    "unknown": "non établie",
    "not_applicable": "sans objet",
    "waived": "sans objet dans ce régime",
}
_SPECIAL = {
    "missing": "ce qui reste à établir",
    "shortfall": "ce qui manque",
    "experience": "l'expérience",
    "certification": "la certification",
    "successors": "les certifications qui lui succèdent",
    "requirements": "les conditions propres",
}
_OPERATORS = {
    "at_least": "au moins ",
    "below": "moins de ",
    "at_most": "au plus ",
    "above": "plus de ",
    "is": "",
    "is_not": "pas ",
    "one_of": "l'un de ",
    "none_of": "aucun de ",
}


def rule_as_prose(book: Rulebook, rule_id: str, on: date) -> str:
    """The rule as text. Raises KeyError, with a French sentence, when no rule has this id."""
    rule = book.rule(rule_id)
    if rule is None:
        raise KeyError(f"aucune règle « {rule_id} » ; « vae rules show » sans identifiant les liste")
    lines = [f"{rule.title}", f"{rule.id} · {KINDS[rule.kind]}", ""]
    version = in_force(rule.versions, on)
    if version is None:
        lines.append(f"Au {day_in_french(on)} : aucune version en vigueur.")
    else:
        lines += [f"Au {day_in_french(on)} ({_period(version)}) :", *_content(book, version, on)]
    lines += ["", "Histoire :"]
    for each in rule.versions:
        mark = "→" if each is version else " "
        lines.append(f" {mark} {_period(each)} : {_source(each)}")
    return "\n".join(lines)


def _content(book: Rulebook, version: RuleVersion, on: date) -> Iterator[str]:
    if version.applies_when is not None:
        yield f"  S'applique si : {_condition(book, read_condition(version.applies_when), on)}."
    for outcome, given in (
        ("met", version.when),
        ("met", version.met_when),
        ("not_met", version.not_met_when),
    ):
        if given is not None:
            yield f"  {OUTCOMES[outcome].capitalize()} si : {_condition(book, read_condition(given), on)}."
    if version.when is not None:
        yield "  Non remplie si c'est faux ; non établie si un fait manque."
    elif version.waived is None and not version.always_met:
        yield "  Non établie dans les autres cas."
    for outcome, label in OUTCOMES.items():
        sentence = getattr(version, outcome)
        if sentence is not None:
            yield f"  {label.capitalize()} : « {_with_labels(book, sentence)} »"
    if version.ask is not None:
        yield f"  Question : « {_with_labels(book, version.ask)} »"
    yield f"  Source : {_source(version)} ; vérifiée le {day_in_french(version.checked_on)}."


def _with_labels(book: Rulebook, sentence: str) -> str:
    """A sentence whose places say what goes there: "{related_hours} heures" → "[heures en rapport] heures"."""
    return fill(sentence, lambda name: f"[{_SPECIAL.get(name) or book.facts[name].label}]")


def _period(version: Version) -> str:
    period = version.in_force
    if period.until is None:
        return f"depuis le {day_in_french(period.from_)}"
    return f"du {day_in_french(period.from_)} au {day_in_french(period.until)} exclu"


def _source(version: Version) -> str:
    source = version.source
    article = f", {source.article}" if source.article else ""
    return f"{source.text}{article} ({CONFIDENCE[source.confidence]})"


def _condition(book: Rulebook, condition: Condition, on: date) -> str:
    match condition:
        case All(parts):
            return " et ".join(_part(book, part, on) for part in parts)
        case AnyOf(parts):
            return " ou ".join(_part(book, part, on) for part in parts)
        case Not(inner):
            return f"il est faux que {_part(book, inner, on)}"
        case Comparison(fact, operator, value):
            return f"{_label(book, fact)} : {_OPERATORS[operator]}{_value(book, fact, value, on)}"


def _part(book: Rulebook, condition: Condition, on: date) -> str:
    text = _condition(book, condition, on)
    return text if isinstance(condition, Comparison) else f"({text})"


def _label(book: Rulebook, fact: str) -> str:
    if fact.startswith(FINDING):
        rule = book.rule(fact.removeprefix(FINDING))
        return f"« {rule.title if rule else fact} »"
    if fact in COUNTED:
        kind, outcome = COUNTED[fact]
        return f"le nombre de règles de sorte « {KINDS[kind]} » {OUTCOMES[outcome]}s"
    return book.facts[fact].label


def _value(book: Rulebook, fact: str, value: Any, on: date) -> str:
    if isinstance(value, ParameterRef):
        return f"{_value(book, fact, book.value(value.id, on), on)} (paramètre {value.id})"
    if isinstance(value, tuple | list):
        return ", ".join(_value(book, fact, one, on) for one in value)
    if fact.startswith(FINDING):
        return OUTCOMES[value]
    return in_words(value, book.facts.get(fact))
