"""`vae occupation`: the ROME codes of a job title."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.cli.app import app, loaded
from matcher.cli.console import say, write
from matcher.cli.usage import FrenchCommand, whole_number


@app.command("occupation", cls=FrenchCommand)
def occupation(
    title: Annotated[str, typer.Argument(metavar="INTITULÉ", help="Intitulé de poste, comme on le dit.")],
    limit: Annotated[str, typer.Option("--limit", metavar="N", help="Nombre de métiers (5 par défaut).")] = "5",
) -> None:
    """Cherche les codes ROME d'un intitulé de poste."""
    most = whole_number(limit, "--limit")
    matcher = loaded()
    if matcher.referentials.rome is None:
        say("Le ROME n'est pas importé : les intitulés des certifications servent, faute de mieux (vae import rome).")
    suggested = matcher.occupations.suggest(title, most)
    for one in suggested.items:
        write(f"{one.rome}  {one.score:.2f}  {one.label}")
    if not suggested.items:
        say(f"Aucun métier ne ressemble à « {title} ».")
    elif suggested.notice:
        say(suggested.notice)
