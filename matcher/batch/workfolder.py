"""The working folder beside the results: finished chunks, kept until the whole is written, and found again by a resume.

Whatever moment the program is killed at, what stands there is whole: each file is written to the side, then renamed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from matcher.batch.options import BatchRefused
from matcher.disk import reason_of

_KEY = "clef.json"
_CHUNK = re.compile(r"lot-(\d{6,})\.json")


class WorkFolder:
    """The finished chunks of one batch. ``key`` says of what: forms, versions, options."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    @contextmanager
    def opened(cls, out: Path, key: Mapping[str, str], resume: bool) -> Iterator[WorkFolder]:
        """The folder of these results, held by this process alone; emptied first, but for a resume.

        Raises BatchRefused when another process holds it, or when what it holds was made of something else.
        """
        folder = cls(out.with_name(f"{out.name}.travail"))
        try:
            folder.path.mkdir(mode=0o700, exist_ok=True)  # des données personnelles y attendent
            lock = os.open(folder.path, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as fault:
            raise BatchRefused(f"{folder.path} : impossible d'y travailler ({reason_of(fault)}).") from None
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise BatchRefused(f"Un autre traitement écrit déjà {out} : attendez qu'il finisse.") from None
            try:
                folder._start(key, resume)
                yield folder
            except BaseException:
                if not folder.done():
                    folder.remove()  # rien à reprendre
                raise
        finally:
            os.close(lock)

    def _start(self, key: Mapping[str, str], resume: bool) -> None:
        before = self._key()
        if resume and before is not None and before != dict(key):
            changed = ", ".join(name for name in key if before.get(name) != key[name])
            said = f"Reprise impossible : depuis l'arrêt, ceci a changé : {changed}."
            raise BatchRefused(f"{said} Relancez sans --resume pour tout refaire.")
        if not resume or before is None:
            for one in self.path.iterdir():
                one.unlink()
            self.write(_KEY, json.dumps(dict(key), ensure_ascii=False).encode())

    def _key(self) -> dict[str, str] | None:
        try:
            read: dict[str, str] = json.loads((self.path / _KEY).read_bytes())
        except (OSError, ValueError):
            return None
        return read

    def done(self) -> frozenset[int]:
        """The numbers of the chunks that are finished."""
        names = (_CHUNK.fullmatch(one.name) for one in self.path.iterdir())
        return frozenset(int(found[1]) for found in names if found)

    def keep(self, number: int, content: bytes) -> None:
        """Keep the rows of a chunk."""
        self.write(_name(number), content)

    def read(self, number: int) -> dict[str, list[Any]]:
        """The rows of a finished chunk."""
        read: dict[str, list[Any]] = json.loads((self.path / _name(number)).read_bytes())
        return read

    def write(self, name: str, content: bytes) -> None:
        aside = self.path / f"{name}.partiel"
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self.path / name)

    def remove(self) -> None:
        """Once the results stand in their place."""
        shutil.rmtree(self.path, ignore_errors=True)


def _name(number: int) -> str:
    return f"lot-{number:06d}.json"


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
