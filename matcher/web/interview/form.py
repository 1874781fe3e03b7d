"""What the page holds, as typed, and the dossier it makes. Names of fields are paths of a dossier, as in faults."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matcher.model.dossier import Dossier
from matcher.model.faults import DossierFault
from matcher.web.interview.typed_dates import as_typed, read_typed_date

Values = dict[str, Any]

TOP = ("id", "filed_on", "situation", "postcode", "prescriber", "target", "project", "initial_training")
CODE_LISTS = ("target_blocs", "validated_blocs")
TEXTS = ("title", "organisation", "country", "rome", "work_time", "responsibility", "within_work")
NUMBERS = ("weekly_hours", "total_hours", "training_hours", "team_size", "budget")
LINES = ("activities", "not_done")
ROWS = {"diplomas": ("level", "title"), "requests": ("certification", "filed_on", "blocs_only")}
_EXPERIENCE = (*TEXTS, *NUMBERS, *LINES, "kind", "start", "end", "ongoing", "carried")
_LISTED = ("proofs", "ticked")
_PLACE = re.compile(r"(experiences|diplomas|requests)\[(\d{1,3})\]\.(\w+)")
_EXPECTED_DATE = "une date comme 2019, 03/2019 ou 05/03/2019"


@dataclass
class Card:
    """One experience as typed: every field a text, and the lists of what is ticked."""

    fields: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_EXPERIENCE, ""))
    proofs: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    """Typical activities ticked a moment ago, to be added to the activities."""

    def __getitem__(self, name: str) -> str:
        return self.fields[name]

    @property
    def blank(self) -> bool:
        """Whether nothing was told yet, but for the kind: not an experience to judge, nor a fault."""
        return not self.proofs and not any(self.fields[name].strip() for name in _EXPERIENCE if name != "kind")

    @property
    def carried(self) -> tuple[str, ...]:
        """The keys of what is carried along."""
        return tuple(_carried(self.fields["carried"]))

    @property
    def lines(self) -> list[str]:
        return _lines(self.fields["activities"])


@dataclass
class Form:
    """The whole form as typed. ``carried``: the parts of the dossier that the page does not show, in JSON."""

    top: dict[str, str] = field(default_factory=lambda: dict.fromkeys((*TOP, *CODE_LISTS, "carried"), ""))
    cards: list[Card] = field(default_factory=list)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {name: [] for name in ROWS})
    note: str = ""
    adviser: str = ""
    focus: str = ""
    panel: str = ""
    """What is held up to be seen: « regimes », « pas:CODE », « historique » or « avis »; empty: nothing."""
    compare: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()
    """The opinions of the history that are ticked or compared."""
    reference: str = ""
    """The dossier looked for in the history."""
    before: str = ""
    """The dossier kept as the starting point of a « et si », in JSON."""

    @property
    def carried(self) -> tuple[str, ...]:
        """The keys of what is carried along, for the whole dossier."""
        return tuple(_carried(self.top["carried"]))

    def values(self) -> tuple[Values, list[DossierFault], list[int]]:
        """The dossier's values, the dates that can't be read, and the number of the card of each experience."""
        faults: list[DossierFault] = []
        values: Values = {**_carried(self.top["carried"]), **_told(self.top, TOP)}
        values["filed_on"] = _date(self.top["filed_on"], "filed_on", faults)
        filed_on = _day(values["filed_on"])
        if values.get("initial_training") == "non":
            values["initial_training"] = False
        for name in CODE_LISTS:
            codes = re.split(r"[\s,;]+", self.top[name].strip())
            values |= {name: codes} if any(codes) else {}
        for name in ROWS:
            rows = [_row(name, index, row, faults, filed_on) for index, row in enumerate(self.rows[name])]
            values |= {name: rows} if rows else {}
        kept = [number for number, card in enumerate(self.cards) if not card.blank]
        values["experiences"] = [_experience(self.cards[number], number, faults, filed_on) for number in kept]
        return {key: value for key, value in values.items() if value is not None}, faults, kept


def read_form(sent: Iterable[tuple[str, Any]]) -> Form:
    """The form out of what a browser sends. Unknown names are left aside; the last of a repeated name counts."""
    form = Form()
    cards: dict[int, Card] = {}
    rows: dict[str, dict[int, dict[str, str]]] = {name: {} for name in ROWS}
    for name, value in sent:
        if not isinstance(value, str):
            continue
        place = _PLACE.fullmatch(name)
        if place and place[1] == "experiences":
            _fill(cards.setdefault(int(place[2]), Card()), place[3], value)
        elif place and place[3] in ROWS[place[1]]:
            rows[place[1]].setdefault(int(place[2]), dict.fromkeys(ROWS[place[1]], ""))[place[3]] = value.strip()
        elif name in form.top:
            form.top[name] = value
        elif name in {"note", "adviser", "focus", "panel", "before", "reference"}:
            setattr(form, name, value)
        elif name == "compare":
            form.compare = (*form.compare, value)
        elif name == "avis":
            form.saved = (*form.saved, value)
    form.cards = [cards[number] for number in sorted(cards)]
    form.rows = {name: [found[n] for n in sorted(found) if any(found[n].values())] for name, found in rows.items()}
    return form


def form_of(values: Mapping[str, Any]) -> Form:
    """The form that shows a dossier's values, sound or not. What the page has no field for is carried along."""
    form = Form()
    shown = {*TOP, *CODE_LISTS, *ROWS, "experiences"}
    form.top |= {name: _typed(values.get(name)) for name in TOP}
    form.top["filed_on"] = as_typed(_typed(values.get("filed_on")))
    form.top |= {name: ", ".join(map(str, _list(values.get(name)))) for name in CODE_LISTS}
    form.top["carried"] = _json({key: value for key, value in values.items() if key not in shown and value})
    for name, fields in ROWS.items():
        given = [row for row in _list(values.get(name)) if isinstance(row, Mapping)]
        form.rows[name] = [{key: as_typed(_typed(row.get(key))) for key in fields} for row in given]
    form.cards = [_card(one) for one in _list(values.get("experiences")) if isinstance(one, Mapping)]
    return form


def form_of_dossier(dossier: Dossier) -> Form:
    return form_of(dossier.model_dump(mode="json"))


def _fill(card: Card, name: str, value: str) -> None:
    if name in _LISTED:
        setattr(card, name, (*getattr(card, name), value))
    elif name in card.fields:
        card.fields[name] = value


def _card(given: Mapping[str, Any]) -> Card:
    card = Card(proofs=tuple(map(str, _list(given.get("proofs")))))
    for name in (*TEXTS, *NUMBERS, "kind"):
        card.fields[name] = _typed(given.get(name))
    for name in ("start", "end"):
        card.fields[name] = as_typed(_typed(given.get(name)))
    card.fields["ongoing"] = "oui" if "end" in given and given["end"] is None else ""
    for name in LINES:
        card.fields[name] = "\n".join(map(str, _list(given.get(name))))
    shown = {*_EXPERIENCE, "proofs"}
    card.fields["carried"] = _json({key: value for key, value in given.items() if key not in shown and value})
    return card


def _experience(card: Card, number: int, faults: list[DossierFault], filed_on: date | None) -> Values:
    """The values of one card; its faults are told by the number of the card."""
    values: Values = {**_carried(card["carried"]), **_told(card.fields, ("kind", *TEXTS, *NUMBERS))}
    for name in LINES:
        lines = _lines(card[name])
        values |= {name: lines} if lines else {}
    if card.proofs:
        values["proofs"] = list(card.proofs)
    for name in ("start", "end"):
        read = _date(card[name], f"experiences[{number}].{name}", faults, filed_on)
        values |= {name: read} if read is not None else {}
    if card["ongoing"] and not card["end"].strip():
        values["end"] = None
    return values


def _row(group: str, index: int, row: Mapping[str, str], faults: list[DossierFault], filed_on: date | None) -> Values:
    values = _told(row, [name for name in row if name not in {"filed_on", "blocs_only"}])
    if "filed_on" in row:
        values["filed_on"] = _date(row["filed_on"], f"{group}[{index}].filed_on", faults, filed_on)
    if row.get("blocs_only"):
        values["blocs_only"] = True
    return {key: value for key, value in values.items() if value is not None}


def _told(fields: Mapping[str, str], names: Iterable[str]) -> Values:
    return {name: fields[name].strip() for name in names if fields[name].strip()}


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso or "")
    except ValueError:
        return None


def _date(typed: str, path: str, faults: list[DossierFault], filed_on: date | None = None) -> str | None:
    """The ISO text of a date as typed; None for an empty field, and for what can't be read, which is then a fault."""
    if not typed.strip():
        return None
    read = read_typed_date(typed, filed_on)
    if read is None:
        fault = DossierFault(path=path, value=typed.strip()[:80], expected=_EXPECTED_DATE, message="date illisible")
        faults.append(fault)
    return read


def _lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := raw.strip().lstrip("-•–* ").strip())]


def _typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",") if abs(value) < 1e6 else f"{value:.2f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else str(value)


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, default=str) if values else ""


def _carried(text: str) -> Values:
    try:
        read = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
