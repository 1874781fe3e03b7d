"""Step 5: the proofs, what they prove of the hours, the plan of booklet 2, the jury's calendar, the oral."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.facts import Related, facts_of, related_experience
from matcher.hours.arithmetic import counted
from matcher.model.path import ItemDate, ItemState, Step, StepItem
from matcher.model.report import BlocResult
from matcher.reading.masking import mask_unions
from matcher.reading.path_entries import JurySession
from matcher.reading.proofs import dossier_proofs, proof_wording
from matcher.steps.journey import IN_WORDS, Journey, JudgedRules, listed

_QUOTES = 3
_BLOC_STATES: dict[str, ItemState] = {"oui": "en_appui", "partiel": "en_partie", "non": "sans_appui"}
_TO_WRITE = {
    "en_appui": "À écrire : le contexte, ce que vous faisiez vous-même, les outils, le résultat.",
    "en_partie": "À écrire, puis à compléter : une situation précise pour ce qui manque.",
    "sans_appui": "Rien dans le dossier pour l'instant : une situation vécue, sinon un complément à prévoir.",
    "acquis": "Déjà validé : rien à écrire, joindre l'attestation.",
}


def livret(journey: Journey, rules: JudgedRules, session: JurySession | None) -> Step:
    proofs = list(_proofs(journey))
    asked = sum(1 for one in proofs if one.state == "a_demander")
    items = (
        *rules.items(5),
        *proofs,
        *_hours(journey),
        *_plan(journey),
        *_calendar(session),
        *_fiche(journey),
        *_oral(journey),
    )
    summary = f"{len(proofs) - asked} preuve{'s' if len(proofs) - asked > 1 else ''} sur {len(proofs)} en main."
    return Step(number=5, name="Dossier", state="a_completer" if asked else "pret", summary=summary, items=items)


def _proofs(journey: Journey) -> Iterator[StepItem]:
    """Each required proof, asked for or held; the dossier's own first."""
    case = journey.case
    for missing in dossier_proofs(case.dossier, case.proofs):
        yield StepItem(kind="piece", title="Dossier entier", text=missing.label, state="a_demander")
    for index, experience in enumerate(case.dossier.experiences):
        for proof in case.proofs:
            if proof.required and proof.concerns(experience):
                months = proof.validity_months
                yield StepItem(
                    kind="piece",
                    title=journey.experience(index),
                    text=proof_wording(proof, case.proofs) + (f" (valable {months} mois)" if months else ""),
                    state="recue" if proof.satisfied_by(experience.proofs) else "a_demander",
                    source=proof.source,
                )


def _hours(journey: Journey) -> Iterator[StepItem]:
    """The related hours as declared and as proven, with the opinion under each."""
    case, target = journey.case, journey.target
    if target is None or not target.related.indexes:
        return
    proven = [index for index in target.related.indexes if index not in case.unproven]
    related = related_experience(case, target.relation, proven)
    verdict = journey.judge.judge(case.law, facts_of(case, target.relation, related))
    text = (
        f"Déclarées : {_hours_in_words(target.related)} en rapport, "
        f"et {IN_WORDS[target.match.opinion]}. "
        f"Prouvées : {_hours_in_words(related)}, et {IN_WORDS[verdict.opinion]}."
    )
    yield StepItem(kind="information", title="Heures déclarées et prouvées", text=text)


def _hours_in_words(related: Related) -> str:
    return counted(related.totals.total_low, "heure", "heures")


def _plan(journey: Journey) -> Iterator[StepItem]:
    """Booklet 2, bloc by bloc, with the person's own words."""
    if journey.target is None:
        return
    validated = set(journey.case.dossier.validated_blocs)
    for bloc in journey.target.match.blocs:
        state = "acquis" if bloc.code in validated else _BLOC_STATES.get(bloc.state)
        quotes = " ; ".join(_quotes(journey, bloc)) if state != "acquis" else ""
        text = " ".join(filter(None, (f"En appui : {quotes}." if quotes else "", _TO_WRITE.get(state or "", ""))))
        yield StepItem(
            kind="bloc",
            title=bloc.title or bloc.code,
            text=text or "Contenu du bloc non connu : à demander au centre.",
            state=state,
        )


def _quotes(journey: Journey, bloc: BlocResult) -> Iterator[str]:
    told: set[str] = set()
    for one in bloc.evidence:
        if one.activity not in told and len(told) < _QUOTES:
            told.add(one.activity)
            presumed = ", présumé d'après l'emploi" if one.presumed else ""
            yield f"« {mask_unions(one.activity)} » ({journey.experience(one.experience)}{presumed})"


def _calendar(session: JurySession | None) -> Iterator[StepItem]:
    if session is None:
        text = "Aucune session de jury connue : calendrier et dernier jour de dépôt du livret 2 à demander au centre."
        yield StepItem(kind="date", title="Calendrier du jury", text=text)
        return
    dates = [ItemDate(what="jury", day=session.day)]
    text = "Prochaine session ; dernier jour de dépôt du livret 2 à demander au centre."
    if session.file_by:
        dates.insert(0, ItemDate(what="dernier jour utile pour déposer le livret 2", day=session.file_by))
        text = "Prochaine session dont le dépôt est encore ouvert."
    source = session.source
    yield StepItem(
        kind="date", title="Calendrier du jury", text=text, dates=tuple(dates), source=source, confidence="verified"
    )


def _fiche(journey: Journey) -> Iterator[StepItem]:
    """The days of the fiche that a jury has to precede."""
    if journey.target is None:
        return
    certification = journey.target.certification
    known = {
        "fin d'enregistrement": certification.registered.to,
        "date limite de délivrance": certification.delivery_deadline,
    }
    dates = tuple(ItemDate(what=what, day=day) for what, day in known.items() if day is not None)
    if dates:
        text = "À tenir contre le calendrier du jury ; un renouvellement de la fiche les reporte."
        yield StepItem(kind="date", title="Dates de la fiche", text=text, dates=dates)


def _oral(journey: Journey) -> Iterator[StepItem]:
    """What the jury will ask about: the blocs that have the least support."""
    weak = _weak_blocs(journey)
    if not weak:
        return
    names = listed(f"« {one.title or one.code} »" for one in weak[:_QUOTES])
    text = (
        f"Préparer l'entretien avec le jury sur {names} : un exemple vécu pour chacun, daté, et ce qui en est résulté."
    )
    yield StepItem(kind="suite", title="Oral", text=text)


def _weak_blocs(journey: Journey) -> Sequence[BlocResult]:
    if journey.target is None:
        return ()
    validated = set(journey.case.dossier.validated_blocs)
    left = [one for one in journey.target.match.blocs if one.code not in validated]
    return [one for state in ("partiel", "non") for one in left if one.state == state]
