"""The login page and the documentation, as a real browser sees them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running_server import Running
from web_clients import PASSWORD

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium n'est pas installé")


@pytest.fixture
def page() -> Iterator[playwright.Page]:
    """A page of a real browser."""
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(locale="fr-FR")
        yield opened
        browser.close()


def test_logging_in_and_out(start: Callable[..., Running], page: playwright.Page, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD)
    secret.chmod(0o600)
    server, complaints = start("--password-file", str(secret)), []
    page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
    page.goto(f"{server.url}api/docs")
    assert page.title() == "Connexion – VAE au Cnam"
    faults = [page.title()] * axe.Axe().run(page).violations_count

    page.get_by_label("Mot de passe du serveur").fill("un autre mot de passe")
    page.get_by_role("button", name="Se connecter").click()
    assert page.get_by_role("alert").inner_text() == "Ce mot de passe n’est pas le bon."
    assert page.get_by_label("Mot de passe du serveur").get_attribute("aria-invalid") == "true"
    faults += [page.title()] * axe.Axe().run(page).violations_count

    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/api/docs")
    page.get_by_text("Champs de Dossier", exact=True).wait_for()
    faults += [page.title()] * axe.Axe().run(page).violations_count

    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/connexion")
    page.goto(f"{server.url}api/docs")
    assert page.title() == "Connexion – VAE au Cnam"
    assert faults == []
    assert complaints == []
