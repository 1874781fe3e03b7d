"""Why each part of a relation has its value, in one French sentence."""

from __future__ import annotations

from matcher.model.dossier import Experience
from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.comparison import Comparison
from matcher.relation.jobs import CLOSE, IDENTICAL, SAME_FIELD
from matcher.relation.model import ACTIVITES, COUVERTURE, METIER, NIVEAU, PROJET, Relation
from matcher.relation.responsibility import held_functions, suggested_level
from matcher.relation.told import Told
from matcher.text import VAGUE

_MOST_WORDS = 6


def reasons(
    catalogue: IndexedCatalogue, comparison: Comparison, dossier: int, place: int, relation: Relation
) -> dict[str, str]:
    """Why each part of the relation of a dossier with the certification at ``place`` has its value."""
    return {
        METIER: _job(catalogue, comparison, dossier, place, relation),
        ACTIVITES: _activities(catalogue, comparison.telling.told[dossier], place),
        COUVERTURE: _coverage(comparison, dossier, place, relation),
        NIVEAU: _level(catalogue, comparison, dossier, place, relation),
        PROJET: _project(comparison, dossier, place, relation),
    }


def _job(catalogue: IndexedCatalogue, comparison: Comparison, dossier: int, place: int, relation: Relation) -> str:
    if METIER not in relation.counted:
        return (
            "Ni code ROME, ni intitulé de poste qui se retrouve au catalogue : cette part est répartie sur les autres."
        )
    rows, experiences = comparison.experiences(dossier), comparison.telling.told[dossier].dossier.experiences
    nearness, gone = comparison.nearness[rows, place], comparison.left_out[rows, place]
    titles = comparison.titles[rows, place] * (1.0 - gone)
    value = float(comparison.values[METIER][dossier, place])
    if value <= 0:
        return "Aucun des métiers exercés ne rejoint ceux de la certification."
    by_title = float(titles.max()) >= value
    best = int((titles if by_title else nearness * (1.0 - gone)).argmax())
    but = " ; moins ce qui est dit n'avoir pas été fait" if gone[best] else ""
    if by_title:
        found = "se retrouve dans" if value >= catalogue.settings.related.title else "rappelle un peu"
        return f"L'intitulé {_name(experiences[best])} {found} les textes de la certification{but}."
    near = {
        IDENTICAL: "l'un de ceux de la certification",
        CLOSE: "du même domaine professionnel que la certification",
        SAME_FIELD: "voisin de ceux de la certification : même grande famille de métiers, ou mobilité du ROME",
    }[int(nearness[best])]
    experience = experiences[best]
    return f"Le code ROME {experience.rome} de {_name(experience)} est {near}{but}."


def _name(experience: Experience) -> str:
    return f"« {experience.title} »" if experience.title else "l'expérience sans intitulé"


def _activities(catalogue: IndexedCatalogue, told: Told, place: int) -> str:
    held = catalogue.stems_of(place) - VAGUE
    common = [stem for stem in told.words if stem in held]
    common.sort(key=lambda stem: (-catalogue.vocabulary.weights[catalogue.vocabulary.ids[stem]], stem))
    if not common:
        return "Aucun mot significatif en commun avec la certification."
    words = list(dict.fromkeys(told.words[stem] for stem in common))[:_MOST_WORDS]
    return f"Mots en commun avec la certification : {', '.join(words)}."


def _coverage(comparison: Comparison, dossier: int, place: int, relation: Relation) -> str:
    blocs, whole = relation.blocs, relation.evidence
    known = [bloc for bloc in blocs if bloc.state != "inconnu"]
    covered = f"{100 * float(comparison.coverage[dossier, place]):.0f} %"
    if not comparison.described[dossier] and not any(bloc.evidence for bloc in blocs) and not whole:
        return "Les activités ne sont pas décrites : les blocs ne peuvent pas être appréciés."
    if known:
        yes = sum(bloc.state == "oui" for bloc in known)
        partly = sum(bloc.state == "partiel" for bloc in known)
        return (
            f"{yes} bloc(s) reconnu(s) et {partly} en partie, sur {len(blocs)} : {covered} des compétences approchées."
        )
    if whole:
        return f"Blocs connus par leur seul code : {covered} des compétences de l'ensemble approchées."
    return "Le contenu des blocs n'est pas connu, ou rien ne s'y rattache."


def _level(catalogue: IndexedCatalogue, comparison: Comparison, dossier: int, place: int, relation: Relation) -> str:
    expected, level = int(comparison.expected_level[dossier, place]), int(catalogue.level[place])
    if NIVEAU not in relation.counted:
        return "Niveau de responsabilité non renseigné : cette part est répartie sur les autres."
    if not expected:
        return "Aucune responsabilité renseignée dans une expérience en rapport : valeur moyenne."
    if not level:
        return "Niveau de la certification inconnu : valeur moyenne."
    rows, experiences = comparison.experiences(dossier), comparison.telling.told[dossier].dossier.experiences
    held = next(
        held_functions(one)
        for one, related in zip(experiences, comparison.related[rows, place].tolist(), strict=True)
        if related and suggested_level(one, catalogue.settings.levels) == expected
    )
    return f"Responsabilités ({held}) comparables au niveau {expected} ; certification de niveau {level} (indicatif)."


def _project(comparison: Comparison, dossier: int, place: int, relation: Relation) -> str:
    if PROJET not in relation.counted:
        return "Aucun projet exploitable : cette part est répartie sur les autres."
    if comparison.targets[dossier] == place:
        return "C'est la certification visée par la personne."
    if comparison.values[PROJET][dossier, place] <= 0:
        return "Le projet ne nomme rien de cette certification."
    return "Le projet ou la cible annoncée se rapproche de cette certification."
