"""The command line: `vae match`, `vae init`, `vae schema`, `vae rules`. Heavy imports wait inside the commands."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.console import ClosedPipe, Refused, say, write, write_json
from matcher.usage import (
    FrenchCommand,
    FrenchGroup,
    MissingCommand,
    UsageFault,
    french_error,
    full_date,
    usage_line,
    whole_number,
)

if TYPE_CHECKING:
    from matcher.engine import Matcher
    from matcher.model.dossier import Dossier
    from matcher.model.faults import DossierError
    from matcher.model.report import Report

DONE, REFUSED, INTERRUPTED, CLOSED_PIPE = 0, 2, 130, 141
_FAULTS_SHOWN = 30
_NARROWEST, _WIDEST = 60, 110

app = typer.Typer(cls=FrenchGroup, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
rules = typer.Typer(cls=FrenchGroup, rich_markup_mode=None, help="Vérifie et montre les règles.")
app.add_typer(rules, name="rules")

RulesFolder = Annotated[
    Path | None, typer.Option("--rules", metavar="CHEMIN", help="Répertoire de règles, au lieu de celles du programme.")
]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 done, 2 bad usage or unreadable input."""
    from matcher.render.fallback import degrade

    degrade(sys.stdout)
    degrade(sys.stderr)
    command = typer.main.get_command(app)
    try:
        code = command.main(args=None if argv is None else list(argv), prog_name="vae", standalone_mode=False)
        write("", end="")
    except typer.TyperException as error:
        return _bad_usage(error)
    except Refused as error:
        say(str(error))
        return REFUSED
    except ClosedPipe:
        return CLOSED_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    return code if isinstance(code, int) else DONE


def _bad_usage(error: typer.TyperException) -> int:
    ctx = getattr(error, "ctx", None)
    say(f"Erreur : {french_error(error)}.")
    if ctx is not None and isinstance(error, MissingCommand):
        say(f"\n{ctx.get_help()}")
    elif ctx is not None:
        say(usage_line(ctx.command, ctx), f"Aide : {ctx.command_path} --help")
    return REFUSED


@app.callback()
def _vae(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=lambda asked: _version(asked), help="Affiche la version."),
    ] = False,
) -> None:
    """Rapproche l'expérience d'une personne des certifications qu'elle peut viser par la VAE.

    Le pré-avis est une aide à l'entretien : le Cnam seul décide de la recevabilité, le jury seul valide.
    """


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        write(f"vae {version('vae-cnam')}")
        raise typer.Exit


@app.command(cls=FrenchCommand)
def match(
    dossier: Annotated[str, typer.Argument(metavar="DOSSIER", help="Fichier YAML ou JSON ; - pour l'entrée standard.")],
    as_json: Annotated[bool, typer.Option("--json", help="Écrit le rapport en JSON.")] = False,
    limit: Annotated[str, typer.Option("--limit", metavar="N", help="Nombre de cibles (10 par défaut).")] = "10",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Jour du droit appliqué, AAAA-MM-JJ (sinon, le dépôt).")
    ] = None,
    target: Annotated[
        str | None, typer.Option("--target", metavar="CODE", help="Certification visée, au lieu de celle du dossier.")
    ] = None,
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
    person, report = _evaluated(dossier, day, most, target, certifier)
    if as_json:
        write_json(report.to_json())
    else:
        _show_report(report, person, day, target)


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
    try:
        with path.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(blank_dossier())
    except FileExistsError:
        raise Refused(f"{path} existe déjà ; ajoutez --force pour le remplacer.") from None
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


@rules.command("check", cls=FrenchCommand)
def check(folder: RulesFolder = None) -> None:
    """Vérifie les règles : leur forme, leurs exemples, et l'âge de leur dernière relecture."""
    from matcher.reading.bundled import rules_folder
    from matcher.rulebook.checking import check_rules

    checked = check_rules(folder or rules_folder(), date.today())
    for warning in checked.warnings:
        write(f"À relire : {warning}")
    if checked.faults:
        raise Refused(*checked.faults, checked.summary)
    write(checked.summary)


@rules.command("show", cls=FrenchCommand)
def show(
    rule_id: Annotated[str | None, typer.Argument(metavar="RÈGLE", help="Identifiant ; absent : les liste.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Jour voulu, AAAA-MM-JJ (sinon, aujourd'hui).")
    ] = None,
    folder: RulesFolder = None,
) -> None:
    """Montre une règle en français : ce qu'elle dit à une date, d'après quel texte, et son histoire."""
    from matcher.reading.bundled import rules_folder
    from matcher.rulebook.loading import RulebookError, load_rulebook
    from matcher.rulebook.prose import rule_as_prose

    day = full_date(on, "--on") or date.today()
    try:
        book = load_rulebook(folder or rules_folder())
        if rule_id is None:
            write("\n".join(f"{rule.id:<40} {rule.title}" for rule, _ in book.rules))
        else:
            write(rule_as_prose(book, rule_id, day))
    except RulebookError as error:
        raise Refused(*map(str, error.faults)) from None
    except KeyError as error:
        raise Refused(str(error.args[0]) + ".") from None


def _evaluated(
    source: str, day: date | None, limit: int, target: str | None, certifier: str | None
) -> tuple[Dossier, Report]:
    from matcher.model.faults import DossierError
    from matcher.reading.dossiers import read_dossier

    try:
        person = read_dossier(source)
        report = _loaded().evaluate(person, on=day, limit=limit, target=target, certifier=certifier)
    except DossierError as error:
        raise _refused_dossier(error) from None
    return person, report


def _loaded() -> Matcher:
    from matcher.engine import Matcher

    try:
        return Matcher.load()
    except ValueError as error:
        faults = getattr(error, "faults", None)
        if faults is None:
            raise
        raise Refused("Les données du programme sont en défaut :", *map(str, faults)) from None


def _refused_dossier(error: DossierError) -> Refused:
    from matcher.model.faults import sentence
    from matcher.render.wording import plural

    told = [sentence(fault) for fault in error.errors]
    left = len(told) - _FAULTS_SHOWN
    more = [f"… et {plural(left, 'autre')}."] if left > 0 else []
    return Refused("Ce dossier ne peut pas être évalué :", *told[:_FAULTS_SHOWN], *more)


def _show_report(report: Report, person: Dossier, day: date | None, target: str | None) -> None:
    from matcher.render.terminal import PIPE_WIDTH, report_page

    if not sys.stdout.isatty():
        write(str(report_page(report, person, on=day, target=target, width=PIPE_WIDTH)), end="")
        return
    from rich.console import Console

    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
    page = report_page(report, person, on=day, target=target, width=width)
    console = Console(highlight=False, soft_wrap=True)
    with console.capture() as written:
        for line in page.lines:
            console.print(line)
    write(written.get(), end="")


if __name__ == "__main__":
    sys.exit(main())
