"""Which activities, presumed from a job, would count most if the person had done them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matcher.model.certification import Certification
from matcher.model.report import Evidence
from matcher.rulebook.ranking_settings import RankingSettings


class Presumed(NamedTuple):
    """A presumed activity of an experience, and the bloc for which it would count most; None: for the whole."""

    experience: int
    activity: str
    bloc: str | None


class _Part(NamedTuple):
    """A bloc, or the certification as a whole: how many texts make it whole, and what it weighs."""

    name: str | None
    texts: int
    weight: float
    evidence: Sequence[Evidence]


def most_useful(
    certification: Certification,
    blocs: Sequence[Sequence[Evidence]],
    whole: Sequence[Evidence],
    weights: Sequence[float],
    settings: RankingSettings,
) -> tuple[Presumed, ...]:
    """The presumed activities that would add most to the coverage if told, the best first.

    ``blocs``, ``weights``: the evidence of each bloc and what it weighs; ``whole``: evidence for the certification.
    """
    parts = [
        _Part(bloc.title or bloc.code, len(bloc.competencies) or len(bloc.activities) or 1, weight, evidence)
        for bloc, weight, evidence in zip(certification.blocs, weights, blocs, strict=True)
    ]
    texts = len(certification.competencies) or len(certification.activities) or 1
    worth: defaultdict[tuple[int, str], float] = defaultdict(float)
    best: dict[tuple[int, str], tuple[float, str | None]] = {}
    for part in (*parts, _Part(None, texts, 1.0, whole)):
        for one, gain in _gains(part, settings):
            key = one.experience, one.activity
            worth[key] += gain
            if gain > best.get(key, (0.0, None))[0]:
                best[key] = gain, part.name
    order = sorted(best, key=lambda key: (-round(worth[key], 6), key))
    return tuple(Presumed(*key, best[key][1]) for key in order[: settings.evidence.asked])


def _gains(part: _Part, settings: RankingSettings) -> Iterator[tuple[Evidence, float]]:
    """What each presumed activity of a part would add to its share of the coverage, once told."""
    held: dict[str, float] = {}
    for one in part.evidence:
        worth = settings.bloc.presumed_credit if one.presumed else _told(one, settings)
        held[one.competency] = max(worth, held.get(one.competency, 0.0))
    for one in part.evidence:
        gain = _told(one, settings) - held[one.competency]
        if gain > 0 and part.weight > 0:
            yield one, gain * part.weight / part.texts


def _told(evidence: Evidence, settings: RankingSettings) -> float:
    return 1.0 if evidence.score >= settings.evidence.sure else settings.bloc.to_confirm_credit
