"""Two runs of a batch compared: whose opinion or first target changed, and which rule or fact did it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from matcher.batch.chunks import loaded_matcher
from matcher.batch.columns import Column
from matcher.batch.options import BatchOptions
from matcher.batch.run import run_batch
from matcher.engine import Matcher
from matcher.reading.forms.files import open_tables
from matcher.reading.forms.refusal import FormsRefused
from matcher.reading.forms.table import Table
from matcher.render.wording import OPINIONS, OUTCOMES, plural

Result = Mapping[str, str]

_NEEDED = ("id_fiche", "statut_traitement", "avis", "cible_1", "constats", "empreinte", "versions")
_NOT_SAID = "aucun"
_RENEWED = {
    "règles": "nouvelles règles",
    "référentiels": "nouveaux référentiels",
    "lexique": "nouveau lexique",
    "fiches": "nouveau vocabulaire des fiches",
}

CHANGES: tuple[Column, ...] = (
    Column("id_fiche", width=14),
    Column("changement", width=14),
    Column("avis_avant", width=20),
    Column("avis_apres", width=20),
    Column("cible_avant", width=45),
    Column("cible_apres", width=45),
    Column("causes", width=60),
)
"""The columns of a file of changes."""


@dataclass(frozen=True)
class Change:
    """One form whose opinion, first target or status is no longer the same, or that one of the runs does not hold."""

    id_fiche: str
    before: Result | None
    after: Result | None

    @property
    def kind(self) -> str:
        if self.before is None or self.after is None:
            return "ajoutée" if self.before is None else "disparue"
        if self._differs("avis"):
            return "avis"
        return "première cible" if _code(self.before) != _code(self.after) else "statut"

    def causes(self) -> list[str]:
        """What did it, in French: the form itself, a rule, the hours, or the data."""
        if self.before is None or self.after is None:
            return []
        told = ["la fiche n'est plus la même"] if self._differs("empreinte") else []
        if _code(self.before) == _code(self.after):
            told += _rules(self.before, self.after)
            hours = [one.get("heures_en_rapport", "") for one in (self.before, self.after)]
            if hours[0] != hours[1]:
                told.append(f"heures en rapport : {hours[0] or _NOT_SAID} → {hours[1] or _NOT_SAID}")
        else:
            told.append("une autre certification vient en tête")
        return [*told, *changed_versions(self.before, self.after)]

    def row(self) -> dict[str, str | None]:
        """The change by column."""
        before, after = self.before or {}, self.after or {}
        return {
            "id_fiche": self.id_fiche,
            "changement": self.kind,
            "avis_avant": before.get("avis"),
            "avis_apres": after.get("avis"),
            "cible_avant": before.get("cible_1"),
            "cible_apres": after.get("cible_1"),
            "causes": " | ".join(self.causes()) or None,
        }

    def sentence(self) -> str:
        """The change in one line."""
        if self.before is None or self.after is None:
            return f"{self.id_fiche} : fiche {self.kind}."
        told = []
        if self._differs("avis"):
            told.append(f"avis {_opinion(self.before)} → {_opinion(self.after)}")
        if _code(self.before) != _code(self.after):
            told.append(f"première cible {_code(self.before) or _NOT_SAID} → {_code(self.after) or _NOT_SAID}")
        if self._differs("statut_traitement"):
            told.append(f"statut {self.before['statut_traitement']} → {self.after['statut_traitement']}")
        causes = " ; ".join(self.causes())
        return f"{self.id_fiche} : {', '.join(told)}{f' ({causes})' if causes else ''}."

    def _differs(self, column: str) -> bool:
        assert self.before is not None
        assert self.after is not None
        return self.before[column] != self.after[column]


@dataclass
class Comparison:
    """Two runs: how many forms are in both, and what changed, in the order of the newer one."""

    compared: int = 0
    changes: list[Change] = field(default_factory=list)

    def summary(self) -> str:
        counts = Counter(one.kind for one in self.changes)
        same = self.compared - sum(counts[kind] for kind in ("avis", "première cible", "statut"))
        told = [
            plural(same, "inchangée"),
            f"{plural(counts['avis'], 'changée')} d'avis",
            f"{plural(counts['première cible'], 'changée')} de première cible",
            f"{plural(counts['statut'], 'changée')} de statut",
        ]
        apart = f"{plural(counts['ajoutée'], 'ajoutée')}, {plural(counts['disparue'], 'disparue')}"
        compared = f"{plural(self.compared, 'fiche')} {'comparées' if self.compared > 1 else 'comparée'}"
        return f"{compared} : {', '.join(told)} ; {apart}."


def compare(
    before: Path, after: Path, load: Callable[[], Matcher] = loaded_matcher, long: Path | None = None
) -> Comparison:
    """Compare two files of results, or results with forms evaluated again. Raises FormsRefused or BatchRefused."""
    old = dict(_results(_opened(before)))
    found = Comparison()
    with TemporaryDirectory() as folder:
        table = open_tables(after)[0]
        if "statut_traitement" not in table.heading:
            again = Path(folder) / "resultats.csv"
            run_batch(BatchOptions(after, again, long=long), load)
            table = _opened(again)
        for key, row in _results(_checked(table)):
            previous = old.pop(key, None)
            found.compared += previous is not None
            if previous is None or _changed(previous, row):
                found.changes.append(Change(key[0], previous, row))
    found.changes += [Change(key[0], row, None) for key, row in old.items()]
    return found


def changed_versions(before: Result, after: Result) -> list[str]:
    """What the two runs did not share: "nouvelles règles", "nouveau lexique"…"""
    was, now = (
        dict(one.rsplit(" ", 1) for one in row["versions"].split(" ; ") if " " in one) for row in (before, after)
    )
    return [_RENEWED.get(name, name) for name in now if was.get(name) != now[name]]


def _opened(path: Path) -> Table:
    return _checked(open_tables(path)[0])


def _checked(table: Table) -> Table:
    missing = [name for name in _NEEDED if name not in table.heading]
    if missing:
        raise FormsRefused.at(table.name, f"la colonne {missing[0]} manque", "des résultats écrits par vae batch")
    return table


def _results(table: Table) -> Iterator[tuple[tuple[str, int], Result]]:
    """The rows by identifier; the same identifier again is the same form again, in their order."""
    seen: dict[str, int] = {}
    for row in table.rows():
        if not row.blank:
            result = dict(zip(table.heading, row.cells, strict=False))
            identifier = result["id_fiche"]
            seen[identifier] = seen.get(identifier, 0) + 1
            yield (identifier, seen[identifier]), result


def _changed(before: Result, after: Result) -> bool:
    return _code(before) != _code(after) or any(before[name] != after[name] for name in ("avis", "statut_traitement"))


def _code(row: Result) -> str:
    return row["cible_1"].partition(" ")[0]


def _opinion(row: Result) -> str:
    known: Mapping[str, str] = {str(code): words for code, words in OPINIONS.items()}
    return known.get(row["avis"], row["avis"] or _NOT_SAID)


def _rules(before: Result, after: Result) -> list[str]:
    """The rules whose outcome is no longer the same."""
    was, now = (dict(one.split("=", 1) for one in row["constats"].split() if "=" in one) for row in (before, after))
    names = dict.fromkeys([*now, *was])
    return [
        f"règle {name} : {_outcome(was.get(name))} → {_outcome(now.get(name))}"
        for name in names
        if was.get(name) != now.get(name)
    ]


def _outcome(outcome: str | None) -> str:
    known: Mapping[str, tuple[str, str]] = {str(code): words for code, words in OUTCOMES.items()}
    return known[outcome][1] if outcome is not None and outcome in known else "absente"
