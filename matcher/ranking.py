"""From relations to a ranked list: points that add up to the score, an order, and no long rows of look-alikes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.model.report import ScorePart, Strength
from matcher.relation import NIVEAU, PROJET, Part, Relation, Relations
from matcher.rulebook.ranking_settings import RankingSettings

INSCRIPTION = "inscription"
_UNKNOWN_REGISTRATION = 0.5
_ABROAD = "Sans effet : les activités décrites et le métier sont étrangers à cette certification."


@dataclass(frozen=True)
class Ranked:
    """One certification in its place. ``score``, from 0 to 100, is the sum of the points of ``score_parts``."""

    relation: Relation
    rank: int
    score: float
    strength: Strength
    score_parts: tuple[ScorePart, ...]


def rank(relations: Relations, registration: Mapping[str, float], settings: RankingSettings) -> tuple[Ranked, ...]:
    """Rank the whole shortlist, best first.

    ``registration``: by certification code, 1 registered on the filing date, 0.5 unknown, 0 not; 0.5 where missing.
    Order: score, then likeness of the whole texts, then code. What exceeds ``per_group`` in one family, or among
    engineer specialities, comes after all the others in the same order, unless the dossier names it.
    """
    scored = [
        (
            relation,
            _score_parts(relation, registration.get(relation.certification.code, _UNKNOWN_REGISTRATION), settings),
        )
        for relation in relations.shortlist
    ]
    scored.sort(key=lambda one: (-_score(one[1]), -one[0].likeness, one[0].certification.code))
    return tuple(
        Ranked(relation, number, _score(parts), _strength(relations.described, _score(parts), settings), parts)
        for number, (relation, parts) in enumerate(_spread(scored, settings.diversity.per_group), start=1)
    )


def _score_parts(relation: Relation, registered: float, settings: RankingSettings) -> tuple[ScorePart, ...]:
    parts = {**relation.parts, INSCRIPTION: Part(registered, _registration(registered))}
    if relation.foreign:
        parts |= {name: Part(0.0, _ABROAD, parts[name].counted) for name in (NIVEAU, PROJET, INSCRIPTION)}
    weights = _weights(parts, settings)
    return tuple(
        ScorePart(
            name=name, weight=weights[name], value=part.value, points=round(weights[name] * part.value, 1), why=part.why
        )
        for name, part in parts.items()
    )


def _weights(parts: Mapping[str, Part], settings: RankingSettings) -> dict[str, float]:
    """The weights of the settings, that of parts not counted shared out: one decimal each, 100 in all."""
    given = {name: weight if parts[name].counted else 0.0 for name, weight in settings.weights.by_name().items()}
    total, before, shared = sum(given.values()) or 1.0, 0.0, {}
    for name, weight in given.items():
        after = before + weight
        shared[name] = (round(1000 * after / total) - round(1000 * before / total)) / 10
        before = after
    return shared


def _score(parts: Sequence[ScorePart]) -> float:
    """Points have one decimal: their sum is taken in tenths, so that it is exact."""
    return sum(round(10 * part.points) for part in parts) / 10


def _strength(described: bool, score: float, settings: RankingSettings) -> Strength:
    """How strong the match is, in a word; where no activity is described, nothing can be said."""
    if not described:
        return "non_appreciable"
    return (
        "forte" if score >= settings.strength.forte else "moyenne" if score >= settings.strength.moyenne else "faible"
    )


def _spread(
    scored: Sequence[tuple[Relation, tuple[ScorePart, ...]]], per_group: int
) -> list[tuple[Relation, tuple[ScorePart, ...]]]:
    shown: Counter[str] = Counter()
    first, after = [], []
    for one in scored:
        groups = _groups(one[0])
        if one[0].named or all(shown[group] < per_group for group in groups):
            shown.update(groups)
            first.append(one)
        else:
            after.append(one)
    return first + after


def _groups(relation: Relation) -> set[str]:
    kind = relation.certification.kind
    return {relation.family} | ({kind} if kind == "ingenieur" else set())


def _registration(value: float) -> str:
    if value >= 1.0:
        return "Enregistrée à la date du dépôt."
    if value <= 0.0:
        return "Enregistrement terminé à la date du dépôt, ou pas encore commencé."
    return "Enregistrement inconnu à la date du dépôt : valeur moyenne."
