"""`vae import`: bring the ROME or the register into the folder of imported data."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.app import group
from matcher.cli.console import Refused, write
from matcher.cli.usage import FrenchCommand

imports = group("import", "Importe le ROME ou le RNCP dans $VAE_DATA.")

Crosswalk = Annotated[
    Path | None,
    typer.Option("--crosswalk", metavar="CHEMIN", help="Table de passage d'un ROME à l'autre (CSV de deux codes)."),
]


@imports.command("rome", cls=FrenchCommand)
def rome(
    path: Annotated[Path, typer.Argument(metavar="CHEMIN", help="Dossier ou zip de l'export du ROME.")],
    crosswalk: Crosswalk = None,
) -> None:
    """Importe la nomenclature ROME : métiers, appellations, compétences, mobilités."""
    from matcher.reading.archives import ImportFault
    from matcher.reading.bundled import data_folder
    from matcher.reading.rome.loading import import_rome

    try:
        with _progress() as progress:
            load = import_rome(path, data_folder(), progress=progress, crosswalk=crosswalk)
    except ImportFault as fault:
        raise Refused(str(fault)) from None
    _tell(load.lines())


@imports.command("rncp", cls=FrenchCommand)
def rncp(
    paths: Annotated[
        list[Path], typer.Argument(metavar="CHEMIN…", help="Zips de l'export CSV, du flux XML, ou les deux.")
    ],
) -> None:
    """Importe le RNCP de France compétences : CSV, XML (V1.2 ou V4.1), ou les deux ensemble."""
    from matcher.reading.archives import ImportFault
    from matcher.reading.bundled import data_folder
    from matcher.reading.register.loading import import_rncp

    try:
        with _progress() as progress:
            load = import_rncp(paths, data_folder(), progress=progress)
    except ImportFault as fault:
        raise Refused(str(fault)) from None
    _tell(load.lines())


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        write(line)


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on the standard error, shown on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, label: bar.update(task, completed=done, total=total, description=label)
