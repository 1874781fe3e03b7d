"""Where a person lives, and the Cnam's centres near it: from a postcode or a country, without the network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from statistics import fmean

from matcher.reading.path_data import PathData
from matcher.reading.path_entries import Centre, Department, Position
from matcher.text import unaccented

_FIVE = re.compile(r"(?<!\d)(\d{5})(?!\d)")
_FOUR = re.compile(r"\D*(\d{4})\D*")
_LONG_PREFIXES = ("97", "98")
_EARTH_RADIUS_KM = 6_371
_RANKS = {"open": 0, "to_confirm": 1}
"""An announced centre is never given as one to go to."""


@dataclass(frozen=True)
class Postcode:
    """A postcode as read. ``repaired``: its lost leading zero was put back. ``departments``: those it may serve."""

    text: str
    repaired: bool
    departments: tuple[Department, ...]


@dataclass(frozen=True)
class Nearby:
    """The centres for one place: the one in charge of its region or country, then the nearest others, best first."""

    place: str
    in_charge: tuple[Centre, ...]
    nearest: tuple[Centre, ...]
    announced: tuple[Centre, ...] = ()


def read_postcode(text: str | None, data: PathData) -> Postcode | None:
    """The departments of a postcode; None where it is none, or an unknown one.

    A code of four digits has lost its leading zero. Five digits are looked for, so that « 75141 Paris Cedex 03 » reads.
    """
    if not text:
        return None
    compact = re.sub(r"(?<=\d)[\s.](?=\d)", "", text)
    found, short = _FIVE.search(compact), _FOUR.fullmatch(compact)
    code = found[1] if found else f"0{short[1]}" if short else ""
    departments = _departments(code, data)
    return Postcode(code, found is None, departments) if departments else None


def _departments(code: str, data: PathData) -> tuple[Department, ...]:
    known = {one.code: one for one in data.departments}
    prefix = code[:3] if code.startswith(_LONG_PREFIXES) else data.odd_prefixes.get(code[:3], code[:2])
    served = data.odd_postcodes.get(code, (prefix,))
    return tuple(known[one] for one in served if one in known)


def centres_near(department: Department, data: PathData, most: int = 2) -> Nearby:
    """The centres for a department: those of its region first; elsewhere, the nearest of the same zone."""
    home = [one for one in data.centres if one.region == department.region]
    zone = {one.region for one in data.departments if one.zone == department.zone}
    others = [one for one in data.centres if one.region in zone and one.region != department.region]
    usable, elsewhere = _usable(home), _usable(others)
    by_distance = _by_distance(department.position, data)
    in_charge = [one for one in usable if one.kind in {"siege", "centre_regional"}]
    near = sorted((one for one in usable if one not in in_charge), key=by_distance)
    if not usable:
        near = sorted(elsewhere, key=by_distance)
    return Nearby(
        place=department.name,
        in_charge=tuple(sorted(in_charge, key=lambda one: (not one.address, one.id))[:most]),
        nearest=tuple(near[:most]),
        announced=tuple(one for one in home if one.status == "announced") if not usable else (),
    )


def centres_abroad(country: str, data: PathData, most: int = 2) -> Nearby:
    """The centres of a country; none where the Cnam has none known there."""
    there = _usable(one for one in data.centres if _plain(one.country) == _plain(country))
    main = [one for one in there if one.kind == "centre_etranger"]
    return Nearby(country, tuple(main[:most]), tuple(one for one in there if one not in main)[:most])


def _usable(centres: Iterable[Centre]) -> list[Centre]:
    """Those that may be gone to, the surest first."""
    found = [one for one in centres if one.status in _RANKS]
    return sorted(found, key=lambda one: (_RANKS[one.status], one.id))


def _by_distance(home: Position | None, data: PathData) -> Callable[[Centre], tuple[bool, float, str]]:
    """A key: the nearest first; a centre without a position stands in the middle of its region."""

    def key(centre: Centre) -> tuple[bool, float, str]:
        there = centre.position or _middle([one.position for one in data.departments if one.region == centre.region])
        known = home is not None and there is not None
        return not known, _distance_km(home, there) if home and there else 0.0, centre.id

    return key


def _middle(positions: Sequence[Position | None]) -> Position | None:
    known = [one for one in positions if one is not None]
    return (fmean(one[0] for one in known), fmean(one[1] for one in known)) if known else None


def _distance_km(one: Position, other: Position) -> float:
    """Along a great circle: https://fr.wikipedia.org/wiki/Formule_de_haversine."""
    (latitude, longitude), (other_latitude, other_longitude) = (tuple(map(radians, place)) for place in (one, other))
    across = sin((other_latitude - latitude) / 2) ** 2
    along = cos(latitude) * cos(other_latitude) * sin((other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(min(1.0, across + along)))


def _plain(text: str) -> str:
    return unaccented(text.strip()).replace("’", "'")
