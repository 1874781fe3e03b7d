"""The decisions of advisors, read from files and added to them.

They stand in ``referentials/lexique/decisions.yaml``, where the shape is told, and in ``$VAE_DATA/lexique.yaml``.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from matcher.lexicon.decision import Decision, Target, targets_of
from matcher.lexicon.writing import add, alone
from matcher.located_yaml import Fault, LocatedYaml, read_located
from matcher.model.certification import Certification
from matcher.model.faults import french_faults
from matcher.rulebook.schema import Block

_HEADINGS = ("expression", "competence", "certification", "bloc", "decision", "auteur", "date", "motif")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NEW = "nouvelle décision"


class _File(Block):
    decisions: tuple[Decision, ...] = ()


class DecisionsError(ValueError):
    """The decisions can't be used. ``faults`` lists every fault with its file, line and key."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Entry:
    """A decision and where it stands: its file and line; neither while it is not saved."""

    decision: Decision
    path: Path | None = None
    line: int | None = None

    def fault(self, message: str) -> Fault:
        return Fault(self.path.name if self.path else _NEW, self.line, "", message)

    def place_from(self, other: Entry) -> str:
        """Where it stands, as told of another."""
        if self.path is None:
            return "plus haut, pas encore enregistrée"
        return f"ligne {self.line}" if self.path == other.path else f"{self.path.name}, ligne {self.line}"


@dataclass(frozen=True)
class Lexicon:
    """Decisions, in the order of their files. A new one makes a new lexicon."""

    entries: tuple[Entry, ...] = ()
    paths: tuple[Path, ...] = ()

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Lexicon:
        """Read the files that exist. Raises DecisionsError with all that is wrong in them.

        A decision made twice, in one file or in two, is a fault, and so is one that contradicts another.
        """
        paths = tuple(paths)
        return cls(_read((path, path) for path in paths if path.exists()), paths)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(entry.decision for entry in self.entries)

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with any word of a decision; order, comments and files don't count."""
        said = sorted(decision.model_dump_json() for decision in self.decisions)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]

    def with_decision(self, **given: Any) -> Lexicon:
        """This lexicon and one more decision, given by the fields of ``Decision``; ``save`` then writes it.

        Raises DecisionsError when it can't be one, or when the same words were already decided of.
        """
        try:
            entry = Entry(Decision.model_validate(given))
        except ValidationError as error:
            raise DecisionsError(_faults(error, LocatedYaml(_NEW, given, {}))) from None
        _refuse_clashes((*self.entries, entry))
        return replace(self, entries=(*self.entries, entry))

    def save(self, path: Path) -> Lexicon:
        """Add the new decisions to a file, at once or not at all; all that it holds, comments too, stays.

        Returns the lexicon as it is read back, with what others have added meanwhile. Raises DecisionsError when a
        file is faulty or has meanwhile decided of the same words, and OSError when the disk refuses; the file is
        then as it was.
        """
        new = [entry for entry in self.entries if entry.path is None]
        paths = self.paths if path in self.paths else (*self.paths, path)
        with alone(path):
            known = Lexicon.load(paths)
            _refuse_clashes((*known.entries, *new))
            before = [entry.decision for entry in known.entries if entry.path == path]
            after = [*before, *(entry.decision for entry in new)]

            def is_sound(written: Path) -> bool:
                try:
                    return [entry.decision for entry in _read([(path, written)])] == after
                except DecisionsError:
                    return False

            if new and not add(path, _plain(before), _plain(after[len(before) :]), is_sound):
                raise DecisionsError([Fault(path.name, None, "", "ces décisions ne peuvent pas y être écrites")])
            return Lexicon.load(paths)

    def export(self) -> str:
        """A table for a spreadsheet: « ; » between cells, French headings, one decision a line, in a stable order."""
        table = io.StringIO()
        writer = csv.writer(table, delimiter=";", lineterminator="\r\n")
        writer.writerow(_HEADINGS)
        writer.writerows(sorted(_row(decision) for decision in self.decisions))
        return table.getvalue()

    def without_target(self, certifications: Iterable[Certification]) -> tuple[str, ...]:
        """The decisions that no certification can use, a sentence each: their competency or bloc stands nowhere."""
        known = {target for certification in certifications for target in targets_of(certification)}
        return tuple(
            str(entry.fault(f"« {entry.decision.expression} » : sa compétence ou son bloc n'est pas au catalogue"))
            for entry in self.entries
            if entry.decision.target not in known
        )


def lexicon_paths(referentials: Path, data: Path) -> tuple[Path, Path]:
    """The bundled decisions, and those that the centre adds; either may be absent."""
    return referentials / "lexique" / "decisions.yaml", data / "lexique.yaml"


def _read(places: Iterable[tuple[Path, Path]]) -> tuple[Entry, ...]:
    """The decisions of files: each by the path it goes by, and the path where it is read."""
    entries: list[Entry] = []
    faults: list[Fault] = []
    for path, place in places:
        yaml = read_located(place, path.name)
        faults += yaml.faults
        if yaml.faults or yaml.data is None or yaml.data == {"decisions": None}:
            continue
        try:
            read = _File.model_validate(yaml.data).decisions
        except ValidationError as error:
            faults += _faults(error, yaml)
        else:
            entries += [Entry(one, path, yaml.line_of(("decisions", rank))) for rank, one in enumerate(read)]
    faults += _clashes(entries)
    if faults:
        raise DecisionsError(faults)
    return tuple(entries)


def _faults(error: ValidationError, yaml: LocatedYaml) -> Iterator[Fault]:
    for line, french in zip(error.errors(include_url=False), french_faults(error), strict=True):
        read = f" (lu : {french['value']})" if isinstance(line["input"], str | int) else ""
        yield yaml.fault(line["loc"], f"{french['message']}{read} ; attendu : {french['expected']}")


def _refuse_clashes(entries: Sequence[Entry]) -> None:
    if faults := list(_clashes(entries)):
        raise DecisionsError(faults)


def _clashes(entries: Sequence[Entry]) -> Iterator[Fault]:
    """A fault for each decision about words and a target that another is about; it names the line of the first."""
    first: dict[tuple[frozenset[str], Target], Entry] = {}
    for entry in entries:
        now = entry.decision
        before = first.setdefault((now.stems, now.target), entry)
        if before is entry:
            continue
        then = f"« {before.decision.expression} », {before.place_from(entry)}"
        if before.decision.decision == now.decision:
            message = f"« {now.expression} » est déjà décidé ({then}) ; attendu : une seule décision"
        else:
            message = (
                f"« {now.expression} » : « {now.decision} » contredit « {before.decision.decision} » ({then}) ; "
                "attendu : une seule des deux décisions"
            )
        yield entry.fault(message)


def _plain(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    return [decision.model_dump(exclude_none=True) for decision in decisions]


def _row(decision: Decision) -> tuple[str, ...]:
    target = (decision.competency or "", decision.certification or "", decision.bloc or "")
    said = (decision.decision, decision.author, decision.date.isoformat(), decision.reason)
    # Un tableur exécuterait une cellule qui commence comme une formule.
    return tuple(f"'{cell}" if _FORMULA.match(cell) else cell for cell in (decision.expression, *target, *said))
