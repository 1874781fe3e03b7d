"""Every law of the rules, run once by the engine: what it would refuse is known before a dossier meets it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from matcher.judge.durable import DurableJudge
from matcher.rulebook.contradictions import changes
from matcher.rulebook.loading import load_rulebook
from matcher.rulebook.sentences import day_in_french


def refused_by_the_engine(folder: Path) -> Iterator[str]:
    """A French sentence for each day of the law whose rules the engine can't run. The folder must load."""
    book, judge = load_rulebook(folder), DurableJudge()
    for day in changes(book):
        try:
            judge.judge(book.law_on(day), {})
            judge.outcomes(book.law_on(day, "dossier"), {})
        except Exception as error:  # le moteur ne dit pas d'avance ce qu'il lèvera
            yield f"Droit du {day_in_french(day)} : durable-rules refuse ces règles ({error})."
