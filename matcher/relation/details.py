"""One certification in detail: its blocs with their evidence, and the reason of each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from matcher.model.certification import Bloc
from matcher.model.report import BlocResult, BlocState, Evidence
from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.comparison import Comparison
from matcher.relation.jobs import DISTANCES, FAR
from matcher.relation.model import PARTS, Relation
from matcher.relation.reasons import reasons
from matcher.relation.told import Statement
from matcher.text import VAGUE


class CatalogueRelation(Relation):
    """A relation whose details are worked out when they are asked for: most of a shortlist is only ranked."""

    def __init__(self, catalogue: IndexedCatalogue, comparison: Comparison, place: int, named: bool) -> None:
        self._catalogue, self._comparison, self._place = catalogue, comparison, place
        self._groups = catalogue.groups_of(place)
        nearness = int(comparison.best_nearness[place])
        related = np.flatnonzero(comparison.related[:, place]).tolist()
        known = any(bloc >= 0 for bloc in self._groups)
        described = any(comparison.told.described)
        coverage = round(float(comparison.coverage[place]), 4)
        super().__init__(
            certification=catalogue.certifications[place],
            values={part: round(float(comparison.values[part][place]), 4) for part in PARTS},
            counted=comparison.counted,
            related_experiences=tuple(related),
            blocs_known=known,
            coverage=coverage,
            job_distance=DISTANCES[nearness],
            described=described,
            foreign=described and known and nearness == FAR and not related and not coverage,
            likeness=round(float(comparison.likeness[place]), 6),
            named=named,
            family=catalogue.texts.families[place],
        )

    @cached_property
    def blocs(self) -> tuple[BlocResult, ...]:
        return tuple(
            _bloc_result(self._catalogue, self._comparison, bloc, self._groups.get(index))
            for index, bloc in enumerate(self.certification.blocs)
        )

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        whole = self._groups.get(-1)
        return () if whole is None else _evidence(self._catalogue, self._comparison, whole)

    @cached_property
    def bloc_weights(self) -> tuple[float, ...]:
        """What each bloc weighs in the coverage; 0 where it has no text."""
        weights, groups = self._catalogue.texts.group_weight, self._groups
        places = range(len(self.certification.blocs))
        return tuple(float(weights[groups[place]]) if place in groups else 0.0 for place in places)

    @cached_property
    def why(self) -> Mapping[str, str]:
        return reasons(self._catalogue, self._comparison, self._place, self.blocs, self.evidence)


def _bloc_result(catalogue: IndexedCatalogue, comparison: Comparison, bloc: Bloc, group: int | None) -> BlocResult:
    if group is None:
        return BlocResult(code=bloc.code, title=bloc.title, state="inconnu", coverage=0.0)
    evidence = _evidence(catalogue, comparison, group)
    return BlocResult(
        code=bloc.code,
        title=bloc.title,
        state=_state(catalogue, comparison, group, evidence),
        coverage=round(float(comparison.group_coverage[group]), 4),
        evidence=evidence,
    )


def _state(
    catalogue: IndexedCatalogue, comparison: Comparison, group: int, evidence: tuple[Evidence, ...]
) -> BlocState:
    """oui: enough of the bloc surely reached, in enough different words; never by presumed activities."""
    if not any(not one.presumed for one in evidence):
        return "inconnu" if not any(comparison.told.described) else "partiel" if evidence else "non"
    hits, shares, texts = comparison.hits, catalogue.settings.bloc, catalogue.texts
    sure = [
        hit
        for hit in hits.inside(texts.group_start[group], texts.group_end[group])
        if hits.score[hit] >= catalogue.settings.evidence.sure and not _statement(comparison, hit).presumed
    ]
    parts = int(texts.group_parts[group])
    reached = len({int(hits.place[hit]) for hit in sure})
    enough = reached > 0 and reached >= shares.yes_share * parts
    words = {
        word
        for hit in sure
        for word in _statement(comparison, hit).telling.intersection(texts.stems[texts.text[hits.place[hit]]])
    }
    return "oui" if enough and (parts == 1 or len(words) >= shares.yes_words) else "partiel"


def _evidence(catalogue: IndexedCatalogue, comparison: Comparison, group: int) -> tuple[Evidence, ...]:
    """The best sentences for each competency (for the bloc, where a label or an activity was met), best first."""
    texts, hits = catalogue.texts, comparison.hits
    best: dict[tuple[str, str, int], int] = {}
    for hit in hits.inside(texts.group_start[group], texts.group_end[group]):
        statement = _statement(comparison, hit)
        key = (texts.codes[hits.place[hit]], statement.sentence, statement.experience)
        if key not in best or hits.score[hit] > hits.score[best[key]]:
            best[key] = hit
    found = [
        (
            code,
            Evidence(
                experience=experience,
                activity=sentence,
                competency=texts.said[hits.place[hit]],
                score=round(float(hits.score[hit]), 2),
                terms=_shared_words(_statement(comparison, hit), texts.stems[texts.text[hits.place[hit]]]),
                presumed=_statement(comparison, hit).presumed,
            ),
        )
        for (code, sentence, experience), hit in best.items()
    ]
    found.sort(key=lambda one: (one[1].presumed, -one[1].score, one[0], one[1].activity, one[1].experience))
    shown: Counter[str] = Counter()
    kept: list[Evidence] = []
    for code, evidence in found:
        shown[code] += 1
        if shown[code] <= catalogue.settings.evidence.per_competency:
            kept.append(evidence)
    return tuple(kept)


def _statement(comparison: Comparison, hit: int) -> Statement:
    return comparison.told.statements[int(comparison.hits.statement[hit])]


def _shared_words(statement: Statement, text: tuple[str, ...]) -> tuple[str, ...]:
    """The person's words that the text holds too; vague ones only if there is no other."""
    shared = [term for term in statement.terms if term.stem in text]
    telling = [term for term in shared if term.stem not in VAGUE]
    return tuple(dict.fromkeys(term.word for term in telling or shared))
