"""A chunk of dossiers, evaluated: numbers and codes for the frame, sentences only for what is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.explain import Explanation, explain
from matcher.facts import Related, facts_of
from matcher.frame.pairs import PairFacts, Pairs
from matcher.judge.columns import ColumnVerdicts
from matcher.judge.verdict import Verdict
from matcher.model.certification import Certification
from matcher.model.faults import DossierError
from matcher.opening import OpenedDossier
from matcher.relation import Relation
from matcher.sparse import Floats, Ints

Codes = NDArray[np.int8]


@dataclass(frozen=True)
class EvaluatedChunk:
    """D dossiers given, of which some could be opened; K pairs of one of these and a certification, by dossier, then by
    rank.

    ``ids`` [D]; ``faults``: why some could not be opened, by their places among those given. ``opened``: the others,
    and ``given``: their places. By pair, ``strength``: place in STRENGTHS; ``opinion``: in OPINIONS; ``outcomes``: by
    rule, in OUTCOMES, −1 where the rule is not in force. ``verdicts``: by law; ``case`` [K]: which case of its law a
    pair is. ``find``: a certification by its code.
    """

    ids: Sequence[str | None]
    faults: Mapping[int, DossierError | str]
    opened: Sequence[OpenedDossier]
    given: Ints
    pairs: Pairs
    facts: PairFacts
    rank: Ints
    score: Floats
    strength: Ints
    opinion: Codes
    outcomes: Mapping[str, Codes]
    related_hours: Ints
    coverage: Floats
    verdicts: Sequence[ColumnVerdicts]
    case: Ints
    find: Callable[[str], Certification | None]

    def pairs_of(self, opened: int) -> range:
        """The pairs of an opened dossier, best first."""
        first, last = np.searchsorted(self.pairs.dossier, [opened, opened + 1]).tolist()
        return range(first, last)

    def relation(self, pair: int) -> Relation:
        """The relation of a pair, with its blocs and their evidence."""
        number = int(self.pairs.number[pair])
        decided = self.pairs.decided.get(number)
        return decided or self.pairs.index.relation(self.pairs.comparison, self.pairs.shortlist, number)

    def related(self, pair: int) -> Related:
        """The related experiences of a pair, and their hours."""
        return self.facts.related[int(self.facts.which[pair])]

    def verdict(self, pair: int) -> Verdict:
        return self.verdicts[int(self.pairs.law[pair])].verdict(int(self.case[pair]))

    def explanation(self, pair: int) -> Explanation:
        """The findings, questions, documents and notes of a pair, in words, without evaluating again."""
        case, relation = self.pairs.case(pair), self.relation(pair)
        related = self.related(pair)
        known = facts_of(case, relation, related)
        codes = relation.certification.successors
        successors = [one for code in codes if (one := self.find(code))]
        return explain(case, relation, related, known, self.verdict(pair), successors)
