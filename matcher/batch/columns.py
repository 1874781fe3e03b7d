"""The columns of the results: their names, their order and their types. They are a promise: see docs/lots.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Type = Literal["text", "whole", "number", "day"]
Row = Mapping[str, Any]
"""One row by column; days as ISO texts, as they travel between processes."""

LONGEST = 32_000
"""Characters of a cell; a spreadsheet takes 32 767."""


class Column(NamedTuple):
    name: str
    type: Type = "text"
    width: int = 20


RESULT: tuple[Column, ...] = (
    Column("id_fiche", width=14),
    Column("statut_traitement", width=18),
    Column("avis", width=20),
    Column("cible_1", width=45),
    Column("cible_2", width=45),
    Column("cible_3", width=45),
    Column("motifs", width=60),
    Column("questions", width=60),
    Column("avertissements", width=60),
    Column("erreurs", width=60),
    Column("ligne", "whole", 8),
    Column("doublon_de", "whole", 11),
    Column("date_depot", "day", 13),
    Column("regime", width=8),
    Column("cible_visee", width=45),
    Column("avis_vise", width=20),
    Column("heures_en_rapport", "whole", 13),
    Column("courriel", width=60),
    Column("constats", width=30),
    Column("empreinte", width=14),
    Column("versions", width=30),
)

DETAIL: tuple[Column, ...] = (
    Column("id_fiche", width=14),
    Column("ligne", "whole", 8),
    Column("rang", "whole", 6),
    Column("certification", width=18),
    Column("rncp", width=13),
    Column("intitule", width=45),
    Column("type", width=20),
    Column("niveau", "whole", 8),
    Column("score", "number", 8),
    Column("lien", width=16),
    Column("avis", width=20),
    Column("heures_en_rapport", "whole", 13),
    Column("mois_en_rapport", "number", 13),
    Column("couverture", "number", 10),
    Column("motifs", width=60),
    Column("questions", width=60),
    Column("constats", width=60),
)


def cut(text: str) -> str:
    """A text that fits a cell of a spreadsheet; what is cut is said to be."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… (coupé : {len(text)} caractères)"
