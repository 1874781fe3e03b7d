"""What the form of recevabilité and a feasibility comment ask, as ``referentials/recevabilite.yaml`` says."""

from __future__ import annotations

from functools import lru_cache

import yaml
from pydantic import BaseModel, ConfigDict

from matcher.reading.bundled import referentials_folder

_FILE = "recevabilite.yaml"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rubric(_Part):
    """A part of the form. ``a_confirmer``: its exact title was not read."""

    titre: str
    a_confirmer: bool


class ApplicationForm(_Part):
    """The form: its rubrics by number, and its code for each CEC level."""

    nom: str
    source: str
    rubriques: dict[int, Rubric]
    codes_de_niveau: dict[int, int]


class CommentGuide(_Part):
    """How a feasibility comment is told sufficient: beginnings of words, without accents."""

    source: str
    mots_au_moins: int
    outils: tuple[str, ...]
    resultat: tuple[str, ...]
    vagues: tuple[str, ...]


class ApplicationGuide(_Part):
    formulaire: ApplicationForm
    commentaire: CommentGuide


@lru_cache(maxsize=1)
def application_guide() -> ApplicationGuide:
    """The guide that comes with the program. Raises ValueError when the file is at fault."""
    text = (referentials_folder() / _FILE).read_text(encoding="utf-8")
    return ApplicationGuide.model_validate(yaml.safe_load(text))
