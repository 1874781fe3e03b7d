"""One engine for all, and clients of applications over it."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from web_clients import PASSWORD, client_of, engine

from matcher import Matcher
from matcher.web.settings import ServerSettings


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return engine()


@pytest.fixture
def client(matcher: Matcher) -> TestClient:
    """A client of a server that only this machine can reach."""
    return client_of(matcher, ServerSettings())


@pytest.fixture
def locked(matcher: Matcher) -> TestClient:
    """A client of a server that others can reach over TLS, with a password."""
    return client_of(matcher, ServerSettings(host="0.0.0.0", password=PASSWORD))
