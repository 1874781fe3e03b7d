"""Importing ROME 3 or 4 into one new version of what is stored."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from matcher.reading.archives import Progress, fingerprint, source_files
from matcher.reading.register.fiche import Entry
from matcher.reading.register.report import count, listed
from matcher.reading.rome.stored import TABLES, SkillKind
from matcher.reading.rome.tables import CODE, NAMES, Files, crosswalk_pairs
from matcher.reading.tables import plain
from matcher.reading.versions import READER, alone, in_use, new_version
from matcher.rulebook.sentences import day_in_french

SUFFIXES = (".csv", ".txt")

# v3 : code_type_referentiel ; v4 : code_rubrique du bloc 5.
_KIND_OF_TYPE: Mapping[str, SkillKind] = {"1": "savoir", "2": "savoir_faire"}
_KIND_OF_RUBRIC: Mapping[str, SkillKind] = {"1": "savoir_faire", "2": "savoir_etre", "3": "savoir"}
_SKILLS_V4, _CORE_V3, _SPECIFIC_V3 = "5", "8", "9"


class RomeLoad(Entry):
    """What an import of ROME did. ``unchanged``: these very files were already in use, and nothing was written.

    ``added``, ``removed`` and ``renamed`` are job codes, against the version in use before. ``unlabelled`` are job
    codes that the table of codes lacks, with the label found elsewhere.
    """

    version: str
    source_date: date | None
    files: tuple[str, ...]
    jobs: int
    appellations: int
    skills: int
    links: int
    moves: int
    crosswalk: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    unlabelled: Mapping[str, str] = {}
    remarks: tuple[str, ...] = ()
    unchanged: bool = False

    def lines(self, examples: int = 5) -> list[str]:
        """The report in French; lists are cut to some examples."""
        files, dated = ", ".join(self.files), f" du {day_in_french(self.source_date)}" if self.source_date else ""
        counts = (
            count(self.jobs, "métier"),
            count(self.appellations, "appellation"),
            count(self.skills, "compétence"),
            f"{count(self.links, 'lien')} avec un métier",
            count(self.moves, "mobilité"),
        )
        said = [f"Rien à faire : {files} est déjà la version en service."] if self.unchanged else []
        said.append(f"ROME {self.version}{dated} ({files}) : {', '.join(counts)}.")
        if self.crosswalk:
            said.append(f"Passage d'anciens codes : {count(self.crosswalk, 'correspondance')}.")
        if not self.unchanged:
            changes = (("Ajoutés", self.added), ("retirés", self.removed), ("renommés", self.renamed))
            said.append(" ; ".join(listed(title, codes, examples).removesuffix(".") for title, codes in changes) + ".")
        for code, label in self.unlabelled.items():
            said.append(f"{code} manque dans la table des codes ; libellé retenu : {label}.")
        return said + list(self.remarks)


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
        places = ", ".join("?" * len(rows[0])) if rows else ""
        stored.executemany(f"INSERT INTO {table} VALUES ({places})", rows) if rows else None
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
        self._of_no_job = 0

    def jobs(self) -> tuple[list[tuple[Any, ...]], dict[str, str]]:
        """The jobs, and those that only other tables know, with the label found for them."""
        labels, retired = {}, set()
        for code, label, status, parent in self._rows("code_rome"):
            labels[code] = label or code
            if status and status not in ("1", "actif", "ACTIF"):
                retired.add(code)
            if parent and parent != code:
                self._parents.add((parent, code))
        texts = self._texts()
        elsewhere = {code: label for table in ("arborescence", "domaines") for code, label in self._rows(table)}
        titled = {cells[0]: cells[1] for cells in reversed(list(self._rows("appellation")))}
        unlabelled = {code: elsewhere.get(code) or titled[code] for code in sorted(titled.keys() - labels.keys())}
        labels |= unlabelled
        self._codes = labels.keys()
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
        rows = (
            (code, long, short or long, plain(principal) == "principale", rare.upper() == "O", ogr)
            for code, long, short, principal, rare, ogr, status in self._rows("appellation")
            if long and status in ("", "1")
        )
        return sorted(dict.fromkeys(rows), key=lambda row: (row[0], row[1], row[5]))

    def links(self) -> list[tuple[Any, ...]]:
        """Job, skill, section, rank, core: core skills first, then as the file orders them."""
        labels = {ogr: (label, "") for ogr, label in self._rows("savoir")}
        savoirs = labels.keys() | set()
        labels |= {ogr: (label, kind) for ogr, label, kind in self._rows("competence")}
        labels |= {ogr: (label, kind) for ogr, label, kind in self._rows("item") if label}
        found: dict[tuple[str, int], tuple[Any, ...]] = {}
        for code, ogr, kind, section, rank, core in self._linked(labels, savoirs):
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
        self, labels: Mapping[str, tuple[str, str]], savoirs: set[str]
    ) -> Iterator[tuple[str, str, SkillKind, int, int, bool | None]]:
        """The links to skills: of ROME 3 by their type, of ROME 4 by their rubric, else by the skill itself."""
        for code, ogr, type_, rubric, part, section, rank, core in self._rows("liens_rome_referentiels"):
            kind = _KIND_OF_TYPE.get(type_) if type_ else _KIND_OF_RUBRIC.get(rubric) if part == _SKILLS_V4 else None
            if kind:
                at_heart = {_CORE_V3: True, _SPECIFIC_V3: False}.get(part) if type_ else _yes_no(core)
                yield code, ogr, kind, _whole(section), _whole(rank), at_heart
        if "liens_rome_referentiels" not in self._files.tables:
            for code, ogr in self._rows("coherence_item"):
                named: SkillKind = "savoir" if ogr in savoirs else "savoir_faire"
                type_ = labels.get(ogr, ("", ""))[1]
                kind = _KIND_OF_TYPE.get(type_) if type_ else named
                if kind:
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
            yield f"Table {table} : {count(skipped, 'ligne')} illisibles laissées de côté."
        if self._unknown:
            yield listed("Compétences liées à un métier mais sans libellé, laissées de côté", sorted(self._unknown))
        if self._of_no_job:
            yield f"{count(self._of_no_job, 'lien')} vers des métiers inconnus laissés de côté."
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
