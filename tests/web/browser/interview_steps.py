"""What an advisor does on the page, in a few words: open a dossier, change a field, read the answer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

SCREENSHOTS = Path(__file__).parent / "screenshots"
_BUSY = ".htmx-request, .htmx-swapping, .htmx-settling"

ACCOUNTANT: dict[str, Any] = {
    "kind": "salarie",
    "title": "Comptable",
    "rome": "M1203",
    "start": "2019-01-01",
    "end": "2023-12-31",
    "weekly_hours": 35,
    "activities": [
        "Je tenais toute la comptabilité courante, achats, ventes et banque",
        "Je préparais et j'envoyais les déclarations de TVA tous les mois",
        "Je montais le bilan avec l'expert-comptable",
    ],
    "proofs": ["attestation_employeur"],
}


def dossier(*experiences: dict[str, Any], filed_on: str = "2024-05-02", **more: Any) -> dict[str, Any]:
    return {"id": "ESSAI", "filed_on": filed_on, "experiences": list(experiences), **more}


def open_dossier(page: Page, values: dict[str, Any]) -> None:
    """Open a dossier's file, as the button does."""
    content = json.dumps(values, ensure_ascii=False).encode()
    with page.expect_navigation():
        page.set_input_files("#fichier", {"name": "d.json", "mimeType": "application/json", "buffer": content})


def settle(page: Page) -> None:
    """Wait until the page is at rest."""
    expect(page.locator(_BUSY)).to_have_count(0)


def change(page: Page, path: str, value: str) -> None:
    """Type in a field and leave it: the page recalculates."""
    field = page.locator(f"[name='{path}']")
    unfold(field)
    with page.expect_response(lambda answer: answer.url.endswith("/entretien")):
        field.fill(value)
        field.dispatch_event("change")
    settle(page)


def press(page: Page, button: Locator) -> None:
    """Press a button that asks the server something."""
    unfold(button)
    with page.expect_response(lambda answer: "/entretien" in answer.url):
        button.click()
    settle(page)


def tick(page: Page, box: Locator) -> None:
    unfold(box)
    with page.expect_response(lambda answer: answer.url.endswith("/entretien")):
        box.check()
    settle(page)


_UNFOLD = "e => { for (let d = e.closest('details'); d; d = d.parentElement.closest('details')) d.open = true; }"


def unfold(element: Locator) -> None:
    """Open the folded parts above an element, as a person would to reach it."""
    element.evaluate(_UNFOLD)


def said(element: Locator) -> str:
    """The text of an element, folded parts too, with plain spaces."""
    return re.sub(r"\s+", " ", element.text_content() or "")


def opinion(page: Page) -> str:
    return said(page.locator("#titre-pre-avis"))


def findings(page: Page) -> str:
    return said(page.locator("#avis"))


def card(page: Page, title: str) -> Locator:
    return page.locator("li.card").filter(has=page.get_by_role("heading", name=title)).first


def photograph(page: Page, name: str) -> None:
    """Keep what the page looks like, for people to look at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def print_pdf(page: Page, name: str) -> Path:
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    return path


def expect_announced(page: Page, words: str) -> None:
    expect(page.locator("#annonce")).to_contain_text(words)
