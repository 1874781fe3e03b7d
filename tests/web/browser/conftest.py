"""A real server on a free port and a real Chromium, once for all; a fresh page for each test."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
LONGEST_WAIT = 20_000
HARMLESS = ("Applying inline style", "htmx:afterRequest", "htmx:sendAbort", "htmx:abort")
"""What the console says when a screenshot is taken, and when a change makes the request before it pointless."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests say why they are skipped; in CI, where one is promised, they fail."""
    if CHROMIUM.exists() or os.environ.get("CI"):
        return
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=f"pas de navigateur : {CHROMIUM} n'existe pas"))


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The centre's data, where the lexicon is written: empty at first, never the user's own."""
    folder = tmp_path_factory.mktemp("donnees")
    before = os.environ.get("VAE_DATA")
    os.environ["VAE_DATA"] = str(folder)
    yield folder
    if before is None:
        del os.environ["VAE_DATA"]
    else:
        os.environ["VAE_DATA"] = before


@pytest.fixture(scope="session")
def address(data_folder: Path) -> Iterator[str]:
    """The address of a server that runs in this process."""
    import uvicorn

    from matcher import Matcher
    from matcher.web.app import create_app
    from matcher.web.settings import ServerSettings

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    application = create_app(Matcher.load(), ServerSettings(port=port))
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: object, address: str) -> Iterator[object]:
    """An empty interview, 1280 units wide. A fault in the console, or a request elsewhere, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")  # type: ignore[attr-defined]
    context.set_default_timeout(LONGEST_WAIT)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on(
        "response", lambda answer: faults.append(f"{answer.status} {answer.url}") if answer.status > 399 else None
    )
    opened.on("request", lambda asked: None if asked.url.startswith(address) else faults.append(asked.url))
    opened.goto(address)
    yield opened
    context.close()
    assert [one for one in faults if not any(harmless in one for harmless in HARMLESS)] == []
