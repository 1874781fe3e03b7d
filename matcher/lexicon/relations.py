"""Decisions carried into relations, before the ranking: whatever reads a relation reads them too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from matcher.lexicon.decision import Decision, targets_of
from matcher.lexicon.effects import BlocDecisions, Heard, decide, hear
from matcher.lexicon.file import Lexicon
from matcher.model.certification import Bloc, Certification
from matcher.model.dossier import Dossier
from matcher.model.report import BlocResult, Evidence
from matcher.relation import COUVERTURE, Presumed, Relation, Relations
from matcher.rulebook.ranking_settings import RankingSettings

Weights = Callable[[Relation], Sequence[float]]
"""What each bloc of a relation weighs in its coverage."""


class DecidedRelation(Relation):
    """A relation in which decisions changed some evidence; the rest is as it was."""

    def __init__(
        self,
        before: Relation,
        blocs: tuple[BlocResult, ...],
        evidence: tuple[Evidence, ...],
        decisions: tuple[Decision, ...],
        changes: Mapping[str, Any],
    ) -> None:
        super().__init__(**{one.name: getattr(before, one.name) for one in fields(Relation)} | dict(changes))
        self._before, self._blocs, self._evidence, self.decisions = before, blocs, evidence, decisions

    @property
    def blocs(self) -> tuple[BlocResult, ...]:
        return self._blocs

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self._evidence

    @property
    def presumed(self) -> tuple[Presumed, ...]:
        return self._before.presumed

    @property
    def why(self) -> Mapping[str, str]:
        return {**self._before.why, COUVERTURE: self._why_covered()}

    def _why_covered(self) -> str:
        covered = f"{100 * self.coverage:.0f} % des compétences approchées, décisions du lexique comprises."
        states = Counter(bloc.state for bloc in self._blocs)
        if set(states) <= {"inconnu"}:
            return f"Blocs connus par leur seul code : {covered}"
        return (
            f"{states['oui']} bloc(s) reconnu(s) et {states['partiel']} en partie, sur {len(self._blocs)} : {covered}"
        )


def with_lexicon(
    relations: Relations,
    lexicon: Lexicon,
    dossier: Dossier,
    settings: RankingSettings,
    weights: Weights | None = None,
) -> Relations:
    """The relations of a dossier with what was decided of its words; the same ones where nothing was.

    ``weights``: without it all the blocs that have a text weigh the same.
    """
    heard = hear(lexicon, dossier, settings)
    if not heard.about:
        return relations
    shortlist = tuple(_decided(one, heard, settings, weights) for one in relations.shortlist)
    return replace(
        relations, shortlist=shortlist, described=relations.described or any(one.described for one in shortlist)
    )


def lexicon_notes(relation: Relation) -> tuple[str, ...]:
    """The decisions that changed a relation, a sentence each, with author and date."""
    if not isinstance(relation, DecidedRelation):
        return ()
    return tuple(sorted(decision.note for decision in relation.decisions))


def _decided(relation: Relation, heard: Heard, settings: RankingSettings, weights: Weights | None) -> Relation:
    certification, evidence = relation.certification, relation.evidence
    if not heard.concerns(targets_of(certification)):
        return relation
    decided = decide(relation.blocs, heard, certification, settings)
    served = dict.fromkeys(decided.decisions)
    coverage = _coverage(relation, decided.blocs, weights)
    if not relation.blocs_known:
        whole = _as_one_bloc(certification)
        found = BlocResult(code=whole.code, title=None, state="partiel", coverage=relation.coverage, evidence=evidence)
        after = BlocDecisions(whole, certification, heard, settings).change(found, served)
        coverage, evidence = max(coverage, after.coverage) if decided.decisions else after.coverage, after.evidence
    if not served:
        return relation
    accepted = _accepted([one for bloc in decided.blocs for one in bloc.evidence] + list(evidence), relation)
    related = {index for index, count in accepted.items() if count >= settings.related.sentences}
    changes = {
        "values": {**relation.values, COUVERTURE: coverage},
        "coverage": coverage,
        "blocs_known": relation.blocs_known or any(bloc.evidence for bloc in decided.blocs),
        "related_experiences": tuple(sorted({*relation.related_experiences, *related})),
        "described": relation.described or bool(accepted),
        "foreign": relation.foreign and not coverage and not related,
    }
    return DecidedRelation(relation, decided.blocs, evidence, tuple(served), changes)


def _coverage(relation: Relation, after: Sequence[BlocResult], weights: Weights | None) -> float:
    """The coverage of the certification, moved by what its blocs gained and lost."""
    before = relation.blocs
    if tuple(after) == before:
        return relation.coverage
    texts = {
        bloc.code: bool(bloc.title or bloc.activities or bloc.competencies) for bloc in relation.certification.blocs
    }
    told = [texts.get(bloc.code, False) for bloc in before]
    given = list(weights(relation)) if weights else [float(one) for one in told]
    shares = [share if one else 1.0 for share, one in zip(given, told, strict=True)]
    counted = sum(share for share, one in zip(shares, told, strict=True) if one)
    # A bloc of which nothing but a code was known counts once it is decided of, and with it all those like it.
    whole = counted if all(one or not new.evidence for one, new in zip(told, after, strict=True)) else sum(shares)
    moved = sum(share * (new.coverage - old.coverage) for share, new, old in zip(shares, after, before, strict=True))
    return round(min(1.0, max(0.0, (relation.coverage * counted + moved) / (whole or 1.0))), 4)


def _accepted(evidence: Sequence[Evidence], relation: Relation) -> Counter[int]:
    """By experience, how many sentences are evidence that the comparison had not found."""
    known = {*relation.evidence, *(one for bloc in relation.blocs for one in bloc.evidence)}
    return Counter(index for index, _ in {(one.experience, one.activity) for one in evidence if one not in known})


def _as_one_bloc(certification: Certification) -> Bloc:
    return Bloc(
        code=certification.code,
        activities=certification.activities,
        competencies=certification.competencies,
    )
