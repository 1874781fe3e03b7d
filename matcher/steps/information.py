"""Step 2: the interview or the collective meeting, the project, and the target that it may lead to."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.model.path import ItemDate, Step, StepItem
from matcher.reading.masking import mask_unions
from matcher.steps.journey import Journey, question

_MEETINGS_SHOWN = 5


def information(journey: Journey) -> Step:
    dossier, target = journey.case.dossier, journey.target
    items = [*_person(journey), *_meetings(journey)]
    lacks = not (dossier.project and dossier.experiences)
    summary = f"Cible de travail : {journey.title(target.match.certification)}." if target else "Cible à choisir."
    state = "a_completer" if lacks or target is None else "pret"
    return Step(number=2, name="Information et conseil", state=state, summary=summary, items=tuple(items))


def _person(journey: Journey) -> Iterator[StepItem]:
    dossier = journey.case.dossier
    if dossier.project:
        yield StepItem(kind="information", title="Projet", text=mask_unions(dossier.project))
    else:
        yield question("Quel est votre projet : évoluer, changer de métier, faire reconnaître un niveau ?")
    if dossier.prescriber:
        yield StepItem(kind="information", title="Prescripteur", text=mask_unions(dossier.prescriber))
    elif dossier.situation == "demandeur_emploi":
        yield question("Qui vous adresse au Cnam : un conseiller de l'emploi, un point relais conseil ?")


def _meetings(journey: Journey) -> Iterator[StepItem]:
    """The next meetings at the person's centres."""
    filed_on = journey.case.dossier.filed_on
    coming = sorted(
        (one for one in journey.data.meetings if one.day >= filed_on and one.centre in journey.centres),
        key=lambda one: (one.day, one.centre),
    )
    for one in coming[:_MEETINGS_SHOWN]:
        centre = journey.data.centre(one.centre)
        text = ", ".join(filter(None, (centre.name if centre else one.centre, one.place, one.time)))
        day = ItemDate(what="réunion", day=one.day)
        yield StepItem(kind="reunion", title="Réunion d'information", text=text, dates=(day,), link=one.link)
    if not coming:
        text = "Réunion d'information collective ou entretien individuel : aucune date connue, à demander au centre."
        yield StepItem(kind="reunion", title="Réunion d'information", text=text)
