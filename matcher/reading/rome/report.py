"""What an import of ROME did, as an object and as French lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from matcher.reading.import_words import EXAMPLES, Entry, count, listed
from matcher.rulebook.sentences import day_in_french


class RomeLoad(Entry):
    """What an import of ROME did. ``unchanged``: these very files were already in use, and nothing was written.

    ``added``, ``removed`` and ``renamed`` are job codes, against the version in use before. ``unlabelled`` are job
    codes that the table of codes lacks, with the label found elsewhere.
    """

    version: str
    source_date: date | None
    files: tuple[str, ...]
    jobs: int
    appellations: int
    skills: int
    links: int
    moves: int
    crosswalk: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    unlabelled: Mapping[str, str] = {}
    remarks: tuple[str, ...] = ()
    unchanged: bool = False

    def lines(self, examples: int = EXAMPLES) -> list[str]:
        """The report in French; lists are cut to some examples."""
        files, dated = ", ".join(self.files), f" du {day_in_french(self.source_date)}" if self.source_date else ""
        counts = (
            count(self.jobs, "métier"),
            count(self.appellations, "appellation"),
            count(self.skills, "compétence"),
            f"{count(self.links, 'lien')} avec un métier",
            count(self.moves, "mobilité"),
        )
        said = [f"Rien à faire : {files} est déjà la version en service."] if self.unchanged else []
        said.append(f"ROME {self.version}{dated} ({files}) : {', '.join(counts)}.")
        if self.crosswalk:
            said.append(f"Passage d'anciens codes : {count(self.crosswalk, 'correspondance')}.")
        if not self.unchanged:
            changes = (("Ajoutés", self.added), ("retirés", self.removed), ("renommés", self.renamed))
            said.append(" ; ".join(listed(title, codes, examples) for title, codes in changes) + ".")
        for code, label in self.unlabelled.items():
            said.append(f"{code} manque dans la table des codes ; libellé retenu : {label}.")
        return said + list(self.remarks)
