"""A certification as the catalogue and the register describe it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Kind = Literal[
    "dut",
    "licence",
    "licence_professionnelle",
    "master",
    "ingenieur",
    "titre_rncp",
    "deust",
    "diplome_specialisation",
    "diplome_etat",
    "certificat_professionnel",
    "certificat_de_competence",
    "bachelor",
    "magistere",
    "mastere_specialise",
    "mba",
    "autre",
]
"""Kinds of certification; an imported kind that is none of these is ``autre``."""

USUALLY_REGISTERED: frozenset[str] = frozenset(
    {
        "dut",
        "licence",
        "licence_professionnelle",
        "master",
        "ingenieur",
        "titre_rncp",
        "deust",
        "diplome_specialisation",
        "diplome_etat",
    }
)
"""Kinds of which a certification without a known number is not thereby outside the register."""

Registration = Literal["de_droit", "sur_demande", "arrete"]
"""How a certification entered the register: by law, on request, or by an arrêté of 2002–2018."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
RomeCode = Annotated[str, StringConstraints(pattern=r"^[A-N]\d{4}$")]


class Fact(BaseModel):
    """What every part of a certification shares: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CnamCode(Fact):
    """A code of the Cnam's own catalogue, and how surely it is tied to the fiche."""

    code: Text
    link: Literal["verified", "to_confirm"] = "to_confirm"


class Certifier(Fact):
    name: Text
    siret: str | None = None


class Registered(Fact):
    """Days of registration, ``to`` included; each may be unknown."""

    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="after")
    def _in_order(self) -> Registered:
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError(f"la fin d'enregistrement {self.to} précède le début {self.from_}")
        return self


class VaeAccess(Fact):
    """Access by VAE. ``portal_date`` is the day the certification joined France VAE; null = former procedure."""

    open: bool | None = None
    portal_date: date | None = None
    requirements: tuple[Text, ...] = ()


class FactSource(Fact):
    """Where a group of facts was read, and on which day."""

    facts: tuple[Text, ...]
    text: Text
    read_on: date | None = None


class Doubt(Fact):
    """A fact that the sources leave uncertain, or that we corrected, with the reason in French."""

    fact: Text
    text: Text


class Competency(Fact):
    code: Text
    text: Text


class Bloc(Fact):
    """A bloc de compétences. ``title`` is null where only its code is known."""

    code: Text
    title: Text | None = None
    wording: Literal["source", "projet"] = "source"
    activities: tuple[Text, ...] = ()
    competencies: tuple[Competency, ...] = ()


class Certification(Fact):
    """A certification that a person may aim at. Levels are CEC 3–8.

    ``code`` is unique: the RNCP number where there is one, else the Cnam code or the arrêté's.
    ``provenance`` is ``verified`` when number, title and level were read in a named source.
    ``activities`` and ``competencies`` describe the whole certification where its blocs are
    known by code only; ``wording`` then says whose words they are.
    """

    code: Text
    rncp: Annotated[str, StringConstraints(pattern=r"^(RNCP|RS)\d+$")] | None = None
    cnam_codes: tuple[CnamCode, ...] = ()
    provenance: Literal["verified", "illustrative"]
    title: Text
    kind: Kind
    level: Annotated[int, Field(ge=3, le=8)] | None = None
    certifiers: tuple[Certifier, ...] = ()
    nsf: tuple[Text, ...] = ()
    formacodes: tuple[Text, ...] = ()
    rome: tuple[RomeCode, ...] = ()
    registration: Registration | None = None
    registered: Registered = Registered()
    delivery_deadline: date | None = None
    active: bool | None = None
    active_on: date | None = None
    family: Text | None = None
    predecessors: tuple[Text, ...] = ()
    successors: tuple[Text, ...] = ()
    vae: VaeAccess = VaeAccess()
    sources: tuple[FactSource, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    corrections: tuple[Doubt, ...] = ()
    blocs: tuple[Bloc, ...] = ()
    wording: Literal["source", "projet"] | None = None
    activities: tuple[Text, ...] = ()
    competencies: tuple[Competency, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """The codes that surely name it: its own, its RNCP number, its verified Cnam codes."""
        verified = (one.code for one in self.cnam_codes if one.link == "verified")
        return frozenset(code for code in (self.code, self.rncp, *verified) if code)

    @property
    def registered_in_law(self) -> bool | None:
        """Whether the certification has an RNCP number or a registration by arrêté.

        None for a national diploma or a titre known without its number: it may well be registered.
        """
        if self.rncp is not None or self.registration == "arrete":
            return True
        return None if self.kind in USUALLY_REGISTERED else False
