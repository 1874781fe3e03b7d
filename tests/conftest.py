"""What all tests share: how hard Hypothesis searches, the bundled rules, and a folder of imports of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from bundled_rules import BOOK
from hypothesis import HealthCheck, settings

from matcher.rulebook.rulebook import Rulebook

settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", deadline=None, max_examples=2_000, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
# The same cases at every run; HYPOTHESIS_PROFILE=search looks for new ones.
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def book() -> Rulebook:
    """The rules that come with the program."""
    return BOOK


@pytest.fixture(scope="session", autouse=True)
def _no_imports_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing imported on this machine is ever read, nor by the processes that tests start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAE_DATA", str(tmp_path_factory.mktemp("imports")))
        yield
