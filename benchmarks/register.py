"""The register at full size: the real one imported and matched, and an invented flow of 400 MB imported."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.register_xml import FICHES, measure, write_flow

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
NATIONAL = DATA / "rncp" / "export" / "national-2026-04-22_reconstitue.zip"

# In a process of its own, for its memory alone.
_MATCHED = """
import time
from pathlib import Path
from benchmarks.measuring import peak_megabytes, timed
from benchmarks.one_dossier import six_experiences
from matcher import Matcher
from matcher.relation.index import CertificationIndex
started = time.perf_counter()
matcher = Matcher.load()
loaded = time.perf_counter() - started
started = time.perf_counter()
CertificationIndex(matcher.certifications, matcher.settings)
built = time.perf_counter() - started
dossier = six_experiences()
matcher.occupations
print(
    f"{len(matcher.certifications)} certifications avec le ROME : chargées en {loaded:.1f} s, dont l'index "
    f"{built:.1f} s ; un dossier de six expériences, {timed(lambda: matcher.evaluate(dossier))} ; "
    f"{peak_megabytes():.0f} Mo au plus."
)
"""


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        flow = Path(folder) / "flux.xml"
        write_flow(flow)
        yield f"- Flux XML inventé de {flow.stat().st_size / 1e6:.0f} Mo ({FICHES} fiches), importé : {measure(flow)}."
    with imported_register() as there:
        if there is None:
            yield "- Registre réel : pas de données publiques à côté du projet, rien à mesurer."
            return
        ran = subprocess.run(
            [sys.executable, "-c", _MATCHED], env=there, cwd=ROOT, check=True, capture_output=True, text=True
        )
        yield f"- Registre réel importé : {ran.stdout.strip()}"


@contextmanager
def imported_register() -> Iterator[dict[str, str] | None]:
    """The environment of a process that reads the real register and the ROME; None without the public data."""
    if not NATIONAL.is_file():
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        there = {**os.environ, "VAE_DATA": folder}
        for what, path in (("rome", DATA / "rome"), ("rncp", NATIONAL)):
            subprocess.run(
                [sys.executable, "-m", "matcher.cli", "import", what, str(path)],
                env=there,
                cwd=ROOT,
                check=True,
                capture_output=True,
            )
        yield there
