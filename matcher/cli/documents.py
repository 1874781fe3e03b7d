"""`vae report`: the sheets to print, to send, to write on."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.app import app, loaded
from matcher.cli.console import Refused, say
from matcher.cli.dossiers import DossierFile, LawDay, Target, refused_dossier
from matcher.cli.usage import FrenchCommand, UsageFault, full_date

_SHEETS = "entretien, candidat, faisabilite, rubriques"


@app.command("report", cls=FrenchCommand)
def report(
    dossier: DossierFile,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FICHIER", help="Fichier à écrire : .html, .pdf, .docx (rubriques : .json aussi)."
        ),
    ],
    sheet: Annotated[
        str, typer.Option("--sheet", metavar="FICHE", help=f"{_SHEETS} (entretien, sinon).")
    ] = "entretien",
    on: LawDay = None,
    target: Target = None,
) -> None:
    """Écrit une fiche : entretien, candidat, faisabilité bloc par bloc, rubriques du formulaire.

    Exemples :

      vae report dossier.yaml -o entretien.pdf
      vae report dossier.yaml --sheet candidat -o candidat.docx
      vae report dossier.yaml --sheet rubriques -o rubriques.json
    """
    day = full_date(on, "--on")
    from matcher.model.faults import DossierError
    from matcher.reading.dossiers import read_dossier
    from matcher.render.documents import SHEETS, UnknownFormat, subject_of, write_sheet
    from matcher.render.documents.files import check_format
    from matcher.render.templating import MissingExtra

    if sheet not in SHEETS:
        raise UsageFault(f"fiche inconnue : « {sheet[:80]} » ; attendu : {', '.join(SHEETS)}")
    try:
        check_format(sheet, output.suffix.removeprefix(".").lower())
    except UnknownFormat as error:
        raise UsageFault(f"--output : {error}") from None
    try:
        person = read_dossier(dossier)
        matcher = loaded()
        answer = matcher.evaluate(person, on=day, target=target)
        subject = subject_of(matcher, person, answer, target=target, on=day, edited_on=_today())
        write_sheet(subject, sheet, output)
    except DossierError as error:
        raise refused_dossier(error) from None
    except (MissingExtra, LookupError) as error:
        raise Refused(str(error.args[0])) from None
    except OSError:
        raise Refused(
            f"{output} ne peut pas être écrit ; attendu : un fichier dans un répertoire qui existe."
        ) from None
    say(f"Fiche « {sheet} » écrite dans {output}.")


def _today() -> date:
    """The day that a sheet bears: today, or that of SOURCE_DATE_EPOCH, for files that must not change."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else date.today()
