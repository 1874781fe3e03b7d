"""A report made by hand, and the golden files it is held against.

After a wanted change, write the golden files anew with `pytest tests/render --update-golden`, and read the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matcher.model.dossier import Dossier
from matcher.model.path import ItemDate, Step, StepItem
from matcher.model.report import (
    BlocResult,
    Document,
    DossierWarning,
    Evidence,
    ExperienceHours,
    Finding,
    HoursSummary,
    Match,
    Question,
    Report,
    ScorePart,
    Source,
    Versions,
)

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="écrit de nouveau les fichiers de référence")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Holds a text against a file of tests/render/golden, .txt when its name has no suffix."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / (name if "." in name else f"{name}.txt")
        if request.config.getoption("--update-golden", default=False):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def dossier() -> Dossier:
    return Dossier.model_validate(
        {
            "id": "EX-1",
            "filed_on": "2024-06-12",
            "experiences": [
                {"kind": "salarie", "title": "Comptable", "start": "2016-09-01", "end": "2021-12"},
                {"kind": "syndical", "title": "Délégué CGT", "organisation": "Union locale Canari", "start": "2019"},
                {"kind": "benevole", "start": "2018-09", "end": None},
            ],
        }
    )


def finding(rule: str, outcome: str, message: str, kind: str = "blocking", **source: Any) -> Finding:
    default = {"text": "loi n° 2022-1598", "article": "L6411-1", "confidence": "verified", "from": date(2022, 12, 23)}
    return Finding.model_validate(
        {
            "rule": rule,
            "outcome": outcome,
            "kind": kind,
            "values": {},
            "threshold": {},
            "missing": (),
            "source": Source.model_validate({**default, **source}),
            "message": message,
        }
    )


def match(rank: int, title: str, **changes: Any) -> Match:
    fields: dict[str, Any] = {
        "certification": f"C{rank}",
        "rncp": f"RNCP{36880 + rank}",
        "title": title,
        "kind": "titre_rncp",
        "level": 6,
        "rank": rank,
        "score": 71.5,
        "strength": "forte",
        "opinion": "favorable_probable",
        "related_hours": 8035,
        "related_months": 63.5,
        "coverage": 0.6,
        "score_parts": (
            ScorePart(name="metier", weight=25, value=1, points=25, why="même métier que « Délégué CGT »"),
            ScorePart(name="projet", weight=10, value=0, points=0, why="projet non décrit"),
        ),
        "blocs": (),
        "findings": (),
        "questions": (),
        "documents": (),
        "notes": (),
    }
    return Match.model_validate({**fields, **changes})


HOURS = HoursSummary(
    total=8035,
    total_low=8035,
    total_high=8400,
    own_right=8035,
    own_right_low=8035,
    own_right_high=8400,
    training=0,
    training_low=0,
    training_high=0,
    training_counted=True,
    calendar_months=63.5,
    calendar_months_low=63.5,
    calendar_months_high=64,
    experiences=(
        ExperienceHours(
            index=0, hours=8035, low=8035, high=8400, basis="hebdomadaire", arithmetic="5 années à 35 h = 8 035 h"
        ),
        ExperienceHours(index=1, hours=0, low=0, high=0, basis="inconnu", arithmetic="heures non connues"),
    ),
)

WAIVED = finding("recevabilite.duree-minimale", "waived", "Aucune durée minimale depuis la loi n° 2022-1598.")
LINK = finding(
    "recevabilite.lien",
    "met",
    "Les activités décrites sont en rapport direct avec la certification : 2 expérience(s) retenue(s).",
    article="L6411-1 : « en rapport direct »",
)
OPINION = finding("avis.favorable", "met", "Pré-avis favorable probable.", "information", confidence="house")
PROOFS = finding(
    "preuves.manquantes",
    "not_met",
    "1 expérience sans justificatif suffisant : voir les pièces à demander.",
    "warning",
    text="règle du programme",
    article=None,
    confidence="house",
)
QUESTION = Question(ask="« Délégué CFDT » : fini à quel jour ?", rule="niveau", effect="précise le dossier")
PAPER = Document(proof="attestation_employeur", experience=0, why="attestation de l'employeur, ou contrat et bulletins")


STEPS = (
    Step(
        number=1,
        name="Accueil",
        state="a_completer",
        summary="Centre à trouver.",
        items=(StepItem(kind="question", title="À demander", text="Quel est votre code postal ?"),),
    ),
    Step(
        number=3,
        name="Recevabilité",
        state="pret",
        summary="Livret 1 à déposer.",
        items=(
            StepItem(kind="information", title="Pré-avis", text="les conditions appréciées sont remplies"),
            StepItem(
                kind="droit",
                title="Réponse du certificateur",
                text="Deux mois, soit le 12/08/2024.",
                rule="recevabilite.reponse",
                source="code de l'éducation, R335-7",
                confidence="to_confirm",
                dates=(ItemDate(what="au plus tard", day=date(2024, 8, 12)),),
                link="https://exemple.fr/",
            ),
        ),
    ),
    Step(
        number=4,
        name="Accompagnement",
        state="a_verifier",
        summary="Financement à vérifier.",
        items=(
            StepItem(kind="avertissement", title="Financeur", text="Aucun financeur trouvé, voir la CGT."),
            StepItem(kind="financement", title="CPF", text="Peut payer.", state="possible", confidence="verified"),
        ),
    ),
    Step(number=7, name="Suivi", state="a_venir", summary="Après le jury.", items=()),
)


@pytest.fixture
def report() -> Report:
    first = match(
        1,
        "Responsable comptable",
        blocs=(
            BlocResult(
                code="B1",
                title="Tenir et arrêter les comptes",
                state="oui",
                coverage=0.8,
                evidence=(
                    Evidence(
                        experience=0,
                        activity="Je tenais les comptes avec la CGT",
                        competency="Tenir la comptabilité générale",
                        score=0.7,
                        terms=("compte",),
                    ),
                    Evidence(
                        experience=1,
                        activity="Contrôle de gestion",
                        competency="Contrôler les comptes",
                        score=0.3,
                        terms=("controle",),
                        presumed=True,
                    ),
                ),
            ),
            BlocResult(code="B2", title="Établir la paie", state="partiel", coverage=0.4),
            BlocResult(code="B3", title="Conduire une équipe", state="non", coverage=0),
            BlocResult(code="B5", title="Rendre compte à la direction", state="non", coverage=0),
            BlocResult(code="B4", title=None, state="inconnu", coverage=0),
        ),
        findings=(OPINION, WAIVED, LINK, PROOFS),
        questions=(QUESTION,),
        documents=(PAPER,),
        notes=("Activités rédigées par le projet.",),
    )
    second = match(
        2,
        "Licence gestion [red]comptabilité[/red]",
        kind="licence",
        opinion="a_completer",
        strength="moyenne",
        findings=(
            WAIVED,
            finding(
                "certification.enregistrement",
                "unknown",
                "On ne sait pas si l'enregistrement était terminé.",
                confidence="to_confirm",
                until=date(2023, 12, 29),
            ),
            LINK,
        ),
        questions=(
            QUESTION,
            Question(
                ask="Quelle est la date ?", rule="certification.enregistrement", effect="peut changer le pré-avis"
            ),
        ),
        documents=(PAPER,),
    )
    third = match(
        3,
        "Certificat d'établissement",
        rncp=None,
        level=None,
        kind="certificat_de_competence",
        opinion="non_appreciable",
        strength="non_appreciable",
        findings=(finding("certification.inscription", "not_met", "Certification hors du RNCP."), WAIVED),
    )
    return Report(
        dossier="EX-1",
        filed_on=date(2024, 6, 12),
        regime="2024",
        procedure="ancienne",
        disclaimer="Aide à l'entretien : ce pré-avis ne vaut pas décision. Le Cnam seul décide.",
        versions=Versions(engine="0.1.0", rules="a" * 40, referentials="b" * 40, lexicon="c" * 40),
        hours=HOURS,
        matches=(first, second, third, match(4, "DUT gestion", opinion="defavorable_probable", strength="faible")),
        warnings=(DossierWarning(path="experiences[1].end", message="fin non connue : CGT ou non ?"),),
        steps=STEPS,
    )
