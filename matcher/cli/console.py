"""Writing to the outside: the standard output, the standard error, and what may go wrong with either."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


class ClosedPipe(Exception):
    """Whoever was reading the output has left."""


class Refused(Exception):
    """The command can't go on; each line is a French sentence for the standard error."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))


def say(*lines: str) -> None:
    """Write lines to the standard error."""
    print(*lines, sep="\n", file=sys.stderr)


def write(text: str, end: str = "\n") -> None:
    """Write to the standard output, and know at once when nobody reads it. Raises ClosedPipe or Refused."""
    try:
        sys.stdout.write(text + end)
        sys.stdout.flush()
    except OSError as error:
        _give_up(error)


def write_json(text: str) -> None:
    """Write JSON, which is in UTF-8 whatever the terminal. Raises ClosedPipe or Refused."""
    try:
        sys.stdout.buffer.write(f"{text}\n".encode())
        sys.stdout.buffer.flush()
    except OSError as error:
        _give_up(error)


def confirmed(question: str) -> bool:
    """Ask before what can't be undone. Raises Refused when nobody is there to answer."""
    if not sys.stdin.isatty():
        raise Refused("Rien n'est fait : c'est sans retour ; attendu : --yes, pour confirmer sans question.")
    say(f"{question} (oui/non)")
    return sys.stdin.readline().strip().casefold() in ("o", "oui")


def _give_up(error: OSError) -> NoReturn:
    # Sans quoi Python tenterait encore d'écrire ce qui reste en sortant.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        raise ClosedPipe from None
    raise Refused("La sortie ne peut pas être écrite (disque plein ?).") from None
