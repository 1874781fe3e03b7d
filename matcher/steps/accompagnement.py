"""Step 4: who may pay, what it costs, and the time that the law gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from matcher.facts import as_code, codes_of
from matcher.model.path import Step, StepItem
from matcher.reading.path_entries import Aid, Tariff
from matcher.rulebook.sentences import number_in_french
from matcher.steps.journey import Journey, JudgedRules, listed

_FUNDER = "accompagnement.financeur"
_AID_HOLDS = timedelta(days=2 * 365)
"""An aid read too long before or after the filing tells nothing of that day."""
_SITUATIONS = {
    "salarie": "salariés",
    "demandeur_emploi": "demandeurs d'emploi",
    "independant": "indépendants",
    "volontaire": "volontaires",
}


def accompagnement(journey: Journey, rules: JudgedRules) -> Step:
    found = rules.items(4)
    states = {one.state for one in found if one.state}
    outcome = rules.outcome(_FUNDER)
    if outcome is None:
        state, summary = "a_verifier", "Aucune règle de financement connue à cette date : à demander au centre."
    elif outcome == "met":
        payers = " ; ".join(one.title for one in found if one.state == "possible")
        state, summary = "pret", f"Financement possible : {payers}."
    elif outcome == "not_met":
        state, summary = "a_completer", "Attention : aucun financeur trouvé pour cette situation à cette date."
    elif "a_verifier" in states:
        payers = " ; ".join(one.title for one in found if one.state == "a_verifier")
        state, summary = "a_verifier", f"Financement à vérifier : {payers}."
    else:
        state, summary = "a_completer", "Financement à établir : la situation de la personne manque."
    items = (*found, *_regional(journey), *_costs(journey))
    return Step(number=4, name="Accompagnement", state=state, summary=summary, items=items)


def _regional(journey: Journey) -> Iterator[StepItem]:
    """The aids of the person's Région, each with its conditions apart."""
    filed_on = journey.case.dossier.filed_on
    for code, region in _regions(journey).items():
        found = [one for one in journey.data.aids if one.region_code == code and _holds(one, filed_on)]
        for aid in found:
            yield _aid(aid, journey.case.dossier.situation)
        if not found:
            text = f"{region} : aucune aide à la VAE connue pour cette date. À demander à la Région."
            yield StepItem(kind="information", title="Aide régionale", text=text)


def _regions(journey: Journey) -> dict[str, str]:
    departments = journey.postcode.departments if journey.postcode else ()
    return {one.region_code: one.region for one in departments}


def _holds(aid: Aid, day: date) -> bool:
    return abs(date.fromisoformat(aid.read_on) - day) <= _AID_HOLDS


def _aid(aid: Aid, situation: str | None) -> StepItem:
    people = listed(_SITUATIONS.get(one, one) for one in aid.situations)
    parts = [f"Pour : {people}."]
    if aid.ceiling_euros is not None:
        parts.append(f"Plafond : {number_in_french(aid.ceiling_euros)} euros.")
    conditions = " ; ".join(f"({place}) {one}" for place, one in enumerate(aid.conditions, start=1))
    parts.append(f"Conditions, à vérifier une par une : {conditions}." if conditions else "Conditions non connues.")
    parts.append(aid.note or "")
    parts.append("À vérifier auprès de la Région.")
    if not aid.shown_by_source:
        parts.append("La source elle-même ne montre pas cette aide au public.")
    return StepItem(
        kind="financement",
        title=f"{aid.label} (Région {aid.region})",
        text=" ".join(filter(None, parts)),
        state="a_verifier" if situation is None or situation in aid.situations else "ecarte",
        source=f"{aid.source} (lu le {aid.read_on})",
        confidence="to_confirm",
        link=aid.link,
    )


def _costs(journey: Journey) -> Iterator[StepItem]:
    """The centre's tariffs in force; none is ever guessed."""
    day = journey.case.dossier.filed_on
    found = [one for one in journey.data.tariffs if one.centre in journey.centres and _in_force(one, day)]
    found = [one for one in found if _is_for_target(one, journey)]
    for one in found:
        centre = journey.data.centre(one.centre)
        text = f"{number_in_french(one.euros)} euros, {centre.name if centre else one.centre}."
        yield StepItem(kind="cout", title=one.label, text=text, source=one.source, confidence="verified")
    if not found:
        text = "Aucun tarif connu pour ce centre et cette certification : à demander au centre."
        yield StepItem(kind="cout", title="Coût", text=text)


def _in_force(tariff: Tariff, day: date) -> bool:
    return tariff.from_ <= day and (tariff.until is None or day < tariff.until)


def _is_for_target(tariff: Tariff, journey: Journey) -> bool:
    if tariff.certification is None:
        return True
    return journey.target is not None and as_code(tariff.certification) in codes_of(journey.target.certification)
