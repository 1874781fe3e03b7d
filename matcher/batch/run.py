"""A batch from end to end: survey, chunks, results; nothing appears where the results go before all of it is ready."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from matcher.batch.chunks import Cutting, loaded_matcher, versions_of
from matcher.batch.columns import DETAIL, RESULT
from matcher.batch.options import BatchOptions, BatchRefused
from matcher.batch.outputs import NO_EXTRA, check_extra, check_length, disk_told, harmless, writer
from matcher.batch.scoring import Scoring
from matcher.batch.summary import Summary
from matcher.batch.survey import Survey
from matcher.batch.workers import evaluated
from matcher.batch.workfolder import WorkFolder, digest_of
from matcher.engine import Matcher
from matcher.reading.forms.files import FormReader, form_rows, open_tables
from matcher.reading.forms.table import RawRow, Table

Progress = Callable[[int, int], None]
"""Told how many lines are done, of how many."""

_TARGETS = 3
_NO_ROME = "ROME non importé : les intitulés de poste sans code ROME ne comptent que par leurs mots (vae import rome)."


def run_batch(
    options: BatchOptions, load: Callable[[], Matcher] = loaded_matcher, progress: Progress | None = None
) -> Summary:
    """Evaluate every line of a file of forms, and write one row for each, in their order.

    Raises FormsRefused for a file that can't be read as a whole, BatchRefused for what can't be done; then nothing is
    written.
    """
    options.check()
    for path in filter(None, (options.out, options.detail)):
        check_extra(path.suffix)
    try:
        forms, long, notes = open_tables(options.forms, options.long, options.encoding, options.separator)
    except ImportError:
        raise BatchRefused(NO_EXTRA) from None
    if RESULT[1].name in forms.heading:
        raise BatchRefused(f"{options.forms} porte des résultats, pas des fiches ; attendu : le fichier d'origine.")
    reader = FormReader(forms, long)
    matcher = load()
    with disk_told(options.out), WorkFolder.opened(options.out, _key(options, matcher), options.resume) as work:
        survey = Survey(work.path / "releve.sqlite")
        try:
            survey.read(forms, long, reader)
            check_length(options.out.suffix, survey.lines)
            summary = Summary(survey.lines, survey.blank, notes=[*notes, *reader.notes()])
            if matcher.referentials.rome is None:
                summary.notes.append(_NO_ROME)
            _evaluate(options, forms, survey, reader, matcher, work, progress)
            _write(options, work, survey, reader, summary)
        finally:
            survey.close()
        work.remove()
    return summary


def _key(options: BatchOptions, matcher: Matcher) -> dict[str, str]:
    """What the rows depend on, by its French name."""
    return {
        "le fichier de fiches": digest_of(options.forms),
        "le fichier d'expériences": digest_of(options.long) if options.long else "",
        "les règles ou les référentiels": versions_of(matcher),
        "le programme": version("vae-cnam"),
        "les options": repr(replace(options, forms=Path(), long=None, out=Path(), resume=False, jobs=None, dask=None)),
    }


def _evaluate(
    options: BatchOptions,
    forms: Table,
    survey: Survey,
    reader: FormReader,
    matcher: Matcher,
    work: WorkFolder,
    progress: Progress | None,
) -> None:
    done = work.done()
    size = options.chunk
    count = -(-survey.lines // size)
    limit = max(_TARGETS, options.limit) if options.detail else _TARGETS
    scoring = Scoring(limit, options.on, options.certifier)
    cutting = Cutting(size, survey, reader, scoring, options.detail is not None, versions_of(matcher))
    left = cutting.chunks(form_rows(forms), done)
    finished = len(done)
    tell = progress or (lambda lines, total: None)
    tell(min(finished * size, survey.lines), survey.lines)
    for number, content in evaluated(left, count - finished, options.jobs, options.dask, matcher):
        work.keep(number, content)
        finished += 1
        tell(min(finished * size, survey.lines), survey.lines)


def _write(options: BatchOptions, work: WorkFolder, survey: Survey, reader: FormReader, summary: Summary) -> None:
    """Put the chunks together in their order, to the side, then set the files in their place, the results last."""
    aside = {
        path: work.path / f"{path.name}.partiel" for path in (options.out, options.detail, options.rejects) if path
    }
    with ExitStack() as stack:
        results = stack.enter_context(writer(aside[options.out], options.out.suffix, RESULT))
        details = None
        if options.detail:
            details = stack.enter_context(writer(aside[options.detail], options.detail.suffix, DETAIL))
        rejects = _Rejects(aside[options.rejects], reader.headings.titles)
        stack.callback(rejects.close)
        for number in sorted(work.done()):
            made = work.read(number)
            results.write(made["results"])
            summary.count(made["results"])
            if details is not None:
                details.write(made["details"])
            rejects.write(made["rejects"])
        orphans = [*_orphans(survey.orphans(), reader)]
        summary.orphans = len(orphans)
        rejects.write(orphans)
    if sum(summary.by_status.values()) != summary.read:
        raise BatchRefused("Le compte n'y est pas : des lignes lues manquent aux résultats, qui ne sont pas écrits.")
    if options.detail:
        aside[options.detail].replace(options.detail)
    if rejects.any:
        aside[options.rejects].replace(options.rejects)
    else:
        options.rejects.unlink(missing_ok=True)
    aside[options.out].replace(options.out)


def _orphans(rows: Iterable[RawRow], reader: FormReader) -> Iterator[list[object]]:
    for row in rows:
        yield [row.line, f"{reader.long_name}ligne {row.line} : aucune fiche ne porte cet identifiant.", *row.cells]


class _Rejects:
    """The lines that could not be read, as they are, each after its number and the reason."""

    def __init__(self, path: Path, titles: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace")
        self._rows = csv.writer(self._file, delimiter=";", lineterminator="\r\n")
        self._rows.writerow(["ligne", "motif_du_rejet", *titles])
        self.any = False

    def write(self, rows: Iterable[Sequence[object]]) -> None:
        for row in rows:
            self.any = True
            self._rows.writerow([harmless(str(cell)) for cell in row])

    def close(self) -> None:
        self._file.close()
