"""Dossiers and certifications made by hand for the tests of relation and ranking."""

from __future__ import annotations

from typing import Any

from matcher.model.certification import Bloc, Certification, Competency
from matcher.model.dossier import Dossier
from matcher.reading.bundled import rules_folder
from matcher.relation import Relation
from matcher.rulebook.ranking_settings import load_ranking_settings

SETTINGS = load_ranking_settings(rules_folder() / "classement.yaml")


def experience(title: str, *activities: str, **more: Any) -> dict[str, Any]:
    return {"kind": "salarie", "start": "2015", "end": "2020", "title": title, "activities": activities} | more


def dossier(*experiences: dict[str, Any], **more: Any) -> Dossier:
    return Dossier(id="D1", filed_on="2024-03-12", experiences=experiences, **more)


def bloc(code: str, title: str | None, *competencies: str, activities: tuple[str, ...] = ()) -> Bloc:
    named = tuple(Competency(code=f"C{place}", text=text) for place, text in enumerate(competencies, start=1))
    return Bloc(code=code, title=title, competencies=named, activities=activities)


def certification(code: str, title: str, *blocs: Bloc, **more: Any) -> Certification:
    return Certification(code=code, title=title, blocs=blocs, **{"provenance": "illustrative", "kind": "autre"} | more)


COMPTABLE = certification(
    "TEST-COMPTA",
    "Responsable comptable",
    bloc(
        "B1",
        "Tenir la comptabilité générale",
        "Enregistrer les factures des clients et des fournisseurs",
        "Rapprocher les relevés bancaires et les écritures",
        "Établir le bilan et le compte de résultat",
    ),
    bloc("B2", "Établir les déclarations fiscales", "Déclarer la TVA", "Préparer la liasse fiscale"),
    bloc("B3", "Encadrer le service comptable", "Animer une équipe de comptables"),
    bloc("B4", "Usages numériques", "Rédiger des documents numériques"),
    rome=("M1203",),
    level=6,
)
RH = certification(
    "TEST-RH",
    "Responsable ressources humaines",
    bloc("B1", "Recruter", "Rédiger une offre d'emploi", "Conduire des entretiens de recrutement"),
    bloc("B2", "Conduire le dialogue social", "Négocier des accords avec les délégués syndicaux", "Réunir le CSE"),
    bloc("B3", "Administrer le personnel", "Établir les contrats de travail", "Contrôler les bulletins de paie"),
    bloc("B4", "Usages numériques", "Rédiger des documents numériques"),
    rome=("M1503",),
    level=6,
)
NUCLEAIRE = certification(
    "TEST-NUCLEAIRE",
    "Ingénieur, spécialité génie nucléaire",
    bloc("B1", "Exploiter une installation nucléaire", "Rédiger un dossier de sûreté", "Piloter un réacteur"),
    bloc("B2", "Radioprotection", "Mesurer la radioactivité", "Protéger les équipes des rayonnements"),
    bloc("B4", "Usages numériques", "Rédiger des documents numériques"),
    rome=("H1206",),
    kind="ingenieur",
    level=7,
)
LABELS_ONLY = certification(
    "TEST-LABELS", "Gestionnaire de paie", bloc("B1", "Établir les bulletins de paie"), bloc("B2", "Usages numériques")
)
CODES_ONLY = certification("TEST-CODES", "Assistant de gestion", bloc("B1", None), bloc("B2", None))
AS_A_WHOLE = certification(
    "TEST-WHOLE",
    "Assistant comptable",
    bloc("B1", None),
    activities=("Saisir des factures", "Relancer les clients en retard de paiement", "Préparer la déclaration de TVA"),
)
CATALOGUE = (COMPTABLE, RH, NUCLEAIRE, LABELS_ONLY, CODES_ONLY, AS_A_WHOLE)

BOOKS = experience(
    "Comptable",
    "J'enregistre les factures des fournisseurs, je rapproche les relevés bancaires",
    "J'établis le bilan et la liasse fiscale",
)
TILL = experience("Hôtesse de caisse", "J'encaisse les clients au magasin", "Je range les rayons", rome="D1505")


def states(found: Relation) -> list[str]:
    return [one.state for one in found.blocs]


def touched(found: Relation) -> int:
    """How many blocs have some evidence of the person's own."""
    return sum(any(not one.presumed for one in bloc.evidence) for bloc in found.blocs)
