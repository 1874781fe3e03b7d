"""The ranked targets, as cards: who delivers it, the state of the fiche, its blocs, and one line that says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from matcher.engine import Matcher
from matcher.model.certification import Certification
from matcher.model.report import BlocResult, BlocState, Match
from matcher.registrations import registration_state
from matcher.render.typography import cut, long_date
from matcher.render.wording import BLOC_STATES, CERTIFICATION_KINDS, OPINIONS, plural

STRENGTH_WORDS = {"forte": "forte", "moyenne": "moyenne", "faible": "faible", "non_appreciable": "non appréciable"}
_LONGEST_REASON = 90
_FILLED: dict[BlocState, int] = {"oui": 100, "partiel": 50, "non": 0, "inconnu": 0}

NameOf = Callable[[int], str]


@dataclass(frozen=True)
class BlocBar:
    """One bloc as a bar: its name, its state in words, and how full the bar is, in hundredths: a state, no measure."""

    name: str
    state: BlocState
    sign: str
    word: str
    filled: int


@dataclass(frozen=True)
class Fiche:
    """The state of a fiche on the filing date. ``tone``: fine, ended or doubt."""

    tone: str
    words: str


@dataclass(frozen=True)
class TargetCard:
    code: str
    rank: int
    title: str
    number: str
    kind: str
    level: str
    certifiers: str
    fiche: Fiche
    strength: str
    strength_word: str
    opinion: str
    opinion_word: str
    reason: str
    bars: tuple[BlocBar, ...]
    states: str
    aimed: bool
    illustrative: bool


def target_card(matcher: Matcher, match: Match, day: date, aimed: bool = False) -> TargetCard:
    """One card. ``day``: the filing date, on which the fiche's registration is read."""
    certification = matcher.certification(match.certification)
    return TargetCard(
        code=match.certification,
        rank=match.rank,
        title=match.title,
        number=match.rncp or f"sans numéro RNCP ({match.certification})",
        kind=CERTIFICATION_KINDS.get(match.kind, match.kind),
        level=_level(match.level),
        certifiers=_certifiers(certification),
        fiche=fiche_state(certification, day),
        strength=match.strength,
        strength_word=STRENGTH_WORDS[match.strength],
        opinion=match.opinion,
        opinion_word=OPINIONS[match.opinion],
        reason=reason(match),
        bars=tuple(_bar(bloc) for bloc in match.blocs),
        states=_states(match),
        aimed=aimed,
        illustrative=certification is not None and certification.provenance == "illustrative",
    )


@dataclass(frozen=True)
class Found:
    """A certification that a search found."""

    code: str
    title: str
    kind: str
    level: str
    number: str
    fiche: Fiche


def found_certification(one: Certification, day: date) -> Found:
    return Found(
        code=one.code,
        title=one.title,
        kind=CERTIFICATION_KINDS.get(one.kind, one.kind),
        level=_level(one.level),
        number=one.rncp or f"sans numéro RNCP ({one.code})",
        fiche=fiche_state(one, day),
    )


def _level(level: int | None) -> str:
    return "niveau non connu" if level is None else f"niveau {level}"


def fiche_state(certification: Certification | None, day: date) -> Fiche:
    """As "Fiche active jusqu'au 29 septembre 2027"; what is not known says so."""
    if certification is None or certification.registered_in_law is None:
        return Fiche("doubt", "Numéro RNCP non connu : inscription à vérifier")
    if certification.registered_in_law is False:
        return Fiche("doubt", "Hors RNCP : règles propres du Cnam")
    state, registered = registration_state(certification, day), certification.registered
    if state == "terminee" and registered.to:
        return Fiche("ended", f"Fiche inactive : enregistrement terminé le {long_date(registered.to)}")
    if state == "pas_commencee" and registered.from_:
        return Fiche("ended", f"Pas encore enregistrée : début le {long_date(registered.from_)}")
    if state == "en_cours":
        until = f" jusqu'au {long_date(registered.to)}" if registered.to else ""
        return Fiche("fine", f"Fiche active{until}")
    return Fiche("doubt", "Dates d'enregistrement non connues : à vérifier au RNCP")


def reason(match: Match) -> str:
    """As "3 blocs sur 4 appuyés par 2 expériences ; manque : encadrement"."""
    if not match.blocs:
        return "Blocs non connus : le rapprochement s'appuie sur l'intitulé et les métiers."
    supported = [bloc for bloc in match.blocs if bloc.state in {"oui", "partiel"}]
    if not supported:
        unknown = all(bloc.state == "inconnu" for bloc in match.blocs)
        return "Aucune activité décrite : rien à rapprocher encore." if unknown else "Aucun bloc appuyé."
    told = {evidence.experience for bloc in supported for evidence in bloc.evidence if not evidence.presumed}
    by = f" par {plural(len(told), 'expérience')}" if told else ", d'après le métier seulement"
    said = f"{plural(len(supported), 'bloc')} sur {len(match.blocs)} appuyé{'s' if len(supported) > 1 else ''}{by}"
    left = [bloc for bloc in match.blocs if bloc.state not in {"oui", "partiel"}]
    if not left:
        return f"{said}."
    more = f" (et {plural(len(left) - 1, 'autre')})" if len(left) > 1 else ""
    return f"{said} ; manque : {cut(bloc_name(left[0]), _LONGEST_REASON)}{more}.".replace("….", "…")


def bloc_name(bloc: BlocResult) -> str:
    return bloc.title or f"bloc {bloc.code}"


def _states(match: Match) -> str:
    """As "1 oui, 4 partiels, 1 non": how many blocs are in each state."""
    counted = Counter(bloc.state for bloc in match.blocs)
    plurals = {"oui": "oui", "non": "non", "partiel": "partiels", "inconnu": "inconnus"}
    told = (
        f"{counted[state]} {plurals[state] if counted[state] > 1 else word}"
        for state, (_, word) in BLOC_STATES.items()
        if counted[state]
    )
    return f"{plural(len(match.blocs), 'bloc')} : {', '.join(told)}"


def _bar(bloc: BlocResult) -> BlocBar:
    sign, word = BLOC_STATES[bloc.state]
    return BlocBar(bloc_name(bloc), bloc.state, sign, word, _FILLED[bloc.state])


def _certifiers(certification: Certification | None) -> str:
    names = [one.name for one in certification.certifiers] if certification else []
    if not names:
        return "certificateur non connu"
    more = f" et {plural(len(names) - 1, 'autre')}" if len(names) > 1 else ""
    cnam = next((name for name in names if "arts et métiers" in name.casefold()), None)
    return f"{'Cnam' if cnam else names[0]}{more}"
