"""Files to import, out of a folder, a zip or on their own: named, measured, and opened only as streams.

Nothing is ever extracted. A zip that is damaged, encrypted or far too dense, or that names a path outside itself, is
refused.
"""

from __future__ import annotations

import hashlib
import lzma
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from matcher.disk import reason_of

LARGEST_FILE = 4 * 1024**3
"""Bytes of one file once unpacked; the register's whole flow is ten times smaller."""
DENSEST = 250
"""How many times smaller than its content a packed file may be, above ``SMALL``; real exports are near 15."""
SMALL = 10 * 1024**2
MOST_FILES = 10_000

Progress = Callable[[int, int, str], None]
"""Told now and then: what is done, out of how much (bytes or items), and what is being done, in French."""

_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, UnicodeDecodeError)


class ImportFault(ValueError):
    """A file can't be imported: one French sentence, and nothing that was imported before has changed."""


@dataclass(frozen=True)
class SourceFile:
    """One file to read: its own name, what the user gave it in, and its size in bytes once unpacked."""

    name: str
    given_as: str
    size: int
    opener: Callable[[], IO[bytes]]

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """The bytes of the file as a stream. Raises ImportFault if they turn out to be damaged."""
        with damage_told(self.name), self.opener() as stream:
            yield stream


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Turns what damaged files raise while they are read into ImportFault."""
    try:
        yield
    except _DAMAGE as damage:
        reason = f" ({reason_of(damage)})" if isinstance(damage, OSError) and damage.errno else ""
        raise ImportFault(f"{name} est abîmé ou illisible{reason} : téléchargez-le de nouveau.") from damage


@contextmanager
def source_files(paths: Sequence[Path], suffixes: tuple[str, ...]) -> Iterator[list[SourceFile]]:
    """The files with these endings in each path: a zip, a folder of files and zips, or one file.

    Raises ImportFault when a path holds none, or a zip that may not be read.
    """
    with ExitStack() as stack:
        found: list[SourceFile] = []
        for path in paths:
            files = [file for one in _standing_alone(path, suffixes) for file in _files(one, path, suffixes, stack)]
            if not files:
                content = "cette archive est vide de" if path.suffix.lower() == ".zip" else "on n'y trouve pas de"
                raise ImportFault(f"{path} : {content} fichiers {' ou '.join(suffixes)}.")
            found += files
        yield found


def fingerprint(paths: Sequence[Path], suffixes: tuple[str, ...], salt: str) -> str:
    """Twelve hexadecimal digits that change with any name or byte of what would be read."""
    digest = hashlib.sha256(salt.encode())
    for path in sorted(one for given in paths for one in _standing_alone(given, suffixes)):
        digest.update(path.name.encode())
        with damage_told(path.name), path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:12]


def _standing_alone(path: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """The files on disk that a path stands for."""
    if not path.exists():
        raise ImportFault(f"{path} n'existe pas.")
    if not path.is_dir():
        return [path]
    endings = (*suffixes, ".zip")
    with damage_told(str(path)):
        return sorted(one for one in path.iterdir() if one.name.lower().endswith(endings) and one.is_file())


def _files(path: Path, given: Path, suffixes: tuple[str, ...], stack: ExitStack) -> list[SourceFile]:
    name = given.name if path == given else f"{given.name}/{path.name}"
    with damage_told(path.name):
        if zipfile.is_zipfile(path):
            zipped = stack.enter_context(zipfile.ZipFile(path))
            return list(_zipped_files(zipped, name, suffixes))
        if not path.name.lower().endswith(suffixes):
            kinds = ", ".join((".zip", *suffixes))
            raise ImportFault(f"{path.name} n'est pas une archive zip lisible ; attendu : un fichier {kinds}.")
        return [SourceFile(_composed(path.name), name, path.stat().st_size, lambda: path.open("rb"))]


def _zipped_files(zipped: zipfile.ZipFile, given_as: str, suffixes: tuple[str, ...]) -> Iterator[SourceFile]:
    entries = zipped.infolist()
    if len(entries) > MOST_FILES:
        raise ImportFault(f"{given_as} contient {len(entries)} fichiers ; attendu : {MOST_FILES} au plus.")
    for entry in entries:
        name = _entry_name(entry)
        place = PurePosixPath(name.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in name.partition("/")[0]:
            raise ImportFault(f"{given_as} contient un chemin qui sort de l'archive ({name}) : elle est refusée.")
        if entry.is_dir() or not name.lower().endswith(suffixes) or "__MACOSX" in place.parts:
            continue
        if entry.flag_bits & 1:
            raise ImportFault(f"{name} est protégé par un mot de passe : il ne peut pas être lu.")
        too_dense = entry.file_size > SMALL and entry.file_size > DENSEST * max(1, entry.compress_size)
        if too_dense or entry.file_size > LARGEST_FILE:
            said = f"{entry.compress_size} octets qui en donneraient {entry.file_size}"
            raise ImportFault(f"{given_as} : {name} est démesuré ({said}) : l'archive est refusée.")
        yield SourceFile(place.name, given_as, entry.file_size, partial(zipped.open, entry))


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; one written in UTF-8 without saying so was read as cp437 ("Comp├⌐tences")."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return _composed(name)


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
