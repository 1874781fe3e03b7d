"""`vae rules diff`: what another state of the rules changes on known dossiers."""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.console import Refused, say, write
from matcher.cli.rules import RulesFolder, rules
from matcher.cli.usage import FrenchCommand, full_date

if TYPE_CHECKING:
    from matcher.engine import Matcher


@rules.command("diff", cls=FrenchCommand)
def diff(
    before: Annotated[
        str, typer.Argument(metavar="AVANT", help="Les règles d'avant : une révision git, ou un répertoire.")
    ],
    dossiers: Annotated[
        list[Path] | None, typer.Option("--dossier", metavar="FICHIER", help="Dossier d'essai ; peut être répété.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Jour du droit, AAAA-MM-JJ (sinon, celui du dépôt).")
    ] = None,
    folder: RulesFolder = None,
) -> None:
    """Dit quels constats changent, d'un état des règles à celui-ci, sur les dossiers d'exemple ou sur d'autres."""
    from matcher.comparison import compare
    from matcher.model.faults import DossierError
    from matcher.reading.bundled import rules_folder
    from matcher.reading.dossiers import read_dossier

    now, day = folder or rules_folder(), full_date(on, "--on")
    tried = dossiers or sorted((now.parent / "examples").glob("*.yaml"))
    if not tried:
        raise Refused("Aucun dossier à essayer ; attendu : --dossier FICHIER, ou un répertoire examples/.")
    changed = 0
    with _rules_of(before, now) as then:
        old, new = _with_rules(then, "d'avant"), _with_rules(now, "d'à présent")
        for path in tried:
            try:
                person = read_dossier(path)
                found = compare(old.evaluate(person, on=day), new.evaluate(person, on=day), new.rulebook)
            except DossierError as error:
                raise Refused(f"{path} : {error}") from None
            if found.changed:
                changed += 1
                write(f"{path.name}")
                write("\n".join(f"  {line}" for line in found.lines))
    say(f"{len(tried)} dossier(s) essayé(s), {changed} changé(s) par les règles.")


def _with_rules(folder: Path, which: str) -> Matcher:
    from matcher.engine import Matcher

    try:
        return Matcher.load(rules=folder)
    except ValueError as error:
        faults = getattr(error, "faults", None) or [error]
        raise Refused(f"Les règles {which} sont en défaut :", *map(str, faults)) from None


@contextmanager
def _rules_of(named: str, now: Path) -> Iterator[Path]:
    """The folder of the rules of a revision, or the folder named."""
    if Path(named).is_dir():
        yield Path(named)
        return
    command = ["git", "-C", str(now), "archive", "--format=tar", named, "--", "."]
    try:
        archived = subprocess.run(command, capture_output=True, check=True).stdout
    except FileNotFoundError:
        raise Refused("git est introuvable ; attendu : un répertoire de règles.") from None
    except subprocess.CalledProcessError:
        expected = "une révision git qui contient ces règles, ou un répertoire"
        raise Refused(f"« {named} » n'est ni une révision ni un répertoire ; attendu : {expected}.") from None
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=BytesIO(archived)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)
