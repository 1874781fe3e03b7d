"""The documentation tells the truth: its examples run, its pages build without a warning."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer

from matcher.cli import app
from matcher.engine import Matcher
from matcher.model.faults import DossierError
from matcher.reading.bundled import rules_folder
from matcher.reading.dossiers import dossier_from_json
from matcher.rulebook.conditions import OPERATORS
from matcher.rulebook.examples import example_faults, unshown_outcomes
from matcher.rulebook.loading import load_rulebook

DOCS = Path(__file__).parents[1] / "docs"
LANGUAGE = (DOCS / "langage.md").read_text(encoding="utf-8")
PAGES = [*sorted(DOCS.glob("*.md")), DOCS.parent / "README.md"]
RULES = re.findall(r"```yaml\n(topic: .*?)```", LANGUAGE, re.DOTALL)


@pytest.mark.parametrize("text", RULES, ids=lambda text: text.split("id: ")[1].split("\n")[0])
def test_each_rule_of_the_language_page_runs(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(rules_folder(), folder)
    (folder / "exemple.yaml").write_text(text, encoding="utf-8")
    book = load_rulebook(folder)
    rule = next(one for one, _ in book.rules if one.id.startswith("exemple."))
    assert rule.examples
    assert [fault for example in rule.examples for fault in example_faults(book, rule, example)] == []
    assert list(unshown_outcomes(rule)) == []


@pytest.mark.parametrize(
    "construct",
    [
        "all:",
        "any:",
        "not:",
        "parameter:",
        "applies_when",
        "met_when",
        "not_met_when",
        "waived",
        "finding:",
        *sorted(OPERATORS),
    ],
)
def test_every_construct_stands_in_an_example(construct: str) -> None:
    assert any(construct in text for text in RULES)


def typed(page: Path) -> Iterator[str]:
    """The commands `vae` that a page tells one to type."""
    for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        yield from (line.partition(" #")[0].strip() for line in block.splitlines() if line.startswith("vae "))


@pytest.mark.parametrize(("page", "line"), [(page.name, line) for page in PAGES for line in typed(page)])
def test_each_command_that_a_page_shows_is_one(page: str, line: str) -> None:
    """It exists, with these options and, unless the page cuts it short by an ellipsis, no argument missing."""
    command: Any = typer.main.get_command(app)
    words = shlex.split(line)[1:]
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    command.make_context(line, words, resilient_parsing="…" in words)


def test_the_guide_of_a_reform_works_to_the_letter(tmp_path: Path) -> None:
    guide = (DOCS / "regles.md").read_text(encoding="utf-8")
    closed = "- in_force: {from: 2023-12-29, until: 2028-01-01}"
    assert closed in guide
    version, parameter, regime, examples = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    folder = tmp_path / "rules"
    shutil.copytree(rules_folder(), folder)

    def change(name: str, after: str, before: str, added: str, *, more: str = "") -> None:
        """Close the last version between two places of a file, and add what the guide adds."""
        path = folder / name
        start, _, rest = path.read_text(encoding="utf-8").partition(after)
        rule, found, end = rest.partition(before)
        assert found
        assert rule.count("- in_force: {from: 2023-12-29}") == 1
        rule = rule.replace("- in_force: {from: 2023-12-29}", closed)
        path.write_text(f"{start}{after}{rule}{added}{found}{more}{end}", encoding="utf-8")

    change("duree.yaml", "- id: recevabilite.duree-minimale", "    examples:\n", version, more=examples)
    change("parametres/regimes.yaml", "- id: regime.phrase", "  - id: formation.titres", regime)
    with (folder / "parametres" / "durees.yaml").open("a", encoding="utf-8") as durations:
        durations.write(parameter)

    book = load_rulebook(folder)
    rule = book.rule("recevabilite.duree-minimale")
    assert rule is not None
    assert [fault for example in rule.examples for fault in example_faults(book, rule, example)] == []
    assert list(unshown_outcomes(rule)) == []
    assert book.value("regime.phrase", date(2027, 12, 31)) == "aucune durée minimale"
    assert book.value("regime.phrase", date(2028, 1, 1)) == "un an d'expérience au moins"


def test_the_dossier_and_the_refusal_of_the_server_page_are_true() -> None:
    sent, refused = re.findall(r"```json\n(.*?)```", (DOCS / "serveur.md").read_text(encoding="utf-8"), re.DOTALL)
    report = Matcher.load().evaluate(dossier_from_json(sent.encode()), limit=1)
    assert report.matches[0].title == "Responsable comptable"
    wrong = sent.replace("2024-06-12", "2024-06-32").encode()
    with pytest.raises(DossierError) as error:
        dossier_from_json(wrong)
    assert error.value.errors == json.loads(refused)["errors"]


def test_the_pages_build_without_a_warning(tmp_path: Path) -> None:
    source = tmp_path / "docs"
    shutil.copytree(DOCS, source, ignore=shutil.ignore_patterns("_build", "generated"))
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-b",
        "html",
        str(source),
        str(tmp_path / "html"),
    ]
    built = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert built.returncode == 0, built.stdout + built.stderr
    assert (tmp_path / "html" / "generated" / "droit.html").is_file()
