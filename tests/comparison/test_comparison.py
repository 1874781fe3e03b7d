"""Two reports held side by side: only what changed is told, in French, and each question has its own answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from matcher.comparison import Comparison, compare, two_targets, under_every_regime, why_not
from matcher.engine import Matcher
from matcher.model.faults import DossierError
from matcher.model.report import Report

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TARGET = "RNCP36889"
DURATION = "recevabilite.duree-minimale"
PROOFS = "preuves.manquantes"


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return Matcher.load(data=tmp_path_factory.mktemp("rien"))


def told(**changes: Any) -> dict[str, Any]:
    dossier: dict[str, Any] = yaml.safe_load((EXAMPLES / "comptable-et-tresoriere.yaml").read_text(encoding="utf-8"))
    return dossier | changes


def with_first(**changes: Any) -> dict[str, Any]:
    dossier = told()
    dossier["experiences"][0] |= changes
    return dossier


def fifteen_months() -> dict[str, Any]:
    """Part time for fifteen months: short of a year's hours, and asked no duration since the end of 2023."""
    experience = told()["experiences"][1] | {"start": "2022-02-01", "end": "2023-04-30", "weekly_hours": 20}
    return told(experiences=[experience])


@pytest.fixture(scope="module")
def report(matcher: Matcher) -> Report:
    return matcher.evaluate(told())


# compare


def test_a_report_held_against_itself_has_nothing_to_tell(report: Report) -> None:
    same = compare(report, report)
    assert same == Comparison()
    assert not same.changed
    assert same.lines == ("Rien ne change.",)


def test_only_what_changed_is_listed_with_both_values(matcher: Matcher, report: Report) -> None:
    changed = compare(report, matcher.evaluate(with_first(proofs=[])), matcher.rulebook)
    assert changed.hours == changed.appeared == changed.gone == ()
    first = next(match for match in changed.matches if match.certification == TARGET)
    assert first.opinion is None
    [finding] = first.findings
    assert (finding.rule, finding.outcome_after) == (PROOFS, "not_met")
    assert finding.title == "Justificatifs des expériences en rapport"
    assert finding.values_after["experiences_without_proof"] == finding.values_before["experiences_without_proof"] + 1
    assert any("attestation de l'employeur" in paper for paper in first.documents_appeared)


def test_a_changed_opinion_is_told_first_in_french(matcher: Matcher) -> None:
    dossier = fifteen_months()
    before = matcher.evaluate(dossier, on=date(2021, 6, 1), target=TARGET)
    change = compare(before, matcher.evaluate(dossier, target=TARGET), matcher.rulebook)
    first = next(match for match in change.opinions_changed if match.certification == TARGET)
    assert first.lines[0] == "Pré-avis : défavorable probable → favorable probable"
    assert first.findings[0].rule == DURATION
    assert any("autres activités en rapport" in gone for gone in first.questions_gone)
    assert change.regime is not None
    assert (change.regime.before, change.regime.after) == ("2016", "2024")


def test_turning_the_order_turns_what_appeared_into_what_is_gone(matcher: Matcher, report: Report) -> None:
    other = matcher.evaluate(with_first(end="2017-03-01", activities=["Je tenais la caisse"]))
    there, back = compare(report, other), compare(other, report)
    assert there.appeared
    assert (there.appeared, there.gone) == (back.gone, back.appeared)
    assert (there.warnings_appeared, there.warnings_gone) == (back.warnings_gone, back.warnings_appeared)


def test_without_a_rulebook_a_rule_keeps_its_id(matcher: Matcher, report: Report) -> None:
    changed = compare(report, matcher.evaluate(with_first(proofs=[])))
    assert {one.title for match in changed.matches for one in match.findings} >= {PROOFS}


def test_a_step_that_reads_otherwise_is_told(matcher: Matcher, report: Report) -> None:
    here = compare(report, matcher.evaluate(told(postcode="44000")))
    assert [change.what for change in here.steps] == ["Étape 1, Accueil"]
    assert here.changed
    assert here.steps[0].line in here.lines


# under_every_regime


def test_each_regime_has_one_day_of_its_own_and_the_filing_date_stands_for_its_regime(matcher: Matcher) -> None:
    views = under_every_regime(matcher, fifteen_months())
    assert [view.regime for view in views] == ["2002", "2014", "2016", "2023", "2024"]
    assert all(matcher.rulebook.value("regime.nom", view.day) == view.regime for view in views)
    [applied] = [view for view in views if view.applies]
    assert (applied.regime, applied.day) == ("2024", date(2024, 6, 12))
    assert applied.lines == ()
    assert {view.match.certification for view in views} == {TARGET}


def test_the_same_months_fall_short_of_three_years_then_of_a_year_then_nothing_is_asked(matcher: Matcher) -> None:
    views = under_every_regime(matcher, fifteen_months())
    opinions = [view.match.opinion for view in views]
    refused = "defavorable_probable"
    assert opinions == [refused, refused, refused, "a_completer", "favorable_probable"]
    assert "faire trois ans" in " ".join(views[0].lines)
    assert "1 607" in " ".join(views[2].lines).replace("\u202f", " ")


def test_no_experience_gives_no_view_and_a_bad_dossier_is_refused(matcher: Matcher) -> None:
    assert under_every_regime(matcher, told(experiences=[], target=None)) == ()
    with pytest.raises(DossierError):
        under_every_regime(matcher, told(filed_on="demain"))


# two_targets


def test_what_decides_between_two_targets_is_told_for_the_one_it_favours(report: Report) -> None:
    a, b = TARGET, "RNCP35991"
    found = two_targets(report, a, b)
    told_of = {one.name: one for one in found.criteria}
    assert told_of["Blocs réellement pratiqués"].favours == "a"
    assert told_of["Blocs réellement pratiqués"].a.startswith("5 blocs sur 6")
    assert "Participer à la gestion juridique" in told_of["Reste à étayer"].a
    assert "niveau 7" in told_of["Niveau"].b
    assert found.lines[0].startswith("En faveur de « Responsable comptable »")
    mirrored = {one.name: one.favours for one in two_targets(report, b, a).criteria}
    assert all(mirrored[one.name] == {"a": "b", "b": "a", None: None}[one.favours] for one in found.criteria)


def test_presumed_activities_are_no_practice(report: Report) -> None:
    first = next(match for match in report.matches if match.certification == TARGET)
    presumed = [
        bloc.model_copy(update={"evidence": tuple(one.model_copy(update={"presumed": True}) for one in bloc.evidence)})
        for bloc in first.blocs
    ]
    others = tuple(match for match in report.matches if match is not first)
    changed = report.model_copy(update={"matches": (first.model_copy(update={"blocs": tuple(presumed)}), *others)})
    criterion = next(one for one in two_targets(changed, TARGET, "RNCP35991").criteria if "pratiqués" in one.name)
    assert criterion.a == "0 bloc sur 6"


def test_a_certification_outside_the_register_loses_leave_and_cpf(report: Report) -> None:
    found = two_targets(report, TARGET, "CNAM-CP0200A")
    money = next(one for one in found.criteria if "CPF" in one.name)
    assert (money.favours, "ni CPF" in money.b) == ("a", True)


def test_a_target_that_is_not_in_the_report_is_named(report: Report) -> None:
    with pytest.raises(KeyError, match="RNCP1 n'est pas dans le rapport"):
        two_targets(report, TARGET, "RNCP1")


# why_not


def test_why_not_gives_the_rank_and_the_parts_on_which_it_stands_below(matcher: Matcher) -> None:
    found = why_not(matcher, told(), "RNCP38510")
    assert found.rank is not None
    assert found.rank > found.shown == 10
    assert found.lacks
    assert all(lack.points < lack.against for lack in found.lacks)
    gaps = [lack.against - lack.points for lack in found.lacks]
    assert gaps == sorted(gaps, reverse=True)
    assert f"rang {found.rank}" in found.lines[0]


def test_why_not_of_one_that_is_shown_says_so(matcher: Matcher) -> None:
    found = why_not(matcher, told(), TARGET)
    assert (found.rank, found.lacks) == (1, ())
    assert "est montrée : rang 1" in found.lines[0]


def test_why_not_of_one_too_far_to_be_ranked_still_says_what_is_missing(matcher: Matcher) -> None:
    found = why_not(matcher, told(), "RNCP39308")
    assert found.rank is None
    assert "n'est pas parmi les" in found.lines[0]
    assert "recevabilite.lien" in {one.rule for one in found.findings}


def test_why_not_refuses_an_unknown_code_and_an_empty_dossier(matcher: Matcher) -> None:
    with pytest.raises(KeyError, match="aucune certification"):
        why_not(matcher, told(), "RNCP0")
    with pytest.raises(ValueError, match="aucune expérience"):
        why_not(matcher, told(experiences=[]), TARGET)


def test_no_union_is_named(matcher: Matcher) -> None:
    dossier = told()
    dossier["experiences"][3]["title"] = "Délégué CGT"
    report = matcher.evaluate(dossier)
    said = [*compare(matcher.evaluate(told()), report).lines, *why_not(matcher, dossier, "RNCP39308").lines]
    said += [text for one in two_targets(report, TARGET, "RNCP35991").criteria for text in (one.a, one.b)]
    assert not [line for line in said if "CGT" in line]
