"""Importing ROME 3 or 4 into one new version of what is stored."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from matcher.reading.archives import ImportFault, Progress, fingerprint, source_files
from matcher.reading.import_words import listed
from matcher.reading.rome.report import RomeLoad
from matcher.reading.rome.stored import TABLES, SkillKind
from matcher.reading.rome.tables import CODE, NAMES, Files, crosswalk_pairs
from matcher.reading.tables import plain
from matcher.reading.versions import READER, alone, in_use, new_version

SUFFIXES = (".csv", ".txt")

# v3 : code_type_referentiel ; v4 : code_rubrique du bloc 5.
_KIND_OF_TYPE: Mapping[str, SkillKind] = {"1": "savoir", "2": "savoir_faire"}
_KIND_OF_RUBRIC: Mapping[str, SkillKind] = {"1": "savoir_faire", "2": "savoir_etre", "3": "savoir"}
_SKILL_BY_DEFAULT = "2"
_SKILLS_V4, _CORE_V3, _SPECIFIC_V3 = "5", "8", "9"


def import_rome(
    path: Path,
    folder: Path,
    progress: Progress = lambda done, total, what: None,
    crosswalk: Path | None = None,
) -> RomeLoad:
    """Imports ROME from a zip or a folder of CSV files, and makes it the version in use.

    ``crosswalk``: a CSV file with two columns of codes, the older and the newer; one that lies among the files is
    read too. The same files again change nothing. Raises ImportFault, and then the folder is as it was.
    """
    paths = [path, *([crosswalk] if crosswalk else [])]
    digest = fingerprint(paths, SUFFIXES, f"rome {READER}")
    with ExitStack() as stack:
        given = stack.enter_context(source_files([path], SUFFIXES))
        passage = stack.enter_context(source_files([crosswalk], SUFFIXES)) if crosswalk else []
        files = Files(given, passage)
        name = f"rome-{files.version}-{digest}"
        with alone(folder):
            same = in_use(folder, "rome", partial(_report_again, name))
            if same and same[1]:
                return same[1]
            before = in_use(folder, "rome", _labels)
            with new_version(folder, "rome", name) as stored:
                names = tuple(dict.fromkeys(file.given_as.split("/")[0] for file in [*given, *passage]))
                return _fill(stored, name, names, files, before[1] if before else {}, progress)


def _report_again(name: str, stored: sqlite3.Connection) -> RomeLoad | None:
    """The report of the import that made the version in use, if that is the one named and its file is sound."""
    meta = dict(stored.execute("SELECT name, value FROM meta"))
    if meta["name"] != name or stored.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        return None
    again = {"unchanged": True, "added": (), "removed": (), "renamed": ()}
    return RomeLoad.model_validate_json(meta["report"]).model_copy(update=again)


def _labels(stored: sqlite3.Connection) -> dict[str, str]:
    return dict(stored.execute("SELECT code, label FROM jobs"))


def _fill(
    stored: sqlite3.Connection,
    name: str,
    names: tuple[str, ...],
    files: Files,
    before: Mapping[str, str],
    progress: Progress,
) -> RomeLoad:
    for statement in TABLES.split(";"):
        stored.execute(statement)
    reading = _Reading(files, progress)
    jobs, unlabelled = reading.jobs()
    tables = {
        "jobs": jobs,
        "appellations": reading.appellations(),
        "moves": reading.moves(),
        "crosswalk": reading.crosswalk(),
        "links": reading.links(),
    }
    tables["skills"] = reading.skills()
    for table, rows in tables.items():
        if rows:
            stored.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    after = {row[0]: row[1] for row in jobs}
    load = RomeLoad(
        version=files.version,
        source_date=files.day,
        files=names,
        **{table: len(rows) for table, rows in tables.items()},
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        renamed=tuple(code for code, label in after.items() if before.get(code, label) != label),
        unlabelled=unlabelled,
        remarks=tuple(reading.remarks()),
    )
    meta = {"name": name, "version": files.version, "report": load.model_dump_json()}
    meta |= {"day": files.day.isoformat()} if files.day else {}
    stored.executemany("INSERT INTO meta VALUES (?, ?)", list(meta.items()))
    progress(len(NAMES), len(NAMES), "ROME écrit")
    return load


class _Reading:
    """Reads the tables in the shape they are stored in; skills are numbered as links meet them."""

    def __init__(self, files: Files, progress: Progress) -> None:
        self._files, self._progress = files, progress
        self._read: list[str] = []
        self._ids: dict[tuple[str, SkillKind], int] = {}
        self._parents: set[tuple[str, str]] = set()
        self._unknown: set[str] = set()
        self._odd: list[str] = []
        self._withdrawn = 0
        self._of_no_job = 0

    def jobs(self) -> tuple[list[tuple[Any, ...]], dict[str, str]]:
        """The jobs, and those that only other tables know, with the label found for them."""
        labels, retired = {}, set()
        for code, label, status, parent in self._rows("code_rome"):
            if not CODE.fullmatch(code):
                self._odd.append(code)
                continue
            labels[code] = label or code
            if status and status not in ("1", "actif", "ACTIF"):
                retired.add(code)
            if parent and parent != code:
                self._parents.add((parent, code))
        texts = self._texts()
        elsewhere = {code: label for table in ("arborescence", "domaines") for code, label in self._rows(table)}
        titled = {code: long for code, long, *_ in reversed(self._rows("appellation")) if CODE.fullmatch(code)}
        unlabelled = {code: elsewhere.get(code) or titled[code] for code in sorted(titled.keys() - labels.keys())}
        labels |= unlabelled
        self._codes = labels.keys()
        if not labels:
            raise ImportFault(f"{self._files.tables['code_rome'].name} : aucun code ROME n'y a été lu.")
        rows = [(code, labels[code], *texts[code], code in retired) for code in sorted(labels)]
        return rows, unlabelled

    def _texts(self) -> defaultdict[str, tuple[str, str]]:
        """By job: its definition, and how one comes to it; sentences in their order."""
        found: defaultdict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for code, kind, position, text in self._rows("texte"):
            found[code, plain(kind)[:5]].append((_whole(position), text))
        read: defaultdict[str, tuple[str, str]] = defaultdict(lambda: ("", ""))
        for code in {code for code, _ in found}:
            definition, access = (
                " ".join(text for _, text in sorted(found[code, kind], key=lambda one: one[0]))
                for kind in ("defin", "acces")
            )
            read[code] = (definition, access)
        return read

    def appellations(self) -> list[tuple[Any, ...]]:
        rows: dict[tuple[Any, ...], None] = {}
        for code, long, short, principal, rare, ogr, status in self._rows("appellation"):
            if long and status in ("", "1") and code in self._codes:
                rows[code, long, short or long, plain(principal) == "principale", rare.upper() == "O", ogr] = None
            else:
                self._withdrawn += 1
        return sorted(rows, key=lambda row: (row[0], row[1], row[5]))

    def links(self) -> list[tuple[Any, ...]]:
        """Job, skill, section, rank, core: core skills first, then as the file orders them."""
        labels = {ogr: (label, "1") for ogr, label in self._rows("savoir")}
        labels |= {ogr: (label, kind) for ogr, label, kind in self._rows("competence")}
        labels |= {ogr: (label, kind) for ogr, label, kind in self._rows("item") if label}
        found: dict[tuple[str, int], tuple[Any, ...]] = {}
        for code, ogr, kind, section, rank, core in self._linked(labels):
            label = labels.get(ogr, ("", ""))[0]
            if not label:
                self._unknown.add(ogr)
            elif code not in self._codes:
                self._of_no_job += 1
            else:
                skill = self._ids.setdefault((label, kind), len(self._ids) + 1)
                found.setdefault((code, skill), (code, skill, section, rank, core))
        return sorted(found.values(), key=lambda row: (row[0], row[4] is False, row[2], row[3], row[1]))

    def _linked(
        self, labels: Mapping[str, tuple[str, str]]
    ) -> Iterator[tuple[str, str, SkillKind, int, int, bool | None]]:
        """The links to skills: of ROME 3 by their type, of ROME 4 by their rubric, else by the skill itself."""
        for code, ogr, type_, rubric, part, section, rank, core in self._rows("liens_rome_referentiels"):
            kind = _KIND_OF_TYPE.get(type_) if type_ else _KIND_OF_RUBRIC.get(rubric) if part == _SKILLS_V4 else None
            if kind:
                at_heart = {_CORE_V3: True, _SPECIFIC_V3: False}.get(part) if type_ else _yes_no(core)
                yield code, ogr, kind, _whole(section), _whole(rank), at_heart
        if "liens_rome_referentiels" not in self._files.tables:
            for code, ogr in self._rows("coherence_item"):
                if kind := _KIND_OF_TYPE.get(labels.get(ogr, ("", ""))[1] or _SKILL_BY_DEFAULT):
                    yield code, ogr, kind, 0, 0, None

    def skills(self) -> list[tuple[Any, ...]]:
        return [(place, label, kind) for (label, kind), place in self._ids.items()]

    def moves(self) -> list[tuple[Any, ...]]:
        kinds = {"proche": "proche", "1": "proche", "evolution": "evolution", "2": "evolution"}
        rows = ((code, target, kinds.get(plain(kind))) for code, target, kind in self._rows("mobilite"))
        return list(dict.fromkeys(row for row in rows if CODE.fullmatch(row[1])))

    def crosswalk(self) -> list[tuple[Any, ...]]:
        return sorted(self._parents.union(*(crosswalk_pairs(file) for file in self._files.crosswalk)))

    def remarks(self) -> Iterator[str]:
        for table, skipped in self._files.skipped.items():
            yield f"Table {table} : lignes illisibles laissées de côté ({skipped})."
        if self._odd:
            yield f"{listed('Codes ROME illisibles, laissés de côté', self._odd)}."
        if self._withdrawn:
            yield f"Appellations retirées, sans libellé ou sans métier, laissées de côté : {self._withdrawn}."
        if self._unknown:
            title = "Compétences liées à un métier mais sans libellé, laissées de côté"
            yield f"{listed(title, sorted(self._unknown))}."
        if self._of_no_job:
            yield f"Liens avec des métiers inconnus, laissés de côté : {self._of_no_job}."
        for table in ("texte", "mobilite"):
            if table not in self._files.tables:
                yield f"La table {table} manque : importé sans elle."

    def _rows(self, table: str) -> Sequence[tuple[str, ...]]:
        if table not in self._read:
            self._read.append(table)
            self._progress(len(self._read) - 1, len(NAMES), f"table {table}")
        return list(self._files.rows(table))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _yes_no(text: str) -> bool | None:
    said = plain(text)
    return None if not said else said not in ("n", "non", "0", "false")
