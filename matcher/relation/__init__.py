"""Dossier × certifications → facts: what is alike, what is covered, by which sentence."""

from matcher.relation.index import CertificationIndex
from matcher.relation.jobs import JobDistance
from matcher.relation.model import PARTS, Part, Relation, Relations

__all__ = ["PARTS", "CertificationIndex", "JobDistance", "Part", "Relation", "Relations"]
