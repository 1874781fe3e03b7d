"""One certification in detail: its blocs with their evidence, and the reason of each part."""

from __future__ import annotations

import numpy as np

from matcher.model.certification import Bloc
from matcher.model.report import BlocResult, BlocState, Evidence
from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.comparison import Comparison
from matcher.relation.jobs import DISTANCES, FAR, best_nearness
from matcher.relation.model import Relation
from matcher.relation.reasons import reasons
from matcher.relation.told import Statement
from matcher.text import VAGUE, terms


def describe(catalogue: IndexedCatalogue, comparison: Comparison, place: int, named: bool) -> Relation:
    """The relation with the certification at ``place``."""
    texts, certification = catalogue.texts, catalogue.certifications[place]
    groups = {
        int(texts.group_bloc[group]): int(group) for group in np.flatnonzero(texts.group_certification == place)
    }
    blocs = tuple(
        _bloc_result(catalogue, comparison, bloc, groups.get(index)) for index, bloc in enumerate(certification.blocs)
    )
    whole = _evidence(catalogue, comparison, groups[-1]) if -1 in groups else ()
    known = any(index >= 0 for index in groups)
    touched = sum(1 for bloc in blocs if any(not one.presumed for one in bloc.evidence))
    related = np.flatnonzero(comparison.related[:, place]).tolist()
    nearness = int(best_nearness(comparison.nearness[:, [place]])[0])
    described = any(comparison.told.described)
    return Relation(
        certification=certification,
        parts=reasons(catalogue, comparison, place, blocs, whole),
        blocs=blocs,
        evidence=whole,
        related_experiences=tuple(related),
        blocs_touched=touched if known else None,
        blocs_known=known,
        coverage=round(float(comparison.coverage[place]), 4),
        job_distance=DISTANCES[nearness],
        described=described,
        foreign=described and known and nearness == FAR and not related and not any(bloc.evidence for bloc in blocs),
        likeness=round(float(comparison.likeness[place]), 6),
        named=named,
    )


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
    """oui: enough of the bloc surely reached, by enough different sentences of the person; never on presumed ones."""
    told, hits, shares = comparison.told, comparison.hits, catalogue.settings.bloc
    parts = int(catalogue.texts.group_parts[group])
    sure = [
        hit
        for hit in _hits_of(catalogue, comparison, group)
        if hits.score[hit] >= catalogue.settings.evidence.sure and not told.statements[hits.statement[hit]].presumed
    ]
    reached = len({int(hits.place[hit]) for hit in sure})
    sentences = len({told.statements[hits.statement[hit]].sentence for hit in sure})
    if reached >= shares.yes_share * parts and sentences >= min(shares.yes_sentences, parts) and sure:
        return "oui"
    if any(not one.presumed for one in evidence):
        return "partiel"
    if not any(told.described):
        return "inconnu"
    return "partiel" if evidence else "non"


def _evidence(catalogue: IndexedCatalogue, comparison: Comparison, group: int) -> tuple[Evidence, ...]:
    """The best sentences for each competency (or for the bloc, where a label or an activity was met), best first."""
    best: dict[tuple[str, str, int], tuple[float, Statement, tuple[str, ...]]] = {}
    for hit in _hits_of(catalogue, comparison, group):
        place, score = int(comparison.hits.place[hit]), float(comparison.hits.score[hit])
        statement = comparison.told.statements[comparison.hits.statement[hit]]
        key = (catalogue.texts.codes[place], statement.sentence, statement.experience)
        if key not in best or score > best[key][0]:
            best[key] = (score, statement, catalogue.texts.stems[catalogue.texts.text[place]])
    kept: list[Evidence] = []
    shown: dict[str, int] = {}
    for (code, sentence, experience), (score, statement, stems) in sorted(
        best.items(), key=lambda item: (item[1][1].presumed, -round(item[1][0], 6), item[0])
    ):
        shown[code] = shown.get(code, 0) + 1
        if shown[code] <= catalogue.settings.evidence.per_competency:
            kept.append(
                Evidence(
                    experience=experience,
                    activity=sentence,
                    competency=code,
                    score=round(score, 2),
                    terms=_shared_words(statement, stems),
                    presumed=statement.presumed,
                )
            )
    return tuple(kept)


def _shared_words(statement: Statement, stems: tuple[str, ...]) -> tuple[str, ...]:
    """The person's words that the text holds too; vague ones only if there is no other."""
    shared = {term.stem: term.word for term in terms(statement.sentence) if term.stem in set(stems) & set(statement.stems)}
    telling = [word for stem, word in shared.items() if stem not in VAGUE]
    return tuple(dict.fromkeys(telling or shared.values()))


def _hits_of(catalogue: IndexedCatalogue, comparison: Comparison, group: int) -> range:
    """The hits on the texts of a group."""
    start, end = catalogue.texts.group_start[group], catalogue.texts.group_end[group]
    first, last = np.searchsorted(comparison.hits.place, [start, end])
    return range(int(first), int(last))
