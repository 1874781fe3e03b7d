"""`vae rules`: check the rules, and read one as prose."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.app import group
from matcher.cli.console import Refused, write
from matcher.cli.usage import FrenchCommand, full_date
from matcher.disk import reason_of, write_whole

rules = group("rules", "Vérifie et montre les règles.")

RulesFolder = Annotated[
    Path | None, typer.Option("--rules", metavar="CHEMIN", help="Répertoire de règles, au lieu de celles du programme.")
]


@rules.command("check", cls=FrenchCommand)
def check(folder: RulesFolder = None) -> None:
    """Vérifie les règles : leur forme, leurs exemples, tous les cas qui décident, et l'âge de leur relecture."""
    from matcher.judge.trial import refused_by_the_engine
    from matcher.reading.bundled import rules_folder
    from matcher.rulebook.checking import check_rules

    checked = check_rules(folder or rules_folder(), date.today())
    for warning in checked.warnings:
        write(f"À relire : {warning}")
    faults = checked.faults or tuple(refused_by_the_engine(folder or rules_folder()))
    if faults:
        raise Refused(*faults, checked.summary)
    write(checked.summary)


@rules.command("schemas", cls=FrenchCommand)
def schemas(
    out: Annotated[
        Path | None, typer.Option("-o", metavar="CHEMIN", help="Dossier à remplir (sinon, schemas/ dans les règles).")
    ] = None,
    folder: RulesFolder = None,
) -> None:
    """Écrit les schémas JSON par lesquels un éditeur complète et vérifie les fichiers de règles."""
    from matcher.reading.bundled import rules_folder
    from matcher.rulebook.editor_schema import FILES, editor_schema
    from matcher.rulebook.loading import RulebookError, load_rulebook

    there = folder or rules_folder()
    try:
        book = load_rulebook(there)
    except RulebookError as error:
        raise Refused(*map(str, error.faults)) from None
    target = out or there / "schemas"
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            text = json.dumps(editor_schema(name, book), ensure_ascii=False, indent=1)
            write_whole(target / f"{name}.json", f"{text}\n")
    except OSError as error:
        raise Refused(f"{target} ne peut pas être écrit : {reason_of(error)}.") from None
    write(f"Écrits dans {target} : {', '.join(f'{name}.json' for name in FILES)}.")


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
