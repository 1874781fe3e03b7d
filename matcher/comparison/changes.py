"""What a comparison holds: only what changed, each thing with its words before and after, ready to show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matcher.comparison.words import named, outcome
from matcher.model.report import Entry, FindingKind, Outcome


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
    steps: tuple[Change, ...] = ()
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
        for change in (*heads, *self.hours, *self.steps, *self.versions):
            if change is not None:
                yield change.line
        for match in self.matches:
            yield from (f"{named(match)} · {line}" for line in match.lines)
        yield from (f"Entre dans les cibles : {title}" for title in self.appeared)
        yield from (f"Sort des cibles : {title}" for title in self.gone)
        yield from (f"À vérifier en plus : {said}" for said in self.warnings_appeared)
        yield from (f"N'est plus à vérifier : {said}" for said in self.warnings_gone)
