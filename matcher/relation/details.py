"""One certification in detail: blocs with their evidence, and the reason of each part of the score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.model.certification import Certification
from matcher.model.report import BlocResult, BlocState, Evidence
from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.comparison import Comparison
from matcher.relation.jobs import DISTANCES, FAR, best_nearness
from matcher.relation.model import Relation
from matcher.relation.reasons import reasons
from matcher.relation.told import Statement
from matcher.text import VAGUE, terms


def describe(catalogue: IndexedCatalogue, comparison: Comparison, place: int, named: bool) -> Relation:
    """The relation with the certification at ``place``."""
    certification = catalogue.certifications[place]
    described = any(comparison.told.described)
    groups = np.flatnonzero(catalogue.texts.group_certification == place).tolist()
    evidence = {int(catalogue.texts.group_bloc[group]): _evidence(catalogue, comparison, group) for group in groups}
    coverage = {int(catalogue.texts.group_bloc[group]): float(comparison.group_coverage[group]) for group in groups}
    blocs = tuple(
        BlocResult(
            code=bloc.code,
            title=bloc.title,
            state=_state(...),
        )
        for index, bloc in enumerate(certification.blocs)
    )
