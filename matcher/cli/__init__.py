"""The command line `vae`: one module by subject. Heavy imports wait inside the commands."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import typer

from matcher.cli.app import app
from matcher.cli.console import ClosedPipe, Refused, say, write
from matcher.cli.usage import MissingCommand, french_error, usage_line

# Each module adds its commands to the application, in the order of the help page.
from matcher.cli import dossiers, batches, path, documents, server  # isort: skip
from matcher.cli import history, purge, occupations, imports, referentials, lexicon  # isort: skip
from matcher.cli import rules, rules_diff, outcomes, doctor  # isort: skip

COMMANDS = (
    dossiers,
    batches,
    path,
    documents,
    server,
    history,
    purge,
    occupations,
    imports,
    referentials,
    lexicon,
    rules,
    rules_diff,
    outcomes,
    doctor,
)

__all__ = ["COMMANDS", "app", "main"]

DONE, REFUSED, BROKEN, INTERRUPTED, CLOSED_PIPE = 0, 2, 70, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 done, 2 bad usage or unreadable input, 70 a fault of the program."""
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
    except Exception as error:
        return _broken(error)
    return code if isinstance(code, int) else DONE


def _broken(error: Exception) -> int:
    """A fault of the program: its kind and place, never its words, which could quote a dossier."""
    if os.environ.get("VAE_TRACE"):
        raise error
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}, {Path(place.filename).name}, ligne {place.lineno}"
    say(f"Erreur du programme ({where}). Avec VAE_TRACE=1, la même commande en montre la trace.")
    return BROKEN


def _bad_usage(error: typer.TyperException) -> int:
    ctx = getattr(error, "ctx", None)
    say(f"Erreur : {french_error(error)}.")
    if ctx is not None and isinstance(error, MissingCommand):
        say(f"\n{ctx.get_help()}")
    elif ctx is not None:
        say(usage_line(ctx.command, ctx), f"Aide : {ctx.command_path} --help")
    return REFUSED
