"""Official wordings said otherwise, by chance but always in the same way for the same seed.

A wording loses its code ("U32 :", "BC01 -"); one time in two, what stands in brackets; 60 %, what follows the first
comma when four words are left. Its first verb becomes, one time in three each: the first person of the same verb ("je
contrôle"), an everyday verb ("je vérifie"), or nothing; 100 verbs are known, the others stay. Each word of SYNONYMS is
changed one time in two. One telling word in five is left out where four or more are told. Then, for the whole
sentence: 15 % one misspelling, 30 % no accents, 60 % lower case.
"""

from __future__ import annotations

import random
import re

from benchmarks.occupation_titles import misspelt
from matcher.text import unaccented

_CODE = re.compile(
    r"^\W*(?:(?:bloc|unit[ée]|domaine|ue|uc|ucp|up|u|bc|cp|dc|epreuve)s?\s*(?:n°)?\s*[\dIVX]+[\w.]*|[A-Z]{1,6}\d[\w.]*)"
    r"\s*[-–:.)]*\s+",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_LITTLE_WORDS = """
    a à au aux avec ce ces d dans de des du elle en et l la le les leur leurs ou par pour sa se selon ses son
    sur un une
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_OPENING = re.compile(r"^(\w+(?:-\w+)*)(.*)$", re.DOTALL)

# infinitif > première personne / verbe de tous les jours
_VERBS = """
    réaliser > je réalise / je fais|intervenir > j'interviens / je travaille|concevoir > je conçois / j'imagine
    contrôler > je contrôle / je vérifie|définir > je définis / je décide|surveiller > je surveille / j'ai l'oeil sur
    préparer > je prépare / je m'occupe de|vérifier > je vérifie / je regarde|identifier > j'identifie / je repère
    organiser > j'organise / je planifie|déterminer > je détermine / je choisis|superviser > je supervise / j'encadre
    effectuer > j'effectue / je fais|suivre > je suis / je m'occupe de|poser > je pose / j'installe
    procéder > je procède / je fais|analyser > j'analyse / j'étudie|installer > j'installe / je pose
    mettre > je mets / on met|sélectionner > je sélectionne / je choisis|établir > j'établis / je fais
    coordonner > je coordonne / j'organise|réparer > je répare / je remets en état|conduire > je conduis / je mène
    évaluer > j'évalue / j'estime|conseiller > je conseille / j'aide|façonner > je façonne / je travaille
    informer > j'informe / j'explique|présenter > je présente / je montre|renseigner > je renseigne / je remplis
    proposer > je propose / je suggère|pratiquer > je pratique / je fais|planifier > je planifie / je prévois
    appliquer > j'applique / je respecte|élaborer > j'élabore / je prépare|monter > je monte / j'assemble
    assister > j'assiste / j'aide|assembler > j'assemble / je monte|entretenir > j'entretiens / je soigne
    animer > j'anime / je dirige|participer > je participe / j'aide à|rédiger > je rédige / j'écris
    réceptionner > je réceptionne / je reçois|diriger > je dirige / je mène|gérer > je gère / je m'occupe de
    repérer > je repère / je trouve|détecter > je détecte / je trouve|restaurer > je restaure / je remets en état
    positionner > je positionne / je place|traiter > je traite / je m'occupe de|collecter > je collecte / je ramasse
    adapter > j'adapte / je modifie|accompagner > j'accompagne / j'aide|former > je forme / j'apprends le métier
    régler > je règle / j'ajuste|transporter > je transporte / j'emmène|actualiser > j'actualise / je mets à jour
    mener > je mène / je fais|constituer > je constitue / je monte|trier > je trie / je sépare
    développer > je développe / je fais grandir|transmettre > je transmets / j'envoie|étudier > j'étudie / je regarde
    piloter > je pilote / je dirige|couper > je coupe / je taille|négocier > je négocie / je discute
    rechercher > je recherche / je cherche|enregistrer > j'enregistre / je saisis|recueillir > je recueille / je note
    diagnostiquer > je diagnostique / je cherche la panne|assurer > j'assure / je m'occupe de
    nettoyer > je nettoie / je lave|accueillir > j'accueille / je reçois|produire > je produis / je fabrique
    fabriquer > je fabrique / je fais|utiliser > j'utilise / je me sers de|manager > je manage / j'encadre
    communiquer > je communique / j'échange|construire > je construis / je bâtis|mobiliser > je mobilise / j'utilise
    exploiter > j'exploite / je fais tourner|maintenir > je maintiens / je garde|optimiser > j'optimise / j'améliore
    garantir > je garantis / je veille à|commercialiser > je commercialise / je vends|créer > je crée / je monte
"""
# mot > mot de tous les jours (masculin ou féminin sans importance ici)
_SYNONYMS = """
    matériel > équipement|matériels > équipements|équipements > matériel|équipement > matériel|véhicule > voiture
    véhicules > voitures|clients > clientèle|client > acheteur|personnel > salariés|collaborateurs > collègues
    production > fabrication|anomalies > défauts|dysfonctionnements > pannes|défaillances > pannes
    stocks > réserves|marchandises > produits|réglementation > règles|règles > consignes|besoins > attentes
    locaux > bâtiments|patients > malades|patient > malade|élèves > enfants|documents > papiers|document > papier
    interventions > travaux|opérations > tâches|activités > tâches|activité > travail|informations > renseignements
    données > informations|pièces > éléments|éléments > pièces|structure > organisme|entreprise > société
    organisation > structure|projet > dossier|projets > dossiers|équipe > groupe|équipes > salariés
    outils > instruments|techniques > méthodes|supports > documents|procédures > méthodes|contrat > accord
    fournisseurs > vendeurs|coûts > prix|risques > dangers|mesures > actions|amélioration > progrès
    maintenance > entretien|entretien > maintenance|conception > création|suivi > contrôle|mise > passage
    commandes > demandes|plan > programme|plans > programmes|stratégie > politique|enjeux > objectifs
"""


def _pairs(listed: str) -> list[tuple[str, str]]:
    written = [one.split(" > ") for line in listed.splitlines() for one in line.strip().split("|") if one]
    return [(before, after) for before, after in written]


VERBS = {verb: tuple(said.split(" / ")) for verb, said in _pairs(_VERBS)}
SYNONYMS = dict(_pairs(_SYNONYMS))


def without_code(wording: str) -> str:
    """The wording on one line, less its code: "U32 : Mathématiques" → "Mathématiques"."""
    return _CODE.sub("", " ".join(wording.replace("’", "'").split())) or wording


def reworded(rng: random.Random, wording: str) -> str:
    """The wording as someone might say it."""
    text = without_code(wording)
    if rng.random() < 0.5:
        text = _BRACKETS.sub("", text) or text
    if rng.random() < 0.6 and len(text.split(",")[0].split()) >= 4:
        text = text.split(",")[0]
    words = _opened(rng, text).split()
    words = [_other(rng, word) for word in words]
    words = _fewer(rng, words)
    said = " ".join(words)
    if rng.random() < 0.15:
        said = misspelt(rng, said)
    if rng.random() < 0.3:
        said = unaccented(said)
    return said.lower() if rng.random() < 0.6 else said


def _opened(rng: random.Random, text: str) -> str:
    """The text with another first verb, where that is known."""
    found = _OPENING.match(text)
    said = VERBS.get(found[1].lower()) if found else None
    way = rng.randrange(3)
    if said is None or found is None:
        return text
    return (found[2] if way == 2 else f"{said[way]}{found[2]}").strip()


def _other(rng: random.Random, word: str) -> str:
    bare = word.strip(",.;:").lower()
    return word.lower().replace(bare, SYNONYMS[bare]) if bare in SYNONYMS and rng.random() < 0.5 else word


def _fewer(rng: random.Random, words: list[str]) -> list[str]:
    telling = [place for place, word in enumerate(words) if len(word) > 2 and word.lower() not in _LITTLE]
    gone = {place for place in telling if rng.random() < LEFT_OUT} if len(telling) >= 4 else set()
    return [word for place, word in enumerate(words) if place not in gone]


LEFT_OUT = 1 / 5
"""How often a telling word is left out."""
