"""`vae doctor`: what is installed, imported, outdated or broken."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal, NamedTuple

from matcher.cli.app import app
from matcher.cli.console import Refused, write
from matcher.cli.usage import FrenchCommand

State = Literal["bien", "à savoir", "en défaut"]
OLD_IMPORT = 365
"""Days after which imported data are said to be old: the register is published every day, the ROME every few months."""


class Seen(NamedTuple):
    """One thing looked at, and a French sentence on it."""

    state: State
    what: str


@app.command("doctor", cls=FrenchCommand)
def doctor() -> None:
    """Dit ce qui est installé, importé, ancien ou abîmé."""
    seen = [one for look in LOOKS for one in look()]
    for one in seen:
        write(f"[{one.state}] {one.what}")
    broken = sum(one.state == "en défaut" for one in seen)
    if broken:
        raise Refused(f"{broken} point(s) en défaut : voir les lignes ci-dessus.")
    write("Le programme peut servir.")


def _python() -> Iterator[Seen]:
    yield Seen("bien", f"vae {version('vae-cnam')}, Python {sys.version.split()[0]}, {sys.platform}")


def _engine() -> Iterator[Seen]:
    from matcher.judge.trial import refused_by_the_engine
    from matcher.reading.bundled import rules_folder
    from matcher.rulebook.checking import check_rules

    folder = rules_folder()
    checked = check_rules(folder, date.today())
    faults = checked.faults or tuple(refused_by_the_engine(folder))
    for fault in faults:
        yield Seen("en défaut", f"Règles : {fault}")
    if not faults:
        yield Seen("bien", f"Règles : {checked.summary}, toutes admises par durable-rules {version('durable-rules')}.")
        old = sum("non revérifiée" in one for one in checked.warnings)
        if old:
            yield Seen("à savoir", f"Règles : {old} version(s) non relues depuis un an (vae rules check).")


def _referentials() -> Iterator[Seen]:
    from matcher.engine import Matcher

    try:
        matcher = Matcher.load()
    except ValueError as error:
        for fault in getattr(error, "faults", None) or [error]:
            yield Seen("en défaut", f"Référentiels : {fault}")
        return
    yield Seen(
        "bien",
        f"Référentiels : {len(matcher.certifications)} certifications, {_decisions(len(matcher.lexicon.decisions))}.",
    )
    for sentence in matcher.referentials.overtaken:
        yield Seen("à savoir", f"Référentiels : {sentence}")


def _decisions(count: int) -> str:
    return f"{count} décision{'s' if count > 1 else ''} de conseillers au lexique"


def _imports() -> Iterator[Seen]:
    from matcher.reading.archives import ImportFault
    from matcher.reading.bundled import data_folder
    from matcher.reading.rome.stored import load_rome
    from matcher.reading.store import last_load

    folder = data_folder()
    try:
        register = last_load(folder)
        yield _imported("RNCP", register.version if register else None, register.source_date if register else None)
        rome = load_rome(folder)
        yield _imported("ROME", rome.version if rome else None, rome.day if rome else None)
    except ImportFault as fault:
        yield Seen("en défaut", f"Imports : {fault}")
    yield _writable(folder)


def _imported(what: str, name: str | None, day: date | None) -> Seen:
    if name is None:
        return Seen("à savoir", f"{what} : pas importé (vae import {'rncp' if what == 'RNCP' else 'rome'} CHEMIN).")
    if day and (date.today() - day).days > OLD_IMPORT:
        return Seen("à savoir", f"{what} : version {name}, du {day:%d/%m/%Y}, vieille de plus d'un an.")
    return Seen("bien", f"{what} : version {name}{f', du {day:%d/%m/%Y}' if day else ''}.")


def _writable(folder: Path) -> Seen:
    import os

    there = next(one for one in (folder, *folder.parents) if one.exists())
    if there.is_dir() and os.access(there, os.W_OK):
        return Seen("bien", f"Données : {folder} peut être écrit.")
    return Seen("en défaut", f"Données : {folder} ne peut pas être écrit ; choisissez un autre dossier par VAE_DATA.")


def _extras() -> Iterator[Seen]:
    wanted: dict[str, list[str]] = {}
    for line in requires("vae-cnam") or ():
        if "extra ==" in line:
            extra = line.split("extra ==")[1].strip(" '\"")
            wanted.setdefault(extra, []).append(_distribution(line))
    for extra, names in sorted(wanted.items()):
        absent = [name for name in names if not _installed(name)]
        if absent:
            yield Seen(
                "à savoir", f"Supplément {extra} : absent ({', '.join(absent)}) ; pip install 'vae-cnam[{extra}]'."
            )
        else:
            yield Seen("bien", f"Supplément {extra} : installé.")


def _distribution(requirement: str) -> str:
    """The name at the head of a requirement: "fastapi>=0.165; extra == 'web'" → "fastapi"."""
    end = next((place for place, letter in enumerate(requirement) if letter in "<>=!~;[ ("), len(requirement))
    return requirement[:end]


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _documents() -> Iterator[Seen]:
    if not _installed("weasyprint"):
        return
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        yield Seen("à savoir", f"PDF : une bibliothèque du système manque ({str(error).splitlines()[0][:120]}).")
    else:
        yield Seen("bien", f"PDF : WeasyPrint {version('weasyprint')} prêt.")


LOOKS: tuple[Callable[[], Iterator[Seen]], ...] = (_python, _engine, _referentials, _imports, _extras, _documents)
