"""Which hits are shown as evidence: the best sentences for each competency of each bloc."""

from __future__ import annotations

import numpy as np

from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.comparison import Comparison
from matcher.sparse import Ints, runs


def shown_evidence(
    catalogue: IndexedCatalogue, comparison: Comparison, dossier: Ints, place: Ints
) -> tuple[Ints, Ints]:
    """For pairs of a dossier and a certification: (pair, hit), by group, the best first.

    A competency (or a bloc, where its label or an activity was met) shows few sentences, each once: those of the person
    before those presumed, then the nearest.
    """
    texts, hits, telling = catalogue.texts, comparison.hits, comparison.telling
    pair, hit = hits.inside(dossier, catalogue.first_place[place], catalogue.first_place[place + 1])
    inside = texts.group[hits.place[hit]] >= 0
    pair, hit = pair[inside], hit[inside]
    group, code = texts.group[hits.place[hit]], texts.code_rank[hits.place[hit]]
    sentence = telling.sentence[hits.statement[hit]]
    order = np.lexsort((hit, -hits.score[hit], sentence, code, group, pair))
    kept = order[runs(pair[order], group[order], code[order], sentence[order])]
    pair, hit, group, code, sentence = pair[kept], hit[kept], group[kept], code[kept], sentence[kept]
    merit = (
        telling.owner[sentence],
        telling.sentence_order()[sentence],
        -hits.score[hit].round(2),
        telling.presumed[hits.statement[hit]],
    )
    order = np.lexsort((*merit, code, group, pair))
    starts = runs(pair[order], group[order], code[order])
    number = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    kept = order[number < catalogue.settings.evidence.per_competency]
    kept = kept[
        np.lexsort(
            (merit[0][kept], merit[1][kept], code[kept], merit[2][kept], merit[3][kept], group[kept], pair[kept])
        )
    ]
    return pair[kept], hit[kept]


def count_sentences(comparison: Comparison, pairs: int, pair: Ints, hit: Ints) -> Ints:
    """[pairs]: how many of the person's own sentences are shown as evidence of something."""
    telling, statement = comparison.telling, comparison.hits.statement[hit]
    own = ~telling.presumed[statement]
    keys = np.unique(pair[own] * len(telling.owner) + telling.sentence[statement[own]])
    return np.bincount(keys // max(1, len(telling.owner)), minlength=pairs)
