"""The texts of certifications, each different text once: titles, bloc labels, activities, competencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import log

import numpy as np

from matcher.model.certification import Bloc, Certification, Competency
from matcher.relation.families import families_of, label_stems, title_stems
from matcher.rulebook.ranking_settings import RankingSettings
from matcher.sparse import Floats, Ints
from matcher.text import stems

_FEWEST_FAMILIES = 50


class CatalogueTexts:
    """Every text of a list of certifications, and where it stands.

    A *place* is one text in one certification; the same text may stand in many places, and is stored once.
    A *group* is what is covered or not as a whole: a bloc, or the certification itself (``group_bloc`` −1) where no
    bloc has a text. Arrays by place: ``text``, ``certification``, ``group`` (−1: title, or activity of the whole
    certification beside described blocs). Arrays by group: ``group_certification``, ``group_bloc``, ``group_parts``
    (how many texts make it whole), ``group_weight`` (little for a bloc that many families share), and its places:
    ``group_start`` to ``group_end`` (excluded). Both places and groups go in the order of the certifications.
    ``document_weight``, by place: what the text weighs in the certification as a whole. Lists by place: ``codes`` of
    the competency, or of the bloc for its label and activities; ``said``, the text as written. ``code_rank``, by place:
    the place of its code in the order of codes. By certification: ``families``, and ``family``, a number for each.
    """

    def __init__(self, certifications: Sequence[Certification], settings: RankingSettings) -> None:
        self.stems: list[tuple[str, ...]] = []
        self.codes: list[str] = []
        self.said: list[str] = []
        self._known: dict[tuple[str, ...], int] = {}
        self._text: list[int] = []
        self._certification: list[int] = []
        self._group: list[int] = []
        self._is_title: list[bool] = []
        groups: list[tuple[int, int, int]] = []
        for index, certification in enumerate(certifications):
            self._add(index, -1, certification.code, certification.title, title_stems(certification.title))
            told = [place for place, bloc in enumerate(certification.blocs) if _has_text(bloc)]
            for place in told:
                bloc = certification.blocs[place]
                groups.append((index, place, _parts(bloc.activities, bloc.competencies)))
                self._add_bloc(index, len(groups) - 1, bloc)
            whole = -1
            if not told and (certification.activities or certification.competencies):
                whole = len(groups)
                groups.append((index, -1, _parts(certification.activities, certification.competencies)))
            self._add_content(index, whole, certification.code, certification.activities, certification.competencies)
        self.text: Ints = np.array(self._text, dtype=np.int64)
        self.certification: Ints = np.array(self._certification, dtype=np.int64)
        self.group: Ints = np.array(self._group, dtype=np.int64)
        columns = np.array(groups, dtype=np.int64).reshape(-1, 3)
        self.group_certification, self.group_bloc, self.group_parts = columns.T
        order = {code: rank for rank, code in enumerate(sorted(set(self.codes)))}
        self.code_rank: Ints = np.array([order[code] for code in self.codes], dtype=np.int64)
        self.families = families_of(certifications, settings.diversity.same_title)
        number: dict[str, int] = {}
        self.family: Ints = np.array([number.setdefault(one, len(number)) for one in self.families], dtype=np.int64)
        self.group_weight = _group_weights(
            certifications, self.families, self.group_certification, self.group_bloc, settings.text.generic_bloc
        )
        self.is_title = np.array(self._is_title, dtype=bool)
        inside = np.flatnonzero(self.group >= 0)
        self.group_start: Ints = inside[np.searchsorted(self.group[inside], np.arange(len(columns)))]
        self.group_end: Ints = (
            inside[np.searchsorted(self.group[inside], np.arange(len(columns)), side="right") - 1] + 1
        )
        self.document_weight: Floats = np.where(
            self.is_title, settings.text.title, np.append(self.group_weight, 1.0)[self.group]
        )

    def _add_bloc(self, certification: int, group: int, bloc: Bloc) -> None:
        if bloc.title:
            self._add(certification, group, bloc.code, bloc.title)
        self._add_content(certification, group, bloc.code, bloc.activities, bloc.competencies)

    def _add_content(
        self, certification: int, group: int, code: str, activities: Sequence[str], competencies: Sequence[Competency]
    ) -> None:
        for activity in activities:
            self._add(certification, group, code, activity)
        for competency in competencies:
            self._add(certification, group, competency.code, competency.text)

    def _add(self, certification: int, group: int, code: str, said: str, title: tuple[str, ...] | None = None) -> None:
        found = stems(said) if title is None else title
        text = self._known.setdefault(found, len(self.stems))
        if text == len(self.stems):
            self.stems.append(found)
        self._text.append(text)
        self._certification.append(certification)
        self._group.append(group)
        self._is_title.append(title is not None)
        self.codes.append(code)
        self.said.append(said)


def _has_text(bloc: Bloc) -> bool:
    return bool(bloc.title or bloc.activities or bloc.competencies)


def _parts(activities: Sequence[str], competencies: Sequence[Competency]) -> int:
    return len(competencies) or len(activities) or 1


def _group_weights(
    certifications: Sequence[Certification],
    families: Sequence[str],
    certification: Ints,
    bloc: Ints,
    generic_weight: float,
) -> Floats:
    """1 for a label of one family only, down to ``generic_weight`` for one that every family has."""
    holders: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    labels = [
        label_stems(certifications[owner].blocs[place].title or "") if place >= 0 else ()
        for owner, place in zip(certification.tolist(), bloc.tolist(), strict=True)
    ]
    for owner, label in zip(certification.tolist(), labels, strict=True):
        holders[label].add(families[owner])
    ceiling = log(max(len(set(families)), _FEWEST_FAMILIES))
    rarity = np.array(
        [1.0 if not label else 1.0 - log(len(holders[label])) / ceiling for label in labels], dtype=np.float64
    )
    return generic_weight + (1.0 - generic_weight) * rarity**2
