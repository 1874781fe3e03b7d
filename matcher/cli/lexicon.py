"""`vae lexicon`: what advisors decide of a match, kept in a readable file and used from the next report on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.app import group, loaded
from matcher.cli.console import Refused, say, write
from matcher.cli.usage import FrenchCommand, UsageFault
from matcher.disk import reason_of, write_whole

lexicon = group("lexicon", "Accepte ou refuse un rapprochement : les décisions des conseillers.")

Expression = Annotated[
    str, typer.Argument(metavar="EXPRESSION", help="Les mots de la personne, comme « tenue de caisse ».")
]
Competency = Annotated[
    str | None, typer.Option("--competency", metavar="TEXTE", help="La compétence, telle que la fiche l'écrit.")
]
OfBloc = Annotated[str | None, typer.Option("--bloc", metavar="CODE", help="Ou le bloc entier, comme RNCP36889BC02.")]
Author = Annotated[str, typer.Option("--author", metavar="NOM", help="Qui décide : prénom, nom, centre.")]
Reason = Annotated[str, typer.Option("--reason", metavar="MOTIF", help="Pourquoi, en une phrase.")]


@lexicon.command("accept", cls=FrenchCommand)
def accept(
    expression: Expression, author: Author, reason: Reason, competency: Competency = None, bloc: OfBloc = None
) -> None:
    """Décide que ces mots prouvent cette compétence, ou ce bloc."""
    _decide("oui", expression, author, reason, competency, bloc)


@lexicon.command("refuse", cls=FrenchCommand)
def refuse(
    expression: Expression, author: Author, reason: Reason, competency: Competency = None, bloc: OfBloc = None
) -> None:
    """Décide que ces mots ne prouvent pas cette compétence, ou ce bloc."""
    _decide("non", expression, author, reason, competency, bloc)


def _decide(said: str, expression: str, author: str, reason: str, competency: str | None, bloc: str | None) -> None:
    from matcher.lexicon import DecisionsError
    from matcher.reading.bundled import data_folder

    if (competency is None) == (bloc is None):
        raise UsageFault("il faut dire de quoi l'on décide : --competency TEXTE, ou bien --bloc CODE")
    matcher = loaded()
    owner = next((one for one in matcher.certifications for each in one.blocs if each.code == bloc), None)
    if bloc is not None and owner is None:
        raise Refused(f"--bloc : « {bloc} » n'est le code d'aucun bloc connu ; attendu : un code comme RNCP36889BC02.")
    given = {"expression": expression, "decision": said, "author": author, "date": date.today(), "reason": reason}
    path = data_folder() / "lexique.yaml"
    target = {"competency": competency} if owner is None else {"certification": owner.code, "bloc": bloc}
    try:
        added = matcher.lexicon.with_decision(**given, **target)
        unused = added.without_target(matcher.certifications)
        if unused and len(unused) > len(matcher.lexicon.without_target(matcher.certifications)):
            raise Refused(f"{unused[-1]} ; attendu : une compétence écrite comme dans sa fiche.")
        added.save(path)
    except DecisionsError as error:
        raise Refused("La décision n'est pas enregistrée :", *map(str, error.faults)) from None
    except OSError as error:
        raise Refused(f"{path} ne peut pas être écrit : {reason_of(error)}. Rien n'est changé.") from None
    write(added.decisions[-1].note)
    say(f"Enregistré dans {path}.")


@lexicon.command("list", cls=FrenchCommand)
def list_decisions() -> None:
    """Liste les décisions, et celles qui ne servent plus à aucune certification."""
    matcher = loaded()
    for one in matcher.lexicon.decisions:
        write(one.note.removeprefix("Lexique : "))
    if not matcher.lexicon.decisions:
        say("Aucune décision.")
    for sentence in matcher.lexicon.without_target(matcher.certifications):
        say(f"À revoir : {sentence}.")


@lexicon.command("export", cls=FrenchCommand)
def export(
    path: Annotated[Path | None, typer.Option("-o", metavar="FICHIER", help="Fichier CSV à écrire.")] = None,
) -> None:
    """Exporte les décisions en CSV, pour un tableur ; sans -o, sur la sortie."""
    table = loaded().lexicon.export()
    if path is None:
        write(table, end="")
        return
    try:
        # L'indicateur d'ordre des octets fait lire les accents au tableur.
        write_whole(path, table, encoding="utf-8-sig")
    except OSError as error:
        raise Refused(f"{path} ne peut pas être écrit : {reason_of(error)}.") from None
    say(f"Écrit : {path}.")
