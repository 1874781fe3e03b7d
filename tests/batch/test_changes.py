"""Two runs of a batch compared: who changed, and what did it."""

from __future__ import annotations

from pathlib import Path

import pytest
from form_files import SOUND, TEN_FORMS, Run, write_forms

from matcher.batch.changes import compare
from matcher.cli import main
from matcher.engine import Matcher
from matcher.reading.forms import FormsRefused


def edited(folder: Path, *changes: tuple[str, str]) -> Path:
    text = (folder / "out.csv").read_text(encoding="utf-8-sig")
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    (folder / "before.csv").write_text(text, encoding="utf-8-sig")
    return folder / "before.csv"


def test_two_equal_runs_and_the_forms_again_show_nothing(run: Run, matcher: Matcher, tmp_path: Path) -> None:
    run(TEN_FORMS)
    for after in (tmp_path / "out.csv", TEN_FORMS):
        found = compare(tmp_path / "out.csv", after, lambda: matcher)
        assert found.changes == []
        assert found.compared == 10


def test_the_rule_that_changed_an_opinion_is_named(run: Run, matcher: Matcher, tmp_path: Path) -> None:
    run(write_forms(tmp_path / "forms.csv", [SOUND]))
    before = edited(
        tmp_path,
        ("evaluee;a_completer;", "evaluee;favorable_probable;"),
        ("recevabilite.lien=unknown", "recevabilite.lien=met"),
        ("règles ", "règles x"),
    )
    (change,) = compare(before, tmp_path / "out.csv", lambda: matcher).changes
    assert "avis favorable probable → à compléter" in change.sentence()
    assert "règle recevabilite.lien : rempli → à établir" in change.sentence()
    assert "nouvelles règles" in change.sentence()


def test_a_first_target_a_form_and_a_disappearance_are_told(run: Run, matcher: Matcher, tmp_path: Path) -> None:
    run(write_forms(tmp_path / "forms.csv", [SOUND, {**SOUND, "id_fiche": "F2", "exp1_fonction": "DRH"}]))
    before = tmp_path / "before.csv"
    (tmp_path / "out.csv").rename(before)
    coder = {"exp1_fonction": "Développeur web", "exp1_activites": "Développement PHP; bases de données; tests"}
    run(write_forms(tmp_path / "forms.csv", [SOUND | coder]))
    found = compare(before, tmp_path / "out.csv", lambda: matcher)
    assert [(one.id_fiche, one.kind) for one in found.changes] == [("F1", "première cible"), ("F2", "disparue")]
    assert "la fiche n'est plus la même" in found.changes[0].sentence()
    assert "1 changée de première cible, 0 changée de statut ; 0 ajoutée, 1 disparue" in found.summary()


def test_the_command_writes_the_changes(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(write_forms(tmp_path / "forms.csv", [SOUND]))
    before = edited(tmp_path, ("evaluee;a_completer;", "evaluee;favorable_probable;"))
    assert main(["diff", str(before), str(tmp_path / "out.csv"), "-o", str(tmp_path / "changes.csv")]) == 0
    assert "1 fiche comparée : 0 inchangée, 1 changée d'avis" in capsys.readouterr().out
    assert "F1;avis;favorable_probable;a_completer;" in (tmp_path / "changes.csv").read_text(encoding="utf-8-sig")
    assert main(["diff", str(TEN_FORMS), str(before)]) == 2
    assert "la colonne statut_traitement manque" in capsys.readouterr().err


def test_what_is_no_result_is_refused(run: Run, matcher: Matcher, tmp_path: Path) -> None:
    with pytest.raises(FormsRefused, match="statut_traitement"):
        compare(TEN_FORMS, TEN_FORMS, lambda: matcher)
