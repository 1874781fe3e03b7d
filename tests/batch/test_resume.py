"""A batch that is killed, then resumed: no line is lost, none is done twice, and nothing is written before the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from form_files import SOUND, Run, many_forms, results, write_forms

from matcher.batch import BatchRefused
from matcher.batch import workers as batch_workers

MARK = "VAE_TEST_BATCH"
SLOW_RUN = """
import sys, time
from pathlib import Path
from matcher.batch import BatchOptions, run_batch, workfolder

kept = workfolder.WorkFolder.keep
def slowly(folder, number, content):
    kept(folder, number, content)
    print("lot", number, flush=True)
    time.sleep(0.4)
if __name__ == "__main__":
    workfolder.WorkFolder.keep = slowly
    run_batch(BatchOptions(Path(sys.argv[1]), Path(sys.argv[2]), jobs=int(sys.argv[3]), chunk=4))
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_batch_resumes_without_loss_or_double(run: Run, tmp_path: Path, jobs: int) -> None:
    forms = many_forms(tmp_path / "forms.csv", 24)
    script = tmp_path / "slow_run.py"
    script.write_text(SLOW_RUN, encoding="utf-8")
    out, work = tmp_path / "out.csv", tmp_path / "out.csv.travail"
    process = subprocess.Popen(
        [sys.executable, str(script), str(forms), str(out), str(jobs)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, MARK: str(tmp_path)},
    )
    assert process.stdout is not None
    for _ in range(2):
        assert process.stdout.readline().startswith("lot")
    assert len(_marked(tmp_path)) > (jobs > 1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    _wait_for_children_to_end(tmp_path)
    done = sorted(one.name for one in work.glob("lot-*.json"))
    assert 2 <= len(done) < 6
    assert not out.exists()
    (work / "lot-000099.json.partiel").write_text("{")  # une écriture coupée

    seen = _count_evaluations(run, forms)
    assert seen == 24 - 4 * len(done)
    assert not work.exists()
    assert [row["id_fiche"] for row in results(out)] == [f"F{number:05d}" for number in range(24)]
    run(forms, "whole.csv", chunk=4)
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def _count_evaluations(run: Run, forms: Path) -> int:
    """Resume, and count the lines that are evaluated."""
    seen = 0
    evaluate = batch_workers.evaluate_chunk

    def counted(chunk: object, matcher: object = None) -> bytes:
        nonlocal seen
        seen += len(chunk.rows)  # type: ignore[attr-defined]
        return evaluate(chunk, matcher)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_workers, "evaluate_chunk", counted)
        run(forms, chunk=4, resume=True)
    return seen


def _wait_for_children_to_end(mark: Path) -> None:
    """The workers of a killed batch end by themselves."""
    for _ in range(200):
        if not _marked(mark):
            return
        time.sleep(0.1)
    raise AssertionError("des processus de calcul sont restés")


def _marked(mark: Path) -> list[str]:
    """The processes that a batch started, known by what their environment holds."""
    found = []
    for one in Path("/proc").iterdir():
        try:
            if one.name.isdigit() and f"{MARK}={mark}\0".encode() in (one / "environ").read_bytes():
                found.append(one.name)
        except OSError:
            continue
    return found


def test_a_resume_of_something_else_is_refused_and_says_what_changed(run: Run, tmp_path: Path) -> None:
    forms = many_forms(tmp_path / "forms.csv", 8)
    work = _stopped(run, forms)
    with pytest.raises(BatchRefused, match="les options"):
        run(forms, chunk=4, resume=True, certifier="Cnam")
    write_forms(forms, [SOUND])
    with pytest.raises(BatchRefused, match="le fichier de fiches"):
        run(forms, chunk=4, resume=True)
    key = json.loads((work / "clef.json").read_text())
    many_forms(forms, 8)
    (work / "clef.json").write_text(json.dumps({**key, "les règles ou les référentiels": "d'hier"}))
    with pytest.raises(BatchRefused, match="les règles ou les référentiels"):
        run(forms, chunk=4, resume=True)
    assert (work / "lot-000000.json").exists()
    assert not (tmp_path / "out.csv").exists()
    assert run(forms, chunk=4).read == 8  # sans --resume, tout est refait


def _stopped(run: Run, forms: Path) -> Path:
    """A batch interrupted after its first chunk."""
    evaluate = batch_workers.evaluate_chunk

    def once(chunk: object, matcher: object = None) -> bytes:
        if chunk.number:  # type: ignore[attr-defined]
            raise KeyboardInterrupt
        return evaluate(chunk, matcher)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_workers, "evaluate_chunk", once)
        with pytest.raises(KeyboardInterrupt):
            run(forms, chunk=4)
    return forms.parent / "out.csv.travail"


def test_two_batches_cannot_write_the_same_results(run: Run, tmp_path: Path) -> None:
    import fcntl

    forms = many_forms(tmp_path / "forms.csv", 1)
    (tmp_path / "out.csv.travail").mkdir()
    held = os.open(tmp_path / "out.csv.travail", os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        with pytest.raises(BatchRefused, match="Un autre traitement"):
            run(forms)
    finally:
        os.close(held)


def test_a_refused_file_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    from matcher.reading.forms import FormsRefused

    forms = many_forms(tmp_path / "forms.csv", 3)
    with forms.open("a") as file:
        file.write('F9;"12/03/2024;salarié\r\n')
    with pytest.raises(FormsRefused, match="ligne 5"):
        run(forms)
    assert [one.name for one in tmp_path.iterdir()] == ["forms.csv"]
