"""The activities to tick: enough of them, marked as the project's own words, offered to the right duties."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.reading.masking import mask_unions
from matcher.reading.typical_activities import bundled_typical_activities, load_typical_activities


def test_there_are_forty_to_sixty_and_they_say_whose_words_they_are() -> None:
    typical = bundled_typical_activities()
    assert 40 <= sum(len(role.activities) for role in typical.roles) <= 60
    assert "rédigées par le projet" in typical.source


def test_they_are_told_in_the_first_person_and_name_no_union() -> None:
    for role in bundled_typical_activities().roles:
        for activity in role.activities:
            assert activity.startswith(("Je ", "J'"))
            assert mask_unions(activity) == activity


@pytest.mark.parametrize(
    ("kind", "title", "role"),
    [
        ("benevole", "trésorière du club", "Trésorier d'association"),
        ("benevole", "Entraîneuse", "Entraîneur ou éducateur sportif"),
        ("syndical", "Conseillère prud'homale", "Conseiller prud'homal"),
        ("syndical", "élue au CSE", "Élu au comité social et économique (CSE)"),
        ("mandat_electif", "Adjointe au maire", "Maire ou adjoint"),
    ],
)
def test_the_duty_that_the_title_names_comes_first(kind: str, title: str, role: str) -> None:
    assert bundled_typical_activities().of(kind, title)[0].role == role


def test_a_job_is_offered_none() -> None:
    assert bundled_typical_activities().of("salarie", "Comptable") == ()


def test_an_activity_given_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "activites.yaml"
    path.write_text(
        "source: essai\nwritten_on: 2026-11-24\nroles:\n"
        "  - {role: Trésorier, kinds: [benevole], words: [trésorier], activities: [Je compte, Je compte]}\n",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="deux fois"):
        load_typical_activities(path)
