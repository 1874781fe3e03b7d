"""The check of the rules: examples that fail, outcomes not shown, sources to look at again."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.reading.bundled import rules_folder
from matcher.rulebook.checking import check_rules
from matcher.rulebook.loading import rules_version
from matcher.rulebook.numbering import rules_number

SOON, LATER = date(2026, 12, 1), date(2027, 11, 25)
TOO_LITTLE = 'facts: {heures: 1606}, outcome: not_met, says: "Il manque 1 heures."'


def test_a_sound_folder_has_no_fault_and_says_what_it_holds(folder) -> None:
    report = check_rules(folder.path, SOON)

    assert report.faults == ()
    assert report.summary == "2 règles, 3 versions, 2 paramètres, 4 exemples"


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("facts: {heures: 1606}, outcome: met", "issue « not_met » ; attendu : « met »"),
        ('facts: {heures: 1606}, outcome: not_met, says: "Il manque 2 heures."', "attendu : « Il manque 2 heures. »"),
        ("facts: {}, outcome: unknown, missing: [mois]", "manquent ['heures'] ; attendu : ['mois']"),
        ("facts: {heures: [1000, 2000]}, outcome: not_met", "issue « unknown » ; attendu : « not_met »"),
    ],
    ids=["outcome", "sentence", "missing", "range"],
)
def test_an_example_that_fails_is_told_with_its_file_line_and_name(folder, new: str, said: str) -> None:
    folder.change("duree.yaml", (TOO_LITTLE, new))

    faults = check_rules(folder.path, SOON).faults

    line = folder.line_of("duree.yaml", "name: trop peu")
    assert any(
        fault.startswith(f"duree.yaml, ligne {line}, rules[0].examples[1] : « trop peu » : ") and said in fault
        for fault in faults
    ), faults


def test_an_example_before_the_first_version_is_a_fault(folder) -> None:
    folder.change("duree.yaml", ("{name: plus rien, on: 2024-06-01", "{name: plus rien, on: 2001-06-01"))

    assert any("aucune version de la règle au 2001-06-01" in fault for fault in check_rules(folder.path, SOON).faults)


def test_an_outcome_that_no_example_shows_is_a_fault_of_its_version(folder) -> None:
    folder.change("duree.yaml", ("      - {name: plus rien, on: 2024-06-01, facts: {}, outcome: waived}\n", ""))

    (fault,) = check_rules(folder.path, SOON).faults

    line = folder.line_of("duree.yaml", "in_force: {from: 2020-01-01}")
    assert fault == (
        f"duree.yaml, ligne {line}, rules[0].versions[1] : "
        "aucun exemple ne montre « waived » dans la version du 01/01/2020"
    )


def test_a_rule_without_an_example_is_a_fault(folder) -> None:
    example = '    examples:\n      - {name: favorable, on: 2010-06-01, facts: {"finding:duree": met}, outcome: met}\n'
    folder.change("duree.yaml", (example, ""))

    faults = check_rules(folder.path, SOON).faults

    line = folder.line_of("duree.yaml", "id: avis")
    assert f"duree.yaml, ligne {line}, rules[1].id : la règle avis n'a aucun exemple" in faults


def test_spaces_typed_in_an_example_match_thin_ones(folder) -> None:
    folder.change("duree.yaml", (TOO_LITTLE, 'facts: {heures: 1}, outcome: not_met, says: "Il manque 1 606 heures."'))

    assert check_rules(folder.path, SOON).faults == ()


def test_a_source_to_confirm_is_a_warning(folder) -> None:
    (warning,) = (one for one in check_rules(folder.path, SOON).warnings if "source" in one)

    line = folder.line_of("duree.yaml", "in_force: {from: 2020-01-01}")
    assert warning == f"duree.yaml, ligne {line}, rules[0].versions[1] : duree : source à confirmer (un autre texte)"


def test_what_was_not_checked_for_a_year_is_a_warning(folder) -> None:
    warnings = [one for one in check_rules(folder.path, LATER).warnings if "non revérifiée" in one]

    assert len(warnings) == 5
    assert check_rules(folder.path, date(2027, 11, 24)).warnings == check_rules(folder.path, SOON).warnings


def test_rules_that_cannot_be_read_are_the_only_faults_told(folder) -> None:
    folder.change("duree.yaml", ("kind: blocking", "kind: bloquante"), (TOO_LITTLE, "facts: {}, outcome: met"))

    report = check_rules(folder.path, SOON)

    assert len(report.faults) == 1
    assert "kind : valeur inconnue" in report.faults[0]


def test_rules_changed_since_their_number_was_given_are_told(folder) -> None:
    assert any(one.startswith("version.yaml : absent") for one in check_rules(folder.path, SOON).warnings)
    folder.write("version.yaml", f'version: 1.2.0\ncontent: "{rules_version(folder.path)}"\n')
    sound = check_rules(folder.path, SOON)
    assert sound.summary.startswith("Règles 1.2.0 : ")
    assert not any("version.yaml" in one for one in sound.warnings)
    folder.change("duree.yaml", ("Durée minimale", "Durée la plus courte"))
    assert any("règles changées depuis la 1.2.0" in one for one in check_rules(folder.path, SOON).warnings)


def test_the_bundled_rules_bear_a_number_of_their_own() -> None:
    assert rules_number(rules_folder()) == ("1.0.0", None), "notez un nouveau numéro dans rules/version.yaml"
