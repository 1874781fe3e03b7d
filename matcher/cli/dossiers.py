"""`vae match`, `vae init`, `vae schema`: what is done with a dossier."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.app import app, loaded
from matcher.cli.console import Refused, say, write, write_json
from matcher.cli.usage import FrenchCommand, UsageFault, full_date, whole_number
from matcher.disk import write_whole

if TYPE_CHECKING:
    from matcher.model.dossier import Dossier
    from matcher.model.faults import DossierError
    from matcher.model.report import Report

DossierFile = Annotated[str, typer.Argument(metavar="DOSSIER", help="Fichier YAML ou JSON ; - pour l'entrée standard.")]
LawDay = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="Jour du droit appliqué, AAAA-MM-JJ (sinon, le dépôt).")
]
Target = Annotated[
    str | None, typer.Option("--target", metavar="CODE", help="Certification visée, au lieu de celle du dossier.")
]

_FAULTS_SHOWN = 30
_NARROWEST, _WIDEST = 60, 110


@app.command(cls=FrenchCommand)
def match(
    dossier: DossierFile,
    as_json: Annotated[bool, typer.Option("--json", help="Écrit le rapport en JSON.")] = False,
    limit: Annotated[str, typer.Option("--limit", metavar="N", help="Nombre de cibles (10 par défaut).")] = "10",
    on: LawDay = None,
    target: Target = None,
    certifier: Annotated[
        str | None,
        typer.Option("--certifier", metavar="NOM", help="Ne garde que les certifications de ce certificateur."),
    ] = None,
) -> None:
    """Rapproche un dossier des certifications : cibles classées, pré-avis, raisons, questions.

    Exemples :

      vae match examples/comptable-et-tresoriere.yaml
      vae match dossier.json --json --target RNCP36889
      vae match dossier.yaml --on 2019-11-04
    """
    most, day = whole_number(limit, "--limit"), full_date(on, "--on")
    from matcher.model.faults import DossierError
    from matcher.reading.dossiers import read_dossier

    try:
        person = read_dossier(dossier)
        matcher = loaded()
        report = matcher.evaluate(person, on=day, limit=most, target=target, certifier=certifier)
    except DossierError as error:
        raise refused_dossier(error) from None
    if as_json:
        write_json(report.to_json())
    else:
        regime = matcher.rulebook.value("regime.phrase", day or person.filed_on)
        _show_report(report, person, regime, day, target)


@app.command(cls=FrenchCommand)
def init(
    path: Annotated[Path | None, typer.Argument(metavar="CHEMIN", help="Fichier à créer ; absent : affiche.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Remplace un fichier qui existe.")] = False,
) -> None:
    """Écrit un dossier vierge, avec ses explications."""
    from matcher.reading.blank import blank_dossier

    if path is None:
        write(blank_dossier(), end="")
        return
    if path.exists() and not force:
        raise Refused(f"{path} existe déjà ; ajoutez --force pour le remplacer.")
    try:
        write_whole(path, blank_dossier())
    except OSError:
        raise Refused(f"{path} ne peut pas être écrit ; attendu : un fichier dans un répertoire qui existe.") from None
    say(f"Dossier vierge écrit dans {path}. Remplissez-le, puis : vae match {path}")


@app.command(cls=FrenchCommand)
def schema(
    name: Annotated[str, typer.Argument(metavar="dossier|report", help="Ce dont on veut le schéma.")],
) -> None:
    """Écrit le schéma JSON d'un dossier ou d'un rapport."""
    import json

    from matcher.render.schema import SCHEMAS, json_schema

    if name not in SCHEMAS:
        raise UsageFault(f"schéma inconnu : « {name} » ; attendu : {' ou '.join(SCHEMAS)}")
    write_json(json.dumps(json_schema(name), ensure_ascii=False, indent=2))


def refused_dossier(error: DossierError) -> Refused:
    """The faults of a dossier, one a line; a long list is cut."""
    from matcher.model.faults import sentence
    from matcher.render.wording import plural

    told = [sentence(fault) for fault in error.errors]
    left = len(told) - _FAULTS_SHOWN
    more = [f"… et {plural(left, 'autre')}."] if left > 0 else []
    return Refused("Ce dossier ne peut pas être évalué :", *told[:_FAULTS_SHOWN], *more)


def _show_report(report: Report, person: Dossier, regime: str, day: date | None, target: str | None) -> None:
    from matcher.render.terminal import PIPE_WIDTH, report_page

    on_screen = sys.stdout.isatty()
    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns)) if on_screen else PIPE_WIDTH
    page = report_page(report, person, regime=regime, on=day, target=target, width=width)
    if not on_screen:
        write(str(page), end="")
        return
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    with console.capture() as written:
        for line in page.lines:
            console.print(line)
    write(written.get(), end="")
