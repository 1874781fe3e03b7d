"""`vae purge`: remove from this machine what the program keeps there that may tell of people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.app import app
from matcher.cli.console import Refused, confirmed, say, write
from matcher.cli.usage import FrenchCommand

_OF_IMPORTS = (".sqlite.partiel", "current.json.partiel")
"""What an import under way writes, which is not personal."""


@app.command(cls=FrenchCommand)
def purge(yes: Annotated[bool, typer.Option("--yes", help="Confirme sans question.")] = False) -> None:
    """Retire de $VAE_DATA tout ce qui peut porter des données de personnes, et dit quoi.

    C'est l'historique embarqué, et ce qu'un lot interrompu a laissé. Restent les imports et le lexique des conseillers,
    qui ne parlent d'aucun candidat, les fichiers écrits ailleurs, et un historique tenu sur un serveur.
    """
    from matcher.reading.bundled import data_folder

    folder = data_folder()
    found = sorted(_personal(folder))
    if not found:
        say(f"Rien à retirer de {folder}.")
        return
    if not yes:
        say(*(f"  {path}" for path in found))
        if not confirmed("Retirer tout cela, sans retour ?"):
            raise Refused("Rien n'est retiré.")
    for path in found:
        try:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        except OSError as error:
            raise Refused(f"{path} ne peut pas être retiré ({error.strerror}) ; le reste est à retirer.") from None
        write(f"Retiré : {path}")
    say("Gardés : les imports et le lexique des conseillers.")


def _personal(folder: Path) -> Iterator[Path]:
    """The history with the journals that SQLite keeps beside it, and the work left unfinished."""
    from matcher.reading.bundled import history_file

    yield from folder.glob(f"{history_file().name}*")
    unfinished = list(folder.rglob("*.travail"))
    yield from unfinished
    for path in folder.rglob("*.partiel"):
        if not path.name.endswith(_OF_IMPORTS) and not any(one in path.parents for one in unfinished):
            yield path
