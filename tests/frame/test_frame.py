"""Many dossiers at once say what each of them says by itself."""

from __future__ import annotations

import copy
import gc
from collections.abc import Iterator
from datetime import date
from types import ModuleType, SimpleNamespace
from typing import Any, Literal

import pandas as pd
import pytest
from frame_cases import DATED, MIXED, ROME, SENTENCES, assert_same, dossiers, matcher
from hypothesis import given, settings
from hypothesis import strategies as st
from relation_cases import CATALOGUE

from matcher import Dossier, DossierError, Matcher
from matcher.frame.layout import MATCH_COLUMNS, rule_column
from matcher.lexicon import Lexicon
from matcher.opening import NO_EXPERIENCE

ENGINE = matcher()
WITH_ROME = matcher(rome=ROME)
ANY = st.lists(dossiers(), min_size=1, max_size=6)


def told(**more: Any) -> dict[str, Any]:
    work = {"kind": "salarie", "title": "Comptable", "start": "2015-01-01", "end": "2020-12-31", "weekly_hours": 35}
    return {"id": "D1", "filed_on": "2024-06-12", "experiences": [work | {"activities": list(SENTENCES[:2])}]} | more


def decided(*decisions: tuple[str, Literal["oui", "non"], dict[str, str]]) -> Lexicon:
    found = Lexicon()
    for words, decision, target in decisions:
        given_by = {"author": "Anne Roy", "date": date(2026, 11, 24), "reason": "vu en entretien"}
        found = found.with_decision(expression=words, decision=decision, **target, **given_by)
    return found


# Les mêmes résultats


@given(ANY, st.none() | st.dates(date(2003, 1, 1), date(2027, 1, 1)), st.integers(0, 12))
@settings(max_examples=40)
def test_a_frame_says_what_each_report_says(some: list[dict[str, Any]], on: date | None, limit: int) -> None:
    assert_same(ENGINE, some, on, limit)


@given(ANY)
@settings(max_examples=15)
def test_with_what_advisors_decided(some: list[dict[str, Any]]) -> None:
    book = decided(
        ("bilan liasse fiscale", "non", {"competency": "Établir le bilan et le compte de résultat"}),
        ("équipe de comptables", "oui", {"certification": "RNCP905", "bloc": "RNCP905BC02"}),
        ("entretiens de recrutement", "oui", {"competency": "Recruter"}),
        ("rapproche relevés", "oui", {"competency": "Saisir des factures"}),
    )
    assert_same(matcher(lexicon=book), some)


def test_a_decision_may_make_a_dossier_described_and_a_certification_less_foreign() -> None:
    book = decided(
        ("management d'équipe", "oui", {"competency": "Animer une équipe de comptables"}),
        ("ranger les rayons", "oui", {"competency": "Piloter un réacteur"}),
    )
    work = told()["experiences"][0]
    vague = told(experiences=[work | {"title": "", "activities": ["Management d'équipe"]}])
    till = told(
        experiences=[work | {"title": "", "rome": "D1505", "activities": ["J'encaisse", "Je range les rayons"]}]
    )
    named = [{"certification": one.code, "filed_on": "2023-01-01"} for one in MIXED]
    some = [vague | {"requests": named}, till | {"requests": named}]
    after, before = assert_same(matcher(lexicon=book), some), assert_same(ENGINE, some)
    assert (before["strength"][:5] == "non_appreciable").all()
    assert (after["strength"][:5] != "non_appreciable").any()
    assert not after["score"].equals(before["score"])


@given(ANY)
@settings(max_examples=15)
def test_with_jobs_presumed_from_their_titles(some: list[dict[str, Any]]) -> None:
    assert_same(WITH_ROME, some)


def test_the_whole_catalogue_of_the_cnam() -> None:
    engine = Matcher.load()
    assert_same(
        engine, [told(id=f"D{year}", filed_on=f"{year}-06-12", target="RNCP36889") for year in (2021, 2023, 2025)]
    )


def test_on_the_days_when_a_certification_changes() -> None:
    days = ["2017-12-31", "2018-01-01", "2018-06-01", "2018-06-02", "2024-01-31", "2024-02-01"]
    some = []
    for day in days:
        works = told(filed_on=day, requests=[{"certification": one.code, "filed_on": day} for one in DATED])
        works["experiences"][0] |= {"end": "2016-12-31", "rome": "F1201"}
        some.append(works)
        assert_same(ENGINE, [works])
    assert_same(ENGINE, some)


def test_a_dossier_of_very_many_experiences() -> None:
    work = told()["experiences"][0]
    jobs = [
        work | {"start": f"{1950 + place}-01-01", "end": f"{1950 + place}-0{1 + place % 9}-28"} for place in range(70)
    ]
    jobs[::3] = [
        one | {"title": "Chef de chantier", "activities": [SENTENCES[3]], "rome": "F1201"} for one in jobs[::3]
    ]
    frame = assert_same(ENGINE, [told(experiences=jobs), told()])
    assert frame["related_hours"].nunique() > 2


def test_the_order_of_the_dossiers_changes_nothing() -> None:
    some = [told(id=f"D{year}", filed_on=f"{year}-06-12") for year in range(2021, 2026)]
    one, other = ENGINE.evaluate_frame(some), ENGINE.evaluate_frame(some[::-1])
    assert one.equals(other.sort_values(["dossier", "rank"], ignore_index=True))


# La forme


def test_columns_are_those_promised_in_their_order_whatever_is_given() -> None:
    promised = [*MATCH_COLUMNS, *(rule_column(rule.id) for rule in ENGINE.rulebook.rules_of("certification")), "error"]
    assert MATCH_COLUMNS[:6] == ("dossier", "rank", "certification", "rncp", "title", "kind")
    assert MATCH_COLUMNS[6:] == ("level", "score", "strength", "opinion", "related_hours", "coverage")
    full = ENGINE.evaluate_frame([told()])
    assert list(full) == promised
    for few in ([], [{"id": "D1"}], [told(experiences=[])]):
        assert ENGINE.evaluate_frame(few).dtypes.equals(full.dtypes)
    assert ENGINE.evaluate_frame([]).empty


def test_two_dossiers_of_one_identifier_both_keep_their_rows() -> None:
    frame = ENGINE.evaluate_frame([told(), told(experiences=[]), told()])
    assert (frame["dossier"] == "D1").all()
    assert list(frame["rank"].dropna()) == [*range(1, 11), *range(1, 11)]
    assert frame["error"].notna().to_list() == [False] * 10 + [True] + [False] * 10


def test_a_dossier_without_experience_says_what_to_tell() -> None:
    frame = ENGINE.evaluate_frame([told(experiences=[])])
    assert frame["error"].to_list() == [NO_EXPERIENCE]


def test_without_any_certification_there_is_nothing_to_compare() -> None:
    frame = matcher(certifications=()).evaluate_frame([told(), told(id="D2")])
    assert frame["error"].to_list() == ["Aucune certification à comparer."] * 2


@pytest.mark.parametrize(
    ("bad", "name", "said"),
    [
        (3, None, "ce n'est pas un dossier"),
        (None, None, "ce n'est pas un dossier"),
        ({"id": 7}, None, "filed_on : la clé manque"),
        ({"id": "D9", "filed_on": "2024-06-12"}, "D9", "experiences : la clé manque"),
        (told(id="D9", filed_on="1999-01-01", experiences=[]), "D9", "la VAE n'existait pas encore"),
        (told(id="D9", surprise=1), "D9", "clé inconnue"),
    ],
)
def test_a_bad_dossier_has_its_own_row_and_spoils_no_other(bad: Any, name: str | None, said: str) -> None:
    frame = ENGINE.evaluate_frame([told(), bad, told(id="D3")])
    row = frame[frame["error"].notna()]
    assert len(row) == 1
    assert said in row["error"].item()
    assert row.index.item() == 10
    assert row["dossier"].isna().item() if name is None else row["dossier"].item() == name
    others = ["rank", "certification", "opinion", "related_hours", "rule:recevabilite.lien"]
    assert row[others].isna().all(axis=None)
    assert frame.drop(index=10).reset_index(drop=True).equals(ENGINE.evaluate_frame([told(), told(id="D3")]))


def test_nothing_given_is_touched() -> None:
    given_here = [told(), told(target="RNCP905", requests=[{"certification": "RNCP904", "filed_on": "2024-01-01"}])]
    before = copy.deepcopy(given_here)
    known = [Dossier.model_validate(one) for one in given_here]
    ENGINE.evaluate_frame([*given_here, *known])
    assert given_here == before
    assert known == [Dossier.model_validate(one) for one in before]


# Les fiches


def test_a_frame_of_forms_is_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    forms, long = pd.DataFrame({"id_fiche": ["F1", "F2"]}), pd.DataFrame({"id_fiche": ["F1"]})
    asked: list[Any] = []

    def read_frame(*frames: Any) -> list[SimpleNamespace]:
        asked.append(frames)
        good = SimpleNamespace(id_fiche="F1", dossier=Dossier.model_validate(told(id="F1")), errors=["à compléter"])
        return [good, SimpleNamespace(id_fiche="F2", dossier=None, errors=["Illisible.", "Sans date."])]

    module = ModuleType("matcher.reading.forms")
    module.read_frame = read_frame  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "matcher.reading.forms", module)
    frame = ENGINE.evaluate_frame(forms, long)
    assert asked == [(forms, long)]
    assert frame["dossier"].to_list() == ["F1"] * 10 + ["F2"]
    assert frame["error"].dropna().to_list() == ["Illisible. Sans date."]


# La mémoire


def test_dossiers_are_asked_for_and_let_go_a_chunk_at_a_time() -> None:
    size, alive, most = ENGINE._chunks.size, set[int](), 0

    class Tracked(dict[str, Any]):
        def __del__(self) -> None:
            alive.discard(id(self))

    def many() -> Iterator[Tracked]:
        nonlocal most
        for place in range(4 * size):
            one = Tracked(told(id=f"D{place}", experiences=[]))
            alive.add(id(one))
            most = max(most, len(alive))
            yield one

    frame = ENGINE.evaluate_frame(many())
    gc.collect()
    assert len(frame) == 4 * size
    assert most <= 2 * size
    assert not alive


def test_a_larger_catalogue_makes_smaller_chunks() -> None:
    many = tuple(one.model_copy(update={"code": f"{one.code}-{place}"}) for place in range(400) for one in CATALOGUE)
    fewer, more = (matcher(certifications=some)._chunks.size for some in (many, many[:1800]))
    assert fewer < more < ENGINE._chunks.size
    assert fewer * len(many) <= 1_000_000


# Les mots


def test_the_answers_of_a_chunk_are_those_of_the_reports() -> None:
    some = [told(id=f"D{year}", filed_on=f"{year}-06-12", target="RNCP904") for year in (2016, 2021, 2025)]
    for answer, dossier in zip(ENGINE.evaluate_chunk(some, limit=3), some, strict=True):
        report = ENGINE.evaluate(dossier, limit=3)
        assert not isinstance(answer, DossierError)
        for name in ("dossier", "filed_on", "regime", "warnings"):
            assert getattr(answer, name) == getattr(report, name)
        for one, match in zip(answer.matches, report.matches, strict=True):
            for name in (*MATCH_COLUMNS[1:], "related_months", "findings", "questions"):
                assert getattr(one, name) == getattr(match, name)


def test_the_answer_to_a_bad_dossier_is_its_error() -> None:
    answers = ENGINE.evaluate_chunk([told(), {"id": "D2"}, told(id="D3")])
    with pytest.raises(DossierError) as raised:
        ENGINE.evaluate({"id": "D2"})
    assert isinstance(answers[1], DossierError)
    assert answers[1].errors == raised.value.errors
    assert [getattr(one, "dossier", None) for one in answers] == ["D1", None, "D3"]


def test_a_chunk_may_keep_to_a_certifier() -> None:
    engine = Matcher.load()
    [answer] = engine.evaluate_chunk([told()], limit=5, certifier="Cnam")
    report = engine.evaluate(told(), limit=5, certifier="Cnam")
    assert not isinstance(answer, DossierError)
    assert [one.certification for one in answer.matches] == [one.certification for one in report.matches]
