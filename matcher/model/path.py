"""The path of a VAE at the Cnam: seven steps, each with what is known, to be done, or to be asked."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ItemKind = Literal[
    "contact",
    "reunion",
    "information",
    "question",
    "avertissement",
    "droit",
    "demande",
    "financement",
    "cout",
    "piece",
    "bloc",
    "date",
    "suite",
]
"""``droit``: what a text says; ``demande``: an earlier request or decision; ``suite``: what may be done next."""

ItemState = Literal[
    "possible", "a_verifier", "ecarte", "a_demander", "recue", "acquis", "en_appui", "en_partie", "sans_appui"
]
"""Of a funder: possible, a_verifier, ecarte; of a proof: a_demander, recue; of a bloc: acquis and the last three."""

StepState = Literal["pret", "a_completer", "a_verifier", "a_venir"]
StepName = Literal["Accueil", "Information et conseil", "Recevabilité", "Accompagnement", "Dossier", "Jury", "Suivi"]
Confidence = Literal["verified", "to_confirm", "house"]


class Part(BaseModel):
    """What every part of a step shares: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ItemDate(Part):
    """A day, and what it is the day of, in French."""

    what: str
    day: date


class StepItem(Part):
    """One line of a step, in French. ``rule``: the rule that was judged; ``source``: where it was read, as text.

    ``confidence``: verified, to_confirm, or house for what is the program's own advice; None where it is a fact of
    the dossier itself. ``link`` is an address on the web.
    """

    kind: ItemKind
    title: str
    text: str
    state: ItemState | None = None
    rule: str | None = None
    source: str | None = None
    confidence: Confidence | None = None
    dates: tuple[ItemDate, ...] = ()
    link: str | None = None


class Step(Part):
    """One of the seven steps. ``state``: whether it is ready, lacks an answer, has something to be checked, or is
    still to come."""

    number: Annotated[int, Field(ge=1, le=7)]
    name: StepName
    state: StepState
    summary: str
    items: tuple[StepItem, ...]
