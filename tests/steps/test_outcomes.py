"""Decisions against pre-opinions: what agrees, which rule was wrong, and how little a few cases say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journeys import ACCOUNTANT, aimed, report

from matcher.model.dossier import Dossier
from matcher.model.report import Match
from matcher.outcomes import NO_REASON, Comparison, Share, compare
from matcher.reading.outcomes import BLANK, Decision, read_decisions
from matcher.render.outcomes import comparison_page, share_in_words

PERSON = Dossier.model_validate({"id": "D1", "filed_on": "2024-06-12", "experiences": [ACCOUNTANT]})
GOOD = aimed(report())
SHORT = aimed(report("2010-06-01", experiences=[{**ACCOUNTANT, "start": "2008-06-01"}]))


def decision(decided: str | None = None, jury: dict[str, object] | None = None, **more: object) -> Decision:
    admission = {"decision": decided, "on": "2024-08-02", **more} if decided else None
    given_jury = {"on": "2025-01-15", **jury} if jury else None
    return Decision.model_validate(
        {"dossier": "D1.yaml", "certification": "RNCP36889", "centre": "hdf-lille"}
        | ({"recevabilite": admission} if admission else {})
        | ({"jury": given_jury} if given_jury else {})
    )


def compared(*cases: tuple[Decision, Match]) -> Comparison:
    return compare((one, PERSON, match) for one, match in cases)


def test_agreement_is_counted_by_kind_and_by_centre() -> None:
    found = compared((decision("recevable"), GOOD), (decision("irrecevable"), SHORT), (decision("irrecevable"), GOOD))
    assert (found.agreement.hits, found.agreement.total) == (2, 3)
    assert found.by_kind["salarie"].total == found.by_centre["hdf-lille"].total == 3
    assert found.too_kind == {NO_REASON: 1}


def test_a_rule_too_severe_is_named_and_the_adviser_s_word_wins() -> None:
    assert compared((decision("recevable"), SHORT)).too_severe == {"recevabilite.duree-minimale": 1}
    named = compared((decision("irrecevable", rules=["recevabilite.lien"]), GOOD))
    assert named.too_kind == {"recevabilite.lien": 1}


def test_what_neither_settles_is_counted_apart() -> None:
    found = compared((decision("incomplet"), GOOD))
    assert found.agreement.total == 0
    assert sum(found.open_cases.values()) == 1


def test_the_blocs_that_a_jury_validates_are_held_against_their_support() -> None:
    first = next(one.code for one in GOOD.blocs if one.state in {"oui", "partiel"})
    found = compared((decision(jury={"result": "partielle", "blocs": [first]}), GOOD))
    assert found.results == {"partielle": 1}
    supported = sum(one.state in {"oui", "partiel"} for one in GOOD.blocs)
    assert (found.blocs.hits, found.blocs.total) == (1, supported)
    everything = compared((decision(jury={"result": "totale"}), GOOD))
    assert everything.blocs.hits == supported
    assert compared((decision(jury={"result": "refus"}), GOOD)).blocs.hits == 0


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share_and_shrinks_with_the_cases(hits: int, misses: int) -> None:
    share = Share(hits, hits + misses)
    low, high = share.interval
    assert 0 <= low <= high <= 1
    if share.total:
        assert low - 1e-9 <= hits / share.total <= high + 1e-9
        wider = Share(hits * 4, share.total * 4).interval
        assert wider[1] - wider[0] < high - low


def test_the_interval_is_wilson_s() -> None:
    assert [round(end, 3) for end in Share(8, 10).interval] == [0.49, 0.943]
    assert share_in_words(Share()) == "aucun cas"


def test_few_cases_are_said_to_say_little() -> None:
    text = str(comparison_page(compared((decision("recevable"), GOOD)), 100))
    assert "Peu de cas" in text
    assert "1 sur 1 (100" in text


def test_the_blank_file_is_read_and_empty(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(BLANK, encoding="utf-8")
    assert read_decisions(tmp_path / "r.yaml") == ()
    filled = "\n".join(line.removeprefix("#") if line.startswith("#  ") else line for line in BLANK.splitlines())
    (tmp_path / "r.yaml").write_text(filled.replace("decisions: []", "decisions:"), encoding="utf-8")
    (one,) = read_decisions(tmp_path / "r.yaml")
    assert one.jury is not None
    assert one.jury.blocs == ("RNCP36889BC01",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("decisions:\n  - {dossier: a, certification: b, recevabilite: {decision: oui, on: 2024-01-01}}", "ligne 2"),
        ("decisions:\n  - {dossier: a}", "certification"),
        ("decisions: 3", "decisions"),
        ("", "fichier vide"),
    ],
)
def test_a_file_at_fault_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"r\.yaml") as error:
        read_decisions(tmp_path / "r.yaml")
    assert said in str(error.value)
