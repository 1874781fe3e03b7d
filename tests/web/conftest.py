"""One engine for all, and clients of applications over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient
from running_server import Running
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


@pytest.fixture
def start() -> Iterator[Callable[..., Running]]:
    """Starts servers, and leaves none behind."""
    started: list[Running] = []

    def start(*options: str) -> Running:
        started.append(Running(*options))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.communicate()
