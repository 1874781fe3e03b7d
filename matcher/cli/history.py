"""`vae history`: the opinions that a server keeps (`vae serve --store`), read, handed over, erased, backed up."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.app import group
from matcher.cli.console import Refused, confirmed, say, write
from matcher.cli.usage import FrenchCommand, whole_number

if TYPE_CHECKING:
    from matcher.history import History, Opinion

STORE = "VAE_STORE"
"""The variable that gives the address, so that a password stands in no list of processes."""

history = group("history", "L'historique des avis : liste, remise, effacement, conservation, sauvegarde.")

Store = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="ADRESSE",
        envvar=STORE,
        help=f"Fichier ou serveur de l'historique ; sinon celui de {STORE}, ou de $VAE_DATA.",
    ),
]
DossierId = Annotated[str, typer.Argument(metavar="ID", help="La référence du dossier.")]
Yes = Annotated[bool, typer.Option("--yes", help="Confirme sans question.")]


@history.command("list", cls=FrenchCommand)
def list_opinions(
    dossier: Annotated[str | None, typer.Option("--dossier", metavar="ID", help="Ce dossier seulement.")] = None,
    store: Store = "",
) -> None:
    """Liste les avis gardés, le plus récent d'abord."""
    with opened(store) as found:
        opinions = found.opinions(dossier)
    for one in opinions:
        write(_line(one))
    if not opinions:
        say("Aucun avis." if dossier is None else f"Aucun avis pour le dossier {dossier}.")


@history.command("export", cls=FrenchCommand)
def export(
    dossier: DossierId,
    out: Annotated[Path | None, typer.Option("-o", metavar="FICHIER", help="Fichier JSON à écrire.")] = None,
    store: Store = "",
) -> None:
    """Rend tout ce qui est gardé d'un dossier, en JSON ; sans -o, sur la sortie."""
    with opened(store) as found:
        from matcher.history.backup import write_file

        _spare(found, out)
        number, text = found.export(dossier, _who())
        if not number:
            raise Refused(f"Aucun avis pour le dossier {dossier} ; attendu : une référence de « vae history list ».")
        if out is None:
            write(text)
        else:
            write_file(out, [text])
            say(f"Écrit : {out} ({_opinions(number)}).")


@history.command("erase", cls=FrenchCommand)
def erase(dossier: DossierId, yes: Yes = False, store: Store = "") -> None:
    """Efface tout ce qui est gardé d'un dossier, sans retour."""
    with opened(store) as found:
        if not yes and not confirmed(f"Effacer tous les avis du dossier {dossier} de l'historique {found.place} ?"):
            raise Refused("Rien n'est effacé.")
        number = found.erase(dossier, _who())
    if not number:
        raise Refused(f"Aucun avis pour le dossier {dossier} ; attendu : une référence de « vae history list ».")
    say(f"Effacé : {_opinions(number)}. Les sauvegardes faites avant les portent encore : effacez-les aussi.")


@history.command("retain", cls=FrenchCommand)
def retain(
    months: Annotated[
        str | None,
        typer.Option("--months", metavar="N", help="Mois de conservation, au lieu de ceux du référentiel."),
    ] = None,
    store: Store = "",
) -> None:
    """Anonymise les avis gardés depuis plus longtemps que la durée de conservation.

    Il n'en reste que l'issue (cibles, pré-avis, issue de chaque règle), les versions, l'année du dépôt et le mois de
    l'enregistrement. À lancer régulièrement, par exemple chaque nuit.
    """
    kept_for = _kept_for() if months is None else whole_number(months, "--months")
    with opened(store) as found:
        number = found.anonymise(kept_for, _who())
    say(f"Conservation de {kept_for} mois. Anonymisé : {_opinions(number)}.")


@history.command("backup", cls=FrenchCommand)
def backup(
    out: Annotated[Path, typer.Argument(metavar="FICHIER", help="Fichier à écrire.")], store: Store = ""
) -> None:
    """Sauvegarde tout l'historique dans un fichier, que l'une et l'autre base savent relire."""
    with opened(store) as found:
        _spare(found, out)
        number = found.backup(out, _who())
    say(f"Écrit : {out} ({_opinions(number)}). Il porte des données personnelles : gardez-le en lieu sûr.")


@history.command("restore", cls=FrenchCommand)
def restore(
    source: Annotated[Path, typer.Argument(metavar="FICHIER", help="Une sauvegarde.")], store: Store = ""
) -> None:
    """Restaure une sauvegarde dans un historique vide : tout, ou rien."""
    with opened(store, create=True) as found:
        number = found.restore(source, _who())
    say(f"Restauré : {_opinions(number)}. Ceux effacés depuis la sauvegarde sont revenus : à effacer encore.")


@history.command("audit", cls=FrenchCommand)
def audit(store: Store = "") -> None:
    """Affiche le journal : qui a fait quoi, et quand ; rien de la personne."""
    with opened(store) as found:
        for act in found.trail():
            on = act.opinion or _opinions(act.number)
            write(f"{act.at.astimezone():%d/%m/%Y %H:%M:%S}  {act.action}  {act.who}  {on}")


@contextmanager
def opened(address: str, create: bool = False) -> Iterator[History]:
    """The history for one command; what it refuses is told. Raises Refused."""
    found = _open(address, create)
    from matcher.history import HistoryRefused

    try:
        yield found
    except HistoryRefused as refusal:
        raise Refused(str(refusal)) from None
    finally:
        found.close()


def kept(address: str) -> History:
    """The history that a server writes to, made if need be; says what is due. Raises Refused."""
    found = _open(address, create=True)
    say(f"Historique : {found.place}")
    due = found.due(_kept_for())
    if due:
        say(f"À anonymiser ({_opinions(due)} de plus de {_kept_for()} mois) : vae history retain")
    return found


def _open(address: str, create: bool) -> History:
    try:
        from matcher.history import History, HistoryRefused
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("matcher"):
            raise
        raise Refused("L'historique n'est pas installé ; attendu : pip install 'vae-cnam[store]'.") from None
    try:
        return History.open(address or os.environ.get(STORE, ""), create)
    except HistoryRefused as refusal:
        raise Refused(str(refusal)) from None


def _spare(found: History, out: Path | None) -> None:
    """Raises Refused for an output that is the history itself."""
    if out is not None and str(out.resolve()) == str(Path(found.place).resolve()):
        raise Refused(f"{out} est l'historique lui-même ; attendu : un autre fichier.")


def _kept_for() -> int:
    from matcher.reading.masking import confidentiality

    return confidentiality().retention_months


def _who() -> str:
    """The account that types the command."""
    try:
        return f"compte {getpass.getuser()}"
    except (KeyError, OSError):
        return f"compte n° {os.getuid()}"


def _line(one: Opinion) -> str:
    from matcher.model.words import OPINIONS

    first = one.first
    said = f"{first.title} ({first.certification}) : {OPINIONS[first.opinion]}" if first else "aucune cible"
    # Le jour d'un avis anonymisé n'est plus connu, seulement son mois.
    day = f"{one.saved_at:%m/%Y}" if one.anonymised_at else f"{one.saved_at.astimezone():%d/%m/%Y %H:%M}"
    return f"{day}  {one.dossier_id}  {one.author or 'anonymisé'}  {said}"


def _opinions(number: int) -> str:
    return f"{number} avis"
