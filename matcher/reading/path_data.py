"""What the seven steps read of the world: centres, contacts, departments, units, aids; and what centres enter.

The bundled files stand in ``referentials/centres``, ``ue`` and ``aides``. A centre's own, in ``$VAE_DATA/centres``: its
``centres.yaml`` and ``contacts.yaml`` correct entries by ``id``; its other files are read instead of ours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from matcher.located_yaml import Fault, LocatedYaml, read_as
from matcher.reading.path_entries import Aid, Centre, Contact, Department, Entry, JurySession, Meeting, Tariff, Unit

FILES = ("centres.yaml", "contacts.yaml", "reunions.yaml", "tarifs.yaml", "jurys.yaml")
FOLDERS = ("centres", "ue", "aides")


class PathDataError(ValueError):
    """A file of the steps can't be used. ``faults`` lists every fault with its file, line and key."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


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
