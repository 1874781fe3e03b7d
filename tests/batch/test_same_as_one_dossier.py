"""A row of a batch says what the report of its dossier says: the same figures, the same words."""

from __future__ import annotations

from pathlib import Path

from form_files import TEN_FORMS, Run, results

from matcher.batch.aims import resolve
from matcher.batch.rows import reasons
from matcher.engine import Matcher
from matcher.reading.forms import FormReader, open_tables


def test_rows_say_what_reports_say(run: Run, matcher: Matcher, tmp_path: Path) -> None:
    run(TEN_FORMS, detail=tmp_path / "detail.csv", limit=5)
    table = open_tables(TEN_FORMS)[0]
    reader = FormReader(table)
    rows = {row["ligne"]: row for row in results(tmp_path / "out.csv")}
    details = results(tmp_path / "detail.csv")
    compared = 0
    for line in map(reader.line, table.rows()):
        if line.dossier is None or not line.dossier.experiences:
            continue
        target, _ = resolve(matcher, line.aims)
        report = matcher.evaluate(line.dossier.model_copy(update={"target": target}), limit=5)
        told = [one for one in details if one["ligne"] == str(line.line)]
        assert [one["certification"] for one in told] == [one.certification for one in report.matches]
        for one, match in zip(told, report.matches, strict=True):
            assert (one["avis"], one["lien"], one["heures_en_rapport"]) == (
                match.opinion,
                match.strength,
                str(match.related_hours),
            )
            assert float(one["score"].replace(",", ".")) == match.score
            assert one["questions"].split(" | ") == [question.ask for question in match.questions]
            assert one["motifs"] == " | ".join(reasons(match))  # type: ignore[arg-type]
            compared += 1
        first = min(report.matches, key=lambda one: one.rank)
        assert rows[str(line.line)]["avis"] == first.opinion
        assert rows[str(line.line)]["cible_1"].startswith(f"{first.certification} {first.title}")
    assert compared > 30
