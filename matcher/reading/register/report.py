"""What an import of the register did, as an object and as French lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from matcher.reading.import_words import EXAMPLES, Entry, count, listed
from matcher.reading.register.fiche import Note, Quarantined
from matcher.rulebook.sentences import day_in_french, number_in_french


class RegisterLoad(Entry):
    """The version now in use, and how it came to be.

    ``unchanged``: these very files were already in use, and nothing was written. ``added``, ``changed`` and ``removed``
    are numbers of fiches, against the version in use before (all are added when there was none). ``not_targets`` counts
    the RS fiches, which are left out. ``unknown_rome`` and ``retired_rome`` give, by ROME code, the fiches that carry
    it; ``rome_version`` is the ROME they were held against, None when none is imported.
    """

    version: str
    source_date: date | None
    files: tuple[str, ...]
    fiches: int
    active: int
    not_targets: int
    with_competencies: int = 0
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    notes: tuple[Note, ...] = ()
    remarks: tuple[str, ...] = ()
    rome_version: str | None = None
    unknown_rome: Mapping[str, tuple[str, ...]] = {}
    retired_rome: Mapping[str, tuple[str, ...]] = {}
    unchanged: bool = False

    def lines(self, examples: int = EXAMPLES) -> list[str]:
        """The report in French; lists are cut to some examples, the object holds them whole."""
        return list(self._lines(examples))

    def _lines(self, examples: int) -> Iterator[str]:
        files = ", ".join(dict.fromkeys(self.files))
        dated = f"du {day_in_french(self.source_date)}" if self.source_date else "sans date"
        if self.unchanged:
            yield f"Rien à faire : {files} est déjà la version en service."
        yield (
            f"RNCP {dated} ({files}) : {count(self.fiches, 'certification')}, dont {count(self.active, 'active')} et "
            f"{number_in_french(self.with_competencies)} avec leurs compétences ; version {self.version}."
        )
        if self.not_targets:
            yield f"Répertoire spécifique : {count(self.not_targets, 'fiche')} RS, hors des cibles, non retenues."
        if not self.unchanged:
            yield (
                f"Ajoutées : {number_in_french(len(self.added))} ; "
                f"modifiées : {number_in_french(len(self.changed))} ; "
                f"{listed('retirées', self.removed, examples)}."
            )
        if self.quarantined:
            yield f"En quarantaine : {count(len(self.quarantined), 'fiche')}."
            for one in self.quarantined[:examples]:
                yield f"  {one.place} : {' : '.join(filter(None, (one.number, one.reason)))}."
            if len(self.quarantined) > examples:
                yield f"  … et {count(len(self.quarantined) - examples, 'autre')}."
        yield from self._noted(examples)
        yield from self.remarks
        yield from self._rome(examples)

    def _noted(self, examples: int) -> Iterator[str]:
        groups: defaultdict[tuple[str, str], list[Note]] = defaultdict(list)
        for note in self.notes:
            groups[note.fact, note.problem].append(note)
        for (fact, problem), notes in sorted(groups.items()):
            shown = ", ".join(f"{note.code} « {note.value} »" if note.value else note.code for note in notes[:examples])
            more = ", …" if len(notes) > examples else ""
            yield f"{_FACTS.get(fact, fact).capitalize()} : {problem} ({number_in_french(len(notes))} : {shown}{more})."

    def _rome(self, examples: int) -> Iterator[str]:
        if self.rome_version is None:
            yield "Codes ROME non vérifiés : aucun ROME importé n'est lisible (« vae import rome »)."
        for said, codes in (("inconnus", self.unknown_rome), ("retirés", self.retired_rome)):
            if codes:
                held = sum(map(len, codes.values()))
                shown = listed(f"Codes ROME {said} du ROME {self.rome_version}", list(codes), examples)
                yield f"{shown} ; sur {count(held, 'fiche')}, où ils sont gardés."


_FACTS = {
    "code": "fiche",
    "title": "intitulé",
    "kind": "type",
    "level": "niveau",
    "certifiers": "certificateurs",
    "nsf": "codes NSF",
    "formacodes": "formacodes",
    "rome": "codes ROME",
    "registration": "mode d'enregistrement",
    "registered": "dates d'enregistrement",
    "registered.from": "début d'enregistrement",
    "registered.to": "fin d'enregistrement",
    "delivery_deadline": "date limite de délivrance",
    "active": "état",
    "vae": "accès par la VAE",
    "vae.open": "accès par la VAE",
    "predecessors": "anciennes fiches",
    "successors": "nouvelles fiches",
    "blocs": "blocs",
    "activities": "activités",
    "competencies": "compétences",
}


def fact_name(fact: str) -> str:
    """The French name of a fact: "registered.to" → "fin d'enregistrement"."""
    return _FACTS.get(fact, fact)
