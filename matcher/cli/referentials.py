"""`vae referentials`: list the certifications, say what is still bare or doubtful, compare two imports."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.cli.app import group, loaded
from matcher.cli.console import Refused, say, write
from matcher.cli.usage import FrenchCommand, whole_number

referentials = group("referentials", "Liste et vérifie les certifications.")


@referentials.command("list", cls=FrenchCommand)
def list_certifications(
    search: Annotated[
        str | None, typer.Argument(metavar="TEXTE", help="Intitulé ou code cherché ; absent : toutes.")
    ] = None,
    limit: Annotated[str, typer.Option("--limit", metavar="N", help="Nombre de lignes (20 par défaut).")] = "20",
    level: Annotated[str | None, typer.Option("--level", metavar="N", help="Niveau, de 3 à 8.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="SORTE", help="Comme licence, titre_rncp.")] = None,
    field: Annotated[
        str | None,
        typer.Option("--field", metavar="CODE", help="Domaine : début d'un code NSF (314) ou ROME (M12)."),
    ] = None,
    centre: Annotated[
        str | None, typer.Option("--centre", metavar="ID", help="Ce pour quoi un centre a donné un tarif.")
    ] = None,
) -> None:
    """Liste les certifications, ou celles qui ressemblent à un texte, d'un niveau, d'un domaine, d'un centre."""
    most, wanted = whole_number(limit, "--limit"), whole_number(level, "--level") if level else None
    matcher = loaded()
    try:
        found = matcher.search(search or "", most, level=wanted, kind=kind, field=field, centre=centre)
    except ValueError as error:
        raise Refused(f"{error}.") from None
    for one in found:
        level = f"niveau {one.level}" if one.level else "niveau inconnu"
        end = f"jusqu'au {one.registered.to:%d/%m/%Y}" if one.registered.to else "fin inconnue"
        write(f"{one.code:<24} {level:<15} {end:<22} {one.title}")
    if not search:
        write(f"{len(found)} sur {len(matcher.certifications)} certifications.")
    elif not found:
        say(f"Aucune certification ne ressemble à « {search} ».")


@referentials.command("check", cls=FrenchCommand)
def check() -> None:
    """Dit ce qui manque encore ou reste douteux : fiches nues, dates d'attente, corrections inutiles."""
    from matcher.reading.catalogue_check import check_catalogue

    matcher = loaded()
    for line in check_catalogue(matcher.certifications, matcher.referentials.overtaken):
        write(line)


@referentials.command("diff", cls=FrenchCommand)
def diff() -> None:
    """Compare le registre importé avec l'import précédent."""
    from matcher.reading.archives import ImportFault
    from matcher.reading.bundled import data_folder
    from matcher.reading.store import diff_register, load_previous_register, load_register

    folder = data_folder()
    try:
        new, old = load_register(folder), load_previous_register(folder)
    except ImportFault as fault:
        raise Refused(str(fault)) from None
    if new is None or old is None:
        raise Refused("Il faut deux imports du RNCP pour les comparer (vae import rncp).")
    changes = diff_register(old, new)
    for line in changes:
        write(line)
    if not changes:
        say("Aucune différence entre les deux imports.")
