"""A batch on a real local cluster: the same bytes as one process, and a worker that dies changes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from form_files import TEN_FORMS, Run, many_forms

from matcher.batch import BatchRefused

pytest.importorskip("distributed", reason="l'extra dask n'est pas installé")

ON_CLUSTER = """
import os, signal, sys
from pathlib import Path
from distributed import Client, LocalCluster
from matcher.batch import BatchOptions, run_batch, workfolder

if __name__ == "__main__":
    forms, out = map(Path, sys.argv[1:])
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        pids = list(client.run(os.getpid).values())
        kept, killed = workfolder.WorkFolder.keep, []
        def keep(folder, number, content):
            kept(folder, number, content)
            if not killed:
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)
        workfolder.WorkFolder.keep = keep
        run_batch(BatchOptions(forms, out, dask=cluster.scheduler_address, chunk=2))
        print("killed", *killed)
"""


def test_a_worker_killed_in_mid_run_changes_no_byte(run: Run, tmp_path: Path) -> None:
    forms = many_forms(tmp_path / "forms.csv", 24)
    script = tmp_path / "on_cluster.py"
    script.write_text(ON_CLUSTER, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(forms), str(tmp_path / "cluster.csv")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "killed" in done.stdout
    run(forms, "alone.csv")
    assert (tmp_path / "cluster.csv").read_bytes() == (tmp_path / "alone.csv").read_bytes()


def test_an_address_where_no_cluster_answers_is_refused(run: Run, tmp_path: Path) -> None:
    with pytest.raises(BatchRefused, match="ne répond pas"):
        run(TEN_FORMS, dask="tcp://127.0.0.1:1")
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_one_sentence_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BatchRefused, match=r"vae-cnam\[dask\]"):
        run(TEN_FORMS, dask="local")
