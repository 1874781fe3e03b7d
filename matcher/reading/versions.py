"""Versions of imported data in a folder: each one a SQLite file, written to the side and swapped in at once.

``current.json`` names, for each kind of data, the version in use and the one before it. Whatever moment a process is
killed at, it names files that are whole; what an interrupted import leaves behind is removed by the next one.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import quote

from matcher.disk import reason_of
from matcher.reading.archives import ImportFault

Kind = Literal["rncp", "rome"]
READER = 1
"""Raised when what is stored changes shape: older files then have to be imported again."""

_POINTER = "current.json"
_PARTIAL = ".partiel"

Read = TypeVar("Read")


def version_path(folder: Path, kind: Kind, previous: bool = False) -> Path | None:
    """The file of the version in use, or of the one before it; None when there is none.

    Raises ImportFault when ``current.json`` can't be read, or names a file that is gone.
    """
    try:
        name = _pointers(folder).get(kind, {}).get("previous" if previous else "current")
    except (OSError, ValueError):
        raise ImportFault(f"{folder / _POINTER} est illisible : relancez « vae import {kind} ».") from None
    if not name:
        return None
    if not (folder / name).is_file():
        raise ImportFault(f"{folder / name} a disparu : relancez « vae import {kind} ».")
    return folder / name


def read_version(path: Path, kind: Kind, read: Callable[[sqlite3.Connection], Read]) -> Read:
    """What ``read`` makes of a version. Raises ImportFault for a damaged file, or one of an older program."""
    remedy = f"relancez « vae import {kind} »"
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as stored:
            if stored.execute("PRAGMA user_version").fetchone()[0] != READER:
                raise ImportFault(f"{path} vient d'une autre version du programme : {remedy}.")
            return read(stored)
    except sqlite3.Error as damage:
        raise ImportFault(f"{path} est abîmé ({damage}) : {remedy}.") from None


def in_use(folder: Path, kind: Kind, read: Callable[[sqlite3.Connection], Read]) -> tuple[str, Read] | None:
    """The name of the version in use and what ``read`` makes of it; None when there is none, or none that can be read.

    For an import, which replaces what is damaged; a reader of the data calls the two functions above.
    """
    with suppress(ImportFault):
        path = version_path(folder, kind)
        return (path.stem, read_version(path, kind, read)) if path else None
    return None


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds the folder for one import at a time, and first removes what interrupted ones left behind.

    The folder is created when needed, and removed again if nothing came to stand in it. Raises ImportFault when
    another import holds it, or it can't be written to.
    """
    created = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as refused:
        raise ImportFault(f"{folder} ne peut pas recevoir de données ({reason_of(refused)}).") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ImportFault(f"Un autre import est en cours dans {folder} : attendez qu'il finisse.") from None
        _remove_leftovers(folder)
        yield
    finally:
        if created:
            with suppress(OSError):
                folder.rmdir()
        os.close(lock)


@contextmanager
def new_version(folder: Path, kind: Kind, name: str) -> Iterator[sqlite3.Connection]:
    """A database to fill; once the block ends well it is the version in use, else nothing has changed.

    Call it inside ``alone``. Raises ImportFault when the disk refuses.
    """
    partial, final = folder / f"{name}.sqlite{_PARTIAL}", folder / f"{name}.sqlite"
    try:
        with closing(sqlite3.connect(partial, isolation_level=None)) as stored:
            stored.execute("PRAGMA journal_mode = OFF")
            stored.execute("PRAGMA synchronous = OFF")
            stored.execute(f"PRAGMA user_version = {READER}")
            stored.execute("BEGIN")
            yield stored
            stored.execute("COMMIT")
        _settle(partial, final)
        _point(folder, kind, final.name)
    except (OSError, sqlite3.Error) as refused:
        reason = reason_of(refused) if isinstance(refused, OSError) else "disque plein ?"
        raise ImportFault(f"L'écriture dans {folder} a échoué ({reason}) : rien n'a changé.") from refused
    finally:
        partial.unlink(missing_ok=True)
    _remove_leftovers(folder)


def _settle(partial: Path, final: Path) -> None:
    """Gives a finished file its name, once its content and then its name are on the disk."""
    _sync(partial)
    os.replace(partial, final)
    _sync(final.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pointers(folder: Path) -> dict[str, dict[str, str]]:
    try:
        read = json.loads((folder / _POINTER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    if not isinstance(read, dict) or not all(isinstance(one, dict) for one in read.values()):
        raise ValueError("ce n'est pas un objet d'objets")
    return read


def _point(folder: Path, kind: Kind, name: str) -> None:
    """Makes a file the version in use; the one in use becomes the one before."""
    pointers: dict[str, dict[str, str]] = {}
    with suppress(OSError, ValueError):  # illisible : cet import le refait
        pointers = _pointers(folder)
    before = pointers.get(kind, {})
    previous = before.get("previous" if before.get("current") == name else "current")
    pointers[kind] = {"current": name} | ({"previous": previous} if previous else {})
    partial = folder / f"{_POINTER}{_PARTIAL}"
    partial.write_text(json.dumps(pointers, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    _settle(partial, folder / _POINTER)


def _remove_leftovers(folder: Path) -> None:
    """Removes files half written, and versions that are neither in use nor the one before."""
    try:
        kept = {name for pointer in _pointers(folder).values() for name in pointer.values()}
    except (OSError, ValueError):
        return  # sans current.json lisible, on ne sait pas ce qui sert encore
    with suppress(OSError):
        for path in folder.iterdir():
            ours = path.name.startswith(("rncp-", "rome-", _POINTER))
            if ours and (path.name.endswith(_PARTIAL) or (path.suffix == ".sqlite" and path.name not in kept)):
                path.unlink(missing_ok=True)
