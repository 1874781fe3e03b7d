"""The French words of the codes that a report holds."""

from __future__ import annotations

from matcher.model.dossier import ExperienceKind, Responsibility, Situation
from matcher.model.path import ItemState, StepState
from matcher.model.report import Regime
from matcher.model.words import BLOC_STATES, OPINIONS, OUTCOMES, PROCEDURES, STRENGTHS

__all__ = [
    "BLOC_STATES",
    "CERTIFICATION_KINDS",
    "CONFIDENCES",
    "KINDS",
    "OPINIONS",
    "OUTCOMES",
    "PROCEDURES",
    "RESPONSIBILITIES",
    "SITUATIONS",
    "STRENGTHS",
    "plural",
    "regime_sentence",
]

KINDS: dict[ExperienceKind, str] = {
    "salarie": "salarié",
    "independant": "indépendant",
    "volontaire": "volontaire",
    "sportif_haut_niveau": "sport de haut niveau",
    "benevole": "bénévole",
    "syndical": "responsabilités syndicales",
    "mandat_electif": "mandat électif local",
    "apprentissage": "apprentissage",
    "professionnalisation": "contrat de professionnalisation",
    "contrat_unique_insertion": "contrat unique d'insertion",
    "pmsmp": "mise en situation (PMSMP)",
    "poe": "préparation opérationnelle à l'emploi",
    "pfmp": "période en milieu professionnel",
    "stage": "stage",
    "autre": "autre activité",
}

CERTIFICATION_KINDS: dict[str, str] = {
    "dut": "DUT",
    "licence": "licence",
    "licence_professionnelle": "licence professionnelle",
    "master": "master",
    "ingenieur": "diplôme d'ingénieur",
    "titre_rncp": "titre RNCP",
    "deust": "DEUST",
    "diplome_specialisation": "diplôme de spécialisation",
    "diplome_etat": "diplôme d'État",
    "certificat_professionnel": "certificat professionnel",
    "certificat_de_competence": "certificat de compétence",
    "bachelor": "bachelor",
    "magistere": "magistère",
    "mastere_specialise": "mastère spécialisé",
    "mba": "MBA",
    "autre": "certification",
}

SITUATIONS: dict[Situation, str] = {
    "salarie": "en emploi salarié",
    "demandeur_emploi": "en recherche d'emploi",
    "independant": "à son compte",
    "agent_public": "dans la fonction publique",
    "inactif": "sans activité",
    "autre": "autre situation",
}

RESPONSIBILITIES: dict[Responsibility, str] = {
    "execution": "travail sur consignes",
    "autonome": "travail en autonomie",
    "encadrement": "encadrement d'une équipe",
    "direction": "direction",
}

CONFIDENCES = {"verified": "", "to_confirm": "à confirmer", "house": "règle du programme"}


STEP_STATES: dict[StepState, str] = {
    "pret": "prêt",
    "a_completer": "à compléter",
    "a_verifier": "à vérifier",
    "a_venir": "à venir",
}
ITEM_STATES: dict[ItemState, str] = {
    "possible": "possible",
    "a_verifier": "à vérifier",
    "ecarte": "écarté",
    "a_demander": "à demander",
    "recue": "reçue",
    "acquis": "acquis",
    "en_appui": "en appui",
    "en_partie": "en partie",
    "sans_appui": "sans appui",
}


def regime_sentence(regime: Regime | None, phrase: str | None) -> str:
    """As "régime 2024 : aucune durée minimale". ``phrase`` is what the rules say of the regime."""
    if regime is None:
        return "aucun régime de VAE connu à cette date"
    return f"régime {regime} : {phrase}" if phrase else f"régime {regime}"


def plural(count: int, word: str) -> str:
    """2, "bloc" → "2 blocs". The word takes an s."""
    return f"{count} {word}{'s' if count > 1 else ''}"
