"""What decides between two targets of one report. Every figure is the report's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from matcher.comparison.words import amount, named, opinion
from matcher.hours.arithmetic import counted
from matcher.model.report import BlocResult, Entry, Match, Opinion, Report, Strength
from matcher.model.words import STRENGTHS
from matcher.reading.masking import mask_unions

Side = Literal["a", "b"]

_OPINIONS: tuple[Opinion, ...] = ("defavorable_probable", "a_completer", "favorable_probable")
"""From the worst to the best; *non appréciable* is neither better nor worse."""

_STRENGTHS: tuple[Strength, ...] = ("faible", "moyenne", "forte")
_SUPPORTED = frozenset({"oui", "partiel"})
_NAMES_SHOWN = 4
_LEVEL, _PROJECT = "niveau", "projet"
_REGISTER = (
    "certification.enregistrement",
    "certification.dates-enregistrement",
    "certification.delai-delivrance",
)
_MONEY = "certification.inscription"
NOT_KNOWN = (
    "Le rapport ne dit pas les unités d'enseignement à suivre pour les blocs restants, le tarif du centre ni la date "
    "du prochain jury, sauf mention ci-dessus : à demander au centre pour chacune des deux."
)


class Criterion(Entry):
    """One thing told of both targets. ``favours``: the one it speaks for; None: neither, or it can't be said."""

    name: str
    a: str
    b: str
    favours: Side | None = None


class TwoTargets(Entry):
    """Two targets side by side, and what decides between them."""

    a: str
    b: str
    criteria: tuple[Criterion, ...]
    to_ask: str = NOT_KNOWN

    @property
    def decisive(self) -> tuple[Criterion, ...]:
        return tuple(one for one in self.criteria if one.favours is not None)

    @property
    def lines(self) -> tuple[str, ...]:
        """What speaks for each, in French; the person and the Cnam choose."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        for side, name in (("a", self.a), ("b", self.b)):
            names = [one.name[:1].lower() + one.name[1:] for one in self.criteria if one.favours == side]
            if names:
                yield f"En faveur de {name} : {', '.join(names)}."
        if not self.decisive:
            yield "Rien dans le rapport ne les départage : le projet de la personne et le centre en décident."
        yield self.to_ask


def two_targets(report: Report, a: str, b: str) -> TwoTargets:
    """What decides between two certifications of a report. Raises KeyError, in French, for one it does not hold."""
    first, second = _match(report, a), _match(report, b)
    criteria = (
        _criterion("Pré-avis", first, second, lambda one: opinion(one.opinion), _opinion_rank),
        _criterion("Blocs réellement pratiqués", first, second, _practised, _practised_share),
        _criterion("Lien avec l'expérience", first, second, lambda one: STRENGTHS[one.strength], _strength_rank),
        _criterion("Expérience en rapport", first, second, _related, None),
        _criterion("Niveau", first, second, _level, lambda one: _part(one, _LEVEL)),
        _criterion("Projet", first, second, lambda one: _why(one, _PROJECT), lambda one: _part(one, _PROJECT)),
        _criterion("Reste à étayer", first, second, _left, _left_share),
        _criterion("Questions ouvertes", first, second, _open_questions, lambda one: -len(one.questions)),
        _criterion("Enregistrement et délais", first, second, lambda one: _told(one, *_REGISTER), _registered),
        _criterion("Inscription, congé et CPF", first, second, lambda one: _told(one, _MONEY), _in_law),
    )
    return TwoTargets(a=named(first), b=named(second), criteria=criteria)


def _match(report: Report, code: str) -> Match:
    for match in report.matches:
        if code in {match.certification, match.rncp}:
            return match
    raise KeyError(f"{code} n'est pas dans le rapport ; attendu : une de ses cibles")


def _criterion(
    name: str, a: Match, b: Match, words: Callable[[Match], str], worth: Callable[[Match], float | None] | None
) -> Criterion:
    told = [worth(one) if worth is not None else None for one in (a, b)]
    favours: Side | None = None
    if told[0] is not None and told[1] is not None and told[0] != told[1]:
        favours = "a" if told[0] > told[1] else "b"
    return Criterion(name=name, a=words(a), b=words(b), favours=favours)


def _opinion_rank(match: Match) -> float | None:
    return _OPINIONS.index(match.opinion) if match.opinion in _OPINIONS else None


def _strength_rank(match: Match) -> float | None:
    return _STRENGTHS.index(match.strength) if match.strength in _STRENGTHS else None


def _own(bloc: BlocResult) -> bool:
    """Whether the person's own words support the bloc: what a job title lets one presume is not practice told."""
    return bloc.state in _SUPPORTED and any(not one.presumed for one in bloc.evidence)


def _practised(match: Match) -> str:
    if not _known(match):
        return "blocs non connus"
    own = [bloc for bloc in match.blocs if _own(bloc)]
    return f"{counted(len(own), 'bloc', 'blocs')} sur {len(match.blocs)}{_names(own)}"


def _known(match: Match) -> bool:
    return any(bloc.state != "inconnu" for bloc in match.blocs)


def _practised_share(match: Match) -> float | None:
    return sum(map(_own, match.blocs)) / len(match.blocs) if _known(match) else None


def _left(match: Match) -> str:
    left = [bloc for bloc in match.blocs if bloc.state not in _SUPPORTED]
    if not _known(match):
        return "blocs non connus"
    return f"{counted(len(left), 'bloc', 'blocs')} sur {len(match.blocs)}{_names(left)}"


def _left_share(match: Match) -> float | None:
    left = sum(bloc.state not in _SUPPORTED for bloc in match.blocs)
    return -left / len(match.blocs) if _known(match) else None


def _names(blocs: list[BlocResult]) -> str:
    names = [f"« {bloc.title or bloc.code} »" for bloc in blocs[:_NAMES_SHOWN]]
    if len(blocs) > _NAMES_SHOWN:
        names.append(counted(len(blocs) - _NAMES_SHOWN, "autre", "autres"))
    return f" : {' ; '.join(names)}" if names else ""


def _related(match: Match) -> str:
    return f"{amount(match.related_hours, 'h')}, {amount(match.related_months, 'mois')}"


def _level(match: Match) -> str:
    level = "niveau non connu" if match.level is None else f"niveau {match.level}"
    return f"{level}. {_why(match, _LEVEL)}"


def _part(match: Match, name: str) -> float | None:
    """The value of a score part; None where the report counts it for nothing."""
    return next((part.value for part in match.score_parts if part.name == name and part.weight), None)


def _why(match: Match, name: str) -> str:
    return next((mask_unions(part.why) for part in match.score_parts if part.name == name), "non connu")


def _open_questions(match: Match) -> str:
    return counted(len(match.questions), "question", "questions")


def _told(match: Match, *rules: str) -> str:
    said = [one.message for one in match.findings if one.rule in rules]
    return " ".join(said) or "rien de lu"


def _registered(match: Match) -> float | None:
    outcomes = [one.outcome for one in match.findings if one.rule in _REGISTER]
    return -float(outcomes.count("not_met")) if outcomes else None


def _in_law(match: Match) -> float | None:
    outcomes = {one.outcome for one in match.findings if one.rule == _MONEY}
    return float("not_met" not in outcomes) if outcomes else None
