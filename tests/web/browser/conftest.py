"""A real server for all, a real Chromium for each file of tests; a fresh page for each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from running_server import Running

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
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The centre's data, where the lexicon is written: empty at first, never the user's own."""
    return tmp_path_factory.mktemp("donnees")


@pytest.fixture(scope="session")
def address(data_folder: Path) -> Iterator[str]:
    """The address of a server, started as people start it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAE_DATA", str(data_folder))
        server = Running()
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """An empty interview, 1280 units wide. A fault in the console, or a request elsewhere, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    context.set_default_timeout(LONGEST_WAIT)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("response", lambda got: faults.append(f"{got.status} {got.url}") if got.status > 399 else None)
    opened.on("request", lambda asked: None if asked.url.startswith(address) else faults.append(asked.url))
    opened.goto(address)
    yield opened
    context.close()
    assert [one for one in faults if not any(harmless in one for harmless in HARMLESS)] == []
