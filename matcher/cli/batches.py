"""`vae batch`: many contact forms at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.app import app, loaded
from matcher.cli.console import Refused, write
from matcher.cli.usage import FrenchCommand, full_date, whole_number

SOME_REJECTED = 1


@app.command(cls=FrenchCommand)
def batch(
    forms: Annotated[Path, typer.Argument(metavar="FICHES", help="Fichier de fiches : CSV, XLSX ou Parquet.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="CHEMIN", help="Résultats : .csv, .xlsx ou .parquet.")],
    detail: Annotated[
        Path | None, typer.Option("--detail", metavar="CHEMIN", help="Détail, une ligne par fiche et certification.")
    ] = None,
    long: Annotated[
        Path | None, typer.Option("--long", metavar="CHEMIN", help="Fichier des expériences, une par ligne.")
    ] = None,
    limit: Annotated[
        str, typer.Option("--limit", metavar="N", help="Certifications par fiche dans le détail (10 par défaut).")
    ] = "10",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Jour du droit appliqué, AAAA-MM-JJ (sinon, le dépôt).")
    ] = None,
    certifier: Annotated[
        str | None,
        typer.Option("--certifier", metavar="NOM", help="Ne garde que les certifications de ce certificateur."),
    ] = None,
    separator: Annotated[
        str | None, typer.Option("--separator", metavar="SIGNE", help="Séparateur du CSV (sinon, reconnu).")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NOM", help="Codage du CSV (sinon, reconnu).")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue un traitement interrompu.")] = False,
    jobs: Annotated[str | None, typer.Option("--jobs", metavar="N", help="Processus (sinon, un par cœur).")] = None,
    dask: Annotated[str | None, typer.Option("--dask", metavar="ADRESSE", help="Grappe Dask, ou « local ».")] = None,
) -> None:
    """Évalue un fichier de fiches contact : une ligne de résultat par fiche, dans le même ordre.

    Code de sortie : 0 si tout est lu, 1 si des lignes sont rejetées (elles gardent leur place et leur raison), 2 si le
    fichier entier est refusé : alors rien n'est écrit.

    Exemples :

      vae batch fiches.csv -o resultats.csv
      vae batch fiches.xlsx -o resultats.xlsx --detail detail.parquet
      vae batch candidats.csv --long experiences.csv -o resultats.csv --resume
    """
    from matcher.batch import BatchOptions, BatchRefused, run_batch
    from matcher.reading.forms import FormsRefused

    options = BatchOptions(
        forms=forms,
        out=out,
        detail=detail,
        long=long,
        limit=whole_number(limit, "--limit"),
        on=full_date(on, "--on"),
        certifier=certifier,
        separator=_separator(separator),
        encoding=encoding,
        resume=resume,
        jobs=None if jobs is None else whole_number(jobs, "--jobs"),
        dask=dask,
    )
    try:
        with _progress() as progress:
            summary = run_batch(options, loaded, progress)
    except (BatchRefused, FormsRefused) as refused:
        raise Refused(str(refused)) from None
    for line in summary.lines():
        write(line)
    places = {"Résultats": options.out, "détail": detail, "rejets": options.rejects if summary.rejected else None}
    write(" ; ".join(f"{name} : {path}" for name, path in places.items() if path) + ".")
    if summary.rejected:
        raise typer.Exit(SOME_REJECTED)


@app.command(cls=FrenchCommand)
def diff(
    before: Annotated[Path, typer.Argument(metavar="AVANT", help="Résultats d'un premier traitement.")],
    after: Annotated[
        Path, typer.Argument(metavar="APRÈS", help="Résultats d'un autre traitement, ou fiches à évaluer de nouveau.")
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="CHEMIN", help="Écrit aussi les changements dans un fichier.")
    ] = None,
    long: Annotated[
        Path | None, typer.Option("--long", metavar="CHEMIN", help="Fichier des expériences, si APRÈS est de fiches.")
    ] = None,
) -> None:
    """Compare deux traitements : quels pré-avis ou premières cibles ont changé, et pourquoi.

    Exemples :

      vae diff janvier.csv juin.csv
      vae diff janvier.csv fiches.csv -o changements.xlsx
    """
    from matcher.batch import BatchRefused
    from matcher.batch.changes import CHANGES, compare
    from matcher.batch.outputs import write_table
    from matcher.reading.forms import FormsRefused

    try:
        found = compare(before, after, loaded, long)
        if out:
            write_table(out, CHANGES, [one.row() for one in found.changes])
    except (BatchRefused, FormsRefused) as refused:
        raise Refused(str(refused)) from None
    for change in found.changes:
        write(change.sentence())
    write(found.summary())


def _separator(given: str | None) -> str | None:
    """One sign; a tabulation may be written in words. Raises UsageFault."""
    from matcher.cli.usage import UsageFault

    sign = {"\\t": "\t", "tab": "\t", "tabulation": "\t"}.get(given or "", given)
    if sign is not None and (len(sign) != 1 or sign in '"\r\n'):
        raise UsageFault(f"--separator : « {sign} » lu ; attendu : un seul signe, comme « ; », ou « tab »")
    return sign


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the standard error, with the rate and the time left, shown on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Fiches"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("", total=None, rate="")

        def tell(done: int, total: int) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, total=total, rate=f"{speed:.0f} fiches/s" if speed else "")

        yield tell
