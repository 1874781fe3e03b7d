"""The facts that rules read: each one there, of its type, and right on the days that decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from bundled_rules import BOOK
from held_cases import LICENCE, TITLE, case, facts, held, job
from relation_cases import bloc, certification

from matcher.facts import codes_of, legal_family, procedure_of, related_experience
from matcher.model.certification import Certification, CnamCode, Registered, VaeAccess
from matcher.reading.bundled import referentials_folder
from matcher.reading.catalogue import load_catalogue
from matcher.registrations import registration_state

CNAM = {one.code: one for one in load_catalogue(referentials_folder() / "cnam")}
DEFINITIONS = BOOK.law_on(date(2024, 6, 12)).facts

FULL: dict[str, Any] = {
    "diplomas": [{"level": 5}],
    "target": "RNCP36889",
    "target_blocs": ["RNCP36889BC01"],
    "validated_blocs": ["RNCP36889BC02"],
    "initial_training": False,
    "requests": [{"certification": "RNCP36889", "filed_on": "2024-02-01"}],
    "recevabilites": [{"certification": "RNCP36889", "notified_on": "2023-06-01"}],
    "languages": [{"code": "en", "level": "B2"}],
}


def every_case() -> Iterator[dict[str, Any]]:
    """The facts of dossiers that know nearly nothing, or nearly everything, against many certifications."""
    vague = job(title="", rome=None, start="2019", weekly_hours=None, activities=[])
    vague.pop("end")
    duties = [job(kind=kind) for kind in ("syndical", "mandat_electif", "volontaire", "sportif_haut_niveau", "autre")]
    trainee = job(kind="stage", start="2022-01-01", end="2022-06-30")
    for target in [*list(CNAM.values())[::7], *(CNAM[code] for code in ("RNCP36889", "RNCP36110", "CNAM-CP0200A"))]:
        yield facts(case(), target, job_distance="inconnu", described=False, sentences=0)
        yield facts(case(vague), target, related=(), described=False, job_distance="inconnu")
        for filed_on in ("2010-06-01", "2018-06-01", "2024-06-12"):
            past = [{**one, "start": "2005-01-01", "end": "2007-12-31"} for one in (job(), *duties, trainee)]
            more = FULL if filed_on == "2024-06-12" else {}
            yield facts(case(*past, filed_on=filed_on, **more), target)


# Tous les faits


def test_the_facts_are_those_that_the_rules_declare() -> None:
    for found in every_case():
        assert found.keys() == DEFINITIONS.keys()


def test_each_value_has_the_declared_type_and_an_interval_only_where_one_may_be() -> None:
    python = {
        "hours": int,
        "count": int,
        "months": (int, float),
        "ratio": float,
        "flag": bool,
        "text": str,
        "date": date,
    }
    for found in every_case():
        for name, value in found.items():
            definition = DEFINITIONS[name]
            ends = value if isinstance(value, tuple) else (value,)
            assert not isinstance(value, tuple) or (definition.range and value[0] <= value[1]), name
            for end in ends:
                assert end is None or isinstance(end, python[definition.type]), name
                assert isinstance(end, bool) == (definition.type == "flag" and end is not None), name
                assert definition.type != "text" or end is None or end in definition.values, name


def test_each_fact_is_known_for_some_dossier_and_the_declared_gaps_are_met() -> None:
    known: set[str] = set()
    unknown: set[str] = set()
    for found in every_case():
        known |= {name for name, value in found.items() if value is not None}
        unknown |= {name for name, value in found.items() if value is None}
    assert known == DEFINITIONS.keys()
    assert unknown >= {
        "delivery_margin", "english_b2", "initial_training_same", "job_distance", "level_gap", "months_since_related",
        "procedure", "recevabilite_age", "registered_in_law", "registration_end", "registration_state",
        "sentences_related", "training_counted", "vae_open", "weekly_peak",
    }  # fmt: skip


def test_every_fact_with_a_question_can_be_unknown_or_fall_short() -> None:
    asked = {name for name, definition in DEFINITIONS.items() if definition.ask}
    never = {
        name
        for name in asked
        if all(found[name] is not None and not isinstance(found[name], tuple) for found in every_case())
    }
    assert never == set()


# Les demandes


def asked(code: str, filed_on: str, **more: Any) -> dict[str, Any]:
    return {"certification": code, "filed_on": filed_on, **more}


def counted(filed_on: str, *requests: dict[str, Any], against: Certification = TITLE, **more: Any) -> tuple[int, int]:
    found = facts(case(filed_on=filed_on, requests=requests, **more), against)
    return found["requests_same_year"], found["requests_distinct_year"]


@pytest.mark.parametrize(
    ("filed_on", "requests", "expected"),
    [
        ("2024-06-12", [], (0, 1)),
        ("2024-06-12", [asked("RNCP1", "2024-01-01")], (1, 1)),
        ("2024-06-12", [asked("RNCP1", "2023-12-31")], (0, 1)),
        ("2024-01-01", [asked("RNCP1", "2023-12-31")], (0, 1)),
        ("2024-12-31", [asked("RNCP1", "2024-01-01"), asked("RNCP2", "2024-01-01")], (1, 2)),
        ("2025-01-01", [asked("RNCP1", "2024-12-31"), asked("RNCP2", "2024-12-31")], (0, 1)),
        ("2024-06-12", [asked("RNCP2", "2024-02-01"), asked("RNCP3", "2024-03-01")], (0, 3)),
        ("2024-06-12", [asked("RNCP2", "2024-02-01"), asked("rncp 2", "2024-03-01")], (0, 2)),
        ("2024-06-12", [asked("RNCP2", "2023-12-31"), asked("RNCP3", "2024-01-01")], (0, 2)),
        ("2024-06-12", [asked("rncp 1", "2024-02-01")], (1, 1)),
        ("2024-06-12", [asked("RNCP1", "2024-02-01"), asked("RNCP1", "2024-03-01")], (2, 1)),
    ],
)
def test_requests_are_counted_by_civil_year_of_filing(
    filed_on: str, requests: list[dict[str, Any]], expected: tuple[int, int]
) -> None:
    assert counted(filed_on, *requests) == expected


def test_this_filing_itself_and_its_renewals_are_no_other_request() -> None:
    same_day, later = asked("RNCP1", "2024-06-12"), asked("RNCP1", "2024-09-01")
    assert counted("2024-06-12", same_day, later) == (0, 1)


def test_a_request_by_a_verified_cnam_code_is_one_for_the_certification() -> None:
    codes = (CnamCode(code="CYC1A", link="verified"), CnamCode(code="CYC2A", link="to_confirm"))
    target = TITLE.model_copy(update={"cnam_codes": codes})
    assert codes_of(target) == {"RNCP1", "CYC1A"}
    assert counted("2024-06-12", asked("cyc1a", "2024-02-01"), against=target) == (1, 1)
    assert counted("2024-06-12", asked("CYC2A", "2024-02-01"), against=target) == (0, 2)


def test_a_title_alone_is_never_counted_as_the_same_certification() -> None:
    assert counted("2024-06-12", asked("Responsable comptable", "2024-02-01")) == (0, 2)


PORTAL = TITLE.model_copy(update={"vae": VaeAccess(open=True, portal_date=date(2024, 3, 1))})


@pytest.mark.parametrize(
    ("target", "expected"),
    [pytest.param(PORTAL, (0, 1), id="portal"), pytest.param(TITLE, (1, 2), id="former procedure")],
)
def test_requests_of_blocs_are_outside_the_quota_on_the_portal_alone(
    target: Certification, expected: tuple[int, int]
) -> None:
    blocs = [asked(code, "2024-02-01", blocs_only=True) for code in ("RNCP1", "RNCP2")]
    assert counted("2024-06-12", *blocs, against=target) == expected


def test_a_request_of_blocs_on_the_portal_is_not_held_against_a_whole_one_before_it() -> None:
    whole = asked("RNCP1", "2024-02-01")
    blocs = {"target": "RNCP1", "target_blocs": ["B1"]}
    assert counted("2024-06-12", whole, against=PORTAL, **blocs)[0] == 0
    assert counted("2024-06-12", whole, against=PORTAL)[0] == 1
    assert counted("2024-06-12", whole, against=TITLE, **blocs)[0] == 1


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, False),
        ({"target": "RNCP1"}, False),
        ({"target": "RNCP1", "target_blocs": ["B1"]}, True),
        ({"target": "rncp 1", "target_blocs": ["B1"]}, True),
        ({"target": "responsables comptables", "target_blocs": ["B1"]}, True),
        ({"target": "RNCP2", "target_blocs": ["B1"]}, False),
        ({"target_blocs": ["B1"]}, False),
    ],
)
def test_blocs_are_asked_for_only_of_the_target(more: dict[str, Any], expected: bool) -> None:
    assert facts(case(**more))["bloc_request"] is expected


@pytest.mark.parametrize(
    ("followed", "expected"),
    [(None, None), (False, False), ("RNCP1", True), ("responsable comptable", True), ("Master de droit", False)],
)
def test_the_initial_training_is_the_target_by_code_or_title(followed: Any, expected: bool | None) -> None:
    assert facts(case(initial_training=followed))["initial_training_same"] is expected


def test_blocs_already_validated_are_those_of_the_certification() -> None:
    target = certification("RNCP1", "Un titre", bloc("B1", None), bloc("B2", None))
    assert facts(case(validated_blocs=["B2", "B9", "B2"]), target)["blocs_validated"] == 1


@pytest.mark.parametrize(
    ("notified", "age", "while_registered"),
    [
        ([], None, False),
        (["2023-06-12"], 12, True),
        (["2023-12-31"], 5, True),
        (["2024-01-01"], 5, False),
        (["2020-01-01", "2024-02-12"], 4, True),
    ],
)
def test_an_earlier_recevabilite_is_told_by_its_age_and_by_the_registration(
    notified: list[str], age: int | None, while_registered: bool
) -> None:
    target = TITLE.model_copy(update={"registered": Registered(to=date(2023, 12, 31))})
    others = [{"certification": "RNCP9", "notified_on": "2024-06-01"}]
    given = [{"certification": "RNCP1", "notified_on": day} for day in notified]
    found = facts(case(recevabilites=[*others, *given]), target)
    assert found["recevabilite_held"] is bool(notified)
    assert found["recevabilite_age"] == age
    assert found["recevabilite_while_registered"] is while_registered


# La certification


def registered(first: str | None, last: str | None, **more: Any) -> Certification:
    dates = Registered(from_=first and date.fromisoformat(first), to=last and date.fromisoformat(last))
    return TITLE.model_copy(update={"registered": dates, **more})


SEEN = {"active": True, "active_on": date(2024, 4, 22)}


@pytest.mark.parametrize(
    ("target", "day", "state"),
    [
        (registered("2020-01-01", "2023-12-31"), "2019-12-31", "pas_commencee"),
        (registered("2020-01-01", "2023-12-31"), "2020-01-01", "en_cours"),
        (registered("2020-01-01", "2023-12-31"), "2023-12-31", "en_cours"),
        (registered("2020-01-01", "2023-12-31"), "2024-01-01", "terminee"),
        (registered(None, "2023-12-31"), "2023-12-31", None),
        (registered(None, "2023-12-31"), "2024-01-01", "terminee"),
        (registered("2020-01-01", None), "2019-12-31", "pas_commencee"),
        (registered("2020-01-01", None), "2020-01-01", None),
        (registered(None, None), "2024-06-12", None),
        (registered(None, None, **SEEN), "2024-04-22", "en_cours"),
        (registered(None, None, **SEEN), "2024-04-21", None),
        (registered(None, None, **SEEN), "2024-04-23", None),
        (registered("2020-01-01", None, **SEEN), "2024-04-22", "en_cours"),
        (registered("2020-01-01", None, **SEEN), "2024-04-23", None),
        (registered(None, "2027-12-31", **SEEN), "2027-12-31", "en_cours"),
        (registered(None, "2027-12-31", **SEEN), "2024-04-21", None),
        (registered("2020-01-01", None, active=False, active_on=date(2024, 4, 22)), "2024-04-22", None),
    ],
)
def test_the_registration_on_a_day_counts_its_first_and_last_days(target: Certification, day: str, state: str) -> None:
    assert registration_state(target, date.fromisoformat(day)) == state
    assert facts(case(filed_on=day), target)["registration_state"] == state


@pytest.mark.parametrize(
    ("more", "ended"),
    [
        ({"registration": "sur_demande"}, True),
        ({"registration": "de_droit"}, False),
        ({"registration": "arrete"}, False),
        ({"registration": None}, False),
        ({"registration": "sur_demande", "doubts": [{"fact": "registered.to", "text": "date d'attente"}]}, False),
        ({"registration": "sur_demande", "doubts": [{"fact": "title", "text": "à confirmer"}]}, True),
    ],
)
def test_an_end_counts_only_for_a_title_on_request_whose_date_is_sure(more: dict[str, Any], ended: bool) -> None:
    target = Certification.model_validate({**registered("2020-01-01", "2023-12-31").model_dump(by_alias=True), **more})
    assert facts(case(filed_on="2024-01-01"), target)["registration_ended"] is ended
    assert facts(case(filed_on="2023-12-31"), target)["registration_ended"] is False


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2023-12-31", None), ("2024-01-01", "ancienne"), ("2024-02-29", "ancienne"), ("2024-03-01", "portail")],
)
def test_the_procedure_turns_to_the_portal_on_the_certification_s_own_date(day: str, expected: str | None) -> None:
    found = case(filed_on=day)
    assert procedure_of(found, PORTAL) == expected
    assert facts(found, PORTAL)["procedure"] == expected
    assert procedure_of(found, TITLE) == (expected and "ancienne")


def test_the_procedure_follows_the_day_of_the_law_and_not_the_filing() -> None:
    assert procedure_of(case(filed_on="2024-06-12", on="2023-06-12"), PORTAL) is None


@pytest.mark.parametrize(
    ("kind", "family"),
    [("licence", "enseignement_superieur"), ("ingenieur", "enseignement_superieur"), ("titre_rncp", "titre"),
     ("diplome_etat", "titre"), ("bachelor", "autre"), ("autre", "autre")],
)  # fmt: skip
def test_the_legal_family_is_that_of_the_kind(kind: str, family: str) -> None:
    target = TITLE.model_copy(update={"kind": kind})
    assert legal_family(case(), target) == family
    assert facts(case(), target)["legal_family"] == family


@pytest.mark.parametrize(("open_", "closed"), [(True, False), (False, True), (None, False)])
def test_a_certification_is_closed_to_vae_only_where_a_source_says_so(open_: bool | None, closed: bool) -> None:
    found = facts(case(), TITLE.model_copy(update={"vae": VaeAccess(open=open_)}))
    assert (found["vae_open"], found["vae_closed"]) == (open_, closed)


@pytest.mark.parametrize(
    ("diplomas", "level", "gap"),
    [
        ([], 6, None),
        ([{"title": "Baccalauréat"}], 6, None),
        ([{"level": 5}], None, None),
        ([{"level": 5}], 6, 1),
        ([{"level": 3}, {"level": 4}, {"title": "?"}], 7, 3),
        ([{"level": 8}], 6, -2),
    ],
)
def test_the_level_gap_is_to_the_highest_diploma(diplomas: list[Any], level: int | None, gap: int | None) -> None:
    assert facts(case(diplomas=diplomas), TITLE.model_copy(update={"level": level}))["level_gap"] == gap


@pytest.mark.parametrize(
    ("deadline", "margin"),
    [(None, None), ("2025-06-12", 12), ("2025-06-11", 11), ("2024-06-12", 0), ("2024-06-11", 0), ("2027-06-12", 36)],
)
def test_the_delivery_margin_is_in_whole_months_from_the_filing(deadline: str | None, margin: int | None) -> None:
    day = deadline and date.fromisoformat(deadline)
    found = facts(case(on="2018-06-01"), TITLE.model_copy(update={"delivery_deadline": day}))
    assert (found["delivery_deadline_known"], found["delivery_margin"]) == (day is not None, margin)


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ([], None),
        ([{"code": "es", "level": "C2"}], None),
        ([{"code": "en"}], None),
        ([{"code": "en", "level": "B1"}], False),
        ([{"code": "EN", "level": "B2"}], True),
        ([{"code": "eng", "level": "C1"}], True),
        ([{"code": "en", "level": "A2"}, {"code": "en", "level": "C1"}], True),
        ([{"code": "en"}, {"code": "en", "level": "B2"}], True),
        ([{"code": "en"}, {"code": "en", "level": "B1"}], None),
    ],
)
def test_english_is_enough_from_b2_and_not_known_without_a_level(languages: list[Any], expected: bool | None) -> None:
    assert facts(case(languages=languages))["english_b2"] is expected


@pytest.mark.parametrize(
    ("code", "registered_in_law", "engineer", "regulated"),
    [
        ("RNCP36889", True, False, False),
        ("RNCP37813", True, False, True),
        ("RNCP39056", True, True, False),
        ("ARRETE-METF0611971A-02", True, False, False),
        ("CNAM-CP0200A", False, False, False),
        ("CNAM-LG02501A", None, False, False),
    ],
)
def test_what_the_catalogue_says_of_a_certification(
    code: str, registered_in_law: bool | None, engineer: bool, regulated: bool
) -> None:
    found = facts(case(), CNAM[code])
    names = ("registered_in_law", "engineer", "regulated_title")
    assert tuple(found[name] for name in names) == (registered_in_law, engineer, regulated)


# L'expérience


VAGUE = {"title": "Commerçante", "activities": ["Divers"], "rome": "D1106"}
FAR = {"title": "Vendeuse", "activities": ["Vendre des chaussures en magasin"], "rome": "D1106"}
NEAR = {"title": "Aide-comptable", "activities": ["Vendre des chaussures en magasin"], "rome": "M1206"}


@pytest.mark.parametrize(
    ("experience", "may_count"),
    [
        pytest.param(FAR, False, id="described and far"),
        pytest.param(VAGUE, True, id="vague"),
        pytest.param({**FAR, "activities": []}, True, id="not described"),
        pytest.param({**FAR, "rome": None}, True, id="job not known"),
        pytest.param(NEAR, True, id="a job of the same field"),
    ],
)
def test_an_experience_not_related_may_count_unless_it_is_described_and_far(
    experience: dict[str, Any], may_count: bool
) -> None:
    found = facts(case(job(**experience)), related=())
    low, high = found["related_hours"]
    assert low == 0
    assert (high > 3_000) is may_count
    assert (found["related_months"][1] == 24) is may_count
    assert (found["related_months_added"][1] == 24) is may_count
    assert found["related_experiences"] == 0


def test_what_is_related_counts_at_both_ends_even_if_its_job_is_far() -> None:
    found = facts(case(job(**FAR)), related=(0,))
    assert found["related_hours"] == (3214, 3214)
    assert found["related_months"] == (24, 24)


def test_a_certification_without_a_job_code_makes_nothing_foreign() -> None:
    found = facts(case(job(**FAR)), TITLE.model_copy(update={"rome": ()}), related=())
    assert found["related_hours"][1] > 0


def test_the_experiences_that_may_count_are_named_the_related_ones_among_them() -> None:
    told = case(job(), job(**FAR), job(**VAGUE))
    related = related_experience(told, held(related=(0,), far=(1,)))
    assert (related.indexes, related.possible_indexes) == ((0,), (0, 2))


def test_months_of_activities_at_the_same_time_are_added_beside_the_calendar() -> None:
    found = facts(case(job(), job(title="Trésorier", kind="benevole", weekly_hours=5)))
    assert found["related_months"] == (24, 24)
    assert found["related_months_added"] == (48, 48)


def test_training_counts_by_the_family_and_the_day_of_the_law() -> None:
    trainee = job(kind="stage", start="2009-01-01", end="2009-12-31")
    for target, filed_on, counts in (
        (TITLE, "2010-06-01", False),
        (LICENCE, "2010-06-01", None),
        (TITLE, "2016-09-01", True),
        (TITLE, "2018-06-01", False),
        (TITLE, "2024-06-12", True),
    ):
        found = facts(case(trainee, filed_on=filed_on), target)
        assert found["training_counted"] is counts, filed_on
        assert found["related_training_hours"] == (1607, 1607)
        assert found["related_own_hours"] == (0, 0)


def test_experiences_are_told_by_a_title_an_activity_or_a_job() -> None:
    bare = {"title": "", "activities": [], "rome": None}
    told = case(
        job(**bare),
        job(**{**bare, "title": "Chef"}),
        job(**{**bare, "activities": ["Divers"]}),
        job(**{**bare, "rome": "M1203"}),
    )
    assert facts(told)["experiences_told"] == 3
    assert facts(case())["experiences_told"] == 0


def test_sentences_are_not_known_where_nothing_is_described_nor_is_an_unknown_job() -> None:
    assert facts(case(job()), described=False)["sentences_related"] is None
    assert facts(case(job()), sentences=0)["sentences_related"] == 0
    assert facts(case(job()), job_distance="inconnu")["job_distance"] is None
    assert facts(case(job()), job_distance="eloigne")["job_distance"] == "eloigne"


@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        ("syndical", "union_related"),
        ("mandat_electif", "elected_related"),
        ("volontaire", "volunteer_service_related"),
        ("sportif_haut_niveau", "sport_related"),
    ],
)
def test_a_status_is_told_where_the_experience_is_related(kind: str, fact: str) -> None:
    assert facts(case(job(kind=kind)))[fact] is True
    assert facts(case(job(kind=kind)), related=())[fact] is False
    assert facts(case(job()))[fact] is False


def test_an_experience_out_of_the_form_is_told_whether_related_or_not() -> None:
    assert facts(case(job(kind="autre")), related=())["other_told"] is True
    assert facts(case(job()))["other_told"] is False


@pytest.mark.parametrize(
    ("weekly", "peak"),
    [([], None), ([None], None), ([35], 35), ([20, 28], 28), ([20, 28.5], 49), ([20, 30], 50), ([35, None], 35)],
)
def test_the_weekly_peak_is_the_sum_only_where_it_is_more_than_likely(weekly: list[Any], peak: int | None) -> None:
    assert facts(case(*(job(weekly_hours=hours) for hours in weekly)))["weekly_peak"] == peak


def test_activities_one_after_the_other_are_no_peak() -> None:
    later = job(weekly_hours=30, start="2022-01-01", end="2022-12-31")
    assert facts(case(job(weekly_hours=30), later))["weekly_peak"] == 30


@pytest.mark.parametrize(
    ("end", "since"),
    [
        ("2024-06-12", (0, 0)),
        (None, (0, 0)),
        ("2023-06-12", (12, 12)),
        ("2023-06-13", (11, 11)),
        ("2013-12-31", (125, 125)),
        ("2023", (5, 17)),
    ],
)
def test_months_since_the_last_related_day_are_whole_ones(end: str | None, since: tuple[int, int]) -> None:
    assert facts(case(job(start="2010-01-01", end=end)))["months_since_related"] == since


def test_months_since_are_those_of_the_latest_related_experience_and_run_to_the_filing() -> None:
    old, new = job(start="2000-01-01", end="2004-06-12"), job(start="2010-01-01", end="2020-06-12")
    assert facts(case(old, new, on="2018-06-01"))["months_since_related"] == (48, 48)
    assert facts(case(old, new), related=(0,))["months_since_related"] == (240, 240)
    assert facts(case(old, new), related=())["months_since_related"] is None


def test_proofs_are_missed_on_related_experiences_alone() -> None:
    proven, bare = job(proofs=["attestation_employeur"]), job()
    replaced = job(proofs=["contrat_travail", "bulletins_salaire"])
    half = job(proofs=["contrat_travail"])
    assert facts(case(proven, bare, replaced, half))["experiences_without_proof"] == 2
    assert facts(case(proven, bare, replaced, half), related=(0, 1))["experiences_without_proof"] == 1
    assert facts(case(proven, bare), related=())["experiences_without_proof"] == 0


def test_no_day_before_the_portal_ever_gives_the_portal() -> None:
    early = TITLE.model_copy(update={"vae": VaeAccess(portal_date=date(2020, 1, 1))})
    day = date(2023, 12, 25)
    while day < date(2024, 1, 5):
        found = facts(case(filed_on=day.isoformat()), early)["procedure"]
        assert found == ("portail" if day >= date(2024, 1, 1) else None)
        day += timedelta(days=1)


def test_a_presumed_code_far_from_the_certification_never_leads_to_a_refusal() -> None:
    baker = case(job(title="Boulanger", rome="D1102"))
    assert facts(baker, job_distance="eloigne", related=())["job_distance"] == "eloigne"
    presumed = replace(baker, presumed_jobs=frozenset({0}))
    found = facts(presumed, job_distance="eloigne", related=())
    assert found["job_distance"] is None
    assert found["related_hours"][1] > facts(baker, job_distance="eloigne", related=())["related_hours"][1]
