"""The documentation tells the truth: its examples run, its pages build without a warning."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.reading.bundled import rules_folder
from matcher.rulebook.conditions import OPERATORS
from matcher.rulebook.examples import example_faults, unshown_outcomes
from matcher.rulebook.loading import load_rulebook

DOCS = Path(__file__).parents[1] / "docs"
LANGUAGE = (DOCS / "langage.md").read_text(encoding="utf-8")
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
