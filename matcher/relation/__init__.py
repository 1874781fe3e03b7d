"""Dossier × certifications → facts: what is alike, what is covered, and by which sentence."""

from matcher.relation.index import CertificationIndex
from matcher.relation.jobs import JobDistance, JobLinks
from matcher.relation.model import ACTIVITES, COUVERTURE, METIER, NIVEAU, PARTS, PROJET, Relation, Relations
from matcher.relation.presumed import Presumed

__all__ = [
    "ACTIVITES",
    "COUVERTURE",
    "METIER",
    "NIVEAU",
    "PARTS",
    "PROJET",
    "CertificationIndex",
    "JobDistance",
    "JobLinks",
    "Presumed",
    "Relation",
    "Relations",
]
