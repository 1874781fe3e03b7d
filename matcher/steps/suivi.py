"""Step 7: what is left after a partial validation, what would cover it, and what else after a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from matcher.model.certification import Bloc, Certification
from matcher.model.path import Step, StepItem
from matcher.model.report import BlocResult
from matcher.reading.path_entries import Unit
from matcher.steps.journey import Journey, JudgedRules, Target, listed
from matcher.text import VAGUE, stems

_ACQUIRED = "suites.blocs-acquis"
"""How the rules begin that say for how long a bloc is acquired."""
_OTHER_TARGETS = 2
_UNITS = 3
_SHARED_WORDS = 2
_SHARED_PART = 0.4
"""Telling words that a teaching unit shares with the title of a bloc, at least, for it to be named; and their part."""


def suivi(journey: Journey, rules: JudgedRules) -> Step:
    validated = _validated(journey.target, journey.case.dossier.validated_blocs)
    items = (
        *_acquired(journey, validated),
        *_left(journey, validated),
        *rules.items(7),
        *_other_targets(journey),
        *_successors(journey),
    )
    total = len(journey.target.match.blocs) if journey.target else 0
    summary = "À ouvrir après le jury : validation partielle ou refus."
    if validated:
        summary = f"{len(validated)} bloc{'s' if len(validated) > 1 else ''} acquis sur {total}."
    return Step(number=7, name="Suivi", state="a_venir", summary=summary, items=items)


def _validated(target: Target | None, codes: Sequence[str]) -> list[BlocResult]:
    return [one for one in target.match.blocs if one.code in codes] if target else []


def _acquired(journey: Journey, validated: Sequence[BlocResult]) -> Iterator[StepItem]:
    for bloc in validated:
        yield StepItem(kind="bloc", title=bloc.title or bloc.code, text="Déjà validé par un jury.", state="acquis")
    for finding in journey.target.match.findings if journey.target else ():
        if finding.rule.startswith(_ACQUIRED):
            source = finding.source
            yield StepItem(
                kind="droit",
                title="Durée de ce qui est acquis",
                text=finding.message,
                rule=finding.rule,
                source=", ".join(filter(None, (source.text, source.article))),
                confidence=source.confidence,
            )


def _left(journey: Journey, validated: Sequence[BlocResult]) -> Iterator[StepItem]:
    """The blocs left to be obtained: by which experience, or which teaching unit of the Cnam."""
    if journey.target is None:
        return
    described = {bloc.code: bloc for bloc in journey.target.certification.blocs}
    for bloc in journey.target.match.blocs:
        if bloc in validated or (not validated and bloc.state != "non"):
            continue
        names = dict.fromkeys(journey.experience(one.experience) for one in bloc.evidence)
        text = f"Par l'expérience : {listed(names)}." if names else "Aucune expérience du dossier ne l'appuie."
        units = _units_for(described.get(bloc.code), journey.target.certification, journey.data.units)
        if units:
            told = listed(f"{one.code} « {one.title} »" for one in units)
            text += f" Unités d'enseignement du Cnam à regarder avec le centre : {told}."
        else:
            text += " Unité d'enseignement à demander au centre."
        yield StepItem(
            kind="suite",
            title=f"Reste : {bloc.title or bloc.code}",
            text=text,
            source=units[0].source if units else None,
            confidence="to_confirm" if units else None,
        )


def _units_for(bloc: Bloc | None, certification: Certification, units: Sequence[Unit]) -> list[Unit]:
    """The units that share most telling words with a bloc; those that list the certification's own code first."""
    if bloc is None or bloc.title is None:
        return []
    codes = {one.code for one in certification.cnam_codes}
    words = _telling(bloc.title)
    found = []
    for unit in units:
        shared = len(words & _telling(unit.title))
        if shared >= max(_SHARED_WORDS, _SHARED_PART * len(_telling(unit.title))):
            found.append((not codes.intersection(unit.diplomas), -shared, unit.code, unit))
    return [unit for *_, unit in sorted(found, key=lambda one: one[:-1])[:_UNITS]]


@lru_cache(maxsize=4096)
def _telling(text: str) -> frozenset[str]:
    return frozenset(stems(text)) - VAGUE


def _other_targets(journey: Journey) -> Iterator[StepItem]:
    """What else is near, after a refusal."""
    others = [one for one in journey.matches if journey.target is None or one is not journey.target.match]
    others = [one for one in others if one.opinion in {"favorable_probable", "a_completer"}][:_OTHER_TARGETS]
    if others:
        names = listed(f"« {one.title} » ({one.rncp or one.certification})" for one in others)
        yield StepItem(kind="suite", title="Après un refus", text=f"Autres cibles proches : {names}.")


def _successors(journey: Journey) -> Iterator[StepItem]:
    """Which blocs of the fiche stand again, word for word, in those that succeed to it."""
    if journey.target is None:
        return
    blocs = [one for one in journey.target.certification.blocs if one.title]
    for code in journey.target.certification.successors:
        following = journey.find(code)
        if following is None:
            yield StepItem(
                kind="suite", title="Fiche suivante", text=f"{code} : contenu non connu, à demander au centre."
            )
            continue
        kept = {frozenset(stems(one.title)) for one in following.blocs if one.title}
        same = [one.title or one.code for one in blocs if frozenset(stems(one.title or "")) in kept]
        carried = f"mêmes intitulés pour {listed(same)}" if same else "aucun bloc de même intitulé"
        text = f"{journey.title(code)} succède à cette fiche : {carried}. L'équivalence des blocs reste à confirmer."
        yield StepItem(kind="suite", title="Fiche suivante", text=text, confidence="to_confirm")
