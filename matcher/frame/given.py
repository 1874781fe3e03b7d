"""The dossiers given: a frame of forms, or dossiers, a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Given:
    """A dossier as it was given, or why its form could not be read."""

    id: str | None
    dossier: Any
    error: str | None = None


def in_chunks(forms: Any, long: pd.DataFrame | None, size: int) -> Iterator[list[Given]]:
    """``forms``: a frame of forms, with ``long``, their experiences one a line; or dossiers. Read as they serve."""
    left = _forms(forms, long) if hasattr(forms, "columns") else map(given_dossier, forms)
    while chunk := list(islice(left, size)):
        yield chunk


def _forms(forms: pd.DataFrame, long: pd.DataFrame | None) -> Iterator[Given]:
    for line in import_module("matcher.reading.forms").read_frame(forms, long):
        yield Given(line.id_fiche, line.dossier, " ".join(line.errors) if line.dossier is None else None)


def given_dossier(dossier: Any) -> Given:
    found = dossier.get("id") if isinstance(dossier, Mapping) else getattr(dossier, "id", None)
    return Given(found if isinstance(found, str) else None, dossier)
