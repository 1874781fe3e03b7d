"""Dossiers told in everyday words and labelled by hand: does a certification held right come first, and in three?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from matcher import Matcher
from matcher.model.report import Match, Report

CASES = Path(__file__).resolve().parents[2] / "tests" / "data" / "dossiers_etiquetes.yaml"
FILED_ON = date(2026, 3, 2)
"""The day on which all of them are filed: the bundled catalogue was read that spring."""
DEPTH = 10


@dataclass(frozen=True)
class LabelledDossier:
    """``accepted``: codes that answer. ``blocs``: by code, the states held right."""

    name: str
    reported: bool
    dossier: Mapping[str, Any]
    accepted: frozenset[str]
    blocs: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Answer:
    """What the program said: ``place`` of the first accepted certification, None beyond ``DEPTH``; bloc states."""

    case: LabelledDossier
    place: int | None
    states: Mapping[str, str]

    @property
    def wrong_blocs(self) -> dict[str, str]:
        return {
            code: self.states.get(code, "absent")
            for code, right in self.case.blocs.items()
            if self.states.get(code) not in right
        }


def read_cases(path: Path = CASES) -> list[LabelledDossier]:
    return [_case(told) for told in yaml.safe_load(path.read_text(encoding="utf-8"))]


def _case(told: dict[str, Any]) -> LabelledDossier:
    experiences = [
        {
            "kind": one.get("genre", "salarie"),
            "title": one["titre"],
            "rome": one.get("rome"),
            "start": "2017-01",
            "end": "2025-12",
            "activities": one["activites"],
        }
        for one in told["recit"]
    ]
    return LabelledDossier(
        name=told["id"],
        reported=told["moitie"] == "tenue",
        dossier={"id": told["id"], "filed_on": FILED_ON.isoformat(), "experiences": experiences},
        accepted=frozenset(told["acceptees"]),
        blocs={
            code: frozenset([states] if isinstance(states, str) else states)
            for code, states in told.get("blocs", {}).items()
        },
    )


def answers(matcher: Matcher, cases: Sequence[LabelledDossier]) -> Iterator[Answer]:
    """Runs the whole line. A certification whose blocs are labelled is also asked for by name, for its states."""
    for case in cases:
        report = matcher.evaluate(case.dossier, limit=DEPTH)
        place = next((one.rank for one in report.matches if one.certification in case.accepted), None)
        states: dict[str, str] = {}
        for certification in {code.partition("BC")[0] for code in case.blocs}:
            states |= _states(_match(matcher, case, report, certification))
        yield Answer(case, place, states)


def _match(matcher: Matcher, case: LabelledDossier, report: Report, certification: str) -> Match | None:
    asked = [*report.matches, *matcher.evaluate(case.dossier, limit=1, target=certification).matches]
    return next((one for one in asked if one.certification == certification), None)


def _states(match: Match | None) -> dict[str, str]:
    return {bloc.code: bloc.state for bloc in match.blocs} if match else {}
