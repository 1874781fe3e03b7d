"""What scripts write from other data is what they would write today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"


def check(script: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / script), "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=ENVIRONMENT)


ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="les tables publiques ne sont pas à côté du dépôt")
def test_centres_units_and_aids_are_those_of_the_public_tables() -> None:
    done = check("carry_path_data.py")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_guide_to_the_kinds_says_what_the_rules_and_the_proofs_say() -> None:
    done = check("write_status_guide.py")
    assert done.returncode == 0, done.stdout + done.stderr
