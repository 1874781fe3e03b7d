"""The page by keyboard, with a screen reader, on a small screen, zoomed; every state clean for axe."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from interview_steps import (
    ACCOUNTANT,
    change,
    dossier,
    expect_announced,
    open_dossier,
    opinion,
    photograph,
    press,
    said,
    settle,
    unfold,
)
from playwright.sync_api import Page, expect

FAULTY = {**ACCOUNTANT, "start": "2020-02-31", "end": "2019"}


def violations(page: Page) -> list[tuple[str, list[Any]]]:
    """What axe finds against WCAG 2.1 A and AA: the rule, and where."""
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
    found = Axe().run(page, options=rules).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found]


@pytest.mark.parametrize("state", ["vide", "erreur", "resultat"])
def test_axe_finds_nothing(page: Page, state: str) -> None:
    if state == "erreur":
        open_dossier(page, dossier(FAULTY, ACCOUNTANT))
    elif state != "vide":
        open_dossier(page, dossier(ACCOUNTANT, target="RNCP36889"))
    if state == "resultat":
        press(page, page.locator("#regime"))
        press(page, page.locator("#figer"))
        page.locator("#cherche").press_sequentially("comptable")
        expect(page.locator("#trouvees li").first).to_be_visible()
        page.evaluate("() => { for (const one of document.querySelectorAll('details:not(.blocs)')) one.open = true }")
    assert violations(page) == []
    photograph(page, f"axe-{state}")


def test_an_error_is_told_in_the_summary_under_its_field_and_aloud(page: Page) -> None:
    open_dossier(page, dossier(ACCOUNTANT))
    change(page, "experiences[0].start", "31/02/2020")
    field = page.locator("#experiences-0-start")
    expect(field).to_have_attribute("aria-invalid", "true")
    described = (field.get_attribute("aria-describedby") or "").split()
    told = " ".join(said(page.locator(f"#{one}")) for one in described)
    assert "31/02/2020" in told
    assert "03/2019" in told
    expect_announced(page, "31/02/2020")
    expect(page).to_have_title(re.compile("^Erreur – "))
    page.locator("#erreurs a").first.click()
    expect(field).to_be_focused()
    photograph(page, "erreur")

    change(page, "experiences[0].start", "mars 2019")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#erreurs .summary")).to_have_count(0)
    expect(page).not_to_have_title(re.compile("Erreur"))


def test_a_faulty_experience_is_set_aside_and_the_page_says_so(page: Page) -> None:
    open_dossier(page, dossier(FAULTY, ACCOUNTANT, target="RNCP36889"))
    expect(page.locator("#erreurs")).to_contain_text("le résultat ne tient pas compte de l’expérience 1")
    assert "2. Comptable" in said(page.locator(".arithmetic"))
    expect(page.locator("#bandeau .state")).to_contain_text("à corriger")
    change(page, "filed_on", "n'importe quoi")
    expect(page.locator("#cibles")).to_contain_text("Pas de résultat")


def test_the_whole_interview_by_keyboard(page: Page) -> None:
    keyboard = page.keyboard
    keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.locator("[name=target]").focus()
    keyboard.type("RNCP36889")
    reach(page, "+ Emploi", "Enter")
    settle(page)
    expect(page.locator("[name='experiences[0].title']")).to_be_focused()
    keyboard.type("Comptable")
    for text in ("01/2019", "12/2023"):
        keyboard.press("Tab")
        keyboard.type(text)
    reach(page, "Heures par semaine", "")
    keyboard.type("35")
    reach(page, "Activités exercées", "")
    keyboard.type("\n".join(ACCOUNTANT["activities"]))
    with page.expect_response(lambda answer: answer.url.endswith("/entretien")):
        keyboard.press("Tab")
    settle(page)
    assert "Responsable comptable" in opinion(page)
    with page.expect_response(lambda answer: answer.url.endswith("/entretien")):
        reach(page, "Pourquoi pas Responsable comptable ?", "Enter")
    settle(page)
    expect(page.locator("#titre-panneau")).to_be_focused()
    with page.expect_response(lambda answer: answer.url.endswith("/entretien")):
        reach(page, "Fermer", "Enter")
    settle(page)
    assert page.evaluate("document.activeElement !== document.body")


def reach(page: Page, name: str, key: str) -> None:
    """Press Tab until the focused element bears a name, then a key."""
    for _ in range(200):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "() => { const e = document.activeElement; return e.ariaLabel || (e.labels && e.labels[0] "
            "? e.labels[0].textContent : e.textContent) }"
        )
        if " ".join((label or "").split()).startswith(name):
            outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid", f"« {name} » a le focus sans que cela se voie"
            if key:
                page.keyboard.press(key)
            return
    raise AssertionError(f"« {name} » ne s'atteint pas au clavier")


@pytest.mark.parametrize(("name", "width"), [("360", 360), ("zoom-200", 640)])
def test_nothing_overflows_a_small_screen_or_a_zoomed_one(page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    open_dossier(page, dossier(ACCOUNTANT, FAULTY, target="RNCP36889"))
    press(page, page.locator("#regime"))
    unfold(page.locator("#experiences-0-start"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = [page.locator(f"[aria-labelledby=titre-{one}]").bounding_box() for one in ("parcours", "cibles", "avis")]
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(tops)
    photograph(page, name)


def test_colour_is_never_alone(page: Page) -> None:
    open_dossier(page, dossier(ACCOUNTANT, target="RNCP36889"))
    for outcome in page.locator(".finding .outcome").all():
        assert re.search(r"rempli|non rempli|à établir|plus exigé|sans objet|vigilance", said(outcome))
    assert page.locator("html").get_attribute("lang") == "fr"
    assert not re.search(r"\b\d{4}-\d{2}-\d{2}\b", said(page.locator("main")))
