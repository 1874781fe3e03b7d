"""A rule with a step is judged once for the dossier: it stands in no certification's law, nor lends it its facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

OnlyFault = Callable[..., str]

DAY = date(2024, 6, 1)
FACT = "  part: {type: ratio, label: part}\n"
OF_THE_DOSSIER = "  part: {type: ratio, label: part, scope: dossier}\n"
STEP = """\
topic: Étape
rules:
  - id: etape.part
    title: Part
    kind: information
    step: 4
    versions:
      - in_force: {from: 2002-01-18}
        when: {part: {at_least: 0.5}}
        met: "Assez."
        not_met: "Trop peu."
        source: {text: un texte, confidence: verified}
        checked_on: 2026-11-24
    examples: []
"""
READS = 'met_when: {any: [{"finding:duree": {is: not_met}}, {"finding:duree": {is_not: not_met}}]}'


def test_it_stands_in_the_law_of_the_dossier_only(folder) -> None:
    book = folder.change("faits.yaml", (FACT, OF_THE_DOSSIER)).write("etapes/part.yaml", STEP).load()
    assert book.law_on(DAY, "dossier").rule("etape.part") is not None
    assert [rule.id for rule in book.law_on(DAY).rules] == ["duree", "avis"]
    assert "part" not in book.law_on(DAY).facts
    assert "heures" in book.law_on(DAY, "dossier").facts


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('met: "Avis."', 'met: "Avis, {part}."', "lit « part », un fait du dossier"),
        (READS, READS.replace('"finding:duree"', '"finding:etape.part"'), "jugée avec elle (step)"),
        (
            "when: {heures: {at_least: {parameter: seuil.heures}}}",
            "when: {part: {at_least: 0.1}}",
            "un fait du dossier",
        ),
    ],
)
def test_a_rule_of_a_certification_reads_nothing_of_the_dossier(folder, old: str, new: str, said: str) -> None:
    folder.change("faits.yaml", (FACT, OF_THE_DOSSIER)).write("etapes/part.yaml", STEP)
    folder.change("duree.yaml", (old, new))
    assert any(said in fault for fault in folder.faults())


@pytest.mark.parametrize("wrong", ["0", "8", "accueil"])
def test_a_step_that_is_none_is_refused(folder, wrong: str) -> None:
    folder.write("etapes/part.yaml", STEP.replace("step: 4", f"step: {wrong}"))
    assert any("etapes/part.yaml, ligne 6, rules[0].step" in fault for fault in folder.faults())


def test_an_opinion_has_no_step(folder) -> None:
    folder.change("duree.yaml", ("    order: 1\n", "    order: 1\n    step: 3\n"))
    assert any("une règle d'avis ne va pas dans une étape" in fault for fault in folder.faults())
