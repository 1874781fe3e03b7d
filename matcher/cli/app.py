"""The application, its options, and what several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.console import Refused, write
from matcher.cli.usage import FrenchGroup

if TYPE_CHECKING:
    from matcher.engine import Matcher

app = typer.Typer(cls=FrenchGroup, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def group(name: str, help: str) -> typer.Typer:
    """A group of commands below `vae`."""
    made = typer.Typer(cls=FrenchGroup, rich_markup_mode=None, help=help)
    app.add_typer(made, name=name)
    return made


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

        from matcher.model.schema_version import SCHEMA
        from matcher.reading.bundled import rules_folder
        from matcher.rulebook.numbering import rules_number

        number = rules_number(rules_folder())[0] or "sans numéro"
        write(f"vae {version('vae-cnam')}, règles {number}, schéma {SCHEMA}")
        raise typer.Exit


def loaded() -> Matcher:
    """The engine with the bundled data and the imports. Raises Refused when they are at fault."""
    from matcher.engine import Matcher

    try:
        return Matcher.load()
    except ValueError as error:
        faults = getattr(error, "faults", None)
        if faults is None:
            raise Refused(str(error)) from None
        raise Refused("Les données du programme sont en défaut :", *map(str, faults)) from None
