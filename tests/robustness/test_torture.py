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

import pytest
from import_files import content, export, standard

from matcher.lexicon import Lexicon
from matcher.reading.store import load_register

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("TORTURE_KILLS", 4))
VAE = [sys.executable, "-m", "matcher.cli"]
EXAMPLE = str(ROOT / "examples" / "comptable-et-tresoriere.yaml")


def there(folder: Path) -> dict[str, str]:
    return {**os.environ, "VAE_DATA": str(folder), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


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


def test_a_batch_killed_at_random_then_resumed_gives_the_same_bytes(tmp_path: Path) -> None:
    chance, died, kept = random.Random(9), 0, 0
    forms = forms_file(tmp_path / "fiches.csv")
    out, whole = tmp_path / "résultats.csv", tmp_path / "entier.csv"
    command = ["batch", str(forms), "--jobs", "1", "-o"]
    spent = lasts([*command, str(whole)], tmp_path / "data")
    for _ in range(KILLS):
        died += killed([*command, str(out)], tmp_path / "data", chance.uniform(0.2 * spent, spent))
        assert not out.exists() or out.read_bytes() == whole.read_bytes()
        kept += bool(list(tmp_path.glob("*.travail/lot-*.json")))
        lasts([*command, str(out), "--resume"], tmp_path / "data")
        assert out.read_bytes() == whole.read_bytes()
        assert sorted(one.name for one in tmp_path.iterdir() if one.name != "data") == sorted(
            [forms.name, out.name, whole.name]
        )
        out.unlink()
    print(f"\nlot : {KILLS} essais, {died} tués en cours, {kept} repris en route, les mêmes octets.")


def forms_file(path: Path, count: int = 600) -> Path:
    """Three chunks of forms."""
    rows = (
        f"F{number};12/03/2024;salarié;Comptable {number};2015;2019;35;Tenue des comptes" for number in range(count)
    )
    heading = (
        "id_fiche;date_depot;exp1_statut;exp1_fonction;exp1_date_debut;exp1_date_fin;exp1_heures_hebdo;exp1_activites"
    )
    path.write_text("\r\n".join([heading, *rows, ""]), encoding="utf-8")
    return path


def test_a_batch_is_the_same_in_every_country(tmp_path: Path) -> None:
    forms, made = forms_file(tmp_path / "fiches.csv", 20), set()
    for number, (locale, zone) in enumerate(
        (("C", "UTC"), ("fr_FR.UTF-8", "Pacific/Noumea"), ("tr_TR.UTF-8", "America/Cayenne"))
    ):
        out, detail = tmp_path / f"{number}.xlsx", tmp_path / f"{number}.parquet"
        command = [*VAE, "batch", str(forms), "--jobs", "1", "-o", str(out), "--detail", str(detail)]
        elsewhere = {**there(tmp_path / "data"), "LC_ALL": locale, "TZ": zone, "PYTHONHASHSEED": str(number)}
        subprocess.run(command, env=elsewhere, check=True, capture_output=True, timeout=120)
        made.add((out.read_bytes(), detail.read_bytes()))
    assert len(made) == 1


def test_two_imports_at_once_leave_one_register_whole(tmp_path: Path) -> None:
    data = tmp_path / "data"
    files = [many(tmp_path / f"{title}.zip", title) for title in ("Un", "Deux")]
    for _ in range(max(1, KILLS // 4)):
        both = [
            subprocess.Popen(
                [*VAE, "import", "rncp", str(path)],
                env=there(data),
                stderr=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                text=True,
            )
            for path in files
        ]
        said = [one.communicate(timeout=120)[1] for one in both]
        codes = [one.returncode for one in both]
        assert 0 in codes
        assert set(codes) <= {0, 2}
        assert not any("Traceback" in one for one in said)
        assert all("import" in told for told, code in zip(said, codes, strict=True) if code == 2)
        found = load_register(data) or ()
        assert len(found) == 1_200
        assert len({one.title for one in found}) == 1
        assert not [path for path in data.iterdir() if "partiel" in path.name]


def files_up_to(size: int) -> Callable[[], None]:
    """In the child: no file may grow over so many bytes, as on a disk that is full."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def held_to_permissions() -> None:
    """In the child: even root may not write where it is closed (it loses CAP_DAC_OVERRIDE for good)."""
    ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)


_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE = 24, 1


def refused(command: Sequence[str], folder: Path, before: Callable[[], None]) -> None:
    """The command says in French what it could not write, and ends."""
    ran = subprocess.run(
        [*VAE, *command], env=there(folder), capture_output=True, text=True, timeout=120, preexec_fn=before
    )
    assert ran.returncode == 2, ran.stderr
    assert "Traceback" not in ran.stderr
    assert ran.stderr.strip()
    assert "No space" not in ran.stderr
    assert "File too large" not in ran.stderr


def test_an_import_on_a_full_disk_says_so_and_keeps_what_was(tmp_path: Path) -> None:
    data = tmp_path / "data"
    lasts(["import", "rncp", str(export(tmp_path / "petit.zip", standard("RNCP1", "Avant")))], data)
    before = content(data)
    refused(["import", "rncp", str(many(tmp_path / "grand.zip", "Après"))], data, files_up_to(100_000))
    assert content(data) == before


DECIDE = ["lexicon", "accept", "bons de livraison", "--bloc", "RNCP36889BC02", "--author", "A", "--reason", "essai"]
WRITING = [
    pytest.param(DECIDE, "lexique.yaml", id="lexique"),
    pytest.param(["lexicon", "export", "-o", "décisions.csv"], "décisions.csv", id="export"),
    pytest.param(["init", "--force", "dossier.yaml"], "dossier.yaml", id="dossier"),
    *(
        pytest.param(["report", EXAMPLE, "-o", f"fiche.{suffix}"], f"fiche.{suffix}", id=suffix)
        for suffix in ("html", "docx", "pdf")
    ),
    *(
        pytest.param(["batch", "fiches.csv", "--jobs", "1", "-o", f"out.{suffix}"], f"out.{suffix}", id=f"lot {suffix}")
        for suffix in ("csv", "xlsx", "parquet")
    ),
]


@pytest.mark.parametrize(("command", "written"), WRITING)
def test_a_full_disk_leaves_each_file_as_it_was(
    command: list[str], written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    forms_file(Path("fiches.csv"), 3)
    if command[0] == "lexicon":
        lasts(DECIDE, tmp_path)
    Path(written).touch()
    before = content(tmp_path)
    new = [*command[:2], "autres mots", *command[3:]] if command is DECIDE else command
    refused(new, tmp_path, files_up_to(100))
    assert content(tmp_path) == before


IMPORT = pytest.param(["import", "rncp", "../e.zip"], "", id="import")


@pytest.mark.parametrize(("command", "written"), [*WRITING, IMPORT])
def test_a_closed_folder_is_told_and_stays_as_it_was(
    command: list[str], written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "fermé"
    closed.mkdir()
    export(tmp_path / "e.zip", standard("RNCP1", "Un titre"))
    forms_file(closed / "fiches.csv", 3)
    before = content(closed)
    closed.chmod(0o555)
    monkeypatch.chdir(closed)
    refused(command, closed, held_to_permissions)
    assert content(closed) == before


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
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            assert called not in {"date.today", "datetime.now", "datetime.utcnow", "time.time"}, path
