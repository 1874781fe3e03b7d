"""`vae steps`, `vae letter`: the seven steps of a dossier, and the draft of a reply to the person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.app import app, loaded
from matcher.cli.console import Refused, write
from matcher.cli.dossiers import refused_dossier
from matcher.cli.usage import FrenchCommand, UsageFault, full_date

if TYPE_CHECKING:
    from matcher.model.report import Report

DossierPath = Annotated[str, typer.Argument(metavar="DOSSIER", help="Fichier YAML ou JSON ; - pour l'entrée standard.")]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="Jour du droit appliqué, AAAA-MM-JJ (sinon, le dépôt).")
]
Target = Annotated[
    str | None, typer.Option("--target", metavar="CODE", help="Certification visée, au lieu de celle du dossier.")
]


@app.command("steps", cls=FrenchCommand)
def steps(
    dossier: DossierPath,
    only: Annotated[str | None, typer.Option("--step", metavar="N", help="Une seule étape, de 1 à 7.")] = None,
    on: On = None,
    target: Target = None,
) -> None:
    """Montre les sept étapes d'un dossier : centre, délais, financeurs, preuves, jury, suite.

    Exemples :

      vae steps examples/comptable-et-tresoriere.yaml
      vae steps dossier.yaml --step 4
    """
    if only is not None and only not in {str(number) for number in range(1, 8)}:
        raise UsageFault(f"« {only} » n'est pas une étape (--step) ; attendu : un nombre de 1 à 7")
    from matcher.render.steps import steps_page
    from matcher.render.terminal import PIPE_WIDTH

    report, _ = _evaluated(dossier, full_date(on, "--on"), target)
    write(str(steps_page(report, PIPE_WIDTH, int(only) if only else None)), end="")


@app.command("letter", cls=FrenchCommand)
def letter(dossier: DossierPath, on: On = None, target: Target = None) -> None:
    """Écrit un brouillon de réponse à la personne, d'après les modèles de courrier.

    Un centre adapte les modèles dans $VAE_DATA/courriers (a_completer.txt, favorable_probable.txt…).
    """
    from matcher.reading.bundled import data_folder, referentials_folder
    from matcher.reading.letters import load_letter
    from matcher.render.letter import letter as filled
    from matcher.render.letter import template_of

    report, aimed = _evaluated(dossier, full_date(on, "--on"), target)
    try:
        template = load_letter(template_of(report, aimed), referentials_folder(), data_folder())
    except ValueError as error:
        raise Refused(str(error)) from None
    write(filled(report, template, aimed), end="")


def _evaluated(path: str, on: date | None, target: str | None) -> tuple[Report, str | None]:
    """The report, and the code aimed at. Raises Refused for a dossier that can't be evaluated."""
    from matcher.model.faults import DossierError
    from matcher.reading.dossiers import read_dossier

    try:
        person = read_dossier(path)
        report = loaded().evaluate(person, on=on, target=target)
    except DossierError as error:
        raise refused_dossier(error) from None
    return report, target or person.target
