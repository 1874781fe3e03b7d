"""What the Cnam and the jury decided, written down by a centre, to be held against our pre-opinions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from matcher.located_yaml import read_as

Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

BLANK = """\
# Ce que le Cnam et le jury ont décidé. À comparer aux pré-avis : vae outcomes CE_FICHIER
# dossier : le fichier du dossier évalué, à côté de celui-ci. centre : un identifiant de centres.yaml.
# rules : les règles que la décision contredit ou invoque, si on les connaît (vae rules show les liste).
decisions: []
#  - dossier: D1.yaml
#    certification: RNCP36889
#    centre: hdf-amiens
#    recevabilite: {decision: recevable, on: 2024-08-02, rules: []}       # recevable, irrecevable ou incomplet
#    jury: {result: partielle, on: 2025-01-15, blocs: [RNCP36889BC01]}    # totale, partielle ou refus
"""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Admission(Part):
    """The Cnam's decision on recevabilité. ``rules``: those that it turns on, where the adviser knows them."""

    decision: Literal["recevable", "irrecevable", "incomplet"]
    on: date
    rules: tuple[Line, ...] = ()


class JuryResult(Part):
    """The jury's decision; ``blocs``: those validated, after a partial one."""

    result: Literal["totale", "partielle", "refus"]
    on: date
    blocs: tuple[Line, ...] = ()


class Decision(Part):
    """One dossier and what became of it. ``dossier`` is a path beside the file."""

    dossier: Line
    certification: Line
    centre: Line | None = None
    recevabilite: Admission | None = None
    jury: JuryResult | None = None


class DecisionFile(Part):
    decisions: Annotated[tuple[Decision, ...], Field(max_length=100_000)]


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file. Raises ValueError with one French sentence a fault."""
    if not path.is_file():
        raise ValueError(f"{path.name} : fichier absent ; attendu : un fichier de décisions (vae outcomes --blank).")
    found, _, faults = read_as(path, path.name, DecisionFile)
    if faults or found is None:
        raise ValueError("\n".join(map(str, faults)))
    return found.decisions
