"""Everything that a dossier is held against: the bundled catalogue, corrected, and what was imported beside it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.model.certification import Certification
from matcher.reading.catalogue import catalogue_version, load_catalogue
from matcher.reading.corrections import correct
from matcher.reading.path_data import PathData, load_path_data, path_data_version
from matcher.reading.proofs import Proof, load_proofs
from matcher.reading.synonyms import Synonyms, load_synonyms

if TYPE_CHECKING:
    from matcher.reading.rome.stored import Rome

CORRECTIONS = "corrections.yaml"
SYNONYMS = "lexique/activites.yaml"

_BEFORE_THE_TITLE = re.compile(
    r"^(?:master|licence(?: pro(?:fessionnelle)?)?|deust|dut)(?: mention\b| *[-–:]) *", re.IGNORECASE
)
_AFTER_THE_TITLE = re.compile(r" *\(fiche nationale\)$", re.IGNORECASE)


@dataclass(frozen=True)
class Referentials:
    """What was read. ``rome`` is None when not imported; ``overtaken``: corrections that no longer serve.

    ``path``: what the seven steps read.
    """

    certifications: tuple[Certification, ...]
    proofs: tuple[Proof, ...]
    rome: Rome | None
    version: str
    overtaken: tuple[str, ...] = ()
    path: PathData = field(default_factory=PathData)
    synonyms: Synonyms = field(default_factory=Synonyms)


def load_referentials(folder: Path, data: Path) -> Referentials:
    """Read the bundled ``folder`` and the imports of ``data``, which need not exist.

    Raises CatalogueError, CorrectionError, PathDataError, ImportFault, or ValueError for the synonyms, each with French
    sentences.
    """
    certifications = load_catalogue(folder / "cnam")
    rome, imported = None, ""
    if data.is_dir():
        # The readers of imports are slow to load: most of the time there is nothing to read.
        from matcher.reading.rome.stored import load_rome
        from matcher.reading.store import load_register, merge_register, register_version

        register = load_register(data, only_targets=True)
        if register is not None:
            certifications = tuple(map(_readable, merge_register(certifications, register)))
        rome = load_rome(data)
        imported = " ".join(filter(None, (register_version(data), rome.path.stem if rome else None)))
    corrected = correct(certifications, folder / CORRECTIONS)
    return Referentials(
        corrected.certifications,
        load_proofs(folder / "preuves.yaml"),
        rome,
        _version(
            catalogue_version(folder / "cnam"),
            _content(folder / CORRECTIONS),
            _content(folder / "preuves.yaml"),
            _content(folder / SYNONYMS),
            path_data_version(folder, data),
            imported,
        ),
        corrected.overtaken,
        load_path_data(folder, data),
        load_synonyms(folder / SYNONYMS),
    )


def _readable(certification: Certification) -> Certification:
    """With the title alone, where the register also writes its kind, or that the fiche is a national one."""
    title = _AFTER_THE_TITLE.sub("", _BEFORE_THE_TITLE.sub("", certification.title))
    if not title or title == certification.title:
        return certification
    return certification.model_copy(update={"title": title[0].upper() + title[1:]})


def _content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _version(*parts: str) -> str:
    """One short hash of all that was read."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
