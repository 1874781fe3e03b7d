"""A dossier held against one certification, with a relation made by hand, for the tests of facts and explanations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from bundled_rules import BOOK
from relation_cases import certification

from matcher.case import Case, hour_parameters
from matcher.explain import Explanation, explain
from matcher.facts import facts_of, related_experience
from matcher.hours.counting import count_hours
from matcher.judge.source import SourceJudge
from matcher.model.certification import Certification
from matcher.model.dossier import Dossier
from matcher.model.report import Evidence
from matcher.reading.bundled import referentials_folder
from matcher.reading.proofs import load_proofs
from matcher.relation import JobLinks, Relation
from matcher.relation.jobs import FAR, JobCodes

PROOFS = load_proofs(referentials_folder() / "preuves.yaml")
JUDGE = SourceJudge()
TITLE = certification("RNCP1", "Responsable comptable", rncp="RNCP1", kind="titre_rncp", level=6, rome=("M1203",))
LICENCE = certification("RNCP2", "Comptabilité", rncp="RNCP2", kind="licence", level=6, rome=("M1203",))


def job(**facts: Any) -> dict[str, Any]:
    """An accountant's job: two full years, described."""
    return {
        "kind": "salarie",
        "title": "Comptable",
        "rome": "M1203",
        "start": "2020-01-01",
        "end": "2021-12-31",
        "weekly_hours": 35,
        "activities": ["Tenir la comptabilité générale", "Préparer le bilan"],
    } | facts


def case(*experiences: dict[str, Any], filed_on: str = "2024-06-12", on: str | None = None, **more: Any) -> Case:
    dossier = Dossier.model_validate({"id": "D1", "filed_on": filed_on, "experiences": experiences, **more})
    day = date.fromisoformat(on) if on else dossier.filed_on
    hours = hour_parameters(BOOK, day)
    return Case(dossier, day, BOOK, BOOK.law_on(day), hours, count_hours(dossier, hours), PROOFS)


def held(
    target: Certification = TITLE,
    related: Sequence[int] = (),
    far: Sequence[int] = (),
    sentences: int = 2,
    described: bool = True,
    job_distance: str = "identique",
    evidence: Sequence[Evidence] = (),
) -> Relation:
    """A relation as the comparison would give it."""
    told = SimpleNamespace(
        certification=target,
        related_experiences=tuple(related),
        far_experiences=tuple(far),
        sentences=sentences,
        described=described,
        job_distance=job_distance,
        evidence=tuple(evidence),
        presumed=(),
    )
    return cast(Relation, told)


def far_jobs(case: Case, target: Certification) -> list[int]:
    jobs = JobCodes([target.rome], JobLinks())
    codes = [one.rome for one in case.dossier.experiences]
    return [index for index, code in enumerate(codes) if jobs.nearness(code)[0] == FAR]


def facts(case: Case, target: Certification = TITLE, **relation: Any) -> dict[str, Any]:
    """Every fact; all the experiences are related unless ``related`` says otherwise."""
    relation.setdefault("related", range(len(case.dossier.experiences)))
    relation.setdefault("far", far_jobs(case, target))
    found = held(target, **relation)
    return dict(facts_of(case, found, related_experience(case, found)))


def explained(
    case: Case, target: Certification = TITLE, successors: Sequence[Certification] = (), **relation: Any
) -> Explanation:
    """The reasons of the verdict; all the experiences are related unless ``related`` says otherwise."""
    relation.setdefault("related", range(len(case.dossier.experiences)))
    relation.setdefault("far", far_jobs(case, target))
    found = held(target, **relation)
    related = related_experience(case, found)
    known = facts_of(case, found, related)
    return explain(case, found, related, known, JUDGE.judge(case.law, known), successors)
