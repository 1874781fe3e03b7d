"""From outcomes to reasons: each finding with its values, threshold, what is missing, its source and its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.case import Case
from matcher.facts import Related
from matcher.judge.verdict import Verdict
from matcher.model.certification import Certification
from matcher.model.dossier import Dossier
from matcher.model.report import Document, Evidence, Finding, Outcome, Question
from matcher.questions import Answers, Effect
from matcher.reading.masking import mask_unions
from matcher.reading.proofs import dossier_proofs
from matcher.relation import Presumed, Relation
from matcher.rulebook.conditions import Fact
from matcher.rulebook.law import RuleInForce
from matcher.rulebook.messages import message_of
from matcher.rulebook.outcomes import missing_facts
from matcher.rulebook.sentences import fill

_NOT_SHOWN: frozenset[Outcome] = frozenset({"not_applicable"})
_SHOWN_DOUBTS = frozenset({"title", "level", "registered.from", "registered.to", "vae.open", "certifiers", "rncp"})
"""Doubts that matter in an interview; those on codes are listed by `vae referentials check`."""

_SUPPORTS_SHOWN = 3

ABOUT_HOURS = {
    "start": "Quand « {experience} » a-t-il commencé exactement (jour et mois) ?",
    "end": "« {experience} » : toujours en cours ? Sinon, fini à quelle date ?",
    "weekly_hours": "« {experience} » : combien d'heures par semaine, ou au total sur l'attestation ?",
    "training_hours": "« {experience} » : combien d'heures en centre de formation ?",
    "within_work": "« {experience} » : ce mandat s'exerçait-il sur le temps de travail payé ?",
}
"""What would narrow the hours of one experience, asked about that experience."""

_PRESUMED = "maison.activites-presumees"
"""The parameter that these questions rest on."""
_INFINITIVE = re.compile(r"(?P<self>s['’]|se\s)?(?P<verb>\w+(?:er|ir|re))\b", re.IGNORECASE)

_ABOUT_DATES = frozenset({"start", "end"})


@dataclass(frozen=True)
class Explanation:
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    documents: tuple[Document, ...]
    notes: tuple[str, ...]


def explain(
    case: Case,
    relation: Relation,
    related: Related,
    facts: Mapping[str, Fact | None],
    verdict: Verdict,
    successors: Sequence[Certification],
) -> Explanation:
    """The reasons of one verdict. Findings keep the rulebook's order, the opinion's own rule first."""
    law, certification = case.law, relation.certification
    known = {name: value for name, value in facts.items() if value is not None}
    words = _words(case, certification, successors)
    rules = sorted(
        (rule for rule in law.rules if rule.rule.opinion is None or rule.id == verdict.opinion_rule),
        key=lambda rule: rule.rule.opinion is None,
    )
    outcomes = verdict.outcomes
    asked = {rule.id for rule in law.findings if outcomes[rule.id] == "not_met" and _asks_when_not_met(rule)}
    missing = {
        rule.id: missing_facts(rule, known) for rule in law.rules if outcomes[rule.id] == "unknown" or rule.id in asked
    }
    findings = tuple(
        _finding(case, rule, outcomes[rule.id], known, missing.get(rule.id, ()), words)
        for rule in rules
        if outcomes[rule.id] not in _NOT_SHOWN
    )
    open_rules = [(rule, missing[rule.id]) for rule in law.findings if rule.id in missing]
    return Explanation(
        findings=findings,
        questions=(
            *_questions(case, related, open_rules, known, words, Answers(law, known, verdict)),
            *(_about_presumed(case, one) for one in relation.presumed),
        ),
        documents=tuple(_documents(case, related)),
        notes=tuple(_notes(certification, relation.evidence)),
    )


def _asks_when_not_met(rule: RuleInForce) -> bool:
    return rule.rule.kind == "blocking" and rule.version.ask is not None


def _finding(
    case: Case,
    rule: RuleInForce,
    outcome: Outcome,
    facts: Mapping[str, Fact],
    missing: tuple[str, ...],
    words: Mapping[str, str],
) -> Finding:
    key = rule.id, outcome, missing, *(facts.get(name, words.get(name)) for name in rule.worded)
    if key not in case.findings:
        case.findings[key] = Finding(
            rule=rule.id,
            outcome=outcome,
            kind=rule.rule.kind,
            values={name: _plain(facts[name]) for name in rule.facts_read if name in facts},
            threshold=rule.threshold,
            missing=missing if outcome == "unknown" else (),
            source=rule.source,
            message=message_of(rule, outcome, facts, case.law.facts, words),
        )
    return case.findings[key]


def _plain(value: Fact) -> Any:
    if not isinstance(value, tuple):
        return value
    low, high = value
    return low if low == high else [low, high]


def _words(case: Case, certification: Certification, successors: Sequence[Certification]) -> dict[str, str]:
    """The names that sentences use and that are no facts."""
    followed = ", ".join(f"{one.code} {one.title}" for one in successors)
    return {
        "certification": certification.title,
        "experience": experience_name(case, 0) if case.dossier.experiences else "votre première expérience",
        "requirements": " ; ".join(certification.vae.requirements),
        "successors": f"{'Lui succèdent' if len(successors) > 1 else 'Lui succède'} : {followed}." if followed else "",
    }


def experience_name(case: Case, index: int) -> str:
    """How an experience is called in a sentence: its title, never a union's name; its rank without one."""
    return _name_in(case.dossier, index)


def _name_in(dossier: Dossier, index: int) -> str:
    title = mask_unions(dossier.experiences[index].title)
    return title or f"expérience n° {index + 1}"


def question_about(dossier: Dossier, index: int, gap: str) -> str:
    """The question that asks for one field of one experience, among those of ``ABOUT_HOURS``."""
    name = _name_in(dossier, index).replace("{", "(").replace("}", ")")
    return ABOUT_HOURS[gap].replace("{experience}", name)


def _questions(
    case: Case,
    related: Related,
    open_rules: Sequence[tuple[RuleInForce, tuple[str, ...]]],
    facts: Mapping[str, Fact],
    words: Mapping[str, str],
    answers: Answers,
) -> tuple[Question, ...]:
    """What to ask next, each question once: first what can change the opinion; never what changes nothing."""
    asked: dict[str, tuple[RuleInForce, Effect]] = {}
    for rule, missing in open_rules:
        for ask, effect in _asked(case, related, rule, facts, missing, answers):
            sentence = fill(ask, words.get)
            known = asked.get(sentence)
            if effect is not None and (known is None or effect.urgency < known[1].urgency):
                asked[sentence] = rule, effect
    ordered = sorted(asked.items(), key=lambda item: item[1][1].urgency)
    return tuple(Question(ask=ask, rule=rule.id, effect=effect.words) for ask, (rule, effect) in ordered)


def _asked(
    case: Case,
    related: Related,
    rule: RuleInForce,
    facts: Mapping[str, Fact],
    missing: Sequence[str],
    answers: Answers,
) -> Iterator[tuple[str, Effect | None]]:
    """About each experience that may count and whose hours are not known; then about each fact not known; then the
    rule's own question, where a fact is known and falls short."""
    kind = rule.rule.kind
    definitions = {name: case.law.facts[name] for name in missing if name in case.law.facts}
    ranges = {definition.type for definition in definitions.values() if definition.range}
    for one in (case.counted[index] for index in related.possible_indexes if ranges):
        for gap in one.missing:
            if "hours" in ranges or gap in _ABOUT_DATES:
                yield question_about(case.dossier, one.index, gap), answers.effect_of_ranges(kind)
    unknown = [name for name, definition in definitions.items() if name not in facts and definition.ask]
    for name in unknown:
        yield str(definitions[name].ask), answers.effect_of_fact(name, kind)
    if rule.version.ask and len(unknown) < max(1, len(definitions)):
        yield rule.version.ask, answers.effect_of_more(rule)


def _about_presumed(case: Case, presumed: Presumed) -> Question:
    """Whether what the job lets one presume was done: told, it counts in full; presumed, it proves nothing."""
    title = mask_unions(case.dossier.experiences[presumed.experience].title)
    where = f"Comme « {title} »" if title else f"Dans l'expérience n° {presumed.experience + 1}"
    what = "l'ensemble de la certification" if presumed.bloc is None else f"le bloc « {presumed.bloc.rstrip(' .')} »"
    return Question(
        ask=f"{where}, {_was_it_done(presumed.activity)} ?", rule=_PRESUMED, effect=f"peut compter pour {what}"
    )


def _was_it_done(activity: str) -> str:
    """ "S'occuper du patient" → "avez-vous eu à vous occuper du patient"."""
    said = activity.strip().rstrip(".")
    verb = _INFINITIVE.match(said)
    if verb is None:
        return f"avez-vous fait ceci : « {said} »"
    rest = said[verb.start("verb") :]
    return f"avez-vous eu à {'vous ' if verb['self'] else ''}{rest[0].lower()}{rest[1:]}"


def _documents(case: Case, related: Related) -> Iterator[Document]:
    for one in dossier_proofs(case.dossier, case.proofs):
        yield Document(proof=one.proof.id, experience=None, why=one.label)
    for index in related.indexes:
        for one in case.missing_proofs[index]:
            yield Document(proof=one.proof.id, experience=index, why=one.label)


def _notes(certification: Certification, evidence: Sequence[Evidence]) -> Iterator[str]:
    """What the reader must know of the certification's own data, and what supports it as a whole."""
    for one in evidence[:_SUPPORTS_SHOWN]:
        yield f"En appui de l'ensemble : « {one.activity} » → {one.competency}"
    if certification.registered_in_law is False:
        yield "Certification non inscrite au RNCP."
    elif certification.registered_in_law is None:
        yield "Numéro RNCP non connu : l'inscription reste à vérifier."
    if certification.provenance == "illustrative":
        yield "Fiche illustrative : son code, son intitulé ou son niveau restent à confirmer auprès du Cnam."
    if certification.wording == "projet" or any(bloc.wording == "projet" for bloc in certification.blocs):
        yield "Activités et compétences rédigées par le projet : elles n'ont pas de valeur officielle."
    elif not certification.competencies and not any(bloc.competencies for bloc in certification.blocs):
        yield "Compétences non connues : le rapprochement s'appuie sur l'intitulé et les blocs seulement."
    for correction in certification.corrections:
        yield f"Corrigé : {correction.text.rstrip('.')}."
    for doubt in certification.doubts:
        if doubt.fact in _SHOWN_DOUBTS:
            yield f"À confirmer : {doubt.text.rstrip('.')}."
