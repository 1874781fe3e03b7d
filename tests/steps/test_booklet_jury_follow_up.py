"""Steps 2, 5, 6 and 7: the meeting, the proofs, the plan of booklet 2, the calendar, what is left after the jury."""

from __future__ import annotations

from datetime import date

import pytest
from journeys import ACCOUNTANT, engine, items, report, step, texts, with_path

from matcher.reading.path_entries import JurySession, Meeting

PROVEN = {**ACCOUNTANT, "proofs": ["attestation_employeur"]}
TREASURER = {
    "kind": "benevole",
    "title": "Trésorière",
    "start": "2006-01-01",
    "end": "2009-12-31",
    "total_hours": 300,
    "activities": ["Tenir la comptabilité générale de l'association", "Établir les déclarations et le bilan"],
}


def test_each_proof_is_asked_for_or_held() -> None:
    found = step(5, experiences=[PROVEN, TREASURER])
    states = [(one.title, one.state) for one in items(found, "piece")]
    assert ("Comptable", "recue") in states
    assert ("Trésorière", "a_demander") in states
    assert found.state == "a_completer"


def test_declared_and_proven_hours_stand_side_by_side_with_what_each_comes_to() -> None:
    young = [{**ACCOUNTANT, "start": "2007-01-01"}]
    unproven = texts(step(5, "2010-06-01", experiences=young), "information")
    assert "Déclarées : 4\u202f821 heures" in unproven
    assert "Prouvées : 0 heure," in unproven
    assert "un point est à retravailler" in unproven
    proven = texts(
        step(5, "2010-06-01", experiences=[{**young[0], "proofs": ["attestation_employeur"]}]), "information"
    )
    assert proven.count("les conditions appréciées sont remplies") == 2


def test_the_plan_quotes_the_person_bloc_by_bloc_and_leaves_out_what_is_acquired() -> None:
    blocs = {one.title: one for one in items(step(5, validated_blocs=["RNCP36889BC01"]), "bloc")}
    states = [one.state for one in blocs.values()]
    assert states[0] == "acquis"
    assert "sans_appui" in states
    supported = [one for one in blocs.values() if one.state in {"en_appui", "en_partie"}]
    assert supported
    assert all("« " in one.text for one in supported)


def test_no_union_name_is_told_in_a_step() -> None:
    delegate = {**ACCOUNTANT, "kind": "syndical", "title": "Délégué CGT", "activities": ["Tenue des comptes de la CGT"]}
    found = report(experiences=[delegate], project="évoluer à la CGT", prescriber="CGT du Nord")
    assert "CGT" not in found.model_dump_json(include={"steps"})


@pytest.mark.parametrize("filed_on", ["2024-06-12", "2025-04-16"])
def test_the_next_jury_is_the_first_whose_filing_is_still_open(filed_on: str) -> None:
    matcher = with_path(
        sessions=(
            JurySession(day=date(2025, 6, 17), file_by=date(2025, 4, 15), source="calendrier"),
            JurySession(day=date(2025, 11, 20), file_by=date(2025, 9, 15), source="calendrier"),
            JurySession(day=date(2024, 9, 1), certification="RNCP38510", source="calendrier"),
            JurySession(day=date(2024, 9, 2), centre="paris", source="calendrier"),
        )
    )
    calendar, _ = items(step(5, filed_on, matcher), "date")
    expected = [date(2025, 4, 15), date(2025, 6, 17)] if filed_on < "2025" else [date(2025, 9, 15), date(2025, 11, 20)]
    assert [one.day for one in calendar.dates] == expected


def test_a_jury_after_the_end_of_the_fiche_is_a_warning() -> None:
    matcher = with_path(sessions=(JurySession(day=date(2028, 3, 1), source="calendrier"),))
    (warned,) = items(step(5, "2027-06-01", matcher), rule="dossier.jury-et-enregistrement")
    assert warned.kind == "avertissement"
    assert "01/03/2028" in warned.text


def test_the_days_of_the_fiche_stand_beside_the_calendar() -> None:
    _, fiche = items(step(5), "date")
    assert ("fin d'enregistrement", date(2027, 9, 29)) in [(one.what, one.day) for one in fiche.dates]


def test_without_a_calendar_the_centre_is_to_be_asked() -> None:
    assert "à demander au centre" in items(step(5), "date")[0].text
    assert step(6).state == "a_verifier"


def test_a_meeting_of_the_person_s_centre_is_told_and_no_other() -> None:
    matcher = with_path(
        meetings=(
            Meeting(centre="hdf-lille", day=date(2024, 7, 1), time="18 h"),
            Meeting(centre="hdf-lille", day=date(2024, 6, 1)),
            Meeting(centre="paris", day=date(2024, 7, 2)),
        )
    )
    (meeting,) = items(step(2, matcher=matcher, postcode="59000"), "reunion")
    assert [one.day for one in meeting.dates] == [date(2024, 7, 1)]
    assert "Lille" in meeting.text


def test_project_and_prescriber_are_told_or_asked() -> None:
    told = step(
        2, project="devenir chef comptable", prescriber="conseiller France Travail", situation="demandeur_emploi"
    )
    assert "devenir chef comptable" in texts(told, "information")
    assert "conseiller France Travail" in texts(told, "information")
    assert not items(told, "question")
    assert len(items(step(2, situation="demandeur_emploi"), "question")) == 2


@pytest.mark.parametrize(
    ("filed_on", "target", "said"),
    [
        ("2018-06-01", "RNCP35924", "acquis définitivement"),
        ("2012-06-01", "RNCP36889", "dans les cinq ans"),
        ("2024-06-12", "RNCP36889", "ne disent plus « définitivement »"),
    ],
)
def test_what_is_acquired_lasts_as_the_text_of_the_day_says(filed_on: str, target: str, said: str) -> None:
    certification = engine().certification(target)
    assert certification is not None
    found = step(7, filed_on, target=target, validated_blocs=[certification.blocs[0].code])
    assert said in texts(found, "droit")
    assert found.summary.startswith("1 bloc acquis sur")


def test_after_a_partial_validation_every_bloc_left_is_told_with_what_would_cover_it() -> None:
    certification = engine().certification("RNCP36889")
    assert certification is not None
    found = step(7, validated_blocs=[certification.blocs[0].code])
    left = [one for one in items(found, "suite") if one.title.startswith("Reste : ")]
    assert len(left) == len(certification.blocs) - 1
    assert any("Par l'expérience : Comptable" in one.text for one in left)
    assert "Unités d'enseignement" in texts(found, "suite")


def test_before_any_jury_only_the_blocs_without_support_are_told() -> None:
    without = [one.title for one in items(step(5), "bloc") if one.state == "sans_appui"]
    told = [one.title.removeprefix("Reste : ") for one in items(step(7), "suite") if one.title.startswith("Reste : ")]
    assert told == without
    assert len(told) < len(items(step(5), "bloc"))


def test_a_new_request_waits_for_the_next_civil_year() -> None:
    (again,) = items(step(7, "2024-06-12"), rule="suivi.redepot")
    assert [one.day for one in again.dates] == [date(2025, 1, 1)]


@pytest.mark.parametrize(
    ("diplomas", "said"),
    [
        ([{"level": 4}], "peut ouvrir l'accès"),
        ([{"level": 3}], "vingt ans et deux ans d'interruption"),
        ([], "vingt ans et deux ans d'interruption"),
    ],
)
def test_vapp_is_judged_on_its_own_conditions(diplomas: list[dict[str, int]], said: str) -> None:
    (vapp,) = items(step(7, diplomas=diplomas), "droit", "suivi.vapp")
    assert said in vapp.text
    asked = texts(step(7, diplomas=diplomas), "question")
    assert ("vingt ans" in asked) == (diplomas != [{"level": 4}])


def test_the_fiche_that_succeeds_says_which_blocs_it_keeps() -> None:
    found = step(7, "2022-06-01", target="RNCP34937")
    assert "« Psychologue du travail » (RNCP37813) succède à cette fiche" in texts(found, "suite")
