"""What the seven steps read of the world, entry by entry: a centre, a contact, an aid, a tariff, a jury."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


Position = tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]]
"""Latitude and longitude, in degrees: a town's or an area's centre, good to order places, not to measure to a door."""


ReadOn = Annotated[str, BeforeValidator(str)]
"""A day, a month or a year, as text: YAML reads some of them as a date or a number."""


Confidence = Literal["verified", "to_confirm"]


class Entry(BaseModel):
    """What every entry shares: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Centre(Entry):
    """A place of the Cnam. ``region`` is the one it serves; abroad, its country."""

    id: Line
    name: Line
    kind: Literal["siege", "centre_regional", "site", "point_vae", "antenne", "centre_etranger"]
    status: Literal["open", "to_confirm", "announced"]
    region: Line
    country: Line = "France"
    address: Line | None = None
    postcode: Line | None = None
    city: Line | None = None
    phone: Line | None = None
    email: Line | None = None
    website: Line | None = None
    position: Position | None = None
    doubt: Line | None = None
    source: Line
    read_on: ReadOn | None = None
    confidence: Confidence


class Contact(Entry):
    """A contact that is no centre. ``national``: the one given where no centre is known."""

    id: Line
    name: Line
    text: Line
    address: Line | None = None
    phone: Line | None = None
    link: Line | None = None
    national: bool = False
    from_: date | None = Field(None, alias="from")
    until: date | None = None
    source: Line
    read_on: ReadOn
    confidence: Confidence


class Department(Entry):
    code: Line
    name: Line
    region: Line
    region_code: Line
    zone: Literal["metropole", "outre-mer"]
    position: Position | None = None


class Unit(Entry):
    """A teaching unit of the Cnam. ``diplomas``: the Cnam codes of those that list it, where known."""

    code: Line
    title: Line
    ects: int | None = None
    diplomas: tuple[Line, ...] = ()
    source: Line
    read_on: ReadOn | None = None


class Aid(Entry):
    """A Région's aid for VAE. ``shown_by_source``: whether the source itself shows it to the public."""

    region: Line
    region_code: Line
    label: Line
    situations: tuple[Line, ...]
    ceiling_euros: int | None = None
    conditions: tuple[Line, ...] = ()
    note: Line | None = None
    link: Line
    shown_by_source: bool
    source: Line
    read_on: ReadOn


class Meeting(Entry):
    """A collective information meeting."""

    centre: Line
    day: date
    time: Line | None = None
    place: Line | None = None
    link: Line | None = None


class Tariff(Entry):
    """One line of cost of a centre; ``certification`` null: for all. ``until`` is excluded."""

    centre: Line
    certification: Line | None = None
    label: Line
    euros: Annotated[float, Field(ge=0)]
    from_: date = Field(alias="from")
    until: date | None = None
    source: Line


class JurySession(Entry):
    """A session of a jury; ``centre`` or ``certification`` null: for all."""

    centre: Line | None = None
    certification: Line | None = None
    day: date
    file_by: date | None = None
    source: Line

    @model_validator(mode="after")
    def _in_order(self) -> JurySession:
        if self.file_by is not None and self.file_by > self.day:
            raise ValueError(f"le dépôt du livret ({self.file_by}) ne peut pas suivre le jury ({self.day})")
        return self
