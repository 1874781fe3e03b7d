"""The advisors' decisions: which words of a person prove a competency, and which do not. One decision an entry.

They stand in ``referentials/lexique/decisions.yaml``, where the file's shape is told, and in ``$VAE_DATA/lexique.yaml``.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ValidationError, model_validator

from matcher.lexicon import writing
from matcher.model.certification import Certification
from matcher.model.faults import french_faults, refusal
from matcher.model.fields import CertificationCode, Day, Name
from matcher.reading.masking import mask_unions
from matcher.rulebook.located_yaml import Fault, LocatedYaml
from matcher.rulebook.schema import Block
from matcher.text import VAGUE, stems, unaccented

Target = tuple[str, ...]
"""What a decision is about: the words of a competency, or a certification and one of its blocs."""

_HEADINGS = ("expression", "competence", "certification", "bloc", "decision", "auteur", "date", "motif")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_WORD = re.compile(r"\w+")
_NEW = "nouvelle décision"


def _telling(expression: str) -> str:
    found = set(stems(expression))
    if not found or (len(found) < 2 and found <= VAGUE):
        raise refusal(
            "vague_expression",
            f"« {expression} » ne dit rien à lui seul",
            "les mots de la personne : un mot parlant, ou plusieurs mots",
        )
    return expression


Said = Annotated[Name, AfterValidator(mask_unions)]
"""Words in which no union is named, as in the sentences that they are looked for in."""


class Decision(Block):
    """Whether some words of a person prove a competency, or a bloc of a certification; who says so, when and why.

    The words are said by a sentence that has them all, in any form and order: "tenir la caisse", "tenue de caisse".
    """

    expression: Annotated[Said, AfterValidator(_telling)]
    competency: Name | None = None
    certification: CertificationCode | None = None
    bloc: Name | None = None
    decision: Literal["oui", "non"]
    author: Name
    date: Day
    reason: Said

    @model_validator(mode="after")
    def _one_target(self) -> Decision:
        given = (self.competency is not None, self.certification is not None, self.bloc is not None)
        if given not in {(True, False, False), (False, True, True)}:
            raise refusal("one_target", "la cible n'est pas claire", "competency, ou bien certification et bloc")
        return self

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(stems(self.expression))

    @cached_property
    def target(self) -> Target:
        if self.competency is not None:
            return competency_target(self.competency)
        return bloc_target(self.certification or "", self.bloc or "")

    @property
    def weight(self) -> tuple[int, bool, str, bool, str]:
        """Of two decisions about one sentence the greater wins: more words, then a competency rather than a bloc,
        then the later day, then "non"; the words themselves settle the rest."""
        words = " ".join(sorted(self.stems))
        return len(self.stems), self.competency is not None, self.date.isoformat(), self.decision == "non", words


class _File(Block):
    decisions: list[Decision] = []


class DecisionsError(ValueError):
    """The decisions can't be used. ``faults`` lists every fault with its file, line and key."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Entry:
    """A decision and where it stands: its file and line, or neither while it is not saved."""

    decision: Decision
    path: Path | None = None
    line: int | None = None

    @property
    def key(self) -> tuple[frozenset[str], Target]:
        return self.decision.stems, self.decision.target

    def fault(self, message: str) -> Fault:
        return Fault(self.path.name if self.path else _NEW, self.line, "", message)

    def seen_from(self, other: Entry) -> str:
        """Where it stands, as told beside another."""
        if self.path is None:
            return "l'instant"
        return f"la ligne {self.line}" if self.path == other.path else f"{self.path.name}, ligne {self.line}"


@dataclass(frozen=True)
class Lexicon:
    """Decisions in the order of their files. Frozen: a new decision makes a new lexicon."""

    entries: tuple[Entry, ...] = ()
    paths: tuple[Path, ...] = ()

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Lexicon:
        """Read the files that exist. Raises DecisionsError with all that is wrong in them.

        A decision made twice, in one file or in two, is a fault, and so is one that contradicts another.
        """
        paths = tuple(paths)
        return cls(_read_all([(path, path) for path in paths]), paths)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(entry.decision for entry in self.entries)

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with any word of a decision, not with order, comments or files."""
        said = sorted(decision.model_dump_json() for decision in self.decisions)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]

    def with_decision(self, **given: Any) -> Lexicon:
        """This lexicon and one more decision, given by the fields of ``Decision``; ``save`` writes it.

        Raises DecisionsError when it is not whole, or when these words were already decided of.
        """
        try:
            entry = Entry(Decision.model_validate(given))
        except ValidationError as error:
            raise DecisionsError(_faults(error, LocatedYaml(_NEW, given, {}))) from None
        faults = list(_clashes((*self.entries, entry)))
        if faults:
            raise DecisionsError(faults)
        return replace(self, entries=(*self.entries, entry))

    def save(self, path: Path) -> Lexicon:
        """Add the new decisions to a file, at once or not at all; what the file holds, comments too, stays.

        Returns the lexicon as it is then read back, with what others have added meanwhile. Raises DecisionsError
        when that contradicts this, and OSError when the disk refuses; the file is then as it was.
        """
        new = [entry.decision.model_dump(exclude_none=True) for entry in self.entries if entry.path is None]
        paths = self.paths if path in self.paths else (*self.paths, path)
        new = tuple(entry for entry in self.entries if entry.path is None)
        with writing.alone(path):
            known = Lexicon.load(paths)
            known._refuse_clashes(new)
            before = tuple(entry.decision for entry in known.entries if entry.path == path)
            expected = [*before, *(entry.decision for entry in new)]

            def sound(written: Path) -> bool:
                try:
                    return [entry.decision for entry in _read_all([(path, written)])] == expected
                except DecisionsError:
                    return False

            if new and not writing.add(path, _plain(known.entries, path), _plain(new, None), sound):
                raise DecisionsError([Fault(path.name, None, "", "décisions impossibles à écrire dans ce fichier")])
        return Lexicon.load(paths)

    def export(self) -> str:
        """A table for a spreadsheet: « ; » between cells, French headings, one decision a line, in a stable order."""
        table = io.StringIO()
        writer = csv.writer(table, delimiter=";", lineterminator="\r\n")
        writer.writerow(_HEADINGS)
        writer.writerows(sorted(_row(decision) for decision in self.decisions))
        return table.getvalue()

    def without_target(self, certifications: Iterable[Certification]) -> tuple[str, ...]:
        """The decisions that no certification can use, in a sentence each: their competency or bloc is nowhere."""
        known = {target for certification in certifications for target in targets_of(certification)}
        return tuple(
            str(entry.fault(f"« {entry.decision.expression} » : sa compétence ou son bloc n'est pas au catalogue"))
            for entry in self.entries
            if entry.decision.target not in known
        )


def lexicon_paths(referentials: Path, data: Path) -> tuple[Path, Path]:
    """The bundled decisions, and those that the centre adds; either may be absent."""
    return referentials / "lexique" / "decisions.yaml", data / "lexique.yaml"


def competency_target(text: str) -> Target:
    """The words of a competency: case, accents and punctuation don't count."""
    return (" ".join(_WORD.findall(unaccented(text))),)


def bloc_target(certification: str, bloc: str) -> Target:
    return certification.upper(), bloc.upper()


def targets_of(certification: Certification) -> Iterator[Target]:
    """All that a decision may be about in a certification."""
    codes = {code for code in (certification.code, certification.rncp) if code}
    for part in (certification, *certification.blocs):
        yield from map(competency_target, part.activities)
        yield from (competency_target(competency.text) for competency in part.competencies)
    for bloc in certification.blocs:
        yield from (bloc_target(code, bloc.code) for code in codes)
        if bloc.title:
            yield competency_target(bloc.title)


def _read(path: Path, yaml: LocatedYaml, faults: list[Fault]) -> list[Entry]:
    faults += yaml.faults
    if yaml.faults or yaml.data is None:
        return []
    try:
        read = _File.model_validate(yaml.data if yaml.data != {"decisions": None} else {}).decisions
    except ValidationError as error:
        faults += _faults(error, yaml)
        return []
    return [Entry(one, path, yaml.line_of(("decisions", place))) for place, one in enumerate(read)]


def _faults(error: ValidationError, yaml: LocatedYaml) -> Iterator[Fault]:
    for line, french in zip(error.errors(include_url=False), french_faults(error), strict=True):
        read = f" (lu : {french['value']})" if isinstance(french["value"], str) and line["loc"] else ""
        yield yaml.fault(line["loc"], f"{french['message']}{read} ; attendu : {french['expected']}")


def _clashes(entries: Sequence[Entry]) -> Iterator[Fault]:
    """A fault for each decision of words and of a target already decided of; it names the first one's line."""
    first: dict[tuple[frozenset[str], Target], Entry] = {}
    for entry in entries:
        before = first.setdefault(entry.key, entry)
        if before is entry:
            continue
        where = (
            f"la ligne {before.line}" if before.path == entry.path else f"{before.fault('').file}, ligne {before.line}"
        )
        now, then = entry.decision, before.decision
        if now.decision == then.decision:
            message = f"« {now.expression} » : déjà décidé à {where} (« {then.expression} ») ; attendu : une seule fois"
        else:
            message = (
                f"« {now.expression} » : « {now.decision} » ici, « {then.decision} » à {where} (« {then.expression} ») "
                "pour la même cible ; attendu : l'une des deux décisions"
            )
        yield entry.fault(message)


def _row(decision: Decision) -> tuple[str, ...]:
    cells = (
        decision.expression,
        decision.competency or "",
        decision.certification or "",
        decision.bloc or "",
        decision.decision,
        decision.author,
        decision.date.isoformat(),
        decision.reason,
    )
    # Un tableur exécuterait une cellule qui commence comme une formule.
    return tuple(f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells)
