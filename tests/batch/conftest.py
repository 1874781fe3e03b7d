"""One engine for all, and a way to evaluate a file of forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from form_files import Run

from matcher.batch import BatchOptions, Summary, run_batch
from matcher.batch.chunks import loaded_matcher
from matcher.engine import Matcher


@pytest.fixture(scope="session")
def matcher(_no_imports_of_the_user: None) -> Matcher:
    return loaded_matcher()


@pytest.fixture
def run(matcher: Matcher, tmp_path: Path) -> Run:
    """Evaluates a file of forms into ``out.csv`` of the test's own folder."""

    def run(forms: Path, out: str = "out.csv", **options: Any) -> Summary:
        return run_batch(BatchOptions(forms, tmp_path / out, **({"jobs": 1} | options)), lambda: matcher)

    return run
