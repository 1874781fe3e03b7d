"""Step 3: the answer and its date, the counter of requests, and what was obtained before."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.model.path import ItemDate, Step, StepItem
from matcher.steps.journey import IN_WORDS, Journey, JudgedRules

_SUMMARIES = {
    "favorable_probable": "Livret 1 à déposer : les conditions appréciées sont remplies pour la première cible.",
    "a_completer": "Livret 1 à compléter avant le dépôt pour la première cible.",
    "defavorable_probable": "Une condition n'est pas remplie à ce jour pour la première cible : voir la suite.",
    "non_appreciable": "Première cible non appréciable : règles propres du Cnam, à demander au centre.",
}


def recevabilite(journey: Journey, rules: JudgedRules) -> Step:
    target = journey.target
    opinion = target.match.opinion if target else None
    items = [*_opinion(journey), *rules.items(3), *_before(journey)]
    return Step(
        number=3,
        name="Recevabilité",
        state="pret" if opinion == "favorable_probable" else "a_completer",
        summary=_SUMMARIES[opinion] if opinion else "Aucune cible : pas encore de demande de recevabilité.",
        items=tuple(items),
    )


def _opinion(journey: Journey) -> Iterator[StepItem]:
    """The pre-opinion on the first target, and the rule that gave it."""
    if journey.target is None:
        return
    finding = next((one for one in journey.target.match.findings if one.rule.startswith("avis.")), None)
    if finding is not None:
        name = journey.title(journey.target.match.certification)
        yield StepItem(
            kind="information",
            title="Pré-avis sur la première cible",
            text=f"{name} : {IN_WORDS[journey.target.match.opinion]}.",
            rule=finding.rule,
            confidence=finding.source.confidence,
        )


def _before(journey: Journey) -> Iterator[StepItem]:
    """Earlier decisions and requests: who, for what, when."""
    dossier = journey.case.dossier
    for one in dossier.recevabilites:
        issuer = one.issuer or "un certificateur non précisé"
        scope = "la première cible" if journey.is_target(one.certification) else "une autre certification"
        text = f"Notifiée par {issuer} pour {journey.title(one.certification)} : {scope}."
        if not one.issuer:
            text += " À préciser : qui l'a notifiée ?"
        day = ItemDate(what="notification", day=one.notified_on)
        yield StepItem(kind="demande", title="Recevabilité antérieure", text=text, dates=(day,))
    for request in dossier.requests:
        blocs = ", limitée à des blocs" if request.blocs_only else ""
        this_year = "compte" if request.filed_on.year == dossier.filed_on.year else "ne compte pas"
        text = f"{journey.title(request.certification)}{blocs} : {this_year} dans l'année civile de ce dépôt."
        day = ItemDate(what="dépôt", day=request.filed_on)
        yield StepItem(kind="demande", title="Demande antérieure", text=text, dates=(day,))
