"""A chunk of lines, evaluated wherever it is sent: everything it needs travels with it, and its rows come back."""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matcher.batch.aims import resolve
from matcher.batch.drafts import welcome
from matcher.batch.leads import leads
from matcher.batch.options import BatchRefused
from matcher.batch.rows import detail_rows, result_row
from matcher.batch.scoring import Scoring, answers
from matcher.batch.survey import Duplicates, Survey
from matcher.engine import Matcher
from matcher.frame.answers import DossierAnswer
from matcher.model.dossier import Dossier
from matcher.model.faults import DossierError, sentence
from matcher.reading.forms.files import FormReader, form_of
from matcher.reading.forms.line import FormLine
from matcher.reading.forms.table import RawRow
from matcher.reading.forms.vocabulary import vocabulary_version


@dataclass(frozen=True)
class Chunk:
    """Lines to evaluate, with their experiences and what repeats what; and with which versions."""

    number: int
    rows: tuple[RawRow, ...]
    experiences: tuple[tuple[RawRow, ...], ...]
    duplicates: Mapping[int, Duplicates]
    reader: FormReader
    scoring: Scoring
    detailed: bool
    versions: str


@dataclass(frozen=True)
class Cutting:
    """How the lines of a file are cut in chunks, and what goes with each of them."""

    size: int
    survey: Survey
    reader: FormReader
    scoring: Scoring
    detailed: bool
    versions: str

    def chunks(self, rows: Iterator[RawRow], done: frozenset[int]) -> Iterator[Chunk]:
        """The chunks of a file, in order, without those that are ``done``."""
        for number in itertools.count():
            taken = tuple(itertools.islice(rows, self.size))
            if not taken:
                return
            if number not in done:
                yield self._chunk(number, taken)

    def _chunk(self, number: int, rows: tuple[RawRow, ...]) -> Chunk:
        return Chunk(
            number,
            rows,
            tuple(self.survey.experiences(form_of(row, self.reader.headings)) for row in rows),
            self.survey.duplicates([row.line for row in rows]),
            self.reader,
            self.scoring,
            self.detailed,
            self.versions,
        )


def versions_of(matcher: Matcher) -> str:
    """What the results depend on, beside the forms: the same words give the same rows."""
    rules, referentials, lexicon = matcher.rulebook.version, matcher.referentials.version, matcher.lexicon.version
    return f"règles {rules} ; référentiels {referentials} ; lexique {lexicon} ; fiches {vocabulary_version()}"


@functools.cache
def loaded_matcher() -> Matcher:
    """The engine of this process, loaded when first asked for."""
    return Matcher.load()


def evaluate_chunk(chunk: Chunk, matcher: Matcher | None = None) -> bytes:
    """The rows of a chunk as JSON: ``results``, ``details`` and ``rejects``; the same bytes for the same chunk.

    Raises BatchRefused where the rules or the referentials are not those of the batch.
    """
    matcher = matcher or loaded_matcher()
    if versions_of(matcher) != chunk.versions:
        raise BatchRefused("Une machine de la grappe n'a pas les mêmes règles ou référentiels que celle qui la pilote.")
    lines = [chunk.reader.line(row, told) for row, told in zip(chunk.rows, chunk.experiences, strict=True)]
    aims = [resolve(matcher, line.aims) for line in lines]
    dossiers = [_aimed(line, target) for line, (target, _) in zip(lines, aims, strict=True)]
    found = answers(matcher, dossiers, chunk.scoring)
    ways = leads(matcher, lines, chunk.scoring)
    results, details, rejects = [], [], []
    for row, told, line, (target, said), answer in zip(chunk.rows, chunk.experiences, lines, aims, found, strict=True):
        report = answer if isinstance(answer, DossierAnswer) else None
        faults = [sentence(fault) for fault in answer.errors] if isinstance(answer, DossierError) else []
        warnings = [*said, *ways.get(line.line, ()), *_warnings(matcher, report)]
        draft = welcome(matcher, line.dossier, chunk.scoring)
        repeats = chunk.duplicates.get(line.line, Duplicates())
        one = result_row(line, report, target, repeats, warnings, faults, draft)
        results.append({**one, "empreinte": _fingerprint(row, told), "versions": chunk.versions})
        if report and chunk.detailed:
            details += detail_rows(line, report)
        if line.rejected:
            rejects.append([line.line, " ".join(line.errors), *row.cells])
    made = {"results": results, "details": details, "rejects": rejects}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _aimed(line: FormLine, target: str | None) -> Dossier | None:
    return line.dossier.model_copy(update={"target": target}) if line.dossier else None


def _warnings(matcher: Matcher, report: DossierAnswer | None) -> list[str]:
    """What the report warns of; that the ROME is not imported is said once, for the whole batch."""
    if report is None:
        return []
    without_rome = matcher.referentials.rome is None
    return [one.message for one in report.warnings if not (without_rome and one.path == "experiences")]


def _fingerprint(row: RawRow, experiences: Sequence[RawRow]) -> str:
    """Twelve hexadecimal digits of what the form says, wherever it stands in the file."""
    said = json.dumps([row.cells, *(one.cells for one in experiences)], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:12]
