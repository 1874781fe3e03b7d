"""A chunk of dossiers, evaluated: numbers and codes for the frame, sentences only for what is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.explain import Explanation, explain
from matcher.facts import facts_of
from matcher.frame.pairs import PairFacts, Pairs
from matcher.judge.columns import ColumnVerdicts
from matcher.judge.verdict import Verdict
from matcher.model.certification import Certification
from matcher.model.report import DossierWarning
from matcher.opening import OpenedDossier
from matcher.relation import Relation
from matcher.sparse import Floats, Ints

Codes = NDArray[np.int8]


@dataclass(frozen=True)
class EvaluatedChunk:
    """D dossiers given, of which some could be opened; K pairs of one of these and a certification, by dossier, then by
    rank.

    ``ids``, ``errors`` [D]: the identifier, and why there is no match, if there is none. ``opened``: those that could
    be, and ``given``: their places among those given. By pair, ``strength``: place in STRENGTHS; ``opinion``: in
    OPINIONS; ``outcomes``: by rule, in OUTCOMES, −1 where the rule is not in force. ``verdicts``: by law; ``case`` [K]:
    which case of its law a pair is. ``find``: a certification by its code.
    """

    ids: Sequence[str | None]
    errors: Sequence[str | None]
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

    def pairs_of(self, place: int) -> range:
        """The pairs of the dossier given at ``place``, best first; none where it has an error."""
        opened = int(np.searchsorted(self.given, place))
        if opened == len(self.given) or self.given[opened] != place:
            return range(0)
        first, last = np.searchsorted(self.pairs.dossier, [opened, opened + 1]).tolist()
        return range(first, last)

    def warnings_of(self, place: int) -> tuple[DossierWarning, ...]:
        """What the report warns about; nothing of a dossier that could not be opened."""
        found = np.flatnonzero(self.given == place).tolist()
        return self.opened[found[0]].warnings if found else ()

    def relation(self, pair: int) -> Relation:
        """The relation of a pair, with its blocs and their evidence."""
        number = int(self.pairs.number[pair])
        decided = self.pairs.decided.get(number)
        return decided or self.pairs.index.relation(self.pairs.comparison, self.pairs.shortlist, number)

    def verdict(self, pair: int) -> Verdict:
        return self.verdicts[int(self.pairs.law[pair])].verdict(int(self.case[pair]))

    def explanation(self, pair: int) -> Explanation:
        """The findings, questions, documents and notes of a pair, in words, without evaluating again."""
        case, relation = self.pairs.case(pair), self.relation(pair)
        related = self.facts.related[self.facts.which[pair]]
        known = facts_of(case, relation, related)
        codes = relation.certification.successors
        successors = [one for code in codes if (one := self.find(code))]
        return explain(case, relation, related, known, self.verdict(pair), successors)
