"""The whole line: a dossier in, a dated and justified report out."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import matcher
from matcher import DossierError, Matcher, Report

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def engine() -> Matcher:
    return Matcher.load()


def dossier(filed_on: str, *experiences: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "D1", "filed_on": filed_on, "experiences": list(experiences), **more}


def accountant(start: str = "2008-01-01", end: str = "2009-12-31", hours: float = 35) -> dict[str, Any]:
    return {
        "kind": "salarie",
        "title": "Comptable",
        "rome": "M1203",
        "start": start,
        "end": end,
        "weekly_hours": hours,
        "activities": [
            "Tenue de la comptabilité générale et saisie des écritures",
            "Établissement des déclarations de TVA",
            "Préparation du bilan avec l'expert-comptable",
        ],
    }


def duration(report: Report) -> Any:
    return next(finding for finding in aimed(report).findings if finding.rule == "recevabilite.duree-minimale")


def aimed(report: Report) -> Any:
    return next(match for match in report.matches if match.certification == "RNCP36889")


@pytest.mark.parametrize(
    ("filed_on", "outcome", "source"),
    [
        ("2010-06-01", "not_met", "loi n° 2002-73"),
        ("2016-08-09", "not_met", "loi n° 2014-288"),
        ("2018-06-01", "met", "décret n° 2017-1135"),
        ("2023-06-01", "met", "loi n° 2022-1598"),
        ("2024-06-01", "waived", "loi n° 2022-1598"),
    ],
)
def test_two_years_of_accountancy_meet_the_length_that_the_law_of_the_day_asks(
    engine: Matcher, filed_on: str, outcome: str, source: str
) -> None:
    finding = duration(engine.evaluate(dossier(filed_on, accountant(), target="RNCP36889")))
    assert finding.outcome == outcome
    assert source in finding.source.text
    assert finding.source.article
    if outcome == "not_met":
        assert finding.values["related_months"] == 24
        assert finding.threshold["related_months"] == {"at_least": 36}
        assert "il en manque 12" in finding.message


def test_four_years_at_half_time_in_2010_are_unknown_with_a_question(engine: Matcher) -> None:
    person = dossier("2010-06-01", accountant("2006-01-01", "2009-12-31", 17.5), target="RNCP36889")
    match = aimed(engine.evaluate(person))
    finding = next(one for one in match.findings if one.rule == "recevabilite.duree-minimale")
    assert finding.outcome == "unknown"
    assert finding.missing == ("related_hours",)
    assert match.opinion == "a_completer"
    first = match.questions[0]
    assert first.rule == "recevabilite.duree-minimale"
    assert first.effect == "peut changer le pré-avis : favorable probable"
    assert first.ask.endswith("?")


def test_an_empty_dossier_gives_no_match_and_asks_for_an_experience(engine: Matcher) -> None:
    report = engine.evaluate(dossier("2024-06-01"))
    assert report.matches == ()
    assert any(warning.path == "experiences" for warning in report.warnings)


def test_a_target_without_experience_cannot_be_appreciated(engine: Matcher) -> None:
    match = aimed(engine.evaluate(dossier("2024-06-01", target="RNCP36889")))
    assert match.opinion == "non_appreciable"
    assert match.questions[0].ask.startswith("Racontez")


def test_a_certification_closed_to_vae_is_said_unfavourable(engine: Matcher) -> None:
    report = engine.evaluate(dossier("2024-06-01", accountant(), target="RNCP36110"))
    match = next(one for one in report.matches if one.certification == "RNCP36110")
    assert match.opinion == "defavorable_probable"
    assert any(one.rule == "certification.acces-vae" and one.outcome == "not_met" for one in match.findings)


def test_a_house_certificate_is_ranked_but_not_appreciable(engine: Matcher) -> None:
    report = engine.evaluate(dossier("2024-06-01", accountant(), target="CNAM-CP0200A"))
    match = next(one for one in report.matches if one.certification == "CNAM-CP0200A")
    assert match.opinion == match.strength == "non_appreciable"
    assert any("non inscrite au RNCP" in note for note in match.notes)


def test_an_old_filing_finds_the_title_registered_on_that_day_first(engine: Matcher) -> None:
    report = engine.evaluate(dossier("2010-06-01", accountant("2005-01-01", "2009-12-31")), limit=3)
    first = report.matches[0]
    assert first.title == "Responsable comptable"
    assert first.certification.startswith("ARRETE-")
    assert first.opinion == "favorable_probable"


def test_a_title_whose_registration_has_ended_never_hides_its_successor(engine: Matcher) -> None:
    report = engine.evaluate(dossier("2026-06-01", accountant("2015-01-01", "2020-12-31")), limit=5)
    codes = [match.certification for match in report.matches]
    assert codes[0] == "RNCP36889"
    assert not any(code.startswith("ARRETE-") for code in codes)


def test_the_report_keeps_its_contract(engine: Matcher) -> None:
    report = json.loads(engine.evaluate(dossier("2024-06-01", accountant())).to_json())
    assert set(report) == {
        "dossier", "filed_on", "regime", "procedure", "disclaimer", "versions", "hours", "matches", "warnings", "steps",
    }  # fmt: skip
    match = report["matches"][0]
    assert set(match) == {
        "certification", "rncp", "title", "kind", "level", "rank", "score", "strength", "opinion", "related_hours",
        "related_months", "coverage", "score_parts", "blocs", "findings", "questions", "documents", "notes",
    }  # fmt: skip
    assert set(match["findings"][0]) == {
        "rule", "outcome", "kind", "values", "threshold", "missing", "source", "message",
    }  # fmt: skip
    assert [one["rank"] for one in report["matches"]] == list(range(1, 11))
    for one in report["matches"]:
        assert round(sum(part["points"] for part in one["score_parts"]), 6) == one["score"]


def test_limit_target_and_certifier_narrow_without_losing_the_target(engine: Matcher) -> None:
    person = dossier("2024-06-01", accountant())
    assert len(engine.evaluate(person, limit=2).matches) == 2
    with_target = engine.evaluate(person, limit=2, target="RNCP37506")
    assert "RNCP37506" in [match.certification for match in with_target.matches]
    assert engine.evaluate(person, limit=2, certifier="université de nulle part").matches == ()


def test_a_target_in_words_is_searched_and_told(engine: Matcher) -> None:
    report = engine.evaluate(dossier("2024-06-01", accountant(), target="responsable contable"))
    assert "RNCP36889" in [match.certification for match in report.matches]
    assert any(warning.path == "target" and "RNCP36889" in warning.message for warning in report.warnings)


def test_on_moves_the_law_but_not_the_hours(engine: Matcher) -> None:
    person = dossier("2024-06-01", accountant(), target="RNCP36889")
    then = engine.evaluate(person, on=date(2010, 6, 1))
    assert then.regime == "2002"
    assert duration(then).outcome == "not_met"
    assert then.hours.experiences == engine.evaluate(person).hours.experiences


def test_a_filing_before_vae_existed_is_refused_with_a_sentence(engine: Matcher) -> None:
    with pytest.raises(DossierError) as refused:
        engine.evaluate(dossier("2001-06-01"))
    assert refused.value.errors[0]["path"] == "filed_on"
    assert "18/01/2002" in refused.value.errors[0]["expected"]


def test_the_same_dossier_gives_the_same_bytes_and_is_left_as_it_was(engine: Matcher) -> None:
    person = dossier("2024-06-01", accountant(), target="RNCP36889")
    before = copy.deepcopy(person)
    assert engine.evaluate(person).to_json() == Matcher.load().evaluate(person).to_json()
    assert person == before


def test_the_order_of_experiences_changes_nothing_but_their_indexes(engine: Matcher) -> None:
    other = {**accountant("2012-01-01", "2014-12-31", 20), "title": "Aide-comptable"}
    there = engine.evaluate(dossier("2024-06-01", accountant(), other))
    back = engine.evaluate(dossier("2024-06-01", other, accountant()))
    assert [(m.certification, m.score, m.opinion) for m in there.matches] == [
        (m.certification, m.score, m.opinion) for m in back.matches
    ]
    assert there.hours.total == back.hours.total


def test_an_activity_far_from_the_target_never_becomes_a_refusal_by_likeness_alone(engine: Matcher) -> None:
    vague = {
        "kind": "benevole",
        "title": "",
        "start": "2010",
        "end": "2012",
        "activities": ["Je donnais des coups de main"],
    }
    for match in engine.evaluate(dossier("2024-06-01", vague, target="RNCP36889")).matches:
        assert match.opinion != "defavorable_probable" or match.certification == "RNCP36110"


def test_a_union_name_never_comes_out(engine: Matcher) -> None:
    mandate = {
        "kind": "syndical",
        "title": "Délégué syndical CGT",
        "organisation": "Union locale CFDT de Canari-Ville",
        "start": "2015-01-01",
        "end": None,
        "activities": ["Négocier les accords pour la CGT", "Animer les réunions de FO", "Tenir la trésorerie"],
    }
    text = engine.evaluate(dossier("2024-06-01", mandate, accountant())).to_json()
    for name in ("CGT", "CFDT", "Canari-Ville", " FO"):
        assert name not in text


def test_what_an_advisor_must_never_be_shown_is_not_shown(engine: Matcher) -> None:
    person = dossier("2024-06-01", accountant("2015-01-01", "2020-12-31"), {
        "kind": "salarie", "title": "Ingénieur d'études mécaniques", "start": "2000-01-01", "end": "2012-12-31",
        "work_time": "forfait_jours", "responsibility": "encadrement",
        "activities": ["Concevoir des pièces mécaniques", "Calculer les structures", "Piloter les essais"],
    })  # fmt: skip
    report = engine.evaluate(person)
    kinds = [match.kind for match in report.matches]
    assert kinds.count("ingenieur") <= 3
    asked = " ".join(question.ask for match in report.matches for question in match.questions)
    assert "combien d'heures par semaine" not in asked.lower() or "études mécaniques" not in asked
    for match in report.matches:
        assert "fiche nationale" not in match.title.lower()
        assert not match.title.startswith("MASTER")
        for bloc in match.blocs:
            if bloc.state == "oui":
                assert any(not evidence.presumed for evidence in bloc.evidence)


def test_a_manager_on_forfait_jours_is_never_asked_for_weekly_hours(engine: Matcher) -> None:
    manager = {**accountant("2017-09-01", "2018-02-28"), "work_time": "forfait_jours", "weekly_hours": None}
    match = aimed(engine.evaluate(dossier("2018-06-01", manager, target="RNCP36889")))
    assert match.opinion == "defavorable_probable"
    assert match.questions
    assert not any("par semaine" in question.ask or "hebdomadaire" in question.ask for question in match.questions)


def test_importing_the_package_is_light() -> None:
    heavy = ("pandas", "numpy", "durable")
    script = f"import sys, matcher, matcher.cli; print(*(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ""
    script = "import sys; from matcher import Matcher; Matcher.load(); print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False"


def test_every_public_name_is_there() -> None:
    for name in matcher.__all__:
        assert getattr(matcher, name).__name__ == name
