"""Which column holds what: headings recognised however they are written, required ones missing, unknown ones listed."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matcher.model.faults import shown
from matcher.reading.forms.refusal import FormsRefused
from matcher.reading.forms.vocabulary import Columns, vocabulary
from matcher.reading.tables import plain

_SHOWN = 300


@dataclass(frozen=True)
class Headings:
    """Where each column stands. ``experiences``: by rank, from 1, in the wide form."""

    titles: tuple[str, ...]
    places: Mapping[str, int]
    experiences: Mapping[int, Mapping[str, int]]
    ignored: tuple[str, ...]


@functools.cache
def _known() -> _Known:
    return _Known(vocabulary().columns)


class _Known:
    """Every accepted title, made plain, and the column it names."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.form = _titles(columns.fiche, columns.sans_usage)
        self.experience = _titles(columns.experience, columns.sans_usage_experience)
        self.long = self.experience | {plain("id_fiche"): "id_fiche", plain("rang"): "rang"}
        self.long |= {plain(title): "id_fiche" for title in columns.fiche["id_fiche"]}
        self.long |= {plain(title): "rang" for title in columns.rang}
        names = "|".join(sorted(map(re.escape, self.experience), key=len, reverse=True))
        prefixes = "|".join(sorted(map(plain, columns.prefixes), key=len, reverse=True))
        self.ranked = re.compile(
            rf"(?:{prefixes})(?P<before>\d{{1,2}})(?P<name>{names})|(?P<title>{names})(?P<after>\d{{1,2}})"
        )

    def column(self, title: str) -> tuple[int, str] | None:
        """The rank (0 for the form itself) and the name of a column of the wide form."""
        said = _comparable(title)
        if said in self.form:
            return 0, self.form[said]
        found = self.ranked.fullmatch(said)
        if not found:
            return None
        return int(found["before"] or found["after"]), self.experience[found["name"] or found["title"]]


def _titles(named: Mapping[str, Sequence[str]], unused: Iterable[str]) -> dict[str, str]:
    accepted = {plain(title): name for name, titles in named.items() for title in (name, *titles)}
    return accepted | {plain(name): "" for name in unused}


def _comparable(title: str) -> str:
    """A title made plain; one encoded twice ("PrÃ©nom") is read as what it was."""
    return plain(once_encoded(title))


def once_encoded(text: str) -> str:
    """A text that was in UTF-8, was read as cp1252 and kept so ("Ã©") as it was before; any other text as it is."""
    if not re.search("[ÃÂâ][\x80-\xbf\u0152-\u2122]", text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def known_titles(titles: Iterable[str]) -> int:
    """How many titles name a column of a form or of an experience."""
    known = _known()
    return sum(known.column(title) is not None or _comparable(title) in known.long for title in titles)


def form_headings(name: str, titles: Sequence[str], line: int = 1) -> Headings:
    """The columns of a file of forms. Raises FormsRefused for a required one missing, or one that stands twice."""
    found = {place: _known().column(title) for place, title in enumerate(titles)}
    headings = _placed(name, titles, found)
    for required in _known().columns.obligatoires:
        if required not in headings.places:
            raise _missing(name, required, titles)
    return headings


def experience_headings(name: str, titles: Sequence[str]) -> Headings:
    """The columns of a file of experiences, one a line. Raises FormsRefused."""
    known = _known().long
    found = {
        place: (0, known[said]) if (said := _comparable(title)) in known else None for place, title in enumerate(titles)
    }
    headings = _placed(name, titles, found)
    for required in ("id_fiche", "statut"):
        if required not in headings.places:
            raise _missing(name, required, titles)
    return headings


def is_forms(titles: Sequence[str]) -> bool:
    """Whether a table with these titles holds forms: it has every required column."""
    named = {column[1] for title in titles if (column := _known().column(title))}
    return set(_known().columns.obligatoires) <= named


def is_experiences(titles: Sequence[str]) -> bool:
    """Whether a table with these titles holds experiences, one a line."""
    named = {_known().long.get(_comparable(title)) for title in titles}
    return {"id_fiche", "statut"} <= named and not is_forms(titles)


def _placed(name: str, titles: Sequence[str], found: Mapping[int, tuple[int, str] | None]) -> Headings:
    ranks: dict[int, dict[str, int]] = {}
    for place, column in found.items():
        if column is None or not column[1]:
            continue
        rank, called = column
        taken = ranks.setdefault(rank, {})
        if called in taken:
            both = f"les colonnes {taken[called] + 1} et {place + 1} disent toutes deux {called}"
            raise FormsRefused.at(name, both, "chaque colonne une seule fois", column=titles[place])
        taken[called] = place
    ignored = tuple(title for place, title in enumerate(titles) if found[place] is None and title)
    experiences = {rank: ranks[rank] for rank in sorted(ranks) if rank}
    return Headings(tuple(titles), ranks.get(0, {}), experiences, ignored)


def _missing(name: str, required: str, titles: Sequence[str]) -> FormsRefused:
    read = ", ".join(str(shown(title)) for title in titles if title)
    read = read[:_SHOWN] + ("…" if len(read) > _SHOWN else "")
    accepted = _known().columns.fiche.get(required) or _known().columns.experience.get(required) or ()
    also = f" (aussi acceptés : {', '.join(accepted[:4])})" if accepted else ""
    return FormsRefused.at(name, f"elle manque ; titres lus : {read}", f"une colonne {required}{also}", column=required)
