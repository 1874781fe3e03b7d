"""The ten journeys of an advisor, from the empty page to the printed sheet."""

from __future__ import annotations

from interview_steps import (
    ACCOUNTANT,
    card,
    change,
    dossier,
    expect_announced,
    findings,
    open_dossier,
    opinion,
    photograph,
    press,
    print_pdf,
    said,
    tick,
    unfold,
)
from playwright.sync_api import Page, expect
from pypdf import PdfReader

HR = [
    "Je rédige les contrats de travail et les avenants",
    "Je prépare la paie de 40 salariés",
    "Je publie les offres et je mène les entretiens de recrutement",
    "Je construis le plan de formation avec les responsables",
    "Je prépare les réunions du CSE avec la direction",
    "Je tiens les tableaux de bord des absences et des effectifs",
]
TREASURER = {
    "kind": "benevole",
    "title": "Trésorier",
    "start": "2015-01-01",
    "end": "2016-12-31",
    "total_hours": 240,
    "activities": [
        "Je tenais les comptes et je classais les factures",
        "Je préparais le budget et le bilan de l'année",
    ],
}
DELEGATE = {
    "kind": "syndical",
    "title": "Délégué syndical",
    "start": "2016-01-01",
    "end": "2017-12-31",
    "total_hours": 360,
    "within_work": False,
    "activities": ["J'analysais les comptes présentés par la direction", "Je tenais le budget des œuvres sociales"],
}


def test_a_clear_case_typed_from_the_empty_page(page: Page) -> None:
    photograph(page, "vide")
    change(page, "filed_on", "15/03/2024")
    page.locator("[name=target]").press_sequentially("responsable ressource humaines")
    page.locator("#target-choix").get_by_role("button", name="RNCP38442").click()
    press(page, page.get_by_role("button", name="Emploi", exact=False).first)
    expect(page.locator("[name='experiences[0].title']")).to_be_focused()
    photograph(page, "saisie")
    change(page, "experiences[0].title", "Assistante RH")
    change(page, "experiences[0].start", "01/01/2019")
    change(page, "experiences[0].end", "31/12/2023")
    change(page, "experiences[0].weekly_hours", "35")
    change(page, "experiences[0].activities", "\n".join(HR))
    tick(page, page.get_by_label("Attestation de l'employeur"))

    first = page.locator("li.card").first
    expect(first).to_contain_text("Responsable ressources humaines")
    expect(first).to_contain_text("niveau 6")
    expect(first).to_contain_text("visée par la personne")
    expect(first).to_contain_text("Fiche active jusqu'au 21 décembre 2028")
    expect(first).to_contain_text("Proximité forte")
    assert "%" not in said(first)
    assert "Favorable probable" in opinion(page)
    detail = said(page.locator("#detail"))
    assert "8 035 h" in detail
    assert "60 mois" in detail
    unfold(page.locator(".passages"))
    assert page.locator(".passages > li").count() >= 3
    assert page.locator(".passages mark").count() >= 4
    assert first.locator(".blocs li").count() == first.locator(".bloc-state").count() == 4
    for finding in page.locator(".finding").all():
        assert said(finding.locator(".source"))
    assert all(name in detail for name in ("Moteur", "Règles", "Référentiels", "Lexique"))
    photograph(page, "resultat")


def test_volunteer_and_union_hours_count_without_any_salary(page: Page) -> None:
    open_dossier(page, dossier(TREASURER, DELEGATE, target="RNCP36889"))
    assert "600 h" in said(page.locator("#detail"))
    assert "plus exigé" in findings(page)
    assert "ttestation signée par l'association" in findings(page)
    assert "ttestation signée par le bureau" in findings(page)
    expect(page.locator("#bandeau")).to_contain_text("Régime 2024 : aucune durée minimale")

    change(page, "filed_on", "02/05/2019")
    expect(page.locator("#bandeau")).to_contain_text("un an d'expérience au moins")
    assert "600 heures en rapport" in findings(page)
    assert "1 007" in findings(page)
    assert "Défavorable probable" in opinion(page)


def test_overlapping_part_times_share_the_calendar_and_raise_an_alert(page: Page) -> None:
    first = {**ACCOUNTANT, "start": "2021-01-01", "end": "2022-12-31", "weekly_hours": 20}
    second = {**ACCOUNTANT, "title": "Aide-comptable", "start": "2021-07-01", "end": "2022-12-31", "weekly_hours": 30}
    open_dossier(page, dossier(first, second, target="RNCP36889"))
    assert "24 mois" in said(page.locator("#detail"))
    assert "42 mois" not in said(page.locator("#detail"))
    alert = page.locator(".finding", has_text="Cumul")
    assert "vigilance" in said(alert)
    assert "50" in said(alert)
    assert "Défavorable" not in opinion(page)
    assert page.locator(".arithmetic > li").count() == 2
    expect(page.locator("#frise svg")).to_be_visible()


def test_training_counts_only_below_own_right(page: Page) -> None:
    worked = {**ACCOUNTANT, "start": "2018-01-01", "end": "2018-12-31", "weekly_hours": None, "total_hours": 800}
    trained = {**worked, "kind": "stage", "title": "Stage en comptabilité", "total_hours": 1000, "proofs": []}
    open_dossier(page, dossier(worked, trained, filed_on="2021-05-02", target="RNCP36889"))
    detail = page.locator("#detail")
    assert "1 000 h, non comptées dans le total" in said(detail)
    change(page, "experiences[0].total_hours", "1000")
    assert "non comptées dans le total" in said(detail)
    change(page, "experiences[0].total_hours", "1 001")
    assert "1 000 h, comptées dans le total" in said(detail)
    assert "2 001 h" in said(detail)


def test_one_file_under_three_dates(page: Page) -> None:
    worked = {**ACCOUNTANT, "start": "2014-01-01", "end": "2015-02-28"}
    open_dossier(page, dossier(worked, filed_on="2016-05-02", target="RNCP36889"))
    assert "Défavorable probable" in opinion(page)
    assert "loi n° 2014-288" in findings(page)
    change(page, "filed_on", "02/05/2019")
    assert "Favorable probable" in opinion(page)
    assert "1 607" in findings(page)
    change(page, "filed_on", "02/05/2024")
    assert "plus exigé" in findings(page)
    expect(page.locator("#bandeau")).to_contain_text("hors du portail France VAE")
    expect(page.locator("#avis .notice")).to_contain_text("Des pages de centres annoncent encore un an")

    press(page, page.locator("#regime"))
    rows = page.locator("#panneau tbody tr")
    assert [said(row.locator("th")).split()[0][:4] for row in rows.all()] == ["2002", "2014", "2016", "2023", "2024"]
    assert "Défavorable probable" in said(rows.nth(0))
    assert "S’applique" in said(rows.nth(4))
    photograph(page, "regimes")


def test_what_is_missing_is_asked_in_the_order_of_its_effect(page: Page) -> None:
    open_dossier(page, dossier({"kind": "salarie", "title": "Aide-comptable", "start": "2019"}))
    assert "À compléter" in opinion(page)
    state = page.locator("#bandeau .state")
    expect(state).to_contain_text("manquante")
    expect(state).not_to_contain_text("omplet")
    asked = [said(one) for one in page.locator(".questions li").all()]
    assert "Que faisiez-vous concrètement" in asked[0]
    assert "Peut changer le pré-avis" in asked[0]
    decisive = [("Peut changer" in one) for one in asked]
    assert decisive == sorted(decisive, reverse=True)
    assert "entre 0 et" in said(page.locator("#detail"))

    assert "toujours en cours ?" not in findings(page)

    change(page, "filed_on", "02/05/2021")
    assert "toujours en cours ?" in findings(page)
    press(page, page.get_by_role("button", name="Toujours en cours").first)
    assert page.locator("[name='experiences[0].ongoing']").is_checked()
    assert "toujours en cours ?" not in findings(page)
    change(page, "experiences[0].activities", "\n".join(ACCOUNTANT["activities"]))
    assert "Que faisiez-vous concrètement" not in findings(page)


def test_a_person_strong_on_one_bloc_is_shown_that_bloc(page: Page) -> None:
    told = [
        "Je construis le budget annuel avec les chefs de service et je le suis chaque mois",
        "Je calcule le coût de revient des produits",
        "Je fais des tableaux de bord sous Excel pour la direction",
    ]
    open_dossier(page, dossier({**ACCOUNTANT, "title": "Contrôleuse de gestion", "activities": told}))
    whole = card(page, "Responsable comptable")
    unfold(whole.locator(".blocs li").first)
    assert "manque" in said(whole.locator(".reason"))
    states = said(whole.locator(".blocs"))
    assert "oui Déployer et réaliser le contrôle de gestion" in states
    assert "non Participer à la gestion juridique" in states
    press(page, whole.get_by_role("button", name="Pourquoi Responsable comptable ?"))
    assert "Responsable comptable" in opinion(page)
    assert "demande limitée à des blocs est possible" in findings(page)
    assert "sur 7" in said(page.locator(".step"))


def test_any_certification_is_found_and_an_ended_one_says_so(page: Page) -> None:
    open_dossier(page, dossier(ACCOUNTANT, filed_on="2024-02-20"))
    page.locator("#cherche").press_sequentially("comptabilite gestion lisence")
    expect(page.locator("#trouvees")).to_contain_text("Comptabilité")
    page.locator("#cherche").fill("RNCP36131")
    found = page.locator("#trouvees li", has_text="RNCP36131")
    expect(found).to_contain_text("Fiche inactive : enregistrement terminé le 26 janvier 2024")
    press(page, found.get_by_role("button", name="Pourquoi pas"))
    assert "Pourquoi pas « Responsable ressources humaines » ?" in said(page.locator("#titre-panneau"))
    assert "Enregistrement terminé le 26/01/2024" in findings(page)
    assert "RNCP38442" in findings(page)
    photograph(page, "pourquoi-pas")


def test_the_quota_reads_the_year_of_the_request(page: Page) -> None:
    asked = [{"certification": "RNCP36889", "filed_on": "2024-01-15"}]
    open_dossier(page, dossier(ACCOUNTANT, target="RNCP36889", filed_on="2024-12-31", requests=asked))
    assert "Défavorable probable" in opinion(page)
    quota = page.locator(".finding.not_met", has_text="demande")
    assert "année civile" in said(quota.first)
    change(page, "filed_on", "01/01/2025")
    assert "Favorable probable" in opinion(page)

    change(page, "filed_on", "31/12/2024")
    change(page, "requests[0].certification", "RNCP35991")
    assert "Favorable probable" in opinion(page)
    press(page, page.get_by_role("button", name="Ajouter une ligne"))
    change(page, "requests[1].certification", "RNCP38442")
    change(page, "requests[1].filed_on", "02/02/2024")
    press(page, page.get_by_role("button", name="Ajouter une ligne"))
    change(page, "requests[2].certification", "RNCP38510")
    change(page, "requests[2].filed_on", "03/03/2024")
    assert "Défavorable probable" in opinion(page)


def test_what_if_then_print(page: Page) -> None:
    short = {**ACCOUNTANT, "start": "2018-01-01", "end": "2018-06-30", "proofs": []}
    open_dossier(page, dossier(short, filed_on="2019-05-02", target="RNCP36889"))
    assert "Défavorable probable" in opinion(page)
    press(page, page.locator("#figer"))
    expect(page.locator("#et-si")).to_contain_text("Rien ne change encore")
    tick(page, page.get_by_label("Attestation de l'employeur"))
    changes = said(page.locator(".changes"))
    assert "Justificatifs" in changes
    assert "Durée" not in changes
    change(page, "experiences[0].end", "31/12/2018")
    changes = said(page.locator(".changes"))
    assert "Pré-avis : défavorable probable → favorable probable" in changes
    assert "Durée minimale" in changes
    assert "Certification inscrite" not in changes
    photograph(page, "et-si")
    press(page, page.locator("#revenir"))
    assert page.locator("[name='experiences[0].end']").input_value() == "30/06/2018"
    assert "Défavorable probable" in opinion(page)
    expect(page.locator("#figer")).to_be_visible()

    page.locator("#note").fill("Revoir en janvier")
    page.locator("#adviser").fill("Camille Roy")
    printed = PdfReader(print_pdf(page, "impression"))
    width, height = (float(side) / 72 * 25.4 for side in printed.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    text = " ".join("".join(one.extract_text() for one in printed.pages).split())
    assert "le Cnam seul décide de la recevabilité" in text
    assert "Imprimé le" in text
    assert "Camille Roy" in text
    assert "Effacer" not in text
    assert "Pourquoi pas" not in text
    expect_announced(page, "Défavorable probable".lower())
