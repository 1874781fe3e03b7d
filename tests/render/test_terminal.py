from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from matcher.model.dossier import Dossier
from matcher.model.report import Report
from matcher.render.steps import steps_page
from matcher.render.terminal import report_page

Golden = Callable[[str, str], None]

REGIME = "aucune durée minimale"


def test_the_whole_report(report: Report, dossier: Dossier, golden: Golden) -> None:
    golden("rapport", str(report_page(report, dossier, regime=REGIME)))


def test_a_narrow_terminal(report: Report, dossier: Dossier, golden: Golden) -> None:
    text = str(report_page(report, dossier, regime=REGIME, width=60))
    golden("rapport-etroit", text)
    assert max(map(len, text.splitlines())) <= 60


def test_no_match(report: Report, golden: Golden) -> None:
    golden("sans-cible", str(report_page(report.model_copy(update={"matches": ()}), regime=REGIME)))


def test_the_first_screen_holds_the_law_and_three_targets_with_their_reason(report: Report, dossier: Dossier) -> None:
    screen = "\n".join(str(report_page(report, dossier, regime=REGIME)).splitlines()[:20])
    assert "Régime 2024\u202f: aucune durée minimale" in screen
    for said in ("Responsable comptable", "favorable probable", "Conduire une équipe"):
        assert said in screen
    assert "On ne sait pas si l'enregistrement était terminé." in screen
    assert "Certification hors du RNCP." in screen


def test_a_chosen_day_of_the_law_is_said(report: Report) -> None:
    assert "droit du 1er mai 2018" in str(report_page(report, on=date(2018, 5, 1)))


def test_no_union_is_named(report: Report, dossier: Dossier) -> None:
    text = str(report_page(report, dossier))
    assert "CGT" not in text
    assert "CFDT" not in text
    assert "Canari" not in text
    assert "Délégué [syndicat]" in text


def test_without_the_dossier_experiences_are_numbered(report: Report) -> None:
    assert "expérience 1" in str(report_page(report))


def test_what_all_targets_share_is_said_once(report: Report, dossier: Dossier) -> None:
    text = str(report_page(report, dossier))
    assert text.count("Aucune durée minimale depuis la loi") == 1
    assert text.count("fini à quel jour") == 1


def test_markup_in_a_title_is_only_text(report: Report) -> None:
    assert "[red]comptabilité[/red]" in str(report_page(report))


@pytest.mark.parametrize("code", ["favorable_probable", "not_met", "experiences[", "attestation_employeur", "{", "71"])
def test_no_code_and_no_score_is_shown(report: Report, dossier: Dossier, code: str) -> None:
    assert code not in str(report_page(report, dossier))


def test_no_line_is_cut_at_a_no_break_space(report: Report, dossier: Dossier) -> None:
    for width in range(40, 110, 7):
        for line in str(report_page(report, dossier, width=width)).splitlines():
            assert not line.endswith("\u202f")
            assert not line.lstrip().startswith((";", ":", "h et", "mois en"))


def test_questions_that_can_change_an_opinion_come_first(report: Report, dossier: Dossier) -> None:
    text = str(report_page(report, dossier))
    assert text.index("Quelle est la date") < text.index("fini à quel jour")


def test_the_target_aimed_at_is_detailed_whatever_its_rank(report: Report, dossier: Dossier) -> None:
    text = str(report_page(report, dossier, target="RNCP36884"))
    assert "DUT gestion — titre RNCP, niveau 6, RNCP36884 (visée par la personne)" in text
    assert "── 4. DUT gestion" in text
    assert "Autres cibles" not in text


def test_a_code_is_never_shown_as_a_competency(report: Report, dossier: Dossier) -> None:
    first = report.matches[0]
    for code in ("B1", "C1", "RNCP36889BC01", "C12.3"):
        evidence = first.blocs[0].evidence[0].model_copy(update={"competency": code})
        bloc = first.blocs[0].model_copy(update={"evidence": (evidence,)})
        changed = first.model_copy(update={"blocs": (bloc,)})
        text = str(report_page(report.model_copy(update={"matches": (changed,)}), dossier))
        assert "Je tenais les comptes" in text
        assert "→" not in text


def test_nothing_to_appreciate_is_said_in_one_word(report: Report, dossier: Dossier) -> None:
    assert "lien non appréciable" not in str(report_page(report, dossier))


def test_the_steps_in_full(report: Report, golden: Golden) -> None:
    text = str(steps_page(report, 100))
    golden("etapes", text)
    assert "CGT" not in text


def test_one_step_alone(report: Report) -> None:
    text = str(steps_page(report, 100, only=4))
    assert "4. Accompagnement" in text
    assert "Accueil" not in text


def test_a_report_ends_with_what_can_not_wait_in_each_step(report: Report, dossier: Dossier) -> None:
    end = str(report_page(report, dossier)).partition("Les sept étapes")[2]
    for said in ("? Quel est votre code postal", "12 août 2024 (au plus tard)", "! Aucun financeur trouvé"):
        assert said in end
    assert "Peut payer" not in end
    assert "Les sept étapes" not in str(report_page(report.model_copy(update={"steps": ()})))
