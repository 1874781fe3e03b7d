"""Dossiers evaluated a chunk at a time: compared with the catalogue in one product, ranked, and judged by columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.frame.answers import DossierAnswer, answers_of
from matcher.frame.calendar import Calendar
from matcher.frame.chunk import Codes, EvaluatedChunk
from matcher.frame.decisions import decide
from matcher.frame.given import Given, given_dossier, in_chunks
from matcher.frame.grains import taken
from matcher.frame.layout import Layout
from matcher.frame.pairs import PairFacts, Pairs, facts_of_pairs
from matcher.judge.column_steps import OPINIONS
from matcher.judge.columns import ColumnJudge, ColumnVerdicts
from matcher.lexicon import Lexicon
from matcher.model.faults import DossierError
from matcher.opening import OpenedDossier, Opening
from matcher.ranking import STRENGTHS, Candidates, Places, place
from matcher.relation import PARTS
from matcher.relation.comparison import Comparison
from matcher.relation.index import Asked, CertificationIndex
from matcher.relation.shortlist import Shortlist
from matcher.sparse import Ints

if TYPE_CHECKING:
    import pandas as pd

_CELLS = 800_000
"""Dossiers × certifications compared at once: what bounds the memory, whatever the number of dossiers."""

_MOST_DOSSIERS = 500


class ChunkEvaluator:
    """Evaluates chunks of dossiers as the one-dossier path does. Safe to share between threads."""

    def __init__(self, opening: Opening, index: CertificationIndex, lexicon: Lexicon) -> None:
        self._opening, self._index, self._lexicon = opening, index, lexicon
        certifications = index.catalogue.certifications
        self._calendar = Calendar(certifications)
        self._engineer = np.array([one.kind == "ingenieur" for one in certifications], dtype=bool)
        self._judge = ColumnJudge()
        self._layout = Layout(certifications, [rule.id for rule in opening.rulebook.rules_of("certification")])

    @property
    def size(self) -> int:
        """How many dossiers make a chunk."""
        return max(1, min(_MOST_DOSSIERS, _CELLS // max(1, len(self._engineer))))

    def frame(self, forms: Any, long: pd.DataFrame | None, on: date | None, limit: int) -> pd.DataFrame:
        """The rows of ``forms``, whose chunks are let go one after the other."""
        import pandas as pd

        chunks = in_chunks(forms, long, self.size)
        frames = [self._layout.frame(self.evaluate(chunk, on, limit)) for chunk in chunks]
        return pd.concat(frames or [self._layout.frame(self.evaluate([], on, limit))], ignore_index=True)

    def answers(
        self, dossiers: Iterable[Any], on: date | None, limit: int, among: Collection[str] | None
    ) -> Sequence[DossierAnswer | DossierError]:
        """The answer to each dossier of one chunk."""
        return answers_of(self.evaluate(list(map(given_dossier, dossiers)), on, limit, among))

    def evaluate(
        self, given: Sequence[Given], on: date | None, limit: int, among: Collection[str] | None = None
    ) -> EvaluatedChunk:
        """The certifications shown for each dossier, with their verdicts. A dossier's fault is told, never raised.

        ``among``: codes of the certifications to rank; None: all.
        """
        faults: dict[int, DossierError | str] = {here: one.error for here, one in enumerate(given) if one.error}
        opened: dict[int, OpenedDossier] = {}
        for here, one in enumerate(given):
            try:
                if here not in faults:
                    opened[here] = self._opening.open(one.dossier, on, limit)
            except DossierError as error:
                faults[here] = error
        pairs, places = self._compared(list(opened.values()), among)
        ids = [opened[here].case.dossier.id if here in opened else one.id for here, one in enumerate(given)]
        return self._judged(pairs, places, ids, faults, opened)

    def _compared(self, opened: Sequence[OpenedDossier], among: Collection[str] | None) -> tuple[Pairs, Places]:
        """What is shown for each dossier, and where the whole shortlist is ranked."""
        cases = [one.case for one in opened]
        asked = [Asked(one.case.dossier, one.aimed, one.named, one.activities) for one in opened]
        comparison, nearest = self._index.compare(asked, among)
        shortlist, decided = decide(self._index, self._lexicon, [case.dossier for case in cases], comparison, nearest)
        day = np.array([case.day.toordinal() for case in cases], dtype=np.int64)
        period = self._calendar.period(shortlist.place, day[shortlist.dossier])
        places = place(self._candidates(comparison, shortlist, period), self._index.settings)
        number = _kept(opened, shortlist, places)
        laws = {id(case.law): case.law for case in cases}
        numbers = {law: here for here, law in enumerate(laws)}
        law_of_case = np.array([numbers[id(case.law)] for case in cases], dtype=np.int64)
        law = law_of_case[shortlist.dossier[number]]
        laws_found = tuple(laws.values())
        return Pairs(
            cases, self._index, comparison, shortlist, decided, number, laws_found, law, period[number]
        ), places

    def _candidates(self, comparison: Comparison, shortlist: Shortlist, period: Ints) -> Candidates:
        catalogue, dossier = self._index.catalogue, shortlist.dossier
        described = np.zeros(len(comparison.described), dtype=bool)
        described[dossier[shortlist.described]] = True
        return Candidates(
            dossier=dossier,
            values={part: shortlist.values[part] for part in PARTS},
            counted={part: comparison.counted[part][dossier] for part in PARTS},
            likeness=shortlist.likeness,
            described=described[dossier],
            foreign=shortlist.foreign,
            named=shortlist.named,
            registration=self._calendar.registration[period],
            past=self._calendar.past[period],
            code=catalogue.code_rank[shortlist.place],
            family=catalogue.texts.family[shortlist.place],
            engineer=self._engineer[shortlist.place],
        )

    def _judged(
        self,
        pairs: Pairs,
        places: Places,
        ids: Sequence[str | None],
        faults: Mapping[int, DossierError | str],
        opened: Mapping[int, OpenedDossier],
    ) -> EvaluatedChunk:
        facts = facts_of_pairs(pairs, self._opening.rulebook.facts)
        verdicts, case = self._verdicts(pairs, facts)
        opinion, outcomes = self._codes(pairs, verdicts)
        hours = np.array([one.totals.total_low for one in facts.related], dtype=np.int64)
        nothing = opinion == OPINIONS.index("non_appreciable")
        return EvaluatedChunk(
            ids=ids,
            faults=faults,
            opened=tuple(opened.values()),
            given=np.array(list(opened), dtype=np.int64),
            pairs=pairs,
            facts=facts,
            rank=places.rank[pairs.number],
            score=places.score[pairs.number],
            strength=np.where(nothing, STRENGTHS.index("non_appreciable"), places.strength[pairs.number]),
            opinion=opinion,
            outcomes=outcomes,
            related_hours=hours[facts.which],
            coverage=pairs.shortlist.coverage[pairs.number],
            verdicts=verdicts,
            case=case,
            find=self._opening.find,
        )

    def _codes(self, pairs: Pairs, verdicts: Sequence[ColumnVerdicts]) -> tuple[Codes, dict[str, Codes]]:
        """The opinion of every pair; and by rule its outcome, −1 where the rule is not in force."""
        opinion = np.zeros(len(pairs.number), dtype=np.int8)
        rules = self._opening.rulebook.rules_of("certification")
        outcomes = {rule.id: np.full(len(pairs.number), -1, dtype=np.int8) for rule in rules}
        for law, found in enumerate(verdicts):
            cases = np.flatnonzero(pairs.law == law)
            opinion[cases] = found.opinion
            for rule, codes in found.outcomes.items():
                outcomes[rule][cases] = codes
        return opinion, outcomes

    def _verdicts(self, pairs: Pairs, facts: PairFacts) -> tuple[list[ColumnVerdicts], Ints]:
        """The verdicts of each law on its pairs; and for each pair, which case of them it is."""
        case = np.zeros(len(pairs.number), dtype=np.int64)
        verdicts = []
        for here, law in enumerate(pairs.laws):
            cases = np.flatnonzero(pairs.law == here)
            case[cases] = np.arange(len(cases))
            columns = {name: taken(column, cases) for name, column in facts.columns.items()}
            verdicts.append(self._judge.judge(law, columns, len(cases)))
        return verdicts, case


def _kept(opened: Sequence[OpenedDossier], shortlist: Shortlist, places: Places) -> Ints:
    """Places in the shortlist of what is shown, by dossier, then by rank."""
    most = np.array([one.most for one in opened], dtype=np.int64)
    kept = np.flatnonzero((places.rank <= most[shortlist.dossier]) | shortlist.named)
    return kept[np.lexsort((places.rank[kept], shortlist.dossier[kept]))]
