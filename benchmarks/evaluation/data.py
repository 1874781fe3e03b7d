"""The public data that the measures are made of: ROME, the register, the table of blocs of January 2024."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from matcher.model.certification import Certification
from matcher.reading.register.loading import import_rncp
from matcher.reading.rome.loading import import_rome
from matcher.reading.rome.stored import Rome, load_rome
from matcher.reading.store import load_register
from matcher.text import stems

REGISTER = (
    "rncp/export/national-2026-04-22_reconstitue.zip",
    "rncp/export/export-fiches-rncp-v4-1-2026-08-16_extrait-12-fiches.zip",
    "rncp/export/export-fiches-rncp-v1-2_extrait-18-fiches.zip",
)
BLOCS = "rncp/export/export-fiches-csv-2024-01-17_extrait-4-tables.zip"
_SHARED_BY_MANY = 20
"""A bloc label that more fiches hold than this says nothing of kinship."""


class BlocSet(NamedTuple):
    """A fiche and the labels of its blocs, each once, as written."""

    code: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class PublicData:
    """What is imported, by the importers of the program."""

    rome: Rome
    register: tuple[Certification, ...]
    bloc_sets: tuple[BlocSet, ...]

    @cached_property
    def fiches(self) -> tuple[Certification, ...]:
        """Those with ROME codes that the ROME knows, and three titled blocs or more."""
        return tuple(
            one
            for one in self.register
            if any(code in self.rome.jobs for code in one.rome) and sum(bool(bloc.title) for bloc in one.blocs) >= 3
        )


def read_public_data(folder: Path) -> PublicData:
    """Imports into a folder that is thrown away. Raises ImportFault or OSError where data miss."""
    with TemporaryDirectory() as temporary:
        store = Path(temporary)
        import_rome(folder / "rome", store)
        import_rncp([folder / name for name in REGISTER], store)
        rome, register = load_rome(store), load_register(store)
        assert rome is not None
        assert register is not None
        # Tout est lu maintenant : le dossier disparaît.
        _ = rome.jobs, rome.appellations, rome.skills, rome.moves
    return PublicData(rome, register, tuple(read_bloc_sets(folder / BLOCS)))


def read_bloc_sets(path: Path) -> list[BlocSet]:
    """The fiches of the table of blocs, in the order of their numbers."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if "Blocs_De" in name)
        with archive.open(name) as lines:
            for row in csv.DictReader(io.TextIOWrapper(lines, "utf-8-sig"), delimiter=";"):
                label = " ".join(row["Bloc_Competences_Libelle"].split())
                if label:
                    found[row["Numero_Fiche"]][label] = None
    return [BlocSet(code, tuple(found[code])) for code in sorted(found, key=lambda code: (len(code), code))]


def kinships(sets: Sequence[BlocSet], links: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """Fiche → the first fiche of its kin: fiches that share a bloc label, if it isn't everyone's, or are linked."""
    parent = {one.code: one.code for one in sets}

    def head(code: str) -> str:
        while parent[code] != code:
            parent[code] = parent[parent[code]]
            code = parent[code]
        return code

    holders: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for one in sets:
        for label in {tuple(sorted(set(stems(label)))) for label in one.labels}:
            holders[label].append(one.code)
    pairs = [(codes[0], code) for codes in holders.values() if len(codes) <= _SHARED_BY_MANY for code in codes[1:]]
    for one_code, other in [*pairs, *links]:
        if one_code in parent and other in parent:
            parent[head(other)] = head(one_code)
    return {code: head(code) for code in parent}


def is_reported(name: str) -> bool:
    """Which half a job or a kin falls in: the one that settings are chosen on, or the one that figures are given on."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1
