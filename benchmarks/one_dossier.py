"""One dossier of six experiences: against the bundled catalogue, and against 6 000 certifications."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import peak_megabytes, timed, whole_process
from matcher import Matcher
from matcher.model.certification import Certification
from matcher.model.dossier import Dossier

ROOT = Path(__file__).resolve().parent.parent
MANY = 6_000
SIX = [
    ("salarie", "Comptable", "M1203", ["Tenir la comptabilité générale", "Établir les déclarations de TVA"]),
    ("salarie", "Assistante de gestion", None, ["Suivre le budget", "Préparer les payes", "Relancer les impayés"]),
    ("independant", "Formatrice bureautique", None, ["Animer des formations à Excel", "Concevoir les supports"]),
    ("benevole", "Trésorière d'association", None, ["Tenir les comptes", "Présenter le budget au bureau"]),
    ("syndical", "Déléguée du personnel", None, ["Négocier un accord", "Recevoir les salariés en permanence"]),
    ("stage", "Stage en cabinet d'expertise comptable", None, ["Saisir les écritures", "Pointer les comptes"]),
]


def six_experiences() -> Dossier:
    return Dossier.model_validate(
        {
            "id": "mesure",
            "filed_on": "2024-06-12",
            "experiences": [
                {
                    "kind": kind,
                    "title": title,
                    "rome": rome,
                    "start": f"{2008 + 2 * place}-01-15",
                    "end": f"{2010 + 2 * place}-06-30",
                    "weekly_hours": 30,
                    "activities": activities,
                }
                for place, (kind, title, rome, activities) in enumerate(SIX)
            ],
        }
    )


def many_certifications(certifications: tuple[Certification, ...]) -> Iterator[Certification]:
    """The catalogue repeated under other codes up to MANY, families apart."""
    for place in range(MANY):
        one = certifications[place % len(certifications)]
        copy = place // len(certifications)
        yield one if copy == 0 else one.model_copy(update={"code": f"{one.code}-{copy}", "family": f"copie-{place}"})


def run() -> Iterator[str]:
    # First, while this process is small: a child's peak memory begins with its parent's.
    vae = Path(sys.executable).with_name("vae")
    seconds, peak = whole_process([str(vae), "match", str(ROOT / "examples" / "comptable-et-tresoriere.yaml")])
    yield f"- `vae match`, à froid, processus entier : médiane {seconds:.2f} s, {peak:.0f} Mo."
    matcher, dossier = Matcher.load(), six_experiences()
    count = len(matcher.certifications)
    yield f"- Catalogue fourni ({count} certifications) : {timed(lambda: matcher.evaluate(dossier))}."
    yield f"- Mémoire au plus haut, catalogue fourni : {peak_megabytes():.0f} Mo."
    large = matcher.with_certifications(tuple(many_certifications(matcher.certifications)))
    yield f"- {MANY} certifications : {timed(lambda: large.evaluate(dossier))}."
    yield f"- Mémoire au plus haut, {MANY} certifications : {peak_megabytes():.0f} Mo."
