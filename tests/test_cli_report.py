"""`vae report`: the suffix decides, and what can't be written is said in one sentence."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from matcher.cli import main
from matcher.render import templating

EXAMPLE = Path(__file__).parents[1] / "examples" / "comptable-et-tresoriere.yaml"

Captured = pytest.CaptureFixture[str]


def test_the_suffix_decides_and_the_default_sheet_is_the_interviews(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "fiche.HTML"
    assert main(["report", str(EXAMPLE), "-o", str(path)]) == 0
    assert "<h1>Fiche d&#39;entretien VAE</h1>" in path.read_text(encoding="utf-8")
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"Fiche « entretien » écrite dans {path}.\n"


def test_the_rubrics_may_be_json_and_the_target_may_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "rubriques.json"
    chosen = ["--sheet", "rubriques", "--target", "RNCP35991"]
    assert main(["report", str(EXAMPLE), *chosen, "--output", str(path)]) == 0
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["rubriques"][0]["champs"]["Numéro RNCP"] == "RNCP35991"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([str(EXAMPLE)], "il manque l'option --output"),
        ([str(EXAMPLE), "-o", "fiche.txt"], "(« .txt » lu) ; attendu : .html, .pdf, .docx"),
        ([str(EXAMPLE), "-o", "fiche"], "aucune extension lue"),
        ([str(EXAMPLE), "-o", "fiche.json"], "(« .json » lu)"),
        ([str(EXAMPLE), "-o", "f.pdf", "--sheet", "candidate"], "fiche inconnue : « candidate » ; attendu : entretien"),
        (["absent.yaml", "-o", "f.html"], "absent.yaml : le fichier n'existe pas"),
        ([str(EXAMPLE), "-o", "absent/f.html"], "absent/f.html ne peut pas être écrit"),
        ([str(EXAMPLE), "-o", "f.html", "--on", "demain"], "--on : "),
    ],
)
def test_bad_usage_is_one_french_sentence_and_writes_nothing(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", *arguments]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err
    assert told.out == ""
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    templating.environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    try:
        assert main(["report", str(EXAMPLE), "-o", str(tmp_path / "f.html")]) == 2
    finally:
        templating.environment.cache_clear()
    assert "pip install 'vae-cnam[documents]'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_two_processes_write_the_same_pdf(tmp_path: Path) -> None:
    written = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.pdf"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1717200000"}
        command = [sys.executable, "-m", "matcher.cli", "report", str(EXAMPLE), "--sheet", "candidat", "-o", str(path)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        written.append(path.read_bytes())
    assert written[0] == written[1]
    told = pypdf.PdfReader(io.BytesIO(written[0])).metadata
    assert told is not None
    assert told.creation_date_raw is not None
    assert told.creation_date_raw.startswith("D:20240601")


def test_matching_brings_neither_jinja_nor_weasyprint() -> None:
    code = (
        "import sys; from matcher.cli import main; main(['match', sys.argv[1]]); "
        "found = {'jinja2', 'weasyprint', 'docx'} & set(sys.modules); sys.exit(len(found))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(EXAMPLE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
