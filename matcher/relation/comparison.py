"""Dossiers held against all certifications at once: arrays, no sentence yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.model.dossier import Dossier
from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.hits import Hits, find_hits
from matcher.relation.jobs import CLOSE, FAR, UNKNOWN
from matcher.relation.left_out import left_out
from matcher.relation.model import ACTIVITES, COUVERTURE, METIER, NIVEAU, PROJET
from matcher.relation.responsibility import level_values, suggested_level
from matcher.relation.telling import Telling, different
from matcher.relation.told import Told, tells
from matcher.rulebook.ranking_settings import FullLikeness, LevelHints
from matcher.sparse import Flags, Floats, Ints, runs
from matcher.text import stems

_RANKS = frozenset(
    stems(
        "responsable chargé assistant agent technicien employé chef directeur manager adjoint cadre consultant "
        "stagiaire apprenti bénévole membre gestionnaire collaborateur conseiller opérateur préparateur ouvrier délégué"
    )
)
"""Words of job titles that name a rank, not a job."""


@dataclass(frozen=True)
class Comparison:
    """All the numbers of D dossiers. E experiences end to end (see Telling), C certifications, G groups of texts (see
    CatalogueTexts).

    ``values``: by part, [D, C], from 0 to 1. ``counted``: by part, [D], whether the dossier says something about it.
    ``total`` [D, C]: from 0 to 100. ``likeness`` [D, C]: share of what is told that the certification says too;
    ``coverage`` [D, C]; ``groups``: the coverage of the groups that are touched. ``nearness`` [E, C]: places in
    jobs.DISTANCES. ``titles``, ``related`` [E, C], ``left_out`` [E, C]: see there. ``expected_level`` [D, C]: 0 where
    unknown. ``described`` [D]. ``targets``: place of the certification aimed at.
    """

    telling: Telling
    hits: Hits
    values: dict[str, Floats]
    counted: dict[str, Flags]
    total: Floats
    likeness: Floats
    coverage: Floats
    groups: GroupCoverage
    nearness: NDArray[np.int8]
    titles: Floats
    left_out: Floats
    related: Flags
    expected_level: Ints
    described: Flags
    targets: tuple[int | None, ...]

    @cached_property
    def best_nearness(self) -> NDArray[np.int8]:
        """[D, C]: the nearest job of all experiences; FAR only where none is without a known code."""
        first = self.telling.first_experience
        best = by_dossier(np.maximum, self.nearness, first)
        best[(best == FAR) & (by_dossier(np.minimum, self.nearness, first) == UNKNOWN)] = UNKNOWN
        return best

    @cached_property
    def any_related(self) -> Flags:
        """[D, C]: whether some experience is related."""
        return by_dossier(np.logical_or, self.related, self.telling.first_experience)

    def experiences(self, dossier: int) -> slice:
        """The rows of a dossier's experiences."""
        first, last = self.telling.first_experience[dossier : dossier + 2].tolist()
        return slice(first, last)


@dataclass(frozen=True)
class GroupCoverage:
    """The coverage of the groups touched: ``key`` is dossier × G + group, in order."""

    key: Ints
    share: Floats
    groups: int

    def of(self, dossier: int, group: int) -> float:
        wanted = dossier * self.groups + group
        place = int(np.searchsorted(self.key, wanted))
        return float(self.share[place]) if place < len(self.key) and self.key[place] == wanted else 0.0


def compare(catalogue: IndexedCatalogue, told: Sequence[Told], targets: Sequence[int | None]) -> Comparison:
    """Every number about each dossier and each certification. ``targets``: place of the certification aimed at."""
    settings, telling = catalogue.settings, Telling(told)
    shape, first = (len(told), len(catalogue.certifications)), telling.first_experience
    hits = find_hits(catalogue, telling)
    groups, coverage = _coverage(catalogue, telling, hits)
    titles = _titles(catalogue, told, shape[1])
    nearness = _nearness(catalogue, told, shape[1])
    documents = catalogue.document_share.compare(
        catalogue.vocabulary.shares([done for one in told for done in one.documents])
    )
    recognised = _recognised(catalogue, telling, hits)
    related = _related(catalogue, recognised, titles, documents, nearness)
    expected = _expected_level([one.dossier for one in told], related, first, settings.levels)
    project = _project(catalogue, [one.dossier for one in told], targets)
    likeness = by_dossier(np.maximum, documents, first)
    by_code = np.array([0.0, 0.0, settings.job.same_field, settings.job.close, settings.job.identical])[nearness]
    gone = left_out(catalogue, telling)
    values = {
        METIER: by_dossier(np.maximum, np.maximum(by_code, titles) * (1.0 - gone), first),
        ACTIVITES: _activities(settings.full_likeness, likeness, by_dossier(np.add, recognised, first)),
        COUVERTURE: coverage,
        NIVEAU: level_values(catalogue.level, expected, settings.levels),
        PROJET: project,
    }
    known_title = by_dossier(np.logical_or, titles > 0, first).any(axis=1)
    has_code: Flags = np.array([any(one.rome for one in each.dossier.experiences) for each in told], dtype=bool)
    always = np.ones(len(told), dtype=bool)
    counted: dict[str, Flags] = {
        METIER: np.logical_or(has_code, known_title),
        ACTIVITES: always,
        COUVERTURE: always,
        NIVEAU: np.logical_or.reduce(expected, axis=1),
        PROJET: np.logical_or.reduce(project, axis=1),
    }
    return Comparison(
        telling=telling,
        hits=hits,
        values=values,
        counted=counted,
        total=_total(values, counted, settings.weights.by_name(), shape),
        likeness=likeness,
        coverage=coverage,
        groups=groups,
        nearness=nearness,
        titles=titles,
        left_out=gone,
        related=related,
        expected_level=expected,
        described=np.array([any(one.described) for one in told], dtype=bool),
        targets=tuple(targets),
    )


def by_dossier(combine: np.ufunc, rows: NDArray[Any], first: Ints) -> NDArray[Any]:
    """[D, C]: the rows of each dossier's experiences combined; 0 where it has none."""
    found = np.zeros((len(first) - 1, rows.shape[1]), dtype=rows.dtype)
    # One call a dossier: reduceat takes ten times as long along this axis.
    for dossier, (begins, ends) in enumerate(pairwise(first.tolist())):
        if begins < ends:
            combine.reduce(rows[begins:ends], axis=0, out=found[dossier])
    return found


def _total(
    values: dict[str, Floats], counted: dict[str, Flags], weights: dict[str, float], shape: tuple[int, int]
) -> Floats:
    points, weight = np.zeros(shape), np.zeros(shape[0])
    for part, is_counted in counted.items():
        points += values[part] * (weights[part] * is_counted)[:, None]
        weight += weights[part] * is_counted
    return 100 * points / np.where(weight > 0, weight, 1.0)[:, None]


def _titles(catalogue: IndexedCatalogue, told: Sequence[Told], count: int) -> Floats:
    """[E, C]: how near the job titles are to the certification's texts."""
    asked = [
        tuple([stem for stem in title if stem not in _RANKS]) if tells(title) else ()
        for one in told
        for title in one.titles
    ]
    titles, place = different(asked)
    return catalogue.title_likeness(titles)[place] if titles else np.zeros((0, count))


def _nearness(catalogue: IndexedCatalogue, told: Sequence[Told], count: int) -> NDArray[np.int8]:
    codes, place = different(experience.rome for one in told for experience in one.dossier.experiences)
    found = np.array([catalogue.jobs.nearness(code) for code in codes], dtype=np.int8).reshape(len(codes), count)
    return found[place]


def _coverage(catalogue: IndexedCatalogue, telling: Telling, hits: Hits) -> tuple[GroupCoverage, Floats]:
    """Coverage of each group and of each certification: texts reached, over the texts that make the group whole."""
    texts, count = catalogue.texts, len(catalogue.certifications)
    groups = len(texts.group_parts)
    starts = runs(hits.key)
    place, credit = hits.place[starts], _most(hits.credit, starts)
    inside = texts.group[place] >= 0
    dossier = hits.key[starts][inside] // max(1, hits.places)
    keys, where = np.unique(dossier * groups + texts.group[place[inside]], return_inverse=True)
    reached = np.bincount(where, credit[inside], minlength=len(keys))
    owner, group = np.divmod(keys, max(1, groups))
    share: Floats = np.minimum(1.0, reached / texts.group_parts[group])
    weight = np.bincount(texts.group_certification, texts.group_weight, minlength=count)
    cells = owner * count + texts.group_certification[group]
    covered = np.bincount(cells, texts.group_weight[group] * share, minlength=len(telling.told) * count)
    by_certification = covered.reshape(len(telling.told), count) / np.where(weight > 0, weight, 1.0)
    return GroupCoverage(keys, share, groups), by_certification


def _recognised(catalogue: IndexedCatalogue, telling: Telling, hits: Hits) -> Floats:
    """[E, C]: how many sentences of the experience find a text of the certification; less for a generic bloc."""
    texts, count, sentences = catalogue.texts, len(catalogue.certifications), len(telling.owner)
    worth = hits.credit * np.minimum(1.0, texts.document_weight[hits.place])
    keys = telling.sentence[hits.statement] * count + texts.certification[hits.place]
    order = np.argsort(keys, kind="stable")
    starts = runs(keys[order])
    sentence, certification = np.divmod(keys[order][starts], max(1, count))
    cells = telling.owner[sentence] * count + certification
    size = len(telling.dossier) * count
    found = np.bincount(cells, _most(worth[order], starts), minlength=size) if sentences else np.zeros(size)
    return found.astype(np.float64, copy=False).reshape(len(telling.dossier), count)


def _most(values: Floats, starts: Ints) -> Floats:
    """The greatest value of each run."""
    return np.maximum.reduceat(values, starts) if len(starts) else np.zeros(0)


def _activities(full: FullLikeness, likeness: Floats, recognised: Floats) -> Floats:
    """[D, C]: mostly the likeness of the whole texts, and for a part the sentences that find their place."""
    whole = np.minimum(1.0, likeness / full.activities)
    sentences = np.minimum(1.0, recognised / full.sentences)
    value: Floats = (1.0 - full.share_of_sentences) * whole + full.share_of_sentences * sentences
    return value


def _related(
    catalogue: IndexedCatalogue, recognised: Floats, titles: Floats, documents: Floats, nearness: NDArray[np.int8]
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


def _expected_level(dossiers: Sequence[Dossier], related: Flags, first: Ints, hints: LevelHints) -> Ints:
    """[D, C]: the level that the responsibilities of related experiences suggest; 0 where none is told."""
    levels = [suggested_level(experience, hints) for dossier in dossiers for experience in dossier.experiences]
    return by_dossier(np.maximum, related * np.array(levels, dtype=np.int64)[:, None], first)


def _project(catalogue: IndexedCatalogue, dossiers: Sequence[Dossier], targets: Sequence[int | None]) -> Floats:
    """[D, C]: likeness with what the person wants; 1 for the certification aimed at."""
    found = np.zeros((len(dossiers), len(catalogue.certifications)))
    wanted: list[tuple[str, ...]] = []
    for dossier, target in zip(dossiers, targets, strict=True):
        aimed = catalogue.certifications[target].title if target is not None else dossier.target
        wanted.append(stems(f"{dossier.project or ''}\n{aimed or ''}") if dossier.project or aimed else ())
    clear = [place for place, one in enumerate(wanted) if tells(one)]
    likeness = catalogue.document_share.compare(catalogue.vocabulary.shares([wanted[place] for place in clear]))
    found[clear] = np.minimum(1.0, likeness / catalogue.settings.full_likeness.project)
    for place in clear:
        if (target := targets[place]) is not None:
            found[place, target] = 1.0
    return found
