"""`vae outcomes`: what was decided, against what we had said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.app import app, loaded
from matcher.cli.console import Refused, say, write
from matcher.cli.usage import FrenchCommand, UsageFault

if TYPE_CHECKING:
    from matcher.engine import Matcher
    from matcher.model.dossier import Dossier
    from matcher.model.report import Match

SOME_REJECTED = 1


@app.command("outcomes", cls=FrenchCommand)
def outcomes(
    path: Annotated[Path | None, typer.Argument(metavar="FICHIER", help="Fichier des décisions (YAML).")] = None,
    blank: Annotated[bool, typer.Option("--blank", help="Affiche un fichier vierge, à remplir.")] = False,
) -> None:
    """Compare les décisions du Cnam et du jury aux pré-avis : accord, règles en défaut, par statut et par centre.

    Exemples :

      vae outcomes --blank > resultats.yaml
      vae outcomes resultats.yaml
    """
    from matcher.reading.outcomes import BLANK, read_decisions

    if blank:
        write(BLANK, end="")
        return
    if path is None:
        raise UsageFault("il manque FICHIER ; attendu : le fichier des décisions, ou --blank pour en écrire un")
    from matcher.outcomes import compare, matched
    from matcher.render.outcomes import comparison_page
    from matcher.render.terminal import PIPE_WIDTH

    try:
        decisions = read_decisions(path)
    except ValueError as error:
        raise Refused(*str(error).splitlines()) from None
    if not decisions:
        raise Refused(f"{path.name} : aucune décision ; attendu : une liste sous « decisions ».")
    dossiers = {one.dossier: _read(path.parent / one.dossier) for one in decisions}
    matcher = loaded()
    cases, refused = matched(decisions, dossiers, lambda dossier, code: _match(matcher, dossier, code))
    write(str(comparison_page(compare(cases), PIPE_WIDTH)), end="")
    if refused:
        say(*refused)
        raise typer.Exit(SOME_REJECTED)


def _read(path: Path) -> Dossier:
    from matcher.cli.dossiers import refused_dossier
    from matcher.model.faults import DossierError
    from matcher.reading.dossiers import read_dossier

    try:
        return read_dossier(str(path))
    except DossierError as error:
        raise Refused(f"Dans {path.name} :", str(refused_dossier(error))) from None


def _match(matcher: Matcher, dossier: Dossier, code: str) -> Match | None:
    certification = matcher.certification(code)
    if certification is None:
        return None
    report = matcher.evaluate(dossier, target=code, limit=1)
    return next((one for one in report.matches if one.certification == certification.code), None)
