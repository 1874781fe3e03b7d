"""Sentences find their document, whatever mixture of likenesses is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.evaluation.examples import Example
from benchmarks.evaluation.fusion import LETTERS, SENTENCES, TAUGHT, WEIGHTS, WORDS, TextRanker, fused

JOBS = (
    ("Tenir la comptabilité", "Établir le bilan", "Déclarer la TVA"),
    ("Recruter du personnel", "Rédiger des contrats de travail", "Établir le planning"),
    ("Souder des pièces", "Lire un plan", "Contrôler une soudure"),
)


def test_each_likeness_and_their_sum_find_the_document() -> None:
    ranker = TextRanker(JOBS)
    for place, sentence in enumerate(("je fais le bilan comptable", "j'ai rédigé des contrats", "les soudures")):
        told = ranker.likenesses([sentence])
        assert set(told) == {WORDS, LETTERS, SENTENCES}
        assert [int(values.argmax()) for values in told.values()] == [place] * 3
        assert int(ranker.scores([sentence]).argmax()) == place


def test_examples_teach_words_that_documents_lack() -> None:
    sentence = ["la consolidation des filiales"]
    assert not TextRanker(JOBS).likenesses(sentence)[WORDS].any()
    taught = TextRanker(JOBS, [Example(("Consolidation des comptes de filiales",), (0,))])
    assert set(taught.likenesses(sentence)) == set(WEIGHTS)
    assert int(taught.likenesses(sentence)[TAUGHT].argmax()) == 0
    assert int(fused(taught.likenesses(sentence), {TAUGHT: 1.0}).argmax()) == 0


def test_nothing_said_tells_nothing_apart() -> None:
    for sentences in ([], [""], ["de la"], ["?"]):
        assert not TextRanker(JOBS).scores(sentences).any()
    assert TextRanker([]).scores(["bilan"]).shape == (0,)
    assert not TextRanker([(), ()]).scores(["bilan"]).any()
    assert int(TextRanker([(), *JOBS]).scores(["bilan"]).argmax()) == 1


def test_each_likeness_is_brought_to_the_same_scale() -> None:
    told = TextRanker(JOBS).likenesses(["je fais le bilan comptable"])
    assert all(values.mean() == pytest.approx(0) and values.std() == pytest.approx(1) for values in told.values())
    small, large = np.array([0.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0])
    assert fused({"a": small, "b": large}, {"a": 2.0, "b": 1.0}).argmax() == 2
    assert fused({"a": small, "b": large}, {"b": 1.0}).argmax() == 0


def test_examples_are_asked_where_words_do_not_suffice() -> None:
    taught = TextRanker(JOBS, [Example(("Établir le bilan", "Déclarer la TVA", "Tenir la comptabilité"), (2,))])
    exact, otherwise = (
        taught.likenesses([text])[TAUGHT] for text in ("Établir le bilan", "un bilan pour la banque chaque année")
    )
    assert 0 < np.abs(exact).max() < np.abs(otherwise).max() / 10
    assert int(taught.scores(["Établir le bilan"]).argmax()) == 0


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_text_can_be_asked(sentences: list[str]) -> None:
    assert np.isfinite(TextRanker(JOBS, [Example(("paie",), (1,))]).scores(sentences)).all()
