"""The methods held against one another: two baselines, whole words for reference, and the fusion under study."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.evaluation.baselines import Bm25, TfIdf, snowball, whole_words
from benchmarks.evaluation.examples import Example
from benchmarks.evaluation.fusion import WEIGHTS, TextRanker, fused
from benchmarks.evaluation.metrics import Floats, Ranks, ranks
from benchmarks.evaluation.queries import Measure, Query

FUSION = "la fusion"
BASELINE = "BM25, radicaux"
_Scores = Callable[[Sequence[str]], Floats]


def baselines(measure: Measure) -> dict[str, _Scores]:
    return {
        "BM25, mots entiers": Bm25(measure.documents, whole_words).scores,
        BASELINE: Bm25(measure.documents, snowball).scores,
        "TF-IDF, radicaux": TfIdf(measure.documents, snowball).scores,
    }


def ranked(measure: Measure, queries: Sequence[Query], examples: Sequence[Example]) -> dict[str, Ranks]:
    """The ranks of every method on the same queries, the fusion also without each of its likenesses."""
    found = {
        name: _ranks(np.array([scores(one.sentences) for one in queries]), queries)
        for name, scores in baselines(measure).items()
    }
    ranker = TextRanker(measure.documents, examples)
    told = [ranker.likenesses(one.sentences) for one in queries]
    kinds = list(told[0])
    weightings = {FUSION: WEIGHTS} | {f"sans « {kind} »": {**WEIGHTS, kind: 0.0} for kind in kinds}
    weightings |= {f"« {kind} » seul": {kind: 1.0} for kind in kinds}
    for name, weights in weightings.items():
        found[name] = _ranks(np.array([fused(one, weights) for one in told]), queries)
    return found


def _ranks(scores: Floats, queries: Sequence[Query]) -> Ranks:
    return ranks(scores, [one.answers for one in queries], [one.cluster for one in queries])


def examples_of(queries: Sequence[Query]) -> list[Example]:
    """Queries whose answers are known, to learn from."""
    return [Example(one.sentences, one.answers) for one in queries]
