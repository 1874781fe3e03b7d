"""The history in a real browser: an advisor saves, changes something, saves again, compares, opens again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from interview_steps import ACCOUNTANT, change, dossier, open_dossier, photograph, settle
from playwright.sync_api import Locator, Page, expect
from running_server import Running


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that keeps opinions."""
    server = Running("--store", str(tmp_path_factory.mktemp("historique") / "h.db"))
    yield server.url
    server.stop()


def press(page: Page, button: Locator) -> None:
    with page.expect_response(lambda answer: "/historique" in answer.url):
        button.click()
    settle(page)


def violations(page: Page) -> list[Any]:
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in Axe().run(page).response["violations"]]


def test_an_advisor_finds_again_what_was_saved(page: Page) -> None:
    open_dossier(page, dossier(ACCOUNTANT))
    press(page, page.locator("#enregistrer"))
    expect(page.locator("#adviser")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#adviser-erreur")).to_contain_text("qui enregistre")
    page.locator("#adviser").fill("Ada Lovelace")
    press(page, page.locator("#enregistrer"))
    expect(page.locator("#annonce")).to_contain_text("Avis enregistré")
    expect(page.locator("#bandeau .notice")).to_be_visible()
    expect(page.locator("#adviser")).not_to_have_attribute("aria-invalid", "true")

    change(page, "experiences[0].end", "12/2020")
    press(page, page.locator("#enregistrer"))
    press(page, page.locator("#historique"))
    expect(page.locator("#titre-panneau")).to_be_focused()
    ticks = page.locator("#panneau [name=avis]")
    expect(ticks).to_have_count(2)
    assert violations(page) == []
    photograph(page, "historique")
    for one in ticks.all():
        with page.expect_response(lambda answer: answer.url.endswith("/entretien")):
            one.check()
        settle(page)
    press(page, page.locator("#historique-comparer"))
    expect(page.locator("#panneau")).to_contain_text("Heures, total")
    assert violations(page) == []

    change(page, "experiences[0].title", "Autre chose")
    press(page, page.locator("#historique"))
    page.once("dialog", lambda asked: asked.accept())
    press(page, page.locator("#panneau [name=ouvrir]").last)
    expect(page.locator("[name='experiences[0].title']")).to_have_value("Comptable")
    expect(page.locator("[name='experiences[0].end']")).to_have_value("31/12/2023")
    expect(page.locator("#panneau")).to_contain_text("Rien ne change.")
    page.locator("#fermer").click()
    expect(page.locator("#panneau section")).to_have_count(0)


def test_a_saved_page_may_be_left_without_a_question(page: Page) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    open_dossier(page, dossier(ACCOUNTANT))
    change(page, "experiences[0].end", "12/2020")
    page.locator("#adviser").fill("Ada")
    press(page, page.locator("#enregistrer"))
    page.goto("about:blank")
    assert asked == []
