"""One engine for all, and a way to write forms, evaluate them and read the results back."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matcher.batch import BatchOptions, Summary, run_batch
from matcher.batch.chunks import loaded_matcher
from matcher.engine import Matcher

Run = Callable[..., Summary]


@pytest.fixture(scope="session")
def matcher(_no_imports_of_the_user: None) -> Matcher:
    return loaded_matcher()


@pytest.fixture
def run(matcher: Matcher, tmp_path: Path) -> Run:
    """Evaluates a file of forms into ``out.csv`` of the test's own folder."""

    def run(forms: Path, out: str = "out.csv", **options: Any) -> Summary:
        return run_batch(BatchOptions(forms, tmp_path / out, **({"jobs": 1} | options)), lambda: matcher)

    return run


def results(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file of results, as a French spreadsheet reads them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
