"""What a batch did, in figures that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from matcher.batch.columns import Row
from matcher.reading.forms.line import Status

_WORDS: dict[Status, tuple[str, str]] = {
    "evaluee": ("évaluée", "évaluées"),
    "a_completer": ("à compléter", "à compléter"),
    "doublon_probable": ("doublon probable", "doublons probables"),
    "rejetee": ("rejetée", "rejetées"),
}


@dataclass
class Summary:
    """How many lines were read, and what became of them. ``orphans``: lines of experiences that belong to no form."""

    read: int = 0
    blank: int = 0
    orphans: int = 0
    notes: list[str] = field(default_factory=list)
    by_status: Counter[str] = field(default_factory=Counter)

    def count(self, rows: Iterable[Row]) -> None:
        self.by_status.update(row["statut_traitement"] for row in rows)

    @property
    def rejected(self) -> bool:
        """Whether a line, of forms or of experiences, found no place in the results."""
        return bool(self.by_status["rejetee"] or self.orphans)

    def sentence(self) -> str:
        """As "10 lues : 3 évaluées, 5 à compléter, 1 doublon probable, 1 rejetée."."""
        told = ", ".join(
            f"{_spaced(self.by_status[status])} {words[self.by_status[status] > 1]}" for status, words in _WORDS.items()
        )
        return f"{_spaced(self.read)} {'lues' if self.read > 1 else 'lue'} : {told}."

    def lines(self) -> list[str]:
        """The whole summary."""
        told = [*self.notes]
        if self.blank:
            told.append(f"{_spaced(self.blank)} ligne{'s vides sautées' if self.blank > 1 else ' vide sautée'}.")
        if self.orphans:
            s = "s" if self.orphans > 1 else ""
            told.append(f"{_spaced(self.orphans)} ligne{s} d'expérience sans fiche, copiée{s} dans les rejets.")
        return [*told, self.sentence()]


def _spaced(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")
