"""The answer to each dossier of a chunk, with the fields of a report; its sentences are made when they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from matcher.explain import Explanation
from matcher.frame.chunk import EvaluatedChunk
from matcher.judge.column_steps import OPINIONS
from matcher.model.certification import Certification
from matcher.model.faults import DossierError
from matcher.model.report import DossierWarning, Finding, Opinion, Question, Regime, Strength
from matcher.ranking import STRENGTHS


@dataclass(frozen=True)
class MatchAnswer:
    """One certification held against the dossier: what Match says of it, but for its blocs and the ways on."""

    chunk: EvaluatedChunk
    pair: int

    @property
    def certification(self) -> str:
        return self._certification.code

    @property
    def rncp(self) -> str | None:
        return self._certification.rncp

    @property
    def title(self) -> str:
        return self._certification.title

    @property
    def kind(self) -> str:
        return self._certification.kind

    @property
    def level(self) -> int | None:
        return self._certification.level

    @property
    def rank(self) -> int:
        return int(self.chunk.rank[self.pair])

    @property
    def score(self) -> float:
        return float(self.chunk.score[self.pair])

    @property
    def strength(self) -> Strength:
        return STRENGTHS[int(self.chunk.strength[self.pair])]

    @property
    def opinion(self) -> Opinion:
        return OPINIONS[int(self.chunk.opinion[self.pair])]

    @property
    def related_hours(self) -> int:
        return int(self.chunk.related_hours[self.pair])

    @property
    def related_months(self) -> float:
        return float(self.chunk.related(self.pair).totals.calendar_months_low)

    @property
    def coverage(self) -> float:
        return float(self.chunk.coverage[self.pair])

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self._explanation.findings

    @property
    def questions(self) -> tuple[Question, ...]:
        return self._explanation.questions

    @cached_property
    def _explanation(self) -> Explanation:
        return self.chunk.explanation(self.pair)

    @property
    def _certification(self) -> Certification:
        return self.chunk.pairs.certification(self.pair)


@dataclass(frozen=True)
class DossierAnswer:
    """What Report says of one dossier; ``matches`` in the order of their ranks."""

    dossier: str
    filed_on: date
    regime: Regime | None
    matches: tuple[MatchAnswer, ...]
    chunk: EvaluatedChunk
    opened: int

    @property
    def warnings(self) -> tuple[DossierWarning, ...]:
        return self.chunk.opened[self.opened].warnings


def answers_of(chunk: EvaluatedChunk) -> Sequence[DossierAnswer | DossierError]:
    """For each dossier given, in order: its answer, or what is wrong with it."""
    found: dict[int, DossierAnswer | DossierError] = {
        place: fault for place, fault in chunk.faults.items() if isinstance(fault, DossierError)
    }
    for number, (place, opened) in enumerate(zip(chunk.given.tolist(), chunk.opened, strict=True)):
        case = opened.case
        found[place] = DossierAnswer(
            dossier=case.dossier.id,
            filed_on=case.dossier.filed_on,
            regime=case.book.value("regime.nom", case.day),
            matches=tuple(MatchAnswer(chunk, pair) for pair in chunk.pairs_of(number)),
            chunk=chunk,
            opened=number,
        )
    return [found[place] for place in sorted(found)]
