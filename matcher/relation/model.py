"""What the comparison of a dossier with certifications gives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from matcher.model.certification import Certification
from matcher.model.report import BlocResult, Evidence
from matcher.relation.jobs import JobDistance
from matcher.relation.presumed import Presumed

METIER, ACTIVITES, COUVERTURE, NIVEAU, PROJET = PARTS = ("metier", "activites", "couverture", "niveau", "projet")
"""The named parts of a relation, in the order they are shown."""


@dataclass(frozen=True)
class Relation(ABC):
    """One certification held against a dossier.

    ``values``: by part, from 0 to 1. ``counted``: the parts about which the dossier says something; the weight of the
    others (no project told…) goes to these, for every certification alike. ``related_experiences`` are indexes, as
    ``far_experiences``: those whose job is known, and far from the certification's.
    ``blocs_known``: some bloc has a text. ``described``: some experience tells its activities. ``foreign``: described,
    nothing touched, no experience related, and jobs far apart; it alone may lead to a refusal. ``likeness``: share
    of what is told that the certification says too, for ties. ``named``: the dossier names the certification.
    ``family``: what its versions share.
    """

    certification: Certification
    values: Mapping[str, float]
    counted: frozenset[str]
    related_experiences: tuple[int, ...]
    far_experiences: tuple[int, ...]
    blocs_known: bool
    coverage: float
    job_distance: JobDistance
    described: bool
    foreign: bool
    likeness: float
    named: bool
    family: str

    @property
    @abstractmethod
    def blocs(self) -> tuple[BlocResult, ...]:
        """The blocs in their order, each with its state and its evidence."""

    @property
    @abstractmethod
    def evidence(self) -> tuple[Evidence, ...]:
        """Evidence about the certification as a whole, where none of its blocs has a text."""

    @property
    @abstractmethod
    def why(self) -> Mapping[str, str]:
        """Why each part has its value: one French sentence by part."""

    @property
    def bloc_weights(self) -> tuple[float, ...]:
        """What each bloc weighs in the coverage; 0 where it has no text."""
        return (1.0,) * len(self.blocs)

    @property
    def presumed(self) -> tuple[Presumed, ...]:
        """The activities presumed from jobs that are most worth asking about, the best first."""
        return ()

    @property
    def sentences(self) -> int:
        """How many of the person's own sentences are evidence of something."""
        found = [*self.evidence, *(one for bloc in self.blocs for one in bloc.evidence)]
        return len({(one.experience, one.activity) for one in found if not one.presumed})


@dataclass(frozen=True)
class Relations:
    """The shortlist, best first: the certifications nearest to the dossier, the other versions of these, then those
    that it only names."""

    shortlist: tuple[Relation, ...]
    described: bool
