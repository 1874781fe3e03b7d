"""What makes two forms probably the same person's. Empty keys are never equal: a key stands on something said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from matcher.reading.dates import read_date
from matcher.reading.forms.cells import cleaned
from matcher.reading.forms.headings import Headings
from matcher.reading.forms.line import LATEST_FILING
from matcher.reading.forms.table import RawRow
from matcher.reading.forms.vocabulary import vocabulary
from matcher.reading.tables import plain

_LEAST_DIGITS = 9


def identity_keys(row: RawRow, headings: Headings) -> list[bytes]:
    """Sixteen bytes for each thing that would tell the person again: two rows that share one are probably hers.

    The identifier of the form; the e-mail address (without case nor alias) with the first given name; a name (of birth
    or of use) and the first given name, with the telephone, the birth date, or the first experience.
    """
    said = {column: _said(row, place) for column, place in headings.places.items()}
    return [hashlib.blake2b(key.encode(), digest_size=16).digest() for key in _keys(said, _experience(row, headings))]


def _keys(said: dict[str, str], experience: str) -> Iterator[str]:
    if said.get("id_fiche"):
        yield f"fiche {said['id_fiche']}"
    given = plain(re.split(r"[\s,;]", said.get("prenoms", ""))[0])
    address = _address(said.get("courriel", ""))
    telephone = _telephone(said.get("telephone", ""))
    if address:
        yield f"courriel {address} {given}"
    if not given:
        return
    if telephone:
        yield f"telephone {telephone} {given}"
    names = {plain(said.get(column, "")) for column in ("nom_naissance", "nom_usage")} - {""}
    also = [_birth(said.get("date_naissance", "")), experience]
    for name in sorted(names):
        yield from (f"nom {name} {given} {one}" for one in also if one)


def _said(row: RawRow, place: int) -> str:
    text = cleaned(row.cells[place]) if place < len(row.cells) else ""
    return "" if vocabulary().is_absent(text) else text


def _address(text: str) -> str:
    """An e-mail address in lower case, without its alias: "Lea.Martin+vae@exemple.fr" → "lea.martin@exemple.fr"."""
    found = re.fullmatch(r"([^@+\s]+)(?:\+[^@\s]*)?@([^@\s]+\.[^@\s]+)", text.lower())
    return f"{found[1]}@{found[2]}" if found else ""


def _telephone(text: str) -> str:
    """The last nine digits: "+33 6 12…", "06.12…" and "612…" are the same."""
    digits = re.sub(r"\D", "", text)[-_LEAST_DIGITS:]
    return digits if len(digits) == _LEAST_DIGITS and len(set(digits)) > 1 else ""


def _birth(text: str) -> str:
    read = read_date(text, LATEST_FILING)
    return f"né le {read.first}" if read and read.exact else ""


def _experience(row: RawRow, headings: Headings) -> str:
    """The first experience of the wide form: what was done, and since when."""
    places = next(iter(headings.experiences.values()), {})
    title, start = (_said(row, places[column]) if column in places else "" for column in ("fonction", "date_debut"))
    return f"{plain(title)} depuis {plain(start)}" if plain(title) and plain(start) else ""
