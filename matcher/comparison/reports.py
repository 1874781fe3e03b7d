"""What changed between two reports: the one answer to a what-if, to new rules, to new referentials, to a batch run
again. Only what changed is listed, with words ready to show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from matcher.comparison.words import amount, named, numbered, opinion, outcome
from matcher.model.report import BlocResult, Entry, Finding, FindingKind, Match, Outcome, Question, Report
from matcher.model.words import BLOC_STATES, STRENGTHS
from matcher.reading.masking import mask_unions
from matcher.rulebook.rulebook import Rulebook

OPINION_RULES = "avis."
"""The opinion's own rule changes whenever the opinion does: it is told once, as the opinion."""


class Change(Entry):
    """One thing that changed: what, and how it read before and after, in French. None: it was not, or is no more."""

    what: str
    before: str | None
    after: str | None

    @property
    def line(self) -> str:
        """As "Pré-avis : à compléter → favorable probable"."""
        if self.before is None:
            return f"{self.what} : {self.after} (nouveau)"
        return f"{self.what} : {self.before} → {'disparu' if self.after is None else self.after}"


class FindingChange(Entry):
    """A finding whose outcome, sentence or values changed. ``title``: the rule's, or its id where it is not known."""

    rule: str
    title: str
    kind: FindingKind
    outcome_before: Outcome | None
    outcome_after: Outcome | None
    message_before: str | None
    message_after: str | None
    values_before: dict[str, Any]
    values_after: dict[str, Any]

    @property
    def turned(self) -> bool:
        """Whether the outcome itself changed, and not only its words or values."""
        return self.outcome_before != self.outcome_after

    @property
    def line(self) -> str:
        """As "Durée minimale : non rempli → rempli. 2 000 heures…": the outcomes, then the newest sentence."""
        before, after = outcome(self.outcome_before), outcome(self.outcome_after)
        changed = after if before == after else f"{before} → {after}"
        return f"{self.title} : {changed}. {self.message_after or self.message_before or ''}".rstrip()


class BlocChange(Entry):
    code: str
    title: str
    before: str
    after: str


class MatchChange(Entry):
    """One certification present in both reports, with what changed about it, and nothing else."""

    certification: str
    title: str
    opinion: Change | None = None
    rank: Change | None = None
    strength: Change | None = None
    hours: tuple[Change, ...] = ()
    blocs: tuple[BlocChange, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    questions_appeared: tuple[str, ...] = ()
    questions_gone: tuple[str, ...] = ()
    documents_appeared: tuple[str, ...] = ()
    documents_gone: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return any(getattr(self, name) for name in MatchChange.model_fields if name not in {"certification", "title"})

    @property
    def lines(self) -> tuple[str, ...]:
        """Each change in one French sentence, the opinion first."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        for change in (self.opinion, self.rank, self.strength, *self.hours):
            if change is not None:
                yield change.line
        for bloc in self.blocs:
            yield f"Bloc « {bloc.title} » : {bloc.before} → {bloc.after}"
        for finding in self.findings:
            yield finding.line
        for start, said in (
            ("Question nouvelle", self.questions_appeared),
            ("Question réglée", self.questions_gone),
            ("Pièce à demander en plus", self.documents_appeared),
            ("Pièce qui n'est plus à demander", self.documents_gone),
        ):
            yield from (f"{start} : {one}" for one in said)


class Comparison(Entry):
    """What changed from one report to another. ``appeared`` and ``gone``: certifications in only one of them."""

    dossier: Change | None = None
    filed_on: Change | None = None
    regime: Change | None = None
    procedure: Change | None = None
    first_target: Change | None = None
    hours: tuple[Change, ...] = ()
    versions: tuple[Change, ...] = ()
    matches: tuple[MatchChange, ...] = ()
    appeared: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    warnings_appeared: tuple[str, ...] = ()
    warnings_gone: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything that a reader would notice changed: versions alone are no change of the answer."""
        return any(getattr(self, name) for name in Comparison.model_fields if name != "versions")

    @property
    def opinions_changed(self) -> tuple[MatchChange, ...]:
        return tuple(match for match in self.matches if match.opinion is not None)

    @property
    def lines(self) -> tuple[str, ...]:
        """The whole comparison as French sentences; one that says so where nothing changed."""
        return tuple(self._lines()) or ("Rien ne change.",)

    def _lines(self) -> Iterator[str]:
        heads = (self.dossier, self.filed_on, self.regime, self.procedure, self.first_target)
        for change in (*heads, *self.hours, *self.versions):
            if change is not None:
                yield change.line
        for match in self.matches:
            yield from (f"{named(match)} · {line}" for line in match.lines)
        yield from (f"Entre dans les cibles : {title}" for title in self.appeared)
        yield from (f"Sort des cibles : {title}" for title in self.gone)
        yield from (f"À vérifier en plus : {said}" for said in self.warnings_appeared)
        yield from (f"N'est plus à vérifier : {said}" for said in self.warnings_gone)


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
_PROCEDURES = {"ancienne": "procédure antérieure, auprès du Cnam", "portail": "portail France VAE"}


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
        procedure=_change("Procédure", _PROCEDURES.get(before.procedure or ""), _PROCEDURES.get(after.procedure or "")),
        first_target=_change("Première cible", _first(before), _first(after)),
        hours=tuple(_hours(before, after)),
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


def _hours(before: Report, after: Report) -> Iterator[Change]:
    for name, (label, unit) in _HOURS.items():
        told = [
            amount(getattr(report.hours, f"{name}_low"), unit, getattr(report.hours, f"{name}_high"))
            for report in (before, after)
        ]
        change = _change(label, *told)
        if change is not None:
            yield change


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
