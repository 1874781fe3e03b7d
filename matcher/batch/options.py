"""What a batch is asked to do, and what refuses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

SUFFIXES = (".csv", ".xlsx", ".parquet")


class BatchRefused(ValueError):
    """The batch can't run: one French sentence; nothing was written where the results go."""


@dataclass(frozen=True)
class BatchOptions:
    """``limit`` bounds the certifications of the detail; ``jobs`` None: every core.

    ``chunk``: how many lines are evaluated together. It does not change a row, nor depend on the number of processes:
    a resumed batch finds the same chunks again.
    """

    forms: Path
    out: Path
    detail: Path | None = None
    long: Path | None = None
    limit: int = 10
    on: date | None = None
    certifier: str | None = None
    separator: str | None = None
    encoding: str | None = None
    resume: bool = False
    jobs: int | None = None
    dask: str | None = None
    chunk: int = 200

    @property
    def rejects(self) -> Path:
        """Where lines that could not be read are copied, beside the results."""
        return self.out.with_name(f"{self.out.stem}.rejets.csv")

    def check(self) -> None:
        """Raises BatchRefused for places where nothing can be written."""
        read = {path.resolve() for path in (self.forms, self.long) if path}
        written = [path for path in (self.out, self.detail) if path]
        for path in written:
            check_place(path)
        for path in (*written, self.rejects):
            if path.resolve() in read:
                raise BatchRefused(f"{path} est lu par ce traitement : donnez un autre nom aux résultats.")
        if len({path.resolve() for path in (*written, self.rejects)}) <= len(written):
            raise BatchRefused("Les résultats, le détail et les rejets doivent porter des noms différents.")


def check_place(path: Path) -> None:
    """Raises BatchRefused for a place where no table can be written."""
    if path.suffix.lower() not in SUFFIXES:
        raise BatchRefused(f"{path} : « {path.suffix} » lu ; attendu : un nom en {', '.join(SUFFIXES)}.")
    if not path.parent.is_dir():
        raise BatchRefused(f"{path} : ce dossier n'existe pas ; attendu : un dossier où écrire.")
    if path.is_dir():
        raise BatchRefused(f"{path} est un dossier ; attendu : un nom de fichier.")
