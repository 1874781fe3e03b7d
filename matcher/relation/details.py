"""One certification in detail: its blocs with their evidence, and the reason of each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from matcher.model.certification import Bloc
from matcher.model.report import BlocResult, BlocState, Evidence
from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.comparison import Comparison
from matcher.relation.evidence import shown_evidence
from matcher.relation.jobs import DISTANCES, FAR
from matcher.relation.model import Relation
from matcher.relation.presumed import Presumed, most_useful
from matcher.relation.reasons import reasons
from matcher.relation.shortlist import Shortlist
from matcher.relation.told import Statement
from matcher.text import VAGUE


class CatalogueRelation(Relation):
    """A relation whose details are worked out when they are asked for: most of a shortlist is only ranked.

    ``number``: the place of the pair in the shortlist.
    """

    def __init__(self, catalogue: IndexedCatalogue, comparison: Comparison, shortlist: Shortlist, number: int) -> None:
        self._catalogue, self._comparison = catalogue, comparison
        self._dossier, self._place = int(shortlist.dossier[number]), int(shortlist.place[number])
        rows = comparison.experiences(self._dossier)
        related = comparison.related[rows, self._place].tolist()
        nearness = comparison.nearness[rows, self._place].tolist()
        super().__init__(
            certification=catalogue.certifications[self._place],
            values={part: float(values[number]) for part, values in shortlist.values.items()},
            counted=frozenset(part for part, counted in comparison.counted.items() if counted[self._dossier]),
            related_experiences=tuple([row for row, is_related in enumerate(related) if is_related]),
            far_experiences=tuple([row for row, near in enumerate(nearness) if near == FAR]),
            blocs_known=bool(shortlist.blocs_known[number]),
            coverage=float(shortlist.coverage[number]),
            job_distance=DISTANCES[shortlist.nearness[number]],
            described=bool(shortlist.described[number]),
            foreign=bool(shortlist.foreign[number]),
            likeness=float(shortlist.likeness[number]),
            named=bool(shortlist.named[number]),
            family=catalogue.texts.families[self._place],
        )

    @cached_property
    def _groups(self) -> dict[int, int]:
        return self._catalogue.groups_of(self._place)

    @cached_property
    def blocs(self) -> tuple[BlocResult, ...]:
        return tuple(
            self._bloc_result(bloc, self._groups.get(index)) for index, bloc in enumerate(self.certification.blocs)
        )

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        whole = self._groups.get(-1)
        return () if whole is None else self._evidence(whole)

    @cached_property
    def bloc_weights(self) -> tuple[float, ...]:
        """What each bloc weighs in the coverage; 0 where it has no text."""
        weights, groups = self._catalogue.texts.group_weight, self._groups
        places = range(len(self.certification.blocs))
        return tuple(float(weights[groups[place]]) if place in groups else 0.0 for place in places)

    @cached_property
    def presumed(self) -> tuple[Presumed, ...]:
        blocs = [bloc.evidence for bloc in self.blocs]
        return most_useful(self.certification, blocs, self.evidence, self.bloc_weights, self._catalogue.settings)

    @cached_property
    def why(self) -> Mapping[str, str]:
        return reasons(self._catalogue, self._comparison, self._dossier, self._place, self)

    @cached_property
    def _shown(self) -> Mapping[int, list[int]]:
        """The hits to show, by group, best first."""
        pair = np.array([self._dossier]), np.array([self._place])
        _, hits = shown_evidence(self._catalogue, self._comparison, *pair)
        shown: dict[int, list[int]] = {}
        groups = self._catalogue.texts.group[self._comparison.hits.place[hits]]
        for group, hit in zip(groups.tolist(), hits.tolist(), strict=True):
            shown.setdefault(group, []).append(hit)
        return shown

    def _bloc_result(self, bloc: Bloc, group: int | None) -> BlocResult:
        if group is None:
            return BlocResult(code=bloc.code, title=bloc.title, state="inconnu", coverage=0.0)
        evidence = self._evidence(group)
        return BlocResult(
            code=bloc.code,
            title=bloc.title,
            state=self._state(group, evidence),
            coverage=round(self._comparison.groups.of(self._dossier, group), 4),
            evidence=evidence,
        )

    def _state(self, group: int, evidence: Sequence[Evidence]) -> BlocState:
        """oui: enough of the bloc surely reached, in enough different words; never by presumed activities."""
        if not any(not one.presumed for one in evidence):
            return "inconnu" if not self._comparison.described[self._dossier] else "partiel" if evidence else "non"
        hits, texts, settings = self._comparison.hits, self._catalogue.texts, self._catalogue.settings
        _, inside = hits.inside(np.array([self._dossier]), texts.group_start[[group]], texts.group_end[[group]])
        sure = [
            hit
            for hit in inside.tolist()
            if hits.score[hit] >= settings.evidence.sure and not self._statement(hit).presumed
        ]
        parts = int(texts.group_parts[group])
        reached = len({int(hits.place[hit]) for hit in sure})
        enough = reached > 0 and reached >= settings.bloc.yes_share * parts
        words = {word for hit in sure for word in self._statement(hit).telling.intersection(self._text(hit))}
        return "oui" if enough and (parts == 1 or len(words) >= settings.bloc.yes_words) else "partiel"

    def _evidence(self, group: int) -> tuple[Evidence, ...]:
        return tuple(self._piece(hit) for hit in self._shown.get(group, ()))

    def _piece(self, hit: int) -> Evidence:
        hits, statement = self._comparison.hits, self._statement(hit)
        return Evidence(
            experience=statement.experience,
            activity=statement.sentence,
            competency=self._catalogue.texts.said[hits.place[hit]],
            score=float(hits.score[hit].round(2)),
            terms=_shared_words(statement, self._text(hit)),
            presumed=statement.presumed,
        )

    def _statement(self, hit: int) -> Statement:
        return self._comparison.telling.statements[int(self._comparison.hits.statement[hit])]

    def _text(self, hit: int) -> tuple[str, ...]:
        texts = self._catalogue.texts
        return texts.stems[int(texts.text[self._comparison.hits.place[hit]])]


def _shared_words(statement: Statement, text: tuple[str, ...]) -> tuple[str, ...]:
    """The person's words that the text holds too; vague ones only if there is no other."""
    shared = [term for term in statement.terms if term.stem in text]
    telling = [term for term in shared if term.stem not in VAGUE]
    return tuple(dict.fromkeys(term.word for term in telling or shared))
