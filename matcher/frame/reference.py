"""The dossiers given, and the rows of one report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from matcher.frame.layout import FIRST_COLUMNS, rule_column
from matcher.model.report import Match, Report

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class GivenDossier:
    """A dossier as it was given, or why it could not be read."""

    id: str | None
    dossier: Any
    error: str | None = None


def dossiers_of(forms: pd.DataFrame | Iterable[Any], long: pd.DataFrame | None) -> Iterator[GivenDossier]:
    if hasattr(forms, "columns"):
        for line in import_module("matcher.reading.forms").read_frame(forms, long):
            error = None if line.dossier is not None else " ".join(line.errors)
            yield GivenDossier(line.id_fiche, line.dossier, error)
    else:
        for one in forms:
            yield GivenDossier(_id_of(one), one)


def _id_of(dossier: Any) -> str | None:
    found = dossier.get("id") if hasattr(dossier, "get") else getattr(dossier, "id", None)
    return found if isinstance(found, str) else None


def row_of(report: Report, match: Match) -> dict[str, Any]:
    told = {name: getattr(match, name) for name in FIRST_COLUMNS if name != "dossier"}
    return {
        "dossier": report.dossier,
        **told,
        **{rule_column(one.rule): one.outcome for one in match.findings},
    }
