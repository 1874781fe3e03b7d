"""A dossier held against all certifications at once: arrays, no sentence yet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.model.dossier import Dossier
from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.hits import Hits, find_hits
from matcher.relation.jobs import CLOSE, best_nearness
from matcher.relation.model import ACTIVITES, COUVERTURE, METIER, NIVEAU, PROJET
from matcher.relation.told import Told, tells
from matcher.rulebook.ranking_settings import FullLikeness
from matcher.sparse import Floats, Ints
from matcher.text import stems

Flags = NDArray[np.bool_]

_RANKS = frozenset(
    stems(
        "responsable chargé assistant agent technicien employé chef directeur manager adjoint cadre consultant "
        "stagiaire apprenti bénévole membre gestionnaire collaborateur conseiller opérateur préparateur ouvrier délégué"
    )
)
"""Words of job titles that name a rank, not a job."""

_SHARE_OF_SENTENCES = 0.25
_LEVEL_OF = {"execution": 4, "autonome": 5, "encadrement": 6, "direction": 7}
_LEVEL_OF_A_TEAM = 6
_VALUE_BY_GAP = np.array([1.0, 0.7, 0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])
_VALUE_OF_UNKNOWN_LEVEL = 0.5


@dataclass(frozen=True)
class Comparison:
    """All the numbers of one dossier. E experiences, C certifications, G groups of texts (see CatalogueTexts).

    ``values``: by part, [C], from 0 to 1. ``counted``: the parts about which the dossier says something. ``total`` [C]:
    from 0 to 100. ``likeness`` [C]: share of what is told that the certification says too; ``documents`` [E, C]: the
    same by experience. ``coverage`` [C], ``group_coverage`` [G]. ``nearness`` [E, C]: places in jobs.DISTANCES.
    ``recognised`` [E, C]: sentences that find their place. ``titles``, ``related`` [E, C]. ``expected_level`` [C]: 0
    where unknown.
    """

    dossier: Dossier
    told: Told
    hits: Hits
    values: dict[str, Floats]
    counted: frozenset[str]
    total: Floats
    likeness: Floats
    coverage: Floats
    group_coverage: Floats
    nearness: Ints
    recognised: Floats
    documents: Floats
    titles: Floats
    related: Flags
    expected_level: Ints
    target: int | None

    @cached_property
    def best_nearness(self) -> Ints:
        """[C]: the nearest job of all experiences."""
        return best_nearness(self.nearness)


def compare(catalogue: IndexedCatalogue, dossier: Dossier, told: Told, target: int | None) -> Comparison:
    """Every number about a dossier and each certification. ``target``: place of the certification aimed at."""
    settings, count = catalogue.settings, len(catalogue.certifications)
    hits = find_hits(catalogue, told)
    group_coverage, coverage = _coverage(catalogue, hits)
    jobs = [tuple(stem for stem in title if stem not in _RANKS) if tells(title) else () for title in told.titles]
    titles = catalogue.title_likeness(jobs)
    codes = [catalogue.jobs.nearness(experience.rome) for experience in dossier.experiences]
    nearness: Ints = np.array(codes, dtype=np.int64).reshape(len(codes), count)
    documents = catalogue.document_share.compare_all([catalogue.vocabulary.shares(one) for one in told.documents])
    recognised = _recognised(catalogue, told, hits)
    related = _related(catalogue, recognised, titles, documents, nearness)
    expected = _expected_level(dossier, related)
    project = _project(dossier, catalogue, target)
    likeness: Floats = documents.max(axis=0, initial=0.0)
    by_code = np.array([0.0, 0.0, settings.job.same_field, settings.job.close, settings.job.identical])[nearness]
    values = {
        METIER: np.maximum(by_code, titles).max(axis=0, initial=0.0),
        ACTIVITES: _activities(settings.full_likeness, likeness, recognised),
        COUVERTURE: coverage,
        NIVEAU: _level(catalogue.level, expected),
        PROJET: project,
    }
    said = {
        METIER: bool(titles.any()) or any(experience.rome for experience in dossier.experiences),
        ACTIVITES: True,
        COUVERTURE: True,
        NIVEAU: bool(expected.any()),
        PROJET: bool(project.any()),
    }
    counted = [part for part, is_said in said.items() if is_said]
    weights = settings.weights.by_name()
    points = sum((values[part] * weights[part] for part in counted), np.zeros(count))
    return Comparison(
        dossier=dossier,
        told=told,
        hits=hits,
        values=values,
        counted=frozenset(counted),
        total=100 * points / (sum(weights[part] for part in counted) or 1.0),
        likeness=likeness,
        coverage=coverage,
        group_coverage=group_coverage,
        nearness=nearness,
        recognised=recognised,
        documents=documents,
        titles=titles,
        related=related,
        expected_level=expected,
        target=target,
    )


def _coverage(catalogue: IndexedCatalogue, hits: Hits) -> tuple[Floats, Floats]:
    """Coverage of each group and of each certification: texts reached, over the texts that make the group whole."""
    texts = catalogue.texts
    credit = np.zeros(len(texts.text))
    np.maximum.at(credit, hits.place, hits.credit)
    inside = texts.group >= 0
    reached = np.bincount(texts.group[inside], credit[inside], minlength=len(texts.group_parts))
    by_group: Floats = np.minimum(1.0, reached / texts.group_parts)
    count = len(catalogue.certifications)
    weight = np.bincount(texts.group_certification, texts.group_weight, minlength=count)
    covered = np.bincount(texts.group_certification, texts.group_weight * by_group, minlength=count)
    return by_group, covered / np.where(weight > 0, weight, 1.0)


def _recognised(catalogue: IndexedCatalogue, told: Told, hits: Hits) -> Floats:
    """[E, C]: how many sentences of the experience find a text of the certification; less for a generic bloc."""
    texts, count = catalogue.texts, len(catalogue.certifications)
    keys = dict.fromkeys((one.experience, one.sentence) for one in told.statements)
    row = {key: place for place, key in enumerate(keys)}
    row_of = np.array([row[one.experience, one.sentence] for one in told.statements], dtype=np.int64)
    best = np.zeros((len(row), count))
    worth = hits.credit * np.minimum(1.0, texts.document_weight[hits.place])
    np.maximum.at(best, (row_of[hits.statement], texts.certification[hits.place]), worth)
    owner = np.array([experience for experience, _ in row], dtype=np.int64)
    by_experience = [best[owner == experience].sum(axis=0) for experience in range(len(told.titles))]
    return np.array(by_experience).reshape(len(by_experience), count)


def _activities(full: FullLikeness, likeness: Floats, recognised: Floats) -> Floats:
    """[C]: mostly the likeness of the whole texts, and for a part the sentences that find their place."""
    whole = np.minimum(1.0, likeness / full.activities)
    sentences = np.minimum(1.0, recognised.sum(axis=0) / full.sentences)
    value: Floats = (1.0 - _SHARE_OF_SENTENCES) * whole + _SHARE_OF_SENTENCES * sentences
    return value


def _related(
    catalogue: IndexedCatalogue, recognised: Floats, titles: Floats, documents: Floats, nearness: Ints
) -> Flags:
    """[E, C]: same or close job, or a title or activities near enough to the certification's texts."""
    thresholds = catalogue.settings.related
    related: Flags = (
        (nearness >= CLOSE)
        | (titles >= thresholds.title)
        | (documents >= thresholds.activities)
        | (recognised >= thresholds.sentences)
    )
    return related


def _expected_level(dossier: Dossier, related: Flags) -> Ints:
    """[C]: the level that the responsibilities of related experiences suggest; 0 where none is told."""
    levels = [
        max(
            _LEVEL_OF.get(experience.responsibility or "", 0),
            _LEVEL_OF_A_TEAM if experience.team_size and experience.responsibility != "execution" else 0,
        )
        for experience in dossier.experiences
    ]
    expected: Ints = (related * np.array(levels, dtype=np.int64)[:, None]).max(axis=0, initial=0)
    return expected


def _level(level: Ints, expected: Ints) -> Floats:
    value: Floats = np.where(
        (level > 0) & (expected > 0), _VALUE_BY_GAP[np.abs(level - expected)], _VALUE_OF_UNKNOWN_LEVEL
    )
    return value


def _project(dossier: Dossier, catalogue: IndexedCatalogue, target: int | None) -> Floats:
    """[C]: likeness with what the person wants; 1 for the certification aimed at."""
    aimed = catalogue.certifications[target].title if target is not None else dossier.target
    wanted = stems(f"{dossier.project or ''}\n{aimed or ''}")
    if not tells(wanted):
        return np.zeros(len(catalogue.certifications))
    likeness = catalogue.document_share.compare_all([catalogue.vocabulary.shares(wanted)])[0]
    value: Floats = np.minimum(1.0, likeness / catalogue.settings.full_likeness.project)
    if target is not None:
        value[target] = 1.0
    return value
