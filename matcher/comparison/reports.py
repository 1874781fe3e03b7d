"""What changed between two reports: the one answer to a what-if, to new rules, to new referentials, to a batch run
again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.comparison.changes import BlocChange, Change, Comparison, FindingChange, MatchChange
from matcher.comparison.words import amount, named, numbered, opinion
from matcher.model.report import BlocResult, Finding, FindingKind, Match, Question, Report
from matcher.model.words import BLOC_STATES, PROCEDURES, STRENGTHS
from matcher.reading.masking import mask_unions
from matcher.rulebook.rulebook import Rulebook

OPINION_RULES = "avis."
"""The opinion's own rule changes whenever the opinion does: it is told once, as the opinion."""

_HOURS = {
    "total": ("Heures, total", "h"),
    "own_right": ("Heures en propre", "h"),
    "training": ("Heures de formation en entreprise", "h"),
    "calendar_months": ("Mois de calendrier", "mois"),
}
_VERSIONS = {
    "engine": "Version du moteur",
    "rules": "Version des règles",
    "referentials": "Version des référentiels",
    "lexicon": "Version du lexique",
}
_KINDS: tuple[FindingKind, ...] = ("blocking", "warning", "information")
_HASH_SHOWN = 10


def compare(before: Report, after: Report, book: Rulebook | None = None) -> Comparison:
    """What changed from one report to the other. ``book`` lends the titles of the rules; without it, their ids."""
    old = {match.certification: match for match in before.matches}
    new = {match.certification: match for match in after.matches}
    pairs = [(old[code], match) for code, match in new.items() if code in old]
    changes = (compare_matches(*pair, book) for pair in pairs)
    warnings = [tuple(mask_unions(one.message) for one in report.warnings) for report in (before, after)]
    return Comparison(
        dossier=_change("Dossier", before.dossier, after.dossier),
        filed_on=_change("Dépôt", f"{before.filed_on:%d/%m/%Y}", f"{after.filed_on:%d/%m/%Y}"),
        regime=_change("Régime", before.regime, after.regime),
        procedure=_change("Procédure", _procedure(before), _procedure(after)),
        first_target=_change("Première cible", _first(before), _first(after)),
        hours=tuple(_hours(before, after)),
        steps=tuple(_steps(before, after)),
        versions=tuple(_versions(before, after)),
        matches=tuple(change for change in changes if change.changed),
        appeared=tuple(named(match) for code, match in new.items() if code not in old),
        gone=tuple(named(match) for code, match in old.items() if code not in new),
        warnings_appeared=_only_in(warnings[1], warnings[0]),
        warnings_gone=_only_in(warnings[0], warnings[1]),
    )


def compare_matches(before: Match, after: Match, book: Rulebook | None = None) -> MatchChange:
    """What changed about one certification."""
    questions = _asked(before.questions), _asked(after.questions)
    papers = _papers(before), _papers(after)
    return MatchChange(
        certification=after.certification,
        title=after.title,
        opinion=_change("Pré-avis", opinion(before.opinion), opinion(after.opinion)),
        rank=_change("Rang", str(before.rank), str(after.rank)),
        strength=_change("Lien", STRENGTHS[before.strength], STRENGTHS[after.strength]),
        hours=tuple(
            one
            for one in (
                _change("Heures en rapport", amount(before.related_hours, "h"), amount(after.related_hours, "h")),
                _change("Mois en rapport", amount(before.related_months, "mois"), amount(after.related_months, "mois")),
            )
            if one is not None
        ),
        blocs=tuple(_blocs(before.blocs, after.blocs)),
        findings=tuple(sorted(_findings(before.findings, after.findings, book), key=_weight)),
        questions_appeared=_only_in(questions[1], questions[0]),
        questions_gone=_only_in(questions[0], questions[1]),
        documents_appeared=_only_in(papers[1], papers[0]),
        documents_gone=_only_in(papers[0], papers[1]),
    )


def _change(what: str, before: str | None, after: str | None) -> Change | None:
    return None if before == after else Change(what=what, before=before, after=after)


def _first(report: Report) -> str | None:
    return named(report.matches[0]) if report.matches else None


def _procedure(report: Report) -> str | None:
    return PROCEDURES[report.procedure] if report.procedure else None


def _hours(before: Report, after: Report) -> Iterator[Change]:
    for name, (label, unit) in _HOURS.items():
        told = [
            amount(getattr(report.hours, f"{name}_low"), unit, getattr(report.hours, f"{name}_high"))
            for report in (before, after)
        ]
        change = _change(label, *told)
        if change is not None:
            yield change


def _steps(before: Report, after: Report) -> Iterator[Change]:
    """The steps whose summary changed."""
    old = {step.number: step.summary for step in before.steps}
    new = {step.number: step for step in after.steps}
    for number, step in new.items():
        if old.get(number) != step.summary:
            yield Change(what=f"Étape {number}, {step.name}", before=old.get(number), after=step.summary)


def _versions(before: Report, after: Report) -> Iterator[Change]:
    for name, label in _VERSIONS.items():
        old, new = getattr(before.versions, name), getattr(after.versions, name)
        if old != new:
            yield Change(what=label, before=old[:_HASH_SHOWN], after=new[:_HASH_SHOWN])


def _blocs(before: Sequence[BlocResult], after: Sequence[BlocResult]) -> Iterator[BlocChange]:
    old = {bloc.code: bloc for bloc in before}
    for bloc in after:
        was = old.get(bloc.code)
        if was is not None and was.state != bloc.state:
            yield BlocChange(
                code=bloc.code,
                title=bloc.title or bloc.code,
                before=BLOC_STATES[was.state][1],
                after=BLOC_STATES[bloc.state][1],
            )


def _findings(before: Sequence[Finding], after: Sequence[Finding], book: Rulebook | None) -> Iterator[FindingChange]:
    old, new = _by_rule(before), _by_rule(after)
    for rule in dict.fromkeys((*new, *old)):
        was, now = old.get(rule), new.get(rule)
        if was is None or now is None or (was.outcome, was.message) != (now.outcome, now.message):
            yield FindingChange(
                rule=rule,
                title=title_of(rule, book),
                kind=(now or old[rule]).kind,
                outcome_before=was and was.outcome,
                outcome_after=now and now.outcome,
                message_before=was and was.message,
                message_after=now and now.message,
                values_before=was.values if was else {},
                values_after=now.values if now else {},
            )


def _weight(change: FindingChange) -> tuple[bool, int]:
    """What turns comes before what is only worded otherwise, and conditions before the rest."""
    return not change.turned, _KINDS.index(change.kind)


def _by_rule(findings: Sequence[Finding]) -> dict[str, Finding]:
    return {finding.rule: finding for finding in findings if not finding.rule.startswith(OPINION_RULES)}


def title_of(rule_id: str, book: Rulebook | None) -> str:
    """The French title of a rule, or its id where the rulebook does not hold it."""
    rule = book.rule(rule_id) if book is not None else None
    return rule.title if rule is not None else rule_id


def _asked(questions: Sequence[Question]) -> tuple[str, ...]:
    return tuple(question.ask for question in questions)


def _papers(match: Match) -> tuple[str, ...]:
    return tuple(f"{one.why}{numbered(one.experience)}" for one in match.documents)


def _only_in(some: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in some if one not in others)
