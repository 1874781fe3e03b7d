"""The tutorials: each runs from one end to the other in a kernel of this Python, and shows what its text announces."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="les outils de la documentation ne sont pas installés")
nbclient = pytest.importorskip("nbclient", reason="les outils de la documentation ne sont pas installés")
pytest.importorskip("ipykernel", reason="les outils de la documentation ne sont pas installés")

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a notebook in a clean folder, with no import of the user, and gives all that it shows as one text."""
    spec = {"argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "language": "python"}
    kernel = tmp_path / "jupyter" / "kernels" / "carnet"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(json.dumps({**spec, "display_name": "Carnet"}), encoding="utf-8")
    for name, folder in {
        "JUPYTER_PATH": tmp_path / "jupyter",
        "IPYTHONDIR": tmp_path / "ipython",
        "JUPYTER_RUNTIME_DIR": tmp_path / "runtime",
        "VAE_DATA": tmp_path / "imports",
        "TMPDIR": tmp_path,
        "PYTHONPATH": ROOT,
    }.items():
        monkeypatch.setenv(name, str(folder))

    def run(name: str) -> str:
        notebook = nbformat.read(FOLDER / name, as_version=4)
        nbclient.NotebookClient(notebook, timeout=120, kernel_name="carnet").execute(cwd=str(tmp_path))
        return "\n".join(_told(output) for cell in notebook.cells for output in cell.get("outputs", ()))

    return run


def _told(output: Any) -> str:
    data = output.get("data", {})
    return str(output.get("text") or data.get("text/html") or data.get("text/plain") or "")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_kept_valid_and_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
    assert "À essayer ensuite" in notebook.cells[-1].source


def test_an_interview(shown: Any) -> None:
    told = shown("1-entretien.ipynb")
    assert "Pré-avis de recevabilité" in told
    assert told.count("<svg") >= 3
    assert "n'est pas parmi les" in told
    assert "En faveur de « Responsable comptable » (RNCP36889)" in told
    assert "Pré-avis : à compléter → favorable probable" in told
    assert "trois ans d'expérience au moins" in told.replace("&#39;", "'").replace("&#x27;", "'")


def test_a_batch_of_forms(shown: Any) -> None:
    told = shown("2-lot-de-fiches.ipynb")
    assert "N007 : ligne 7, date_depot : le jour 31/02/2024 n'existe pas" in told
    assert "Codage : cp1252" in told
    assert "8 lues : 2 évaluées, 5 à compléter, 1 doublon probable, 0 rejetée." in told


def test_a_reform(shown: Any) -> None:
    told = shown("3-reforme.ipynb")
    assert "Aucune durée minimale" in told
    assert "plus exigé → non rempli" in told
    assert "Pré-avis : favorable probable → défavorable probable" in told


def test_a_certification_is_added(shown: Any) -> None:
    told = shown("4-ajouter-une-certification.ipynb")
    assert "Médiation numérique · certificat_professionnel · 3 blocs · illustrative" in told
    assert "« J'animais un atelier d'initiation à l'informatique chaque semaine »" in told
    assert "Fiche illustrative" in told
    assert "attendu : un nombre entier" in told
