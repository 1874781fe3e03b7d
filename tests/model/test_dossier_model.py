from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from matcher.model.dates import PartialDate
from matcher.model.dossier import Dossier, Experience, ExperienceKind, keys_at
from matcher.model.faults import french_faults

KINDS = st.sampled_from(ExperienceKind.__args__)


def dossier(**experience: Any) -> dict[str, Any]:
    return {"id": "D1", "filed_on": "2024-03-12", "experiences": [{"kind": "salarie", "start": "2019", **experience}]}


def faults(given: dict[str, Any]) -> dict[str, str]:
    """path → message, for what a dossier refuses."""
    with pytest.raises(ValidationError) as caught:
        Dossier.model_validate(given)
    return {fault["path"]: fault["message"] for fault in french_faults(caught.value, keys_at)}


def texts() -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)


@st.composite
def partial_dates(draw: st.DrawFn, first: date = date(1950, 1, 1), last: date = date(2024, 1, 1)) -> PartialDate:
    day = draw(st.dates(first, last))
    year, month = draw(st.sampled_from([(None, None), (day.month, None), (day.month, day.day)]))
    return PartialDate.of(day.year, year, month)


@st.composite
def experiences(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(partial_dates())
    read: dict[str, Any] = {
        "kind": draw(KINDS),
        "start": str(start),
        "title": draw(texts()),
        "activities": draw(st.lists(texts(), max_size=3)),
        "weekly_hours": draw(st.none() | st.floats(0, 168)),
        "work_time": draw(st.sampled_from([None, "plein", "forfait_jours", "80 %"])),
        "within_work": draw(st.sampled_from([None, True, False])),
    }
    end = draw(st.sampled_from(["absent", "null", "known"]))
    if end != "absent":
        read["end"] = None if end == "null" else str(draw(partial_dates(start.last, date(2030, 1, 1))))
    return read


@st.composite
def dossiers(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "id": draw(texts().filter(lambda text: text.strip())),
        "filed_on": "2024-12-31",
        "target": draw(st.none() | texts()),
        "initial_training": draw(st.sampled_from([None, False, "RNCP36889"])),
        "experiences": draw(st.lists(experiences(), max_size=4)),
    }


@settings(max_examples=150)
@given(dossiers())
def test_a_dossier_written_as_json_reads_back_identical(given: dict[str, Any]) -> None:
    read = Dossier.model_validate(given)
    again = Dossier.model_validate(json.loads(read.model_dump_json()))
    assert again == read
    assert again.model_dump_json() == read.model_dump_json()
    assert Dossier.model_validate_json(read.model_dump_json()) == read
    for before, after, raw in zip(read.experiences, again.experiences, given["experiences"], strict=True):
        assert before.end_known == after.end_known == ("end" in raw)


def test_an_end_left_out_is_not_a_null_end() -> None:
    unknown = Experience(kind="salarie", start=PartialDate.of(2019))
    ongoing = Experience(kind="salarie", start=PartialDate.of(2019), end=None)
    assert (unknown.end_known, unknown.ongoing) == (False, False)
    assert (ongoing.end_known, ongoing.ongoing) == (True, True)
    assert unknown != ongoing
    assert "end" not in unknown.model_dump()
    assert ongoing.model_dump()["end"] is None
    assert len({unknown, ongoing, unknown.model_copy()}) == 2


def test_null_stands_for_whatever_may_be_left_out() -> None:
    optional = set(Experience.model_fields) - {"kind", "start", "end"}
    bare = Dossier.model_validate(dossier())
    assert Dossier.model_validate(dossier(**dict.fromkeys(optional))) == bare
    optional = set(Dossier.model_fields) - {"id", "filed_on", "experiences"}
    assert Dossier.model_validate({**dossier(), **dict.fromkeys(optional)}) == bare
    request = {"certification": "RNCP36889", "filed_on": "2024-01-15", "blocs_only": None}
    assert Dossier.model_validate({**dossier(), "requests": [request]}).requests[0].blocs_only is False


def test_every_fault_is_told_at_once_with_its_path() -> None:
    given = {
        "id": " ",
        "filed_on": "12/03/2024",
        "surprise": 1,
        "situation": "patron",
        "languages": [{"code": "anglais", "level": "D4"}],
        "requests": [{"certification": "RNCP1", "filed_on": "2024"}],
        "experiences": [
            {"kind": "ouvrier", "start": "2019-31", "weekly_hours": 400, "total_hours": -3, "weekly_hour": 3},
            {
                "start": "2020-02-30",
                "title": "a\x00b",
                "team_size": True,
                "absences": [{"start": "2019", "end": "2018"}],
            },
            {"kind": "salarie", "start": "2020-05-01", "end": "2020-04-01", "activities": "tout", "rome": "M12"},
            "une phrase",
        ],
    }
    assert faults(given) == {
        "id": "le texte est vide",
        "filed_on": "ce texte n'a pas la forme d'une date",
        "surprise": "clé inconnue",
        "situation": "valeur inconnue",
        "languages[0].code": "ce n'est pas un code de langue",
        "languages[0].level": "valeur inconnue",
        "requests[0].filed_on": "la date doit être complète",
        "experiences[0].kind": "valeur inconnue",
        "experiences[0].start": "le mois 31 n'existe pas",
        "experiences[0].weekly_hours": "la valeur est trop grande",
        "experiences[0].total_hours": "la valeur est trop petite",
        "experiences[0].weekly_hour": "clé inconnue",
        "experiences[1].kind": "la clé manque",
        "experiences[1].start": "le jour 30/02/2020 n'existe pas",
        "experiences[1].title": "le texte contient un caractère de contrôle (U+0000, position 2)",
        "experiences[1].team_size": "ce n'est pas un nombre",
        "experiences[1].absences[0].end": "la fin précède le début (2019)",
        "experiences[2].end": "la fin précède le début (2020-05-01)",
        "experiences[2].activities": "ce n'est pas une liste",
        "experiences[2].rome": "ce n'est pas un code ROME",
        "experiences[3]": "ce n'est pas un objet",
    }


def test_a_start_after_filing_is_told_together_with_the_other_faults() -> None:
    given = dossier(start="2025", kind="ouvrier")
    assert faults(given) == {
        "experiences[0].kind": "valeur inconnue",
        "experiences[0].start": "l'expérience commence après le dépôt du dossier (2024-03-12)",
    }
    assert Dossier.model_validate(dossier(start="2024")).experiences[0].start == PartialDate.of(2024)
    assert Dossier.model_validate(dossier(start="2024-03-12", end="2030")).experiences[0].end == PartialDate.of(2030)


@pytest.mark.parametrize(
    ("experience", "refused"),
    [
        ({"start": "2024-01-01", "end": "2024-01-10", "total_hours": 240}, False),
        ({"start": "2024-01-01", "end": "2024-01-10", "total_hours": 241}, True),
        ({"start": "2024-01", "end": "2024-01", "total_hours": 31 * 24}, False),
        ({"start": "2024-03-01", "end": None, "total_hours": 12 * 24}, False),
        ({"start": "2024-03-01", "end": None, "total_hours": 12 * 24 + 1}, True),
        ({"start": "2024-03-01", "total_hours": 12 * 24 + 1}, True),
    ],
)
def test_a_total_stays_within_24_hours_a_day(experience: dict[str, Any], refused: bool) -> None:
    if refused:
        told = faults(dossier(**experience))
        assert told == {"experiences[0].total_hours": "le total dépasse 24 h par jour sur la période"}
    else:
        Dossier.model_validate(dossier(**experience))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "ce nombre n'est pas fini"),
        (float("inf"), "ce nombre n'est pas fini"),
        (True, "ce n'est pas un nombre"),
        ("nan", "ce n'est pas un nombre"),
        ("35h", "ce n'est pas un nombre"),
        ("1,607", "ce n'est pas un nombre"),
        (10**400, "ce nombre est hors de toute mesure"),
        ([35], "ce n'est pas un nombre"),
        (168.01, "la valeur est trop grande"),
        (-1, "la valeur est trop petite"),
    ],
)
def test_weekly_hours_refused(value: Any, message: str) -> None:
    assert faults(dossier(weekly_hours=value)) == {"experiences[0].weekly_hours": message}


@pytest.mark.parametrize(("value", "read"), [("17,5", 17.5), ("35", 35), (" 24.75 ", 24.75), (0, 0), (168, 168)])
def test_weekly_hours_read(value: Any, read: float) -> None:
    assert Dossier.model_validate(dossier(weekly_hours=value)).experiences[0].weekly_hours == read


def test_a_total_may_be_grouped_as_in_french() -> None:
    for written in ("1 607", "1\u202f607", "1\u00a0607"):
        assert Dossier.model_validate(dossier(total_hours=written)).experiences[0].total_hours == 1607


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "a\ud800", "le texte contient un demi-caractère isolé (U+D800, position 2)"),
        ("title", "x" * 20_001, "le texte est trop long"),
        ("title", b"octets", "ce n'est pas du texte"),
        ("title", {"a": 1}, "ce n'est pas du texte"),
        ("title", True, "ce n'est pas du texte"),
        ("activities", {"a", "b"}, "ce n'est pas une liste"),
        ("activities", ["a"] * 201, "la liste est trop longue"),
        ("activities", [["a"]], "ce n'est pas du texte"),
        ("proofs", [""], "le texte est vide"),
        ("within_work", 1, "ce n'est ni oui ni non"),
        ("work_time", "mi-temps", "temps de travail inconnu"),
        ("work_time", "0 %", "temps de travail inconnu"),
        ("team_size", 1.5, "ce n'est pas un nombre entier"),
        ("absences", [{"start": "2019", "fin": "2020"}], "clé inconnue"),
    ],
)
def test_a_field_refused(field: str, value: Any, message: str) -> None:
    assert list(faults(dossier(**{field: value})).values()) == [message]


def test_fields_are_tidied() -> None:
    read = Dossier.model_validate(
        {
            **dossier(rome=" m1203 ", work_time="80%", within_work="oui", title="  e\u0301lue  "),
            "id": 12,
            "postcode": 75003,
            "target": "rncp 35 375",
            "requests": [{"certification": "RNCP n° 36889", "filed_on": "2024-01-15"}],
            "languages": [{"code": "EN"}],
        }
    )
    one = read.experiences[0]
    assert (one.rome, one.work_time, one.within_work, one.title) == ("M1203", "80 %", True, "élue")
    assert (read.id, read.postcode, read.target, read.languages[0].code) == ("12", "75003", "RNCP35375", "en")
    assert read.requests[0].certification == "RNCP36889"


def test_a_target_in_words_is_left_as_it_is() -> None:
    assert Dossier.model_validate({**dossier(), "target": "comptabilite gestion lisence"}).target == (
        "comptabilite gestion lisence"
    )


@pytest.mark.parametrize(("value", "read"), [(None, None), (False, False), ("rncp36889", "RNCP36889")])
def test_initial_training(value: Any, read: Any) -> None:
    assert Dossier.model_validate({**dossier(), "initial_training": value}).initial_training == read


def test_initial_training_needs_a_name() -> None:
    assert faults({**dossier(), "initial_training": True}) == {
        "initial_training": "la formation suivie n'est pas nommée"
    }


def test_too_many_experiences() -> None:
    given = {**dossier(), "experiences": dossier()["experiences"] * 300}
    assert faults(given) == {"experiences": "la liste est trop longue"}


def test_keys_that_are_no_text() -> None:
    assert faults({**dossier(), 1: "x", "funding": {2: 3}}) == {
        "": "la clé n'est pas du texte",
        "funding": "la clé n'est pas du texte",
    }


def test_a_dossier_is_frozen() -> None:
    read = Dossier.model_validate(dossier())
    with pytest.raises(ValidationError):
        read.id = "autre"  # type: ignore[misc]
    assert isinstance(hash(read), int)


def test_the_schema_describes_every_field_in_french() -> None:
    schema = Dossier.model_json_schema()
    assert schema["required"] == ["id", "filed_on", "experiences"]
    assert schema["$defs"]["Experience"]["required"] == ["kind", "start"]
    for part in (schema, *schema["$defs"].values()):
        assert part["additionalProperties"] is False
        assert all(field["description"] for field in part["properties"].values())
        assert "description" not in part


def test_a_dossier_with_every_key_is_read() -> None:
    given = {
        "id": "D1",
        "filed_on": "2024-03-12",
        "situation": "demandeur_emploi",
        "postcode": "75003",
        "country": None,
        "diplomas": [{"level": 5, "title": "BTS", "country": None}],
        "target": "RNCP36889",
        "target_blocs": [],
        "validated_blocs": [],
        "initial_training": None,
        "project": "évoluer vers un poste de responsable",
        "prescriber": "conseiller France Travail",
        "requests": [{"certification": "RNCP36889", "filed_on": "2024-01-15", "blocs_only": False}],
        "recevabilites": [{"certification": "RNCP36889", "notified_on": "2023-05-02", "issuer": "Cnam"}],
        "experiences": [
            {
                "kind": "salarie",
                "title": "Comptable",
                "organisation": "PME",
                "country": None,
                "rome": "M1203",
                "start": "2015-01-01",
                "end": "2020-12-31",
                "work_time": None,
                "weekly_hours": 35,
                "total_hours": None,
                "training_hours": None,
                "absences": [{"start": "2018-03-01", "end": "2018-08-31"}],
                "activities": ["Tenue de la comptabilité générale"],
                "not_done": [],
                "responsibility": "autonome",
                "team_size": None,
                "budget": None,
                "within_work": None,
                "proofs": ["attestation_employeur"],
            }
        ],
        "languages": [{"code": "en", "level": "B2"}],
        "funding": {"cpf_euros": None, "employer_agreement": None, "job_seeker_since": None},
    }
    written = json.loads(Dossier.model_validate(given).model_dump_json())
    assert written == given
