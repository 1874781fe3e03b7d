"""The form holds a dossier whole: what is opened, shown and sent back is the same dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from web_clients import EXAMPLES

from matcher.reading.dossiers import parse_dossier
from matcher.web.interview.actions import act
from matcher.web.interview.form import Form, form_of, read_form
from matcher.web.interview.state import dossier_values, look_at


def sent(form: Form) -> list[tuple[str, str]]:
    """What a browser sends of a form: its fields in order, lists and ticked boxes repeated."""
    told = [*form.top.items(), ("focus", form.focus), ("panel", form.panel), ("before", form.before)]
    for number, card in enumerate(form.cards):
        told += [(f"experiences[{number}].{name}", value) for name, value in card.fields.items()]
        told += [(f"experiences[{number}].proofs", proof) for proof in card.proofs]
    for group, rows in form.rows.items():
        told += [(f"{group}[{n}].{name}", value) for n, row in enumerate(rows) for name, value in row.items()]
    return told


def typed(**fields: str) -> Form:
    """A form with one experience, each field as typed."""
    told = {"kind": "salarie", "title": "Comptable", "start": "2019", **fields}
    return read_form([("filed_on", "02/05/2024"), *((f"experiences[0].{name}", told[name]) for name in told)])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_goes_through_the_page_unchanged(path: Path) -> None:
    before = parse_dossier(yaml.safe_load(path.read_text(encoding="utf-8")))
    form = form_of(before.model_dump(mode="json"))
    assert parse_dossier(dossier_values(read_form(sent(form)))) == before


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({"end": ""}, "absent"),
        ({"end": "", "ongoing": "oui"}, None),
        ({"end": "12/2023", "ongoing": "oui"}, "2023-12"),
        ({"end": "mars 2021"}, "2021-03"),
        ({"end": "05/03/2021"}, "2021-03-05"),
        ({"end": "2021-03-05/2021-04-01"}, "2021-03-05/2021-04-01"),
    ],
)
def test_an_end_left_out_is_not_an_end_to_come(said: dict[str, str], read: str | None) -> None:
    values, faults, _ = typed(**said).values()
    assert faults == []
    assert values["experiences"][0].get("end", "absent") == read


def test_a_date_that_cannot_be_read_is_a_fault_and_never_a_guess() -> None:
    for said in ("31/02/2020", "12/31/2019", "bientôt", "0000-00-00"):
        values, faults, _ = typed(end=said).values()
        assert [fault["path"] for fault in faults] == ["experiences[0].end"]
        assert "end" not in values["experiences"][0]


def test_a_card_where_nothing_is_typed_is_neither_judged_nor_a_fault(matcher: Any) -> None:
    form = typed(activities="Tenue de la comptabilité\n\n- Déclarations de TVA")
    act(form, "ajouter:benevole")
    look = look_at(matcher, form)
    assert look.faults == ()
    assert look.numbers == (0,)
    assert look.report is not None
    assert look.dossier is not None
    assert look.dossier.experiences[0].activities == ("Tenue de la comptabilité", "Déclarations de TVA")


def test_faults_name_the_card_though_a_blank_one_comes_before(matcher: Any) -> None:
    form = Form()
    form.top["filed_on"] = "02/05/2024"
    act(form, "ajouter:benevole")
    act(form, "ajouter:salarie")
    act(form, "ajouter:stage")
    form.cards[1].fields |= {"start": "2019", "weekly_hours": "400"}
    form.cards[2].fields |= {"start": "2020", "title": "Stage"}
    look = look_at(matcher, form)
    assert [fault.path for fault in look.faults] == ["experiences[1].weekly_hours"]
    assert look.set_aside == (1,)
    assert look.numbers == (2,)


def test_a_faulty_filing_date_leaves_no_result(matcher: Any) -> None:
    form = typed()
    form.top["filed_on"] = "1999"
    look = look_at(matcher, form)
    assert look.report is None
    assert look.faults[0].field == "date de dépôt"
    form.top["filed_on"] = "02/05/1999"
    assert "18/01/2002" in look_at(matcher, form).faults[-1].message


def test_messages_speak_of_dates_as_people_write_them(matcher: Any) -> None:
    look = look_at(matcher, typed(start="05/03/2021", end="2020"))
    assert look.faults[0].field == "expérience 1, fin"
    assert "05/03/2021" in look.faults[0].message
    assert "2021-03-05" not in look.faults[0].message


def test_unknown_actions_and_names_change_nothing() -> None:
    form = read_form([("experiences[0].inconnu", "x"), ("autre", "y"), ("experiences[999999].title", "z")])
    for action in ("", "inconnu", "ajouter:pirate", "retirer:9", "retirer:-1", "cocher:zz", "revenir"):
        asked = act(form, action)
        assert asked.form.top == form.top
        assert [card.blank for card in asked.form.cards] == [True]


def test_what_is_carried_must_be_json_of_an_object(matcher: Any) -> None:
    form = typed()
    for broken in ("{", "[1]", "null", '{"languages": 3}'):
        form.top["carried"] = broken
        look = look_at(matcher, form)
        assert (look.report is None) == bool(look.faults)
