"""The opinion on the target looked at: one sentence, the findings with what they read, and what comes next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher.engine import Matcher
from matcher.explain import ABOUT_HOURS, question_about
from matcher.model.dossier import Dossier
from matcher.model.report import Finding, Match, Question, Report
from matcher.questions import FLIPS
from matcher.render.certification import source_line
from matcher.render.typography import figure, short_date
from matcher.render.wording import OUTCOMES, plural
from matcher.rulebook.rulebook import Rulebook
from matcher.rulebook.schema import FactDefinition
from matcher.web.interview.cards import NameOf

OPINION_RULES = "avis."
_PRACTICES = "pratiques."
"""Rules about what is announced elsewhere and differs from the law: told beside it, in plain sight."""
_EXPERIENCE = re.compile(r"experiences\[(\d+)\]")
_ANSWERED_BY = {
    "sentences_related": "experiences[0].activities",
    "job_distance": "experiences[0].title",
    "initial_training_same": "initial_training",
    "level_gap": "diplomas[0].level",
}
"""The field where the answer about a fact is written, for the facts that one field settles."""
_UNITS = {"hours": " h", "months": " mois"}
_ORDER = {"not_met": 0, "unknown": 1, "met": 2, "waived": 3, "not_applicable": 4}
_BOUNDS = {
    "at_least": "au moins {}",
    "below": "moins de {}",
    "at_most": "au plus {}",
    "above": "plus de {}",
    "is": "{}",
    "is_not": "autre que {}",
    "one_of": "{}",
    "none_of": "aucun de : {}",
}


@dataclass(frozen=True)
class FindingLine:
    """A finding as it is read: a sign and a word, the sentence, the values read against what is asked, the text."""

    rule: str
    title: str
    outcome: str
    sign: str
    word: str
    message: str
    values: tuple[tuple[str, str], ...]
    source: str
    url: str | None
    doubtful: bool


@dataclass(frozen=True)
class Choice:
    """A way to answer at once: a value for a field of the form, or, without a value, the field to go to."""

    field: str
    value: str | None
    words: str


@dataclass(frozen=True)
class QuestionLine:
    ask: str
    effect: str
    decisive: bool
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class NextStep:
    """The next of the seven steps of the Cnam."""

    number: int
    name: str
    what: str


@dataclass(frozen=True)
class OpinionView:
    """``missing``: how many blocking conditions can't be appreciated yet."""

    match: Match
    sentence: str
    conditions: tuple[FindingLine, ...]
    vigilance: tuple[FindingLine, ...]
    discrepancies: tuple[FindingLine, ...]
    others: tuple[FindingLine, ...]
    questions: tuple[QuestionLine, ...]
    documents: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    step: NextStep
    missing: int


def opinion_view(
    matcher: Matcher, dossier: Dossier, report: Report, match: Match, name_of: NameOf, numbers: Sequence[int]
) -> OpinionView:
    """``numbers``: the card of each experience of the dossier, from 0."""
    paths = answer_paths(matcher.rulebook, dossier)
    own = next((one.message for one in match.findings if one.rule.startswith(OPINION_RULES)), "")
    lines = [(one, _line(one, matcher)) for one in match.findings if not one.rule.startswith(OPINION_RULES)]
    lines.sort(key=lambda pair: _ORDER[pair[0].outcome])
    conditions = tuple(line for one, line in lines if one.kind == "blocking")
    alerts = {"not_met", "unknown"}
    vigilance = tuple(line for one, line in lines if one.kind == "warning" and one.outcome in alerts)
    discrepancies = tuple(line for one, line in lines if one.rule.startswith(_PRACTICES))
    return OpinionView(
        match=match,
        sentence=own,
        conditions=conditions,
        vigilance=vigilance,
        discrepancies=discrepancies,
        others=tuple(line for _, line in lines if line not in (*conditions, *vigilance, *discrepancies)),
        questions=tuple(_question(one, paths.get(one.ask), numbers) for one in match.questions),
        documents=tuple(_documents(match, name_of)),
        notes=match.notes,
        step=next_step(dossier, match, report, matcher),
        missing=sum(one.kind == "blocking" and one.outcome == "unknown" for one in match.findings),
    )


def file_state(interview_faults: int, view: OpinionView | None) -> str:
    """How far the file is, for the top of the page. Never « complet » while a blocking condition is not known."""
    if interview_faults:
        return f"{plural(interview_faults, 'erreur')} à corriger"
    if view is None:
        return "Rien à apprécier encore"
    decisive = sum(one.decisive for one in view.questions)
    if view.missing:
        count = max(decisive, view.missing)
        return f"{plural(count, 'information')} manquante{'s' if count > 1 else ''}"
    if view.match.opinion == "non_appreciable":
        return "Hors appréciation : à voir avec le centre"
    return "Aucune information bloquante ne manque"


def _line(finding: Finding, matcher: Matcher) -> FindingLine:
    sign, word = OUTCOMES[finding.outcome]
    if finding.kind == "warning" and finding.outcome in {"not_met", "unknown"}:
        sign, word = "!", "vigilance"
    rule = matcher.rulebook.rule(finding.rule)
    return FindingLine(
        rule=finding.rule,
        title=rule.title if rule else finding.rule,
        outcome=finding.outcome,
        sign=sign,
        word=word,
        message=finding.message,
        values=tuple(_values(finding, matcher.rulebook.facts)),
        source=source_line(finding),
        url=finding.source.url,
        doubtful=finding.source.confidence == "to_confirm",
    )


def _values(finding: Finding, definitions: Mapping[str, FactDefinition]) -> Iterator[tuple[str, str]]:
    """As ("heures en rapport avec la certification", "3 214 h ; demandé : au moins 1 607 h")."""
    for name in dict.fromkeys((*finding.values, *finding.missing, *finding.threshold)):
        definition = definitions.get(name)
        if definition is None:
            continue
        read = said(finding.values[name], definition) if name in finding.values else "non connu"
        asked = " et ".join(
            _BOUNDS[operator].format(said(value, definition))
            for operator, value in finding.threshold.get(name, {}).items()
        )
        yield definition.label, f"{read} ; demandé : {asked}" if asked else read


def said(value: Any, definition: FactDefinition) -> str:
    """A value as one reads it: with its unit, its French word, its date."""
    if isinstance(value, list | tuple):
        if definition.range and len(value) == 2 and not isinstance(value[0], str):
            return f"entre {said(value[0], definition)} et {said(value[1], definition)}"
        return " ou ".join(said(one, definition) for one in value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, int | float):
        return figure(value) + _UNITS.get(definition.type, "")
    return definition.values.get(str(value), str(value))


def answer_paths(book: Rulebook, dossier: Dossier) -> dict[str, str]:
    """The field of the dossier that holds the answer to a question, where one field does."""
    about = {
        question_about(dossier, index, gap): f"experiences[{index}].{gap}"
        for index in range(len(dossier.experiences))
        for gap in ABOUT_HOURS
    }
    asks = {book.facts[fact].ask: path for fact, path in _ANSWERED_BY.items() if fact in book.facts}
    return {**about, **{ask: path for ask, path in asks.items() if ask}}


def _question(question: Question, path: str | None, numbers: Sequence[int]) -> QuestionLine:
    choices = tuple(_choices(path, numbers)) if path else ()
    return QuestionLine(question.ask, question.effect, question.effect.startswith(FLIPS), choices)


def _choices(path: str, numbers: Sequence[int]) -> Iterator[Choice]:
    """The answers that one gesture gives, then the field itself."""
    field = _EXPERIENCE.sub(lambda found: f"experiences[{numbers[int(found[1])]}]", path)
    if field.endswith(".within_work"):
        yield from (Choice(field, "oui", "Oui"), Choice(field, "non", "Non"))
        return
    if field.endswith(".end"):
        yield Choice(field.removesuffix("end") + "ongoing", "oui", "Toujours en cours")
    if field == "initial_training":
        yield Choice(field, "non", "Non")
    yield Choice(field, None, "Répondre")


def _documents(match: Match, name_of: NameOf) -> Iterator[tuple[str, str]]:
    for document in match.documents:
        yield ("tout le dossier" if document.experience is None else name_of(document.experience)), document.why


_AFTER = {
    "favorable_probable": (3, "déposer le livret de recevabilité avec ses pièces ; le Cnam rend l'avis."),
    "a_completer": (2, "poser les questions ci-dessus, puis relire le dossier."),
    "defavorable_probable": (2, "revoir la cible : un bloc, une autre certification, ou une autre voie."),
    "non_appreciable": (2, "demander au centre les règles propres à cette certification."),
}


def next_step(dossier: Dossier, match: Match, report: Report, matcher: Matcher) -> NextStep:
    """Where the person stands among the seven steps of the Cnam for one certification, and what to do there."""
    names = {step.number: step.name for step in report.steps}
    held = (matcher.certification(one.certification) for one in dossier.recevabilites)
    if {bloc.code for bloc in match.blocs}.intersection(dossier.validated_blocs):
        number, what = 7, "préparer ce qui reste à valider après la validation partielle."
    elif any(one is not None and one.code == match.certification for one in held):
        number, what = 4, "choisir un accompagnement, facultatif, et son financement."
    else:
        number, what = _AFTER[match.opinion]
    return NextStep(number, names[number], what)
