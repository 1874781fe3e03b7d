"""Every number of rules/classement.yaml changes something: a setting that nothing reads would mislead who turns it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from relation_cases import BOOKS, CATALOGUE, SETTINGS, TILL, bloc, certification, dossier, experience

from matcher.ranking import rank
from matcher.registrations import Registration
from matcher.relation import CertificationIndex
from matcher.rulebook.ranking_settings import RankingSettings

ENGINEERS = [
    certification(f"ING{place}", f"Ingénieur en comptabilité des {what}", kind="ingenieur", level=7, rome=("M1205",))
    for place, what in enumerate(("banques", "usines", "communes"))
]
LABELS = (bloc("V1", "Tenir la caisse"), bloc("V2", "Ranger les rayons du magasin"))
VERSIONS = [
    certification("V1", "Employé de magasin et de caisse", *LABELS, kind="autre", level=3, rome=("D1507",)),
    certification("V2", "Employé magasin, caisse et rayon", *LABELS, kind="dut", level=3, rome=("D1507",)),
]
LONG = certification(
    "LONG",
    "Assistant polyvalent",
    bloc(
        "L1", "Gérer les factures des fournisseurs", *(f"Classer des {what}" for what in ("plans", "notes", "livres"))
    ),
    bloc("L2", "Paie des équipes", "Rédiger la paie, la paie et encore la paie", "Gérer un projet d'équipe"),
    rome=("M1608",),
    level=None,
)
CERTIFICATIONS = (*CATALOGUE, *ENGINEERS, *VERSIONS, LONG)
DOSSIERS = [
    dossier(BOOKS | {"responsibility": "autonome"}, TILL, project="la paie et les factures"),
    dossier(BOOKS | {"responsibility": "direction"}),
    dossier(BOOKS | {"team_size": 2, "rome": "M1203"}, experience("Comptable", "Je paie")),
    dossier(TILL | {"responsibility": "execution"}, experience("Gestion de projet", "Gestion des factures")),
    dossier(BOOKS | {"responsibility": "encadrement"}, experience("Agent", "Je classe", rome="M1501")),
    dossier(BOOKS | {"responsibility": "execution"}),
    dossier(TILL | {"responsibility": "direction"}),
    dossier(BOOKS | {"budget": 60_000}),
    dossier(BOOKS | {"budget": 300_000}),
    dossier(BOOKS | {"budget": 3_000_000}),
    dossier(
        experience(
            "Paie",
            "Paie",
            "Je saisis les factures des clients, les factures des fournisseurs et les factures du magasin",
            "Rapprocher des relevés",
            "Rapprocher les écritures et relevés bancaires",
            "Je rédige des contrats de travail, un dossier de sûreté et une offre d'emploi",
            "Je déclare",
        )
    ),
    dossier(experience("", "Je relis les écritures des voisins avec les relevés des compteurs en mairie")),
    dossier(experience("", rome="M1203")),
]
REGISTRATIONS = {
    one.code: Registration(value, "Pour l'essai.")
    for one, value in zip(CERTIFICATIONS, (1.0, 0.5, 0.0) * 5, strict=False)
}
PRESUMED = {
    0: (
        "Enregistrer les factures des clients",
        "Établir le bilan et le compte de résultat",
        "Déclarer la TVA",
        "Rapprocher les relevés et écritures",
    )
}


def leaves(value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else None
    if items is None:
        yield path
        return
    for key, inner in items:
        yield from leaves(inner, *path, key)


def changed(path: tuple[str | int, ...], value: float | int) -> RankingSettings:
    settings = SETTINGS.model_dump()
    place: Any = settings
    for key in path[:-1]:
        if isinstance(place[key], tuple):
            place[key] = list(place[key])
        place = place[key]
    place[path[-1]] = value
    return RankingSettings.model_validate(settings)


def outcome(settings: RankingSettings) -> list[Any]:
    index = CertificationIndex(CERTIFICATIONS, settings)
    told = [(one, {}) for one in DOSSIERS] + [(DOSSIERS[-1], PRESUMED)]
    return [
        (
            *(one.relation.certification.code, one.score, one.strength, one.score_parts, one.relation.blocs),
            *(one.relation.evidence, one.relation.related_experiences, one.relation.described, one.relation.presumed),
        )
        for person, presumed in told
        for one in rank(index.relate(person, presumed=presumed), REGISTRATIONS, settings)
    ]


def others(path: tuple[str | int, ...], value: Any) -> Iterator[Any]:
    """Other values worth trying; a weight moves with another, since all add up to 100."""
    counts = (value + 1, value - 1, 1, 2, 3, 8)
    yield from (counts if isinstance(value, int) else (value * 1.25, value * 0.75, 0.95, 0.02, value * 4, value / 4))


BEFORE = outcome(SETTINGS)


@pytest.mark.parametrize("path", list(leaves(SETTINGS.model_dump())), ids=lambda path: ".".join(map(str, path)))
def test_every_setting_changes_something(path: tuple[str | int, ...]) -> None:
    value: Any = SETTINGS.model_dump()
    for key in path:
        value = value[key]
    if path[0] == "weights":
        weights = SETTINGS.weights.by_name() | {path[1]: value + 2}
        other = next(name for name in weights if name != path[1] and weights[name] > 2)
        weights[other] -= 2
        settings = SETTINGS.model_copy(update={"weights": type(SETTINGS.weights)(**weights)})
        assert outcome(settings) != BEFORE
        return
    for other in others(path, value):
        try:
            settings = changed(path, other)
        except ValueError:
            continue
        if outcome(settings) != BEFORE:
            return
    pytest.fail(f"{'.'.join(map(str, path))} ne change rien")
