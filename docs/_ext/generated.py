"""The pages drawn from the program itself at each build, so that they can't drift."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from matcher.reading.bundled import rules_folder
from matcher.render.schema import SCHEMAS, json_schema
from matcher.rulebook.loading import load_rulebook
from matcher.rulebook.prose import CONFIDENCE, KINDS, OUTCOMES
from matcher.rulebook.rulebook import Rulebook

FOLDER = "generated"


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def _table(*rows: tuple[object, ...]) -> Iterator[str]:
    head, *rest = rows
    yield "| " + " | ".join(map(_cell, head)) + " |"
    yield "|" + " --- |" * len(head)
    for row in rest:
        yield "| " + " | ".join(map(_cell, row)) + " |"
    yield ""


def law(book: Rulebook) -> Iterator[str]:
    """Every version of every rule, with its days, its text and how sure we are of it."""
    yield "# Le droit, règle par règle"
    yield ""
    yield "Tiré des fichiers de `rules/`. La fin d'une version est le premier jour où elle n'est plus en vigueur."
    yield ""
    for rule, origin in book.rules:
        yield f"## {rule.title}"
        yield ""
        yield f"`{rule.id}`, {KINDS[rule.kind]}, dans `rules/{origin.yaml.file}`."
        yield ""
        rows: list[tuple[object, ...]] = [("du", "au", "texte", "lecture", "relue le")]
        for version in rule.versions:
            source = version.source
            text = source.text + (f", {source.article}" if source.article else "")
            period, sure = version.in_force, CONFIDENCE[source.confidence]
            rows.append((_day(period.from_), _day(period.until), text, sure, _day(version.checked_on)))
        yield from _table(*rows)


def parameters(book: Rulebook) -> Iterator[str]:
    yield "# Les valeurs datées"
    yield ""
    for parameter, origin in book.parameters:
        yield f"## {parameter.title}"
        yield ""
        yield f"`{parameter.id}`, dans `rules/{origin.yaml.file}`."
        yield ""
        rows: list[tuple[object, ...]] = [("du", "au", "valeur", "texte", "lecture")]
        for version in parameter.versions:
            period, source = version.in_force, version.source
            value = ", ".join(map(str, version.value)) if isinstance(version.value, list) else version.value
            rows.append((_day(period.from_), _day(period.until), value, source.text, CONFIDENCE[source.confidence]))
        yield from _table(*rows)


def facts(book: Rulebook) -> Iterator[str]:
    yield "# Les faits que lisent les règles"
    yield ""
    rows: list[tuple[object, ...]] = [("fait", "type", "intervalle", "ce que c'est", "question posée s'il manque")]
    for name, fact in book.facts.items():
        rows.append((f"`{name}`", fact.type, "oui" if fact.range else "", fact.label, fact.ask or ""))
    yield from _table(*rows)
    yield "Les issues d'une règle : " + ", ".join(f"`{key}` ({word})" for key, word in OUTCOMES.items()) + "."


def schemas(book: Rulebook) -> Iterator[str]:
    """The fields of a dossier and of a report."""
    yield "# Le dossier et le rapport, champ par champ"
    for name in SCHEMAS:
        schema = json_schema(name)
        yield ""
        yield f"## {schema['title']}"
        for title, part in {"": schema, **schema.get("$defs", {})}.items():
            if "properties" not in part:
                continue
            yield ""
            if title:
                yield f"### {title}"
                yield ""
            required = set(part.get("required", ()))
            rows: list[tuple[object, ...]] = [("champ", "type", "obligatoire", "ce que c'est")]
            for field, about in part["properties"].items():
                said = about.get("description", "")
                rows.append((f"`{field}`", _type(about), "oui" if field in required else "", said))
            yield from _table(*rows)


def _type(about: dict[str, Any]) -> str:
    if "$ref" in about:
        return str(about["$ref"].rsplit("/", 1)[1])
    if "enum" in about:
        return ", ".join(f"`{one}`" for one in about["enum"])
    if "anyOf" in about:
        return " ou ".join(_type(one) for one in about["anyOf"])
    if about.get("type") == "array":
        return f"liste de {_type(about.get('items', {}))}"
    if "const" in about:
        return f"`{about['const']}`"
    words = {"string": "texte", "integer": "entier", "number": "nombre", "boolean": "oui/non", "null": "null"}
    return words.get(about.get("type", ""), about.get("type", "valeur"))


def commands(book: Rulebook) -> Iterator[str]:
    """The help page of every command."""
    import typer
    from typer.core import TyperGroup

    from matcher.cli import app, main

    yield "# La commande `vae`"

    def each(command: Any, path: tuple[str, ...]) -> Iterator[str]:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            main([*path, "--help"])
        yield ""
        yield f"## `{' '.join(('vae', *path))}`"
        yield ""
        yield "```text"
        yield said.getvalue().rstrip()
        yield "```"
        if isinstance(command, TyperGroup):
            for name, below in command.commands.items():
                yield from each(below, (*path, name))

    yield from each(typer.main.get_command(app), ())


PAGES: dict[str, Callable[[Rulebook], Iterator[str]]] = {
    "droit": law,
    "valeurs": parameters,
    "faits": facts,
    "schemas": schemas,
    "commandes": commands,
}


def write_pages(app: Any) -> None:
    folder = Path(app.srcdir) / FOLDER
    folder.mkdir(exist_ok=True)
    book = load_rulebook(rules_folder())
    for name, page in PAGES.items():
        text = "\n".join(page(book)) + "\n"
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def setup(app: Any) -> dict[str, Any]:
    app.connect("builder-inited", write_pages)
    return {"version": "1", "parallel_read_safe": True}
