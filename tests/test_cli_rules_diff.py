"""`vae rules diff`: the findings that another state of the rules changes on known dossiers."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.reading.bundled import rules_folder

Captured = pytest.CaptureFixture[str]
DOSSIER = str(Path(__file__).parents[1] / "examples" / "comptable-deux-ans.yaml")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The rules with a minimum of two years, where the law of 2002 said three."""
    folder = tmp_path / "rules"
    shutil.copytree(rules_folder(), folder)
    rule = folder / "parametres" / "durees.yaml"
    text = rule.read_text(encoding="utf-8")
    assert "value: 36" in text
    rule.write_text(text.replace("value: 36", "value: 24"), encoding="utf-8")
    return folder


def test_the_findings_that_change_are_told(other: Path, capsys: Captured) -> None:
    assert main(["rules", "diff", str(other), "--dossier", DOSSIER, "--on", "2010-06-01"]) == 0
    said = capsys.readouterr()
    assert "comptable-deux-ans.yaml" in said.out
    assert "Durée minimale d'expérience en rapport avec la certification : à établir → non rempli" in said.out
    assert "1 dossier(s) essayé(s), 1 changé(s)" in said.err


def test_the_same_rules_change_nothing(capsys: Captured) -> None:
    assert main(["rules", "diff", str(rules_folder()), "--dossier", DOSSIER]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "1 dossier(s) essayé(s), 0 changé(s)" in said.err


def test_a_revision_of_git_is_read_where_it_stands(other: Path, capsys: Captured) -> None:
    git = ["git", "-C", str(other), "-c", "user.name=a", "-c", "user.email=a@b.fr"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "avant"]):
        subprocess.run([*git, *command], check=True)
    shutil.copytree(rules_folder(), other, dirs_exist_ok=True)
    given = ["rules", "diff", "HEAD", "--rules", str(other), "--dossier", DOSSIER, "--on", "2010-06-01"]
    assert main(given) == 0
    assert "non rempli" in capsys.readouterr().out


def test_what_is_neither_a_revision_nor_a_folder_is_refused(capsys: Captured) -> None:
    assert main(["rules", "diff", "nulle-part", "--dossier", DOSSIER]) == 2
    assert "« nulle-part » n'est ni une révision ni un répertoire" in capsys.readouterr().err


def test_a_faulty_dossier_is_refused(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "d.yaml").write_text("id: 1\n", encoding="utf-8")
    assert main(["rules", "diff", str(rules_folder()), "--dossier", str(tmp_path / "d.yaml")]) == 2
    assert "d.yaml" in capsys.readouterr().err
