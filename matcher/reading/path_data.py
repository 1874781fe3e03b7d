"""What the seven steps read of the world: centres, contacts, departments, units, aids; and what centres enter.

The bundled files stand in ``referentials/centres``, ``ue`` and ``aides``. A centre's own, in ``$VAE_DATA/centres``: its
``centres.yaml`` and ``contacts.yaml`` correct entries by ``id``; its other files are read instead of ours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from matcher.located_yaml import Fault, LocatedYaml, read_as

Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Position = tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]]
"""Latitude and longitude, in degrees: a town's or an area's centre, good to order places, not to measure to a door."""

ReadOn = Annotated[str, BeforeValidator(str)]
"""A day, a month or a year, as text: YAML reads some of them as a date or a number."""

Confidence = Literal["verified", "to_confirm"]
FILES = ("centres.yaml", "contacts.yaml", "reunions.yaml", "tarifs.yaml", "jurys.yaml")
FOLDERS = ("centres", "ue", "aides")


class PathDataError(ValueError):
    """A file of the steps can't be used. ``faults`` lists every fault with its file, line and key."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


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


class _Centres(Entry):
    centres: tuple[Centre, ...]


class _Contacts(Entry):
    contacts: tuple[Contact, ...]


class _Meetings(Entry):
    meetings: tuple[Meeting, ...]


class _Tariffs(Entry):
    tariffs: tuple[Tariff, ...]


class _Sessions(Entry):
    sessions: tuple[JurySession, ...]


class _Aids(Entry):
    aids: tuple[Aid, ...]


@dataclass(frozen=True)
class PathData:
    """All that was read; empty where nothing is known.

    ``odd_postcodes``: those that their first digits misplace, with the departments served; ``odd_prefixes``: first
    three digits that are not those of the department.
    """

    centres: tuple[Centre, ...] = ()
    contacts: tuple[Contact, ...] = ()
    departments: tuple[Department, ...] = ()
    odd_postcodes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    odd_prefixes: Mapping[str, str] = field(default_factory=dict)
    units: tuple[Unit, ...] = ()
    aids: tuple[Aid, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    sessions: tuple[JurySession, ...] = ()

    def centre(self, identifier: str) -> Centre | None:
        return next((one for one in self.centres if one.id == identifier), None)


def path_data_version(folder: Path, data: Path) -> str:
    """A hash of every file that `load_path_data` reads."""
    digest = hashlib.sha256()
    bundled = [path for name in FOLDERS for path in sorted((folder / name).glob("*.*"))]
    for path in [*bundled, *(data / "centres" / name for name in FILES)]:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def load_path_data(folder: Path, data: Path) -> PathData:
    """Read the bundled ``folder`` and a centre's own files in ``data``. Raises PathDataError with every fault."""
    reading = _Reading(folder, data / "centres")
    centres = reading.corrected("centres.yaml", _Centres)
    contacts = reading.corrected("contacts.yaml", _Contacts)
    meetings = reading.own_or_ours("reunions.yaml", _Meetings)
    tariffs = reading.own_or_ours("tarifs.yaml", _Tariffs)
    sessions = reading.own_or_ours("jurys.yaml", _Sessions)
    postcodes = _json(folder / "centres" / "codes-postaux.json")
    aids = reading.read(folder / "aides" / "regions.yaml", _Aids)
    found = PathData(
        centres=tuple(one for file in centres for one in file.centres),
        contacts=tuple(one for file in contacts for one in file.contacts),
        departments=tuple(Department.model_validate(one) for one in _json(folder / "centres" / "departements.json")),
        odd_postcodes={code: tuple(served) for code, served in postcodes.get("postcodes", {}).items()},
        odd_prefixes=postcodes.get("prefixes", {}),
        units=tuple(Unit.model_validate(one) for one in _json(folder / "ue" / "ue.json")),
        aids=aids.aids if aids else (),
        meetings=meetings.meetings if meetings else (),
        tariffs=tariffs.tariffs if tariffs else (),
        sessions=sessions.sessions if sessions else (),
    )
    found = _last_by_id(found)
    reading.check_centres(found)
    if reading.faults:
        raise PathDataError(reading.faults)
    return found


FileModel = TypeVar("FileModel", bound=Entry)
Named = TypeVar("Named", Centre, Contact)


class _Reading:
    """Reads files one by one and gathers their faults."""

    def __init__(self, folder: Path, own: Path) -> None:
        self._ours, self._own = folder / "centres", own
        self._yaml: dict[str, LocatedYaml] = {}
        self.faults: list[Fault] = []

    def corrected(self, name: str, model: type[FileModel]) -> list[FileModel]:
        """Our file, then the centre's own, which corrects it."""
        return [found for folder in (self._ours, self._own) if (found := self.read(folder / name, model))]

    def own_or_ours(self, name: str, model: type[FileModel]) -> FileModel | None:
        own = self._own / name
        return self.read(own if own.is_file() else self._ours / name, model)

    def read(self, path: Path, model: type[FileModel]) -> FileModel | None:
        """A file as its model; None where it is not there, or is at fault."""
        if not path.is_file():
            return None
        found, self._yaml[path.name], faults = read_as(path, f"{path.parent.name}/{path.name}", model)
        self.faults.extend(faults)
        return found

    def check_centres(self, found: PathData) -> None:
        """Every centre that an entry names is a known one."""
        known = {one.id for one in found.centres}
        named: dict[str, tuple[str, list[str | None]]] = {
            "reunions.yaml": ("meetings", [one.centre for one in found.meetings]),
            "tarifs.yaml": ("tariffs", [one.centre for one in found.tariffs]),
            "jurys.yaml": ("sessions", [one.centre for one in found.sessions]),
        }
        for file, (key, centres) in named.items():
            for place, centre in enumerate(centres):
                if centre is not None and centre not in known:
                    expected = f"centre inconnu « {centre} » ; attendu : un identifiant de centres.yaml"
                    self.faults.append(self._yaml[file].fault((key, place, "centre"), expected))


def _last_by_id(found: PathData) -> PathData:
    """Of two entries with one id, the later, where the first stood."""

    def last(entries: tuple[Named, ...]) -> tuple[Named, ...]:
        return tuple({one.id: one for one in entries}.values())

    return PathData(
        **{**found.__dict__, "centres": last(found.centres), "contacts": last(found.contacts)},
    )


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
