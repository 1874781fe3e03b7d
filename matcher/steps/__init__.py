"""The seven steps of a VAE at the Cnam, one module each: what a dossier makes of them on its day."""

from __future__ import annotations

from matcher.model.path import Step
from matcher.steps.accompagnement import accompagnement
from matcher.steps.accueil import accueil
from matcher.steps.facts import next_session, path_facts
from matcher.steps.information import information
from matcher.steps.journey import Journey, JudgedRules, Target
from matcher.steps.jury import jury
from matcher.steps.livret import livret
from matcher.steps.recevabilite import recevabilite
from matcher.steps.suivi import suivi

__all__ = ["Journey", "Target", "seven_steps"]


def seven_steps(journey: Journey) -> tuple[Step, ...]:
    """The steps in their order; the rules of the path are judged once, with the first target."""
    case, target = journey.case, journey.target
    certification = target.certification if target else None
    session = next_session(journey.data, journey.centres, certification, case.dossier.filed_on)
    rules = JudgedRules(case, journey.judge, path_facts(case, target, session), target is not None)
    return (
        accueil(journey),
        information(journey),
        recevabilite(journey, rules),
        accompagnement(journey, rules),
        livret(journey, rules, session),
        jury(rules, session),
        suivi(journey, rules),
    )
