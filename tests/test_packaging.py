"""The package as others install it: it works far from its repository, and promises no other names than these."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

import matcher

ROOT = Path(__file__).resolve().parent.parent

PUBLIC = {
    "Bloc",
    "Certification",
    "Dossier",
    "DossierError",
    "Experience",
    "Finding",
    "Match",
    "Matcher",
    "PartialDate",
    "Report",
}


def test_the_public_names_are_those_promised() -> None:
    assert set(matcher.__all__) == PUBLIC
    assert all(getattr(matcher, name).__name__ == name for name in PUBLIC)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel is installed, its libraries apart."""
    place, (wheel,) = tmp_path_factory.mktemp("site"), built.glob("*.whl")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(place)]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True, timeout=120)
    return place


def run(installed: Path, empty: Path, *arguments: str) -> str:
    there = {**os.environ, "PYTHONPATH": str(installed), "VAE_DATA": str(empty / "data")}
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=empty, env=there, capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_installed_wheel_matches_a_dossier_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    assert str(installed) in run(installed, tmp_path, "-c", "import matcher; print(matcher.__file__)")
    run(installed, tmp_path, "-m", "matcher.cli", "init", "dossier.yaml")
    said = run(installed, tmp_path, "-m", "matcher.cli", "match", str(ROOT / "examples" / "comptable-deux-ans.yaml"))
    assert "Responsable comptable" in said
    run(installed, tmp_path, "-m", "matcher.cli", "rules", "check")


def test_the_migrations_of_the_history_travel_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    there = tmp_path / "historique.db"
    run(installed, tmp_path, "-c", f"from matcher.history import History; print(History.open({str(there)!r}).trail())")
    assert there.stat().st_size > 0


def test_rules_and_referentials_travel_whole_in_the_wheel(installed: Path) -> None:
    for name in ("rules", "referentials"):
        here = {path.relative_to(ROOT / name) for path in (ROOT / name).rglob("*") if path.is_file()}
        there = installed / "matcher" / "_data" / name
        assert {path.relative_to(there) for path in there.rglob("*") if path.is_file()} == here


def test_every_file_of_the_package_travels_in_the_wheel(installed: Path) -> None:
    here = {path.relative_to(ROOT) for path in (ROOT / "matcher").rglob("*") if path.is_file()}
    here = {path for path in here if "__pycache__" not in path.parts}
    assert not {path for path in here if not (installed / path).is_file()}


def test_the_source_distribution_holds_what_a_build_needs(built: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}
    assert {"pyproject.toml", "LICENSE", "README.md", "matcher/engine.py", "rules/avis.yaml"} <= names
    assert not {name for name in names if name.startswith((".venv", "dist/", ".git/"))}
