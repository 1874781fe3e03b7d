"""Step 6: who judges and when; and where the outcome is written down."""

from __future__ import annotations

from matcher.model.path import Step, StepItem
from matcher.reading.path_entries import JurySession
from matcher.rulebook.sentences import day_in_french
from matcher.steps.journey import JudgedRules

_RECORD = (
    "Décision du Cnam sur la recevabilité, puis résultat du jury (totale, partielle avec les blocs, refus) : à "
    "consigner dans le fichier des résultats, que « vae outcomes » compare aux pré-avis."
)


def jury(rules: JudgedRules, session: JurySession | None) -> Step:
    summary = (
        f"Prochaine session connue : {day_in_french(session.day)}." if session else "Session à demander au centre."
    )
    record = StepItem(kind="suite", title="Résultat", text=_RECORD, confidence="house")
    return Step(
        number=6,
        name="Jury",
        state="a_venir" if session else "a_verifier",
        summary=summary,
        items=(*rules.items(6), record),
    )
