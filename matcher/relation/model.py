"""What the comparison of a dossier with certifications gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from matcher.model.certification import Certification
from matcher.model.report import BlocResult, Evidence
from matcher.relation.jobs import JobDistance

METIER, ACTIVITES, COUVERTURE, NIVEAU, PROJET = PARTS = ("metier", "activites", "couverture", "niveau", "projet")
"""The named parts of a relation, in the order they are shown."""


class Part(NamedTuple):
    """A named part: its value from 0 to 1, and why, in one French sentence.

    ``counted`` is false when the dossier gives the part nothing to read (no project told…): its weight then goes to
    the other parts, for every certification alike.
    """

    value: float
    why: str
    counted: bool = True


@dataclass(frozen=True)
class Relation:
    """One certification held against a dossier.

    ``evidence`` is about the certification as a whole, where none of its blocs has a text. ``related_experiences``
    are indexes. ``blocs_touched`` counts the blocs with some evidence; None where nothing is known of them.
    ``blocs_known``: some bloc has a text. ``described``: some experience tells its activities. ``foreign``: described,
    nothing touched, no experience related, and jobs far apart; it alone may lead to a refusal. ``likeness``: share
    of what is told that the certification says too, for ties. ``named``: the dossier names the certification.
    ``family``: what its versions share.
    """

    certification: Certification
    parts: Mapping[str, Part]
    blocs: tuple[BlocResult, ...]
    evidence: tuple[Evidence, ...]
    related_experiences: tuple[int, ...]
    blocs_touched: int | None
    blocs_known: bool
    coverage: float
    job_distance: JobDistance
    described: bool
    foreign: bool
    likeness: float
    named: bool
    family: str


@dataclass(frozen=True)
class Relations:
    """The shortlist, best first: the certifications nearest to the dossier, then those that it only names."""

    shortlist: tuple[Relation, ...]
    described: bool
