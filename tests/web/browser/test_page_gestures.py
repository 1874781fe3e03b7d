"""What the page does besides judging: files in and out, a CV, activities to tick, comparisons, the lexicon."""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from interview_steps import (
    ACCOUNTANT,
    card,
    change,
    dossier,
    findings,
    open_dossier,
    opinion,
    photograph,
    press,
    said,
    settle,
    tick,
    unfold,
)
from playwright.sync_api import Browser, Page, expect

EXAMPLES = Path(__file__).parents[3] / "examples"
CV = """Léa MARTIN
EXPÉRIENCES
Mars 2019 - aujourd'hui : Comptable, Société Durand
- Tenue de la comptabilité générale
- Déclarations de TVA
Depuis 2016 Trésorière bénévole du club
FORMATION
2012 BTS comptabilité
"""


def saved(page: Page) -> dict[str, object]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Enregistrer").click()
    assert download.value.suggested_filename == "dossier.json"
    read: dict[str, object] = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    return read


def test_a_file_opened_then_saved_is_the_same_dossier(page: Page) -> None:
    path = EXAMPLES / "comptable-et-tresoriere.yaml"
    with page.expect_navigation():
        page.set_input_files("#fichier", path)
    from matcher.reading.dossiers import parse_dossier

    assert parse_dossier(saved(page)) == parse_dossier(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_what_the_page_has_no_field_for_is_kept(page: Page) -> None:
    absences = [{"start": "2020-03-01", "end": "2020-05-31"}]
    languages = [{"code": "en", "level": "B2"}]
    open_dossier(page, dossier({**ACCOUNTANT, "absences": absences}, languages=languages))
    expect(page.locator("#parcours")).to_contain_text("Ce dossier porte aussi, sans champ sur cette page : langues")
    expect(page.locator("#experiences-0")).to_contain_text("suspensions du contrat")
    kept = saved(page)
    assert kept["languages"] == languages
    assert kept["experiences"][0]["absences"] == absences  # type: ignore[index]
    page.once("dialog", lambda dialog: dialog.accept())
    press(page, page.get_by_role("button", name="Les retirer").first)
    assert "languages" not in saved(page)


def test_a_faulty_draft_is_saved_and_opened_again(page: Page) -> None:
    open_dossier(page, dossier(ACCOUNTANT))
    change(page, "experiences[0].weekly_hours", "400")
    expect(page.locator("#experiences-0-weekly_hours-erreur")).to_contain_text("168")
    draft = saved(page)
    open_dossier(page, draft)
    assert page.locator("[name='experiences[0].weekly_hours']").input_value() == "400"
    expect(page.locator("#erreurs .summary")).to_contain_text("heures par semaine")


def test_what_is_no_dossier_is_refused_in_one_sentence(page: Page) -> None:
    with page.expect_navigation():
        page.set_input_files("#fichier", {"name": "x.json", "mimeType": "application/json", "buffer": b"[1, 2"})
    expect(page.locator("#erreurs .summary")).to_contain_text("1 erreur à corriger")
    expect(page.locator("#erreurs .summary")).to_contain_text("fichier")


def test_odd_values_are_shown_as_text_and_never_run(page: Page) -> None:
    open_dossier(page, dossier(ACCOUNTANT))
    odd = '<script>alert(1)</script> "; DROP TABLE été 🙂 \u202e'
    change(page, "experiences[0].title", odd)
    change(page, "project", "x" * 10_000)
    expect(page.locator("#experiences-0-resume")).to_contain_text("<script>alert(1)</script>")
    for path, typed, told in (
        ("experiences[0].end", "0000-00-00", "Date illisible"),
        ("experiences[0].end", "29/02/2023", "Date illisible"),
        ("experiences[0].total_hours", "-5", "au moins 0"),
        ("experiences[0].rome", "comptable", "code ROME"),
    ):
        change(page, path, typed)
        expect(page.locator(f"#{path.replace('[', '-').replace('].', '-')}-erreur")).to_contain_text(told)
        change(page, path, "")


def test_no_union_is_named_back(page: Page) -> None:
    told = {"kind": "syndical", "title": "Délégué CGT", "start": "2018", "end": "2020", "total_hours": 300}
    open_dossier(page, dossier({**told, "activities": ["Négociation pour la CFDT"]}))
    assert page.locator("[name='experiences[0].organisation']").count() == 0
    shown = " ".join(said(page.locator(f"#{one}")) for one in ("cibles", "avis", "detail", "frise"))
    assert "CGT" not in shown
    assert "CFDT" not in shown
    assert "CGT" not in json.dumps(saved(page))


def test_a_pasted_cv_is_confirmed_one_experience_at_a_time(page: Page) -> None:
    field = page.locator("#cv")
    unfold(field)
    field.fill(CV)
    press(page, page.get_by_role("button", name="Repérer les expériences"))
    proposals = page.locator(".cv .ticks > li")
    assert proposals.count() == 2
    assert "statut supposé" in said(proposals.nth(0))
    assert "d’après « bénévole »" in said(proposals.nth(1))
    assert page.locator(".experience").count() == 0
    photograph(page, "cv")
    proposals.nth(1).get_by_role("checkbox").check()
    settle(page)
    press(page, page.get_by_role("button", name="Retenir les expériences cochées"))
    assert page.locator(".experience").count() == 1
    assert page.locator("[name='experiences[0].title']").input_value() == "Trésorière bénévole du club"
    assert page.locator("[name='experiences[0].ongoing']").is_checked()


def test_typical_activities_are_ticked_then_belong_to_the_person(page: Page) -> None:
    told = {"kind": "benevole", "title": "Trésorière", "start": "2018", "end": "2020"}
    open_dossier(page, dossier(told, target="RNCP36889"))
    tick(page, page.get_by_label("Je tenais les comptes et je classais les pièces comptables"))
    tick(page, page.get_by_label("Je suivais la trésorerie et les relations avec la banque"))
    written = page.locator("[name='experiences[0].activities']").input_value().splitlines()
    assert len(written) == 2
    assert "rédigées par le projet" in said(page.locator(".typical"))
    assert page.locator(".typical input:checked:disabled").count() == 2


def test_the_status_decides_which_fields_are_asked(page: Page) -> None:
    open_dossier(page, dossier(ACCOUNTANT))
    assert page.locator("[name='experiences[0].within_work']").count() == 0
    kind = page.locator("[name='experiences[0].kind']")
    unfold(kind)
    assert kind.locator("option").count() == 15
    with page.expect_response(lambda answer: answer.url.endswith("/entretien")):
        kind.select_option("apprentissage")
    settle(page)
    expect(page.locator("[name='experiences[0].training_hours']")).to_have_count(1)
    with page.expect_response(lambda answer: answer.url.endswith("/entretien")):
        kind.select_option("salarie")
    settle(page)
    page.locator("[name='experiences[0].work_time']").select_option("forfait_jours")
    expect(page.locator("[name='experiences[0].weekly_hours']")).to_be_hidden()


def test_a_job_title_is_completed_while_typing(page: Page) -> None:
    open_dossier(page, dossier({**ACCOUNTANT, "rome": None}))
    title = page.locator("[name='experiences[0].title']")
    unfold(title)
    title.fill("")
    title.press_sequentially("responsable comptabl")
    suggestion = page.locator("#metiers-0 button").first
    expect(suggestion).to_be_visible()
    expect(page.locator("#metiers-0")).to_contain_text("nomenclature ROME non importée")
    with page.expect_response(lambda answer: answer.url.endswith("/entretien")):
        suggestion.click()
    settle(page)
    assert page.locator("[name='experiences[0].rome']").input_value().startswith("M")


def test_two_targets_are_compared_on_what_decides(page: Page) -> None:
    open_dossier(page, dossier(ACCOUNTANT, target="RNCP36889"))
    boxes = page.locator("[name=compare]")
    tick(page, boxes.nth(0))
    expect(page.locator("#titre-panneau")).to_have_count(0)
    tick(page, boxes.nth(1))
    expect(page.locator("#titre-panneau")).to_contain_text("Ce qui décide entre deux cibles")
    names = [said(one) for one in page.locator("#panneau tbody th").all()]
    assert {"Pré-avis", "Blocs réellement pratiqués", "Niveau"} <= set(names)
    photograph(page, "deux-cibles")
    press(page, page.locator("#fermer"))
    assert page.locator("[name=compare]:checked").count() == 0


def test_a_passage_refused_leaves_the_evidence(page: Page, data_folder: Path) -> None:
    told = {**ACCOUNTANT, "activities": ["Je faisais des tableaux de bord sous Excel pour la direction"]}
    open_dossier(page, dossier(told, target="RNCP36889"))
    unfold(page.locator(".passages"))
    before = said(page.locator(".passages"))
    press(page, page.locator(".passages").get_by_role("button", name="Refuser").first)
    page.locator("#lexique_reason").fill("outil seul, sans gestion")
    press(page, page.get_by_role("button", name="Inscrire au lexique"))
    expect(page.locator("#lexique-erreur")).to_contain_text("qui décide")
    page.locator("#lexique_author").fill("Camille Roy, centre d'essai")
    press(page, page.get_by_role("button", name="Inscrire au lexique"))
    expect(page.locator("#decision")).to_contain_text("Inscrit au lexique du centre")
    assert "outil seul, sans gestion" in (data_folder / "lexique.yaml").read_text(encoding="utf-8")
    change(page, "project", "autre chose")
    assert before not in said(page.locator("#detail"))
    assert "Lexique :" in findings(page)


def test_clearing_asks_first(page: Page) -> None:
    open_dossier(page, dossier(ACCOUNTANT))
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("link", name="Effacer").click()
    assert page.locator(".experience").count() == 1
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.get_by_role("link", name="Effacer").click()
    assert page.locator(".experience").count() == 0


def test_what_is_open_stays_open_and_the_focus_stays_while_it_recalculates(page: Page) -> None:
    open_dossier(page, dossier(ACCOUNTANT, target="RNCP36889"))
    page.locator("#detail-heures > summary").click()
    why = card(page, "Responsable comptable").get_by_role("button", name="Pourquoi Responsable comptable ?")
    press(page, why)
    expect(why).to_be_focused()
    assert page.locator("#detail-heures").get_attribute("open") is not None
    page.locator("#detail-heures > summary").click()
    change(page, "filed_on", "01/06/2024")
    assert page.locator("#detail-heures").get_attribute("open") is None


def test_a_page_older_than_its_session_goes_on(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    open_dossier(page, dossier(ACCOUNTANT, target="RNCP36889"))
    for token in page.locator("[name=csrf_token]").all():
        token.evaluate("field => { field.value = 'périmé' }")
    with page.expect_response(lambda answer: answer.url.endswith("/entretien") and answer.ok):
        page.locator("[name=filed_on]").fill("02/05/2019")
        page.locator("[name=filed_on]").dispatch_event("change")
    settle(page)
    expect(page.locator("#bandeau")).to_contain_text("un an d'expérience au moins")
    context.close()


def test_the_page_serves_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Emploi").first.click()
    for name, value in (("title", "Comptable"), ("start", "2019"), ("end", "2023"), ("rome", "M1203")):
        page.locator(f"[name='experiences[0].{name}']").evaluate("(e, v) => { e.value = v }", value)
    page.locator("[name=target]").fill("RNCP36889")
    page.locator("[name='experiences[0].activities']").fill("\n".join(ACCOUNTANT["activities"]))
    page.get_by_role("button", name="Recalculer").last.click()
    assert "Responsable comptable" in said(page.locator("#cibles"))
    assert "probable" in opinion(page)
    context.close()


def test_the_sheets_are_downloaded(page: Page) -> None:
    open_dossier(page, dossier(ACCOUNTANT, target="RNCP36889"))
    for name in ("Fiche à remettre à la personne (Word)", "Tableau de faisabilité (PDF)", "Rapport (JSON)"):
        page.locator("#exporter > summary").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        content = Path(download.value.path()).read_bytes()
        assert content[:4] in {b"PK\x03\x04", b"%PDF", b"{\n  "}
        expect(page.locator("#exporter")).not_to_have_attribute("open", "")
    assert "probable" in opinion(page)
