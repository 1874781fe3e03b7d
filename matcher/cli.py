"""The command line: `vae match`, `vae init`, `vae schema`, `vae rules`. Heavy imports wait inside the commands."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.usage import FrenchCommand, FrenchGroup, UsageFault, french_error, usage_line

if TYPE_CHECKING:
    from matcher.model.faults import DossierError

DONE, REFUSED, CLOSED_PIPE, INTERRUPTED = 0, 2, 141, 130
_FAULTS_SHOWN = 30

app = typer.Typer(cls=FrenchGroup, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
rules = typer.Typer(cls=FrenchGroup, rich_markup_mode=None, help="Vérifie et montre les règles.")
app.add_typer(rules, name="rules")

Limit = Annotated[str, typer.Option("--limit", metavar="N", help="Nombre de cibles (10 par défaut).")]
Day = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="Jour du droit appliqué, AAAA-MM-JJ (sinon : le dépôt).")
]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code: 0 done, 2 bad usage or unreadable input."""
    from matcher.render.fallback import degrade

    degrade(sys.stdout)
    degrade(sys.stderr)
    command = typer.main.get_command(app)
    try:
        code = command.main(args=None if argv is None else list(argv), prog_name="vae", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        return _bad_usage(error)
    except typer.Abort:
        return INTERRUPTED
    except BrokenPipeError:
        return _closed_pipe()
    return code if isinstance(code, int) else DONE


@app.callback(invoke_without_command=True)
def _vae(
    version: Annotated[bool, typer.Option("--version", help="Affiche la version.")] = False,
) -> None:
    """Rapproche l'expérience d'une personne des certifications du Cnam (VAE).

    Le pré-avis est une aide à l'entretien : le Cnam seul décide de la recevabilité, le jury seul valide.
    """
