"""The draft of a reply: one template an outcome, plain words, and a centre's own templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from journeys import ACCOUNTANT, report

from matcher.reading.bundled import referentials_folder
from matcher.reading.letters import load_letter
from matcher.render.letter import letter, template_of

OURS = referentials_folder()
SHORT = {"experiences": [{**ACCOUNTANT, "start": "2008-06-01"}]}
VAGUE = {"experiences": [{"kind": "salarie", "title": "Aide-comptable", "start": "2019"}]}


@pytest.mark.parametrize(
    ("filed_on", "more", "template", "said"),
    [
        ("2024-06-12", {}, "favorable_probable", "déposer votre demande de recevabilité"),
        ("2024-06-12", VAGUE, "a_completer", "il nous manque quelques réponses"),
        ("2010-06-01", SHORT, "defavorable_probable", "un point reste à retravailler"),
        ("2024-06-12", {"target": "CNAM-CP0200A"}, "non_appreciable", "règles propres au Cnam"),
        ("2024-06-12", {"experiences": [], "target": None}, "sans_cible", "connaître votre parcours"),
    ],
)
def test_each_outcome_has_its_letter(
    tmp_path: Path, filed_on: str, more: dict[str, Any], template: str, said: str
) -> None:
    found = report(filed_on, postcode="59000", **more)
    target = None if "target" in more and more["target"] is None else more.get("target", "RNCP36889")
    assert template_of(found, target) == template
    text = letter(found, load_letter(template, OURS, tmp_path), target)
    assert said in text
    assert "Cnam Hauts-de-France" in text
    assert "le Cnam seul décide" in text
    for never in ("défavorable", "{", "score", "None"):
        assert never not in text
    assert "\n\n\n" not in text


def test_a_list_without_an_item_takes_its_title_away(tmp_path: Path) -> None:
    found = report().model_copy(update={"steps": ()})
    text = letter(found, "Bonjour,\n\nVotre centre :\n{centre}\n\nRéponse : {reponse}\nÀ bientôt\n")
    assert text == "Bonjour,\n\nÀ bientôt\n"


def test_a_centre_writes_its_own_and_is_told_what_it_may_name(tmp_path: Path) -> None:
    folder = tmp_path / "courriers"
    folder.mkdir()
    (folder / "a_completer.txt").write_text("Bonjour du centre, {cible}", encoding="utf-8")
    assert load_letter("a_completer", OURS, tmp_path) == "Bonjour du centre, {cible}"
    (folder / "a_completer.txt").write_text("Bonjour {prénom}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"« \{prénom\} » inconnu ; attendu : l'un de \{avertissement\}"):
        load_letter("a_completer", OURS, tmp_path)
    (folder / "a_completer.txt").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(ValueError, match="attendu : un texte en UTF-8"):
        load_letter("a_completer", OURS, tmp_path)
