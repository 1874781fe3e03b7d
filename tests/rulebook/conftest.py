"""A small sound folder of rules, to be broken in one place at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.rulebook.loading import RulebookError, load_rulebook
from matcher.rulebook.rulebook import Rulebook

FACTS = """\
facts:
  heures: {type: hours, label: heures, range: true}
  mois: {type: months, label: mois, range: true}
  part: {type: ratio, label: part}
  demandes: {type: count, label: demandes}
  ouverte: {type: flag, label: certification ouverte}
  metier: {type: text, label: métier, values: {proche: métier proche, loin: métier éloigné}}
  fin: {type: date, label: fin}
"""

PARAMETERS = """\
topic: Seuils
parameters:
  - id: seuil.heures
    title: Heures demandées
    versions:
      - in_force: {from: 2002-01-18}
        value: 1607
        source: {text: un texte, confidence: verified}
        checked_on: 2026-11-24
  - id: liste.metiers
    title: Métiers admis
    versions:
      - in_force: {from: 2002-01-18}
        value: [proche]
        source: {text: un texte, confidence: verified}
        checked_on: 2026-11-24
"""

RULES = """\
topic: Durée
rules:
  - id: duree
    title: Durée minimale
    kind: blocking
    versions:
      - in_force: {from: 2002-01-18, until: 2020-01-01}
        when: {heures: {at_least: {parameter: seuil.heures}}}
        met: "{heures} heures."
        not_met: "Il manque {shortfall} heures."
        source: {text: un texte, article: L1, confidence: verified}
        checked_on: 2026-11-24
      - in_force: {from: 2020-01-01}
        waived: "Aucune durée."
        source: {text: un autre texte, confidence: to_confirm}
        checked_on: 2026-11-24
    examples:
      - {name: assez, on: 2010-06-01, facts: {heures: 1607}, outcome: met}
      - {name: trop peu, on: 2010-06-01, facts: {heures: 1606}, outcome: not_met, says: "Il manque 1 heures."}
      - {name: plus rien, on: 2024-06-01, facts: {}, outcome: waived}
  - id: avis
    title: Avis
    kind: information
    opinion: favorable_probable
    order: 1
    versions:
      - in_force: {from: 2002-01-18}
        met_when: {any: [{"finding:duree": {is: not_met}}, {"finding:duree": {is_not: not_met}}]}
        met: "Avis."
        source: {text: règle du programme, confidence: house}
        checked_on: 2026-11-24
    examples:
      - {name: favorable, on: 2010-06-01, facts: {"finding:duree": met}, outcome: met}
"""

SETTINGS = (Path(__file__).parents[2] / "rules" / "classement.yaml").read_text(encoding="utf-8")

TEXTS = {"faits.yaml": FACTS, "parametres/seuils.yaml": PARAMETERS, "duree.yaml": RULES, "classement.yaml": SETTINGS}


class Folder:
    """A folder of rules. ``change`` replaces a text that stands once in a file; ``line_of`` says where it stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name, text in TEXTS.items():
            self.write(name, text)

    def write(self, name: str, content: str | bytes) -> Folder:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return self

    def read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def change(self, name: str, *changes: tuple[str, str]) -> Folder:
        text = self.read(name)
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} : {text.count(old)} fois dans {name}"
            text = text.replace(old, new)
        return self.write(name, text)

    def line_of(self, name: str, text: str) -> int:
        whole = self.read(name)
        assert whole.count(text) == 1, f"{text!r} : {whole.count(text)} fois dans {name}"
        return whole[: whole.index(text)].count("\n") + 1

    def load(self) -> Rulebook:
        return load_rulebook(self.path)

    def faults(self) -> list[str]:
        """What refuses the folder, as a reader sees it; empty when nothing does."""
        try:
            self.load()
        except RulebookError as error:
            return [str(fault) for fault in error.faults]
        return []


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "rules")


@pytest.fixture
def only_fault(folder: Folder) -> Callable[..., str]:
    """Break one file, and give the one fault that this makes, without its "file, ligne n" when that is as expected."""

    def broken(name: str, old: str, new: str, at: str | None = None) -> str:
        folder.change(name, (old, new))
        (fault,) = folder.faults()
        place = f"{name}, ligne {folder.line_of(name, new if at is None else at)}"
        assert fault.startswith(place), f"{fault} ; attendu : {place}"
        return fault.removeprefix(place).removeprefix(", ")

    return broken
