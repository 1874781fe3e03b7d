"""Importing the register: CSV tables, XML flows or both, into one new version of what is stored."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from matcher.model.certification import Certification
from matcher.model.faults import french_faults
from matcher.reading.archives import ImportFault, Progress, SourceFile, fingerprint, source_files
from matcher.reading.register.assembly import certification_of, in_order
from matcher.reading.register.csv_export import Tables, find_tables, read_tables
from matcher.reading.register.fiche import TWICE, Fiche, Note, Quarantined, Source
from matcher.reading.register.report import RegisterLoad
from matcher.reading.register.xml_flow import flow_version, read_flow
from matcher.reading.rome.stored import Rome, load_rome
from matcher.reading.versions import READER, alone, in_use, new_version

SUFFIXES = (".csv", ".xml")
_DATED = re.compile(r"(20\d\d)[-_]?(\d\d)[-_]?(\d\d)")
_TABLES = """
CREATE TABLE fiches (code TEXT PRIMARY KEY, active INTEGER, ended TEXT, digest TEXT, content TEXT) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


def import_rncp(
    paths: Path | Sequence[Path], folder: Path, progress: Progress = lambda done, total, what: None
) -> RegisterLoad:
    """Imports the register's CSV export, its XML flow, or both together, and makes it the version in use.

    Each path is a zip, a folder or a file. The same files again change nothing. Raises ImportFault, with one French
    sentence, and then the folder is as it was.
    """
    paths = [paths] if isinstance(paths, Path) else list(paths)
    if not paths:
        raise ImportFault("Aucun fichier n'est donné à importer.")
    digest = fingerprint(paths, SUFFIXES, f"register {READER}")
    with source_files(paths, SUFFIXES) as files:
        sources = _sources(files)
        name = f"rncp-{sources.day or 'sans-date'}-{digest}"
        with alone(folder):
            rome = _usable_rome(folder)
            same = in_use(folder, "rncp", partial(_report_again, name, rome))
            if same and same[1]:
                return same[1]
            before = in_use(folder, "rncp", _digests)
            with new_version(folder, "rncp", name) as stored:
                return _fill(stored, name, sources, before[1] if before else {}, rome, progress)


@dataclass
class _Files:
    """What is to be read: the CSV tables, the XML flows, where each comes from, and the latest of their dates."""

    tables: Mapping[str, SourceFile]
    export: Source | None
    flows: Sequence[tuple[SourceFile, Source]]
    names: tuple[str, ...]

    @property
    def day(self) -> date | None:
        sources = [self.export, *(source for _, source in self.flows)]
        return max((one.day for one in sources if one and one.day), default=None)


def _sources(files: Sequence[SourceFile]) -> _Files:
    """Raises ImportFault when the tables are not whole, or a file is no flow of the register."""
    tables = [file for file in files if file.name.lower().endswith(".csv")]
    found = find_tables(tables) if tables else {}
    export = _source(found["Standard"], "export CSV du RNCP") if found else None
    flows = []
    for file in files:
        if file.name.lower().endswith(".xml"):
            version = flow_version(file)
            flows.append((file, _source(file, f"flux XML du RNCP{f' version {version}' if version else ''}")))
    return _Files(found, export, flows, tuple(dict.fromkeys(file.given_as.split("/")[0] for file in files)))


def _source(file: SourceFile, what: str) -> Source:
    """The source as it is cited, with the date that the file's name bears, else its archive's."""
    day = next(filter(None, map(_day_in, (file.name, file.given_as))), None)
    return Source(text=f"France compétences, {what}, fichier {file.given_as}", day=day)


def _day_in(name: str) -> date | None:
    for found in _DATED.finditer(name):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            continue
    return None


@dataclass
class _Filling:
    """What is counted while the fiches are written."""

    written: dict[str, str] = field(default_factory=dict)
    active: int = 0
    with_competencies: int = 0
    not_targets: set[str] = field(default_factory=set)
    quarantined: list[Quarantined] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    before: dict[str, tuple[str, ...]] = field(default_factory=dict)
    after: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _fill(
    stored: sqlite3.Connection,
    name: str,
    sources: _Files,
    before: Mapping[str, str],
    rome: Rome | None,
    progress: Progress,
) -> RegisterLoad:
    for statement in _TABLES.split(";"):
        stored.execute(statement)
    filling = _Filling()
    tables = read_tables(sources.tables, progress) if sources.tables else Tables()
    for fiche, main, flow in _fiches(sources, tables, filling, progress):
        try:
            _write(stored, certification_of(fiche, main, flow), fiche, filling)
        except ValidationError as fault:
            reason = f"fiche refusée, {french_faults(fault)[0]['message']}"
            filling.quarantined.append(Quarantined(place=fiche.place, number=fiche.number, reason=reason))
    if not filling.written:
        raise ImportFault(f"{', '.join(sources.names)} : aucune fiche du RNCP n'y a été lue.")
    _complete_links(stored, filling)
    written = filling.written
    load = RegisterLoad(
        version=name,
        source_date=sources.day,
        files=sources.names,
        fiches=len(written),
        active=filling.active,
        not_targets=len(filling.not_targets | tables.not_targets),
        with_competencies=filling.with_competencies,
        added=_in_order(written.keys() - before.keys()),
        changed=_in_order(code for code in written if code in before and before[code] != written[code]),
        removed=_in_order(before.keys() - written.keys()),
        quarantined=(*tables.quarantined, *filling.quarantined),
        notes=tuple(filling.notes),
        remarks=tuple(tables.remarks),
    )
    stored.execute("INSERT INTO meta VALUES ('report', ?)", [load.model_dump_json()])
    return _held_against(load, stored, rome)


def _fiches(
    sources: _Files, tables: Tables, filling: _Filling, progress: Progress
) -> Iterator[tuple[Fiche, Source, Source | None]]:
    """Every fiche once, and where it was read: those of the flows, with what the tables say of them; then the rest."""
    for file, source in sources.flows:
        for one in read_flow(file, _telling(progress, file)):
            if isinstance(one, Quarantined):
                filling.quarantined.append(one)
            elif one.number.startswith("RS"):
                filling.not_targets.add(one.number)
            elif one.number in filling.written:
                filling.notes.append(Note(code=one.number, fact="code", problem=TWICE, value=one.place))
            elif known := tables.fiches.pop(one.number, None):
                known.completed_by(one)
                assert sources.export is not None
                yield known, sources.export, source
            else:
                if sources.export is not None:
                    one.note("code", "fiche du flux XML que les tables CSV n'ont pas, gardée")
                yield one, source, None
    total = len(tables.fiches)
    for done, (_, fiche) in enumerate(sorted(tables.fiches.items(), key=lambda item: in_order(item[0]))):
        if done % 500 == 0:
            progress(done, total, "fiches")
        assert sources.export is not None
        yield fiche, sources.export, None
    progress(total, total, "fiches")


def _telling(progress: Progress, file: SourceFile) -> Callable[[int], None]:
    return lambda read: progress(min(read, file.size), file.size, file.name)


def _write(stored: sqlite3.Connection, one: Certification, fiche: Fiche, filling: _Filling) -> None:
    filling.notes += fiche.notes
    filling.active += one.active is True
    filling.with_competencies += bool(one.competencies) or any(bloc.competencies for bloc in one.blocs)
    filling.before[one.code], filling.after[one.code] = one.predecessors, one.successors
    _store(stored, one, filling)


def _store(stored: sqlite3.Connection, one: Certification, filling: _Filling) -> None:
    digest = _digest(one)
    filling.written[one.code] = digest
    ended = one.registered.to.isoformat() if one.registered.to else None
    content = one.model_dump_json(by_alias=True, exclude_defaults=True)
    stored.execute(
        "INSERT OR REPLACE INTO fiches VALUES (?, ?, ?, ?, ?)", [one.code, one.active, ended, digest, content]
    )


def _digest(one: Certification) -> str:
    """Changes with any fact of the certification, but not with the file it was read in."""
    facts = one.model_dump_json(by_alias=True, exclude_defaults=True, exclude={"sources", "active_on"})
    return hashlib.blake2b(facts.encode(), digest_size=8).hexdigest()


def _complete_links(stored: sqlite3.Connection, filling: _Filling) -> None:
    """Says on both fiches what only one of them says: that one follows the other."""
    more: dict[str, dict[str, set[str]]] = {}
    for code, olds in filling.before.items():
        for old in olds:
            if code not in filling.after.get(old, (code,)):
                more.setdefault(old, {}).setdefault("successors", set()).add(code)
    for code, news in filling.after.items():
        for new in news:
            if code not in filling.before.get(new, (code,)):
                more.setdefault(new, {}).setdefault("predecessors", set()).add(code)
    for code, links in more.items():
        content = stored.execute("SELECT content FROM fiches WHERE code = ?", [code]).fetchone()[0]
        one = Certification.model_validate_json(content)
        update = {name: _in_order({*getattr(one, name), *codes}) for name, codes in links.items()}
        _store(stored, one.model_copy(update=update), filling)


def _in_order(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(codes, key=in_order))


def _digests(stored: sqlite3.Connection) -> dict[str, str]:
    return dict(stored.execute("SELECT code, digest FROM fiches"))


def _report_again(name: str, rome: Rome | None, stored: sqlite3.Connection) -> RegisterLoad | None:
    """The report of the import that made the version in use, if that is the one named and its file is sound."""
    report = stored.execute("SELECT value FROM meta WHERE name = 'report'").fetchone()[0]
    load = RegisterLoad.model_validate_json(report)
    if load.version != name or stored.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        return None
    again = {"unchanged": True, "added": (), "changed": (), "removed": ()}
    return _held_against(load, stored, rome).model_copy(update=again)


def _usable_rome(folder: Path) -> Rome | None:
    """The imported ROME; a damaged one is no reason to refuse a register."""
    with suppress(ImportFault):
        return load_rome(folder)
    return None


def _held_against(load: RegisterLoad, stored: sqlite3.Connection, rome: Rome | None) -> RegisterLoad:
    """The report with the ROME codes that the imported ROME does not know, or has retired."""
    if rome is None:
        return load
    unknown: dict[str, list[str]] = {}
    retired: dict[str, list[str]] = {}
    query = "SELECT value, code FROM fiches, json_each(content, '$.rome') ORDER BY value, length(code), code"
    for rome_code, fiche in stored.execute(query):
        if rome_code in rome.retired:
            retired.setdefault(rome_code, []).append(fiche)
        elif rome_code not in rome.jobs:
            unknown.setdefault(rome_code, []).append(fiche)
    found = {
        "rome_version": rome.version,
        "unknown_rome": {code: tuple(fiches) for code, fiches in unknown.items()},
        "retired_rome": {code: tuple(fiches) for code, fiches in retired.items()},
    }
    return load.model_copy(update=found)
