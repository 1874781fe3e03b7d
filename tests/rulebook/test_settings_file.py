"""The numbers of the ranking: a broken file is refused, with the file, the line and a French sentence."""

from __future__ import annotations

import re
from datetime import date

import pytest

from matcher.rulebook.checking import check_rules
from matcher.rulebook.ranking_settings import load_ranking_settings

NAME = "classement.yaml"


def refusal(folder) -> list[str]:
    with pytest.raises(ValueError, match="classement") as refused:
        load_ranking_settings(folder.path / NAME)
    return str(refused.value).splitlines()


def changed(folder, pattern: str, new: str) -> int:
    """Replace the first match, and give its line."""
    text = folder.read(NAME)
    found = re.search(pattern, text, flags=re.MULTILINE)
    assert found is not None, pattern
    folder.write(NAME, text[: found.start()] + new + text[found.end() :])
    return text[: found.start()].count("\n") + 1


def test_the_bundled_settings_are_accepted(folder) -> None:
    assert sum(load_ranking_settings(folder.path / NAME).weights.by_name().values()) == 100


@pytest.mark.parametrize(
    ("pattern", "new", "said"),
    [
        pytest.param(r"^shortlist: \d+", "shortliste: 50", "shortliste : clé inconnue", id="unknown key"),
        pytest.param(
            r"^shortlist: \d+", "shortlist: cinquante", "shortlist : ce n'est pas un nombre entier", id="word"
        ),
        pytest.param(
            r"^shortlist: \d+", "shortlist: 0", "la valeur est trop petite (lu : 0) ; attendu : au moins 1", id="0"
        ),
        pytest.param(r"^shortlist: \d+", "shortlist: 50.5", "shortlist : ce n'est pas un nombre entier", id="decimals"),
        pytest.param(r"^shortlist: \d+", "shortlist: null", "shortlist : la valeur manque", id="null"),
        pytest.param(r"^  forte: \d+", "  forte: 101", "strength.forte : la valeur est trop grande", id="over 100"),
        pytest.param(r"^  forte: \d+", "  forte: -1", "strength.forte : la valeur est trop petite", id="negative"),
        pytest.param(r"^  forte: \d+", "  forte: .nan", "strength.forte : ce nombre n'est pas fini", id="not a number"),
        pytest.param(r"^  forte: \d+", "  forte: .inf", "strength.forte", id="infinite"),
        pytest.param(r"^  projet: \d+", "  projet: 11.5", "leur somme doit faire 100", id="weights beyond 100"),
        pytest.param(r"^  forte: \d+", "  forte: 1", "dépasse le seuil forte (1)", id="strengths out of order"),
        pytest.param(
            r"^shortlist: \d+", "shortlist: 50\nshortlist: 50", "shortlist : clé écrite deux fois", id="twice"
        ),
        pytest.param(r"^shortlist: \d+", "\tshortlist: 50", "tabulation", id="tab"),
        pytest.param(r"^shortlist: \d+", "shortlist: *n", "alias non défini", id="undefined alias"),
    ],
)
def test_a_wrong_setting_is_refused_in_french(folder, pattern: str, new: str, said: str) -> None:
    line = changed(folder, pattern, new)

    faults = refusal(folder)

    assert any(said in fault for fault in faults), faults
    assert all(re.match(r"classement\.yaml, ligne \d+[ ,]", fault) for fault in faults), faults
    if "somme" not in said and "dépasse" not in said:
        assert f"{NAME}, ligne {line + new.count(chr(10))}" in "".join(faults)


def test_a_missing_setting_is_refused(folder) -> None:
    changed(folder, r"^shortlist: \d+\n", "")

    assert any("shortlist : la clé manque" in fault for fault in refusal(folder))


@pytest.mark.parametrize("text", ["", "# rien\n"], ids=["empty", "comments"])
def test_an_empty_file_lacks_every_setting(folder, text: str) -> None:
    folder.write(NAME, text)

    assert len(refusal(folder)) >= 5


def test_a_missing_file_is_refused(folder) -> None:
    (folder.path / NAME).unlink()

    (fault,) = refusal(folder)
    assert fault.startswith("classement.yaml : fichier illisible")


def test_a_broken_setting_is_a_fault_of_the_check(folder) -> None:
    changed(folder, r"^shortlist: \d+", "shortlist: 0")

    report = check_rules(folder.path, date(2026, 12, 1))

    assert [fault.split(" : ")[0] for fault in report.faults] == [
        f"classement.yaml, ligne {folder.line_of(NAME, 'shortlist: 0')}, shortlist"
    ]
