"""Sudden death, full disks, closed folders, other clocks: nothing is lost, nothing half-written, one sentence is said.

``make torture`` kills each command a hundred times; with the other tests, a few.
"""

from __future__ import annotations

import ast
import ctypes
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from import_files import content, export, standard

from matcher.lexicon import Lexicon
from matcher.reading.store import load_register

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("TORTURE_KILLS", 4))
VAE = [sys.executable, "-m", "matcher.cli"]


def there(folder: Path) -> dict[str, str]:
    return {**os.environ, "VAE_DATA": str(folder), "PYTHONPATH": str(ROOT)}


def lasts(command: Sequence[str], folder: Path) -> float:
    started = time.monotonic()
    subprocess.run([*VAE, *command], env=there(folder), check=True, capture_output=True, timeout=120)
    return time.monotonic() - started


def killed(command: Sequence[str], folder: Path, after: float) -> bool:
    """Runs a command and kills it; whether it was still running."""
    process = subprocess.Popen(
        [*VAE, *command], env=there(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def many(path: Path, title: str) -> Path:
    return export(path, *(standard(f"RNCP{number}", title) for number in range(1, 1_201)))


def test_an_import_killed_at_random_leaves_one_register_whole(tmp_path: Path) -> None:
    data, chance = tmp_path / "data", random.Random(7)
    files = [many(tmp_path / "avant.zip", "Avant"), many(tmp_path / "après.zip", "Après")]
    whole = lasts(["import", "rncp", str(files[0])], data)
    died = 0
    for turn in range(KILLS):
        died += killed(["import", "rncp", str(files[(turn + 1) % 2])], data, chance.uniform(0, whole))
        found = load_register(data) or ()
        assert len(found) == 1_200
        assert len({one.title for one in found}) == 1
    lasts(["import", "rncp", str(files[1])], data)
    assert {one.title for one in load_register(data) or ()} == {"Après"}
    assert not [path for path in data.iterdir() if "partiel" in path.name]
    print(f"\nimport : {KILLS} essais, {died} tués en cours, rien de perdu.")


def test_a_decision_killed_while_it_is_saved_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    data, chance, known, died = tmp_path / "data", random.Random(8), 0, 0
    path = data / "lexique.yaml"

    def accept(turn: int) -> list[str]:
        words = f"registre numéro {'abcdefghij'[turn % 10] * 3}{turn} des livraisons"
        said = ["lexicon", "accept", words, "--bloc", "RNCP36889BC02", "--author", "Essai", "--reason", "essai"]
        return said

    whole = lasts(accept(0), data)
    known = 1
    for turn in range(1, KILLS + 1):
        died += killed(accept(turn), data, chance.uniform(0.5 * whole, 1.1 * whole))
        found = len(Lexicon.load([path]).decisions)
        assert found in {known, known + 1}
        known = found
    print(f"\nlexique : {KILLS} essais, {died} tués en cours, {known} décisions entières.")


def small_files() -> None:
    """In the child: no file may grow over 100 kB, as on a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def held_to_permissions() -> None:
    """In the child: even root may not write where it is closed (it loses CAP_DAC_OVERRIDE for good)."""
    ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)


_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE = 24, 1


def run(command: Sequence[str], folder: Path, before: Callable[[], None]) -> subprocess.CompletedProcess[str]:
    environment = {**there(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [*VAE, *command], env=environment, capture_output=True, text=True, timeout=120, preexec_fn=before
    )


def test_an_import_on_a_full_disk_says_so_and_keeps_what_was(tmp_path: Path) -> None:
    data = tmp_path / "data"
    lasts(["import", "rncp", str(export(tmp_path / "petit.zip", standard("RNCP1", "Avant")))], data)
    before = content(data)
    ran = run(["import", "rncp", str(many(tmp_path / "grand.zip", "Après"))], data, small_files)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert ran.stderr.strip()
    assert content(data) == before


def test_a_closed_folder_is_told_and_stays_as_it_was(tmp_path: Path) -> None:
    data, path = tmp_path / "data", export(tmp_path / "e.zip", standard("RNCP1", "Un titre"))
    data.mkdir()
    data.chmod(0o555)
    decide = ["lexicon", "accept", "bons de livraison", "--bloc", "RNCP36889BC02", "--author", "A", "--reason", "essai"]
    for command in (["import", "rncp", str(path)], decide, ["init", str(data / "dossier.yaml")]):
        ran = run(command, data, held_to_permissions)
        assert ran.returncode == 2, command
        assert "Traceback" not in ran.stderr
        assert ran.stderr.strip()
    assert list(data.iterdir()) == []


def test_no_report_reads_the_clock() -> None:
    """Only what a person asks for today may know which day it is: commands, the server, the history.

    A date read without a reference pivots at this year, which no dossier nor form does.
    """
    asking = {"cli", "web", "history", "batch"}
    without_reference = ROOT / "matcher" / "reading" / "dates.py"
    for path in sorted((ROOT / "matcher").rglob("*.py")):
        if path.relative_to(ROOT / "matcher").parts[0] in asking or path == without_reference:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            assert not (isinstance(called, ast.Attribute) and called.attr in {"today", "now", "utcnow"}), path
