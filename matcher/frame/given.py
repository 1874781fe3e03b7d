"""The dossiers given: a frame of forms, or dossiers, a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

FORM_ID = "id_fiche"
"""The column that a frame of forms and the frame of their experiences share."""


@dataclass(frozen=True)
class Given:
    """A dossier as it was given, or why its form could not be read."""

    id: str | None
    dossier: Any
    error: str | None = None


def in_chunks(forms: Any, long: pd.DataFrame | None, size: int) -> Iterator[list[Given]]:
    """``forms``: a frame of forms, with ``long``, their experiences one a line; or dossiers."""
    if hasattr(forms, "iloc"):
        yield from _forms_in_chunks(forms, long, size)
        return
    left = iter(forms)
    while chunk := [Given(_id_of(one), one) for one in islice(left, size)]:
        yield chunk


def _forms_in_chunks(forms: pd.DataFrame, long: pd.DataFrame | None, size: int) -> Iterator[list[Given]]:
    read_frame = import_module("matcher.reading.forms").read_frame
    for first in range(0, len(forms), size):
        some = forms.iloc[first : first + size]
        lines = read_frame(some, long if long is None else long[long[FORM_ID].isin(some[FORM_ID])])
        yield [
            Given(line.id_fiche, line.dossier, None if line.dossier is not None else " ".join(line.errors))
            for line in lines
        ]


def _id_of(dossier: Any) -> str | None:
    found = dossier.get("id") if isinstance(dossier, Mapping) else getattr(dossier, "id", None)
    return found if isinstance(found, str) else None
