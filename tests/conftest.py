"""What all tests share: how hard Hypothesis searches, and the bundled rules."""

from __future__ import annotations

import os

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
