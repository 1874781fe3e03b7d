"""Ways on, where an opinion is not favourable or some blocs have no support: what is missing, until when, what else.

Nothing here decides, nor knows a number of the law: thresholds and sources come with the findings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from matcher.case import Case
from matcher.facts import Related, legal_family
from matcher.hours.arithmetic import counted
from matcher.hours.pace import Pace
from matcher.model.certification import Certification
from matcher.model.report import BlocResult, Finding, Match, Source
from matcher.reading.masking import mask_unions
from matcher.registrations import registration_state
from matcher.rulebook.conditions import truth
from matcher.rulebook.law import Law
from matcher.rulebook.sentences import day_in_french, number_in_french

Kind = Literal["duree", "blocs_seuls", "niveau_inferieur", "prealable", "vapp"]

DURATION = "recevabilite.duree-minimale"
BLOCS_ALONE = "demande.blocs-seuls"
_REQUIREMENTS = "certification.conditions-propres"
_REGISTRATION = "certification.dates-enregistrement"

_HIGHER_EDUCATION = 5
"""The first level of higher education, to which VAPP gives access."""

_SPECIALTY = 3
"""Characters of an NSF code that name the specialty; a letter of function may follow."""

_FARTHEST = timedelta(days=10 * 365)
"""Beyond it, a date at the present pace tells nothing."""

_MEASURES = ("related_months", "related_hours")
_NAMES_SHOWN = 4
_SUPPORTED = frozenset({"oui", "partiel"})

_VAPP = Source(text="code de l'éducation", article="L613-5 ; D613-38 à D613-50", confidence="verified")


@dataclass(frozen=True)
class Fallback:
    """One way on, in French, and the rule or the text that it rests on; neither where it is only a suggestion."""

    kind: Kind
    sentence: str
    rule: str | None = None
    source: Source | None = None


@dataclass(frozen=True)
class Reached:
    """The first day of filing on which the duration is enough; ``since``: the day from which another version of the
    rule makes it so; ``waived``: that version asks for none."""

    day: date
    since: date | None = None
    waived: bool = False


def missing_duration(finding: Finding, reached: Reached | None = None, going_on: Sequence[str] = ()) -> Fallback | None:
    """How much of the duration is missing, and from when it would be enough; None where no amount is missing.

    ``going_on``: the names of the related experiences that last. Where months are asked, hours are only a help to tell
    part time: their lack is told as such.
    """
    asked = least_asked(finding.threshold)
    if finding.outcome not in {"not_met", "unknown"}:
        return None
    lacks = {
        fact: lack
        for fact, least in asked.items()
        if fact in finding.values and (lack := _lack(finding.values[fact], least))[1] > 0
    }
    if not lacks:
        return None
    fact = next(iter(lacks))
    least, most = lacks[fact]
    if reached is None and not least and most == asked[fact]:
        return None  # rien n'est connu : il manque une réponse, et non des heures
    sentence = "Pour établir la durée, " if finding.outcome == "unknown" else ""
    sentence += _missing(fact, least, most)
    if fact == "related_hours" and "related_months" in asked:
        sentence += " au repère du temps plein, car aucun texte ne convertit le temps partiel ; les mois y sont"
    sentence += f". {_when(reached, going_on)}" if reached else "."
    return Fallback("duree", sentence[0].upper() + sentence[1:], finding.rule, finding.source)


def least_asked(threshold: Mapping[str, Any]) -> dict[str, float]:
    """The least months and hours that a rule asks for, months first."""
    return {fact: threshold[fact]["at_least"] for fact in _MEASURES if "at_least" in threshold.get(fact, {})}


def _when(reached: Reached, going_on: Sequence[str]) -> str:
    day = day_in_french(reached.day)
    if reached.waived:
        return f"À partir du {day}, la règle ne demande plus de durée."
    pace = f"Au rythme actuel ({', '.join(f'« {name} »' for name in going_on)} en cours), la" if going_on else "La"
    law = ""
    if reached.since is not None:
        changed = reached.day == reached.since
        law = ", où la règle change" if changed else f", avec la règle en vigueur le {day_in_french(reached.since)}"
    return f"{pace} durée serait atteinte à partir du {day}{law}."


def _lack(value: Any, asked: float) -> tuple[float, float]:
    """What is missing, least and most."""
    low, high = value if isinstance(value, list | tuple) else (value, value)
    return max(0, round(asked - high, 2)), max(0, round(asked - low, 2))


def _missing(fact: str, least: float, most: float) -> str:
    def told(amount: float) -> str:
        hours = fact == "related_hours"
        return counted(int(amount), "heure", "heures") if hours else f"{number_in_french(amount)} mois"

    if not least:
        return f"il manque au plus {told(most)}, selon ce que le dossier précisera"
    return f"il manque {told(most)}" if least == most else f"il manque entre {told(least)} et {told(most)}"


def blocs_alone(
    match: Match, allowed: bool, source: Source | None = None, validated: Collection[str] = ()
) -> Fallback | None:
    """A request limited to the blocs that have some support, where the law allows it and others have none."""
    asked = any(finding.rule == BLOCS_ALONE and finding.outcome == "met" for finding in match.findings)
    barred = any(finding.kind == "blocking" and finding.outcome == "not_met" for finding in match.findings)
    left = [bloc for bloc in match.blocs if bloc.code not in validated]
    supported = [bloc for state in ("oui", "partiel") for bloc in left if bloc.state == state]
    without = [bloc for bloc in left if bloc.state == "non"]
    if not allowed or asked or barred or match.opinion == "non_appreciable" or not (supported and without):
        return None
    sentence = (
        f"Une demande limitée à des blocs est possible. En appui : {_listed(supported)}. "
        f"Sans appui pour l'instant : {_listed(without)}."
    )
    return Fallback("blocs_seuls", sentence, BLOCS_ALONE, source)


def _listed(blocs: Sequence[BlocResult]) -> str:
    names = [
        f"« {bloc.title or bloc.code} »{' (en partie)' if bloc.state == 'partiel' else ''}"
        for bloc in blocs[:_NAMES_SHOWN]
    ]
    if len(blocs) > _NAMES_SHOWN:
        names.append(counted(len(blocs) - _NAMES_SHOWN, "autre", "autres"))
    return " ; ".join(names)


def blocs_alone_allowed(law: Law) -> tuple[bool, Source | None]:
    """Whether a bloc may be asked for alone on the day of a law, and where it is written."""
    rule = law.rule(BLOCS_ALONE)
    if rule is None or rule.met is None:
        return False, None
    return truth(rule.met, {"bloc_request": True}) is True, rule.source


def level_below(aimed: Certification, ranked: Sequence[Certification], day: date) -> Fallback | None:
    """The first ranked certification of the level below in the same field, open to VAE and not out of its dates."""
    below = None if aimed.level is None else aimed.level - 1
    for one in ranked:
        if one.level == below is not None and _same_field(one, aimed) and _may_be_aimed_at(one, day):
            sentence = (
                f"Un niveau plus bas, dans le même domaine : {_named(one)}, niveau {one.level}, "
                "si des blocs restent sans appui."
            )
            return Fallback("niveau_inferieur", sentence)
    return None


def _same_field(one: Certification, other: Certification) -> bool:
    specialties = [{code[:_SPECIALTY] for code in certification.nsf} for certification in (one, other)]
    return bool(specialties[0] & specialties[1] or set(one.rome) & set(other.rome))


def _may_be_aimed_at(certification: Certification, day: date) -> bool:
    if certification.vae.open is False or certification.registered_in_law is False:
        return False
    return registration_state(certification, day) in {"en_cours", None}


def _named(certification: Certification) -> str:
    return f"« {certification.title} » ({certification.rncp or certification.code})"


def ladder(
    match: Match, certification: Certification, predecessors: Sequence[Certification], day: date
) -> Iterator[Fallback]:
    """What comes before a certification: its own requirements, and the fiche that it replaces while that one is the
    one registered."""
    if certification.vae.requirements:
        sentence = f"À remplir d'abord, d'après sa fiche : {' ; '.join(certification.vae.requirements).rstrip('.')}."
        yield _resting_on(match, _REQUIREMENTS, sentence)
    if registration_state(certification, day) == "pas_commencee":
        for one in predecessors:
            if registration_state(one, day) == "en_cours" and one.vae.open is not False:
                sentence = f"Au jour du dépôt, la fiche enregistrée est celle qui la précède : {_named(one)}."
                yield _resting_on(match, _REGISTRATION, sentence)


def _resting_on(match: Match, rule: str, sentence: str) -> Fallback:
    finding = next((one for one in match.findings if one.rule == rule), None)
    return Fallback("prealable", sentence, rule, finding.source) if finding else Fallback("prealable", sentence)


def vapp(certification: Certification) -> Fallback | None:
    """The other validation of experience, for courses of higher education. A suggestion: it never gives a diploma."""
    if certification.level is not None and certification.level < _HIGHER_EDUCATION:
        return None
    sentence = (
        "Autre voie possible : la validation des acquis professionnels et personnels (VAPP) ouvre l'accès à une "
        "formation sans le diplôme demandé à l'entrée ; elle ne délivre jamais de diplôme. À voir avec le centre."
    )
    return Fallback("vapp", sentence, None, _VAPP)


class WaysOn:
    """The ways on of one dossier, match by match. ``find``: a certification by its code."""

    def __init__(
        self, case: Case, ranked: Sequence[Certification], find: Callable[[str], Certification | None]
    ) -> None:
        self._case, self._ranked, self._find = case, ranked, find
        self._pace = Pace(case.dossier, case.hours, case.below_old_level_v)
        self._blocs_alone = blocs_alone_allowed(case.law)

    def of(self, match: Match, certification: Certification, related: Related) -> tuple[Fallback, ...]:
        """None where all is well, or where no experience is told; else the surest first."""
        states = {bloc.state for bloc in match.blocs}
        if not self._case.dossier.experiences or (match.opinion == "favorable_probable" and states <= {"oui"}):
            return ()
        ways = [] if match.opinion == "non_appreciable" else list(self._within(match, certification, related))
        if related.indexes and "non" in states:
            ways.append(level_below(certification, self._ranked, self._case.day))
        if match.opinion == "defavorable_probable" or states == {"non"}:
            ways.append(vapp(certification))
        return tuple(way for way in ways if way is not None)

    def _within(self, match: Match, certification: Certification, related: Related) -> Iterator[Fallback | None]:
        """The ways that stay with the certification."""
        finding = next((one for one in match.findings if one.rule == DURATION), None)
        if finding is not None and related.indexes and finding.outcome in {"not_met", "unknown"}:
            yield missing_duration(finding, self._reached(certification, related.indexes), self._names(related.indexes))
        yield blocs_alone(match, *self._blocs_alone, self._case.dossier.validated_blocs)
        if match.opinion != "favorable_probable":
            predecessors = [one for code in certification.predecessors if (one := self._find(code))]
            yield from ladder(match, certification, predecessors, self._case.day)

    def _names(self, indexes: Sequence[int]) -> list[str]:
        told = self._case.dossier.experiences
        lasting = self._pace.going_on(indexes)
        return [mask_unions(told[index].title) or f"expérience n° {index + 1}" for index in lasting]

    def _reached(self, certification: Certification, indexes: Sequence[int]) -> Reached | None:
        """When the duration will be enough, by the version of the rule in force on each later day of filing; None
        where no such day is near, or where the law looked at is not that of the filing."""
        book, filed_on = self._case.book, self._case.dossier.filed_on
        titles = legal_family(self._case, certification) == "titre"
        first, farthest = filed_on, filed_on + _FARTHEST
        while self._case.day == filed_on and first <= farthest:
            rule = book.law_on(first).rule(DURATION)
            since = None if first == filed_on else first
            if rule is None or rule.waived:
                return None if rule is None else Reached(first, since, waived=True)
            until, asked = rule.version.in_force.until, least_asked(rule.threshold)
            cap = book.value("formation.titres" if titles else "formation.superieur", first)
            last = farthest if until is None else min(farthest, until - timedelta(days=1))
            if asked and (day := self._pace.first_day(indexes, cap, asked, first, last)):
                return Reached(day, since)
            first = last + timedelta(days=1)
        return None
