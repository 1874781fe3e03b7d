"""The French words of the form: kinds, choices, the name of each field, and faults as a person reads them."""

from __future__ import annotations

import re

from matcher.model.dossier import ExperienceKind
from matcher.model.faults import DossierFault
from matcher.render.typography import french_dates, typeset

KIND_CHOICES: dict[ExperienceKind, str] = {
    "salarie": "Emploi salarié",
    "independant": "Activité indépendante, artisan, profession libérale",
    "volontaire": "Volontariat (service civique…)",
    "sportif_haut_niveau": "Sport de haut niveau",
    "benevole": "Bénévolat",
    "syndical": "Mandat syndical ou de représentation du personnel",
    "mandat_electif": "Mandat électif local",
    "apprentissage": "Contrat d'apprentissage",
    "professionnalisation": "Contrat de professionnalisation",
    "contrat_unique_insertion": "Contrat unique d'insertion",
    "pmsmp": "Mise en situation en entreprise (PMSMP)",
    "poe": "Préparation opérationnelle à l'emploi (POE)",
    "pfmp": "Période de formation en milieu professionnel (PFMP)",
    "stage": "Stage pratique",
    "autre": "Autre (proche aidant, sphère privée…)",
}

FIRST_CHOICES: tuple[tuple[ExperienceKind, str, str], ...] = (
    ("salarie", "Emploi", "salarié, en CDI, CDD ou intérim"),
    ("benevole", "Bénévolat", "association, club, mutuelle"),
    ("syndical", "Mandat syndical ou électif", "CSE, section, conseil municipal"),
    ("stage", "Stage ou alternance", "stage, apprentissage, contrat pro"),
)
"""The four big choices; each opens on its most frequent status, which the card then lets one change."""

WORK_TIMES: dict[str, str] = {
    "": "Heures par semaine",
    "plein": "Temps plein (heures non précisées)",
    "forfait_jours": "Forfait en jours",
}

DIPLOMA_LEVELS: dict[int, str] = {
    3: "3 – CAP, BEP (ancien V)",
    4: "4 – bac (ancien IV)",
    5: "5 – bac+2 (ancien III)",
    6: "6 – bac+3 ou 4 (ancien II)",
    7: "7 – bac+5 (ancien I)",
    8: "8 – doctorat (ancien I)",
}

TRAINING_CENTRE_KINDS = frozenset({"apprentissage", "professionnalisation", "contrat_unique_insertion"})
CONTRACT_KINDS = frozenset({"salarie", "independant", "volontaire", "autre", *TRAINING_CENTRE_KINDS})
DUTY_KINDS = frozenset({"syndical", "mandat_electif"})

_FIELDS = {
    "id": "référence du dossier",
    "filed_on": "date de dépôt",
    "situation": "situation actuelle",
    "postcode": "code postal",
    "prescriber": "prescripteur",
    "target": "certification visée",
    "project": "projet",
    "initial_training": "formation initiale en cours",
    "target_blocs": "blocs visés",
    "validated_blocs": "blocs déjà acquis",
    "kind": "statut",
    "title": "fonction",
    "organisation": "structure",
    "country": "pays",
    "rome": "code ROME",
    "start": "début",
    "end": "fin",
    "work_time": "temps de travail",
    "weekly_hours": "heures par semaine",
    "total_hours": "total d'heures attesté",
    "training_hours": "heures en centre de formation",
    "activities": "activités",
    "not_done": "activités non exercées",
    "responsibility": "responsabilité",
    "team_size": "personnes encadrées",
    "budget": "budget géré",
    "within_work": "exercé sur le temps de travail",
    "proofs": "pièces",
    "level": "niveau",
    "certification": "certification",
    "blocs_only": "blocs seulement",
    "absences": "suspensions du contrat",
}
_GROUPS = {"experiences": "expérience", "diplomas": "diplôme", "requests": "demande antérieure"}
_PLACE = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?(.*)")
_FRENCH_FORMS = {
    "AAAA-MM-JJ, ou AAAA-MM, ou AAAA": "comme 2019, 03/2019 ou 05/03/2019",
    "AAAA-MM-JJ": "comme 05/03/2019",
    "true ou false": "oui ou non",
    "17.5": "17,5",
}


def field_name(path: str) -> str:
    """As "expérience 2, début"."""
    found = _PLACE.match(path)
    if found is None:
        return _FIELDS.get(path, path)
    group, index, field, _ = found.groups()
    place = f"{_GROUPS.get(group, _FIELDS.get(group, group))} {int(index) + 1}"
    return f"{place}, {_FIELDS.get(field, field)}" if field else place


def fault_message(fault: DossierFault) -> str:
    """One sentence under the field: what is wrong, what was read, what is expected; dates the French way."""
    if fault["message"] == "la clé manque" or fault["message"] == "la valeur manque":
        said = f"À renseigner : {fault['expected']}."
    else:
        value = fault["value"]
        read = f" (lu : « {value} »)" if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
        said = f"{_capital(fault['message'])}{read}."
        said += f" Attendu : {fault['expected']}."
    for computer, french in _FRENCH_FORMS.items():
        said = said.replace(computer, french)
    return typeset(french_dates(said))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
