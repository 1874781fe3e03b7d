"""Properties of the whole line, from dossier to report: what more information may change, and what it may not."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import Matcher, Report

ROOT = Path(__file__).parents[2]
DURATION, TARGET = "recevabilite.duree-minimale", "RNCP36889"
BETTER = {"not_met": 0, "unknown": 1, "met": 2}
ACCOUNTS = [
    "Tenue de la comptabilité générale",
    "Déclarations de TVA",
    "Préparation du bilan et du compte de résultat",
    "Suivi de la trésorerie et du budget",
]
OTHER = ["Accueil du public", "Entretien des locaux", "Conduite d'un chariot élévateur"]
DAYS = ["2003-05-02", "2010-06-01", "2015-06-01", "2016-09-01", "2018-06-01", "2021-03-01", "2023-06-01", "2024-06-12"]
OWN_RIGHT = ["salarie", "independant", "benevole", "syndical", "mandat_electif", "volontaire"]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.load()


@st.composite
def experiences(draw: st.DrawFn, related: bool = False) -> dict[str, Any]:
    first = draw(st.integers(1990, 2001))
    start = draw(st.sampled_from([f"{first}", f"{first}-03", f"{first}-03-15"]))
    last = first + draw(st.integers(0, 2))
    told = ACCOUNTS if related else ACCOUNTS + OTHER
    activities = draw(st.lists(st.sampled_from(told), min_size=2 if related else 0, max_size=4, unique=True))
    return {
        "kind": draw(st.sampled_from(OWN_RIGHT if related else [*OWN_RIGHT, "stage", "apprentissage", "autre"])),
        "title": draw(st.sampled_from(["Comptable", "Trésorière", ""])) if not related else "Comptable",
        "rome": "M1203" if related else draw(st.sampled_from(["M1203", "N1103", None])),
        "start": start,
        "end": draw(st.sampled_from([f"{last}", f"{last}-11", f"{last}-11-30"])),
        "weekly_hours": draw(st.sampled_from([None, 5, 17.5, 35, 39])),
        "activities": activities,
    }


@st.composite
def dossiers(draw: st.DrawFn) -> dict[str, Any]:
    told = draw(st.lists(experiences(), max_size=3))
    return {"id": "D", "filed_on": draw(st.sampled_from(DAYS)), "target": TARGET, "experiences": told}


def outcomes(report: Report) -> dict[str, str]:
    """The outcomes of the conditions; a warning may well come with what is learnt."""
    found = next(one for one in report.matches if one.certification == TARGET)
    return {one.rule: one.outcome for one in found.findings if one.kind == "blocking"}


@settings(max_examples=60, deadline=None)
@given(dossier=dossiers(), more=experiences(related=True))
def test_a_related_experience_more_never_worsens_the_duration(
    matcher: Matcher, dossier: dict[str, Any], more: dict[str, Any]
) -> None:
    if not dossier["experiences"]:
        dossier = {**dossier, "experiences": [more]}
    before = outcomes(matcher.evaluate(dossier, limit=1))[DURATION]
    after = outcomes(matcher.evaluate({**dossier, "experiences": [*dossier["experiences"], more]}, limit=1))[DURATION]
    assert before == after or BETTER[after] >= BETTER[before]


INFORMATION: list[dict[str, Any]] = [
    {"project": "évoluer vers un poste de responsable"},
    {"situation": "demandeur_emploi"},
    {"postcode": "75003"},
    {"diplomas": [{"level": 3, "title": "CAP"}]},
    {"languages": [{"code": "en", "level": "B2"}]},
    {"funding": {"cpf_euros": 1200, "employer_agreement": True, "job_seeker_since": None}},
]


@settings(max_examples=60, deadline=None)
@given(dossier=dossiers(), known=st.sampled_from(INFORMATION), proof=st.sampled_from(["attestation_employeur", None]))
def test_information_alone_never_turns_unknown_into_not_met(
    matcher: Matcher, dossier: dict[str, Any], known: dict[str, Any], proof: str | None
) -> None:
    before = outcomes(matcher.evaluate(dossier, limit=1)) if dossier["experiences"] else {}
    proven = [{**one, "proofs": [proof] if proof else []} for one in dossier["experiences"]]
    after = outcomes(matcher.evaluate({**dossier, **known, "experiences": proven}, limit=1)) if proven else {}
    assert not {rule for rule, was in before.items() if was == "unknown" and after.get(rule) == "not_met"}


@settings(max_examples=40, deadline=None)
@given(dossier=dossiers(), seed=st.integers(0, 99))
def test_the_order_of_experiences_and_sentences_changes_nothing(
    matcher: Matcher, dossier: dict[str, Any], seed: int
) -> None:
    chance = random.Random(seed)
    shuffled = [{**one, "activities": sorted(one["activities"], reverse=True)} for one in dossier["experiences"]]
    chance.shuffle(shuffled)
    one, other = (matcher.evaluate({**dossier, "experiences": told}) for told in (dossier["experiences"], shuffled))
    told = ("certification", "rank", "score", "opinion", "strength", "related_hours", "coverage")
    first, second = ([[getattr(match, name) for name in told] for match in each.matches] for each in (one, other))
    assert first == second
    assert one.hours.total == other.hours.total
    assert one.hours.calendar_months == other.hours.calendar_months


@settings(max_examples=40, deadline=None)
@given(dossier=dossiers())
def test_the_same_told_twice_covers_no_more_and_lasts_no_longer(matcher: Matcher, dossier: dict[str, Any]) -> None:
    if not dossier["experiences"]:
        return
    repeated = [{**one, "activities": one["activities"] * 2} for one in dossier["experiences"]]
    once = matcher.evaluate(dossier, limit=3)
    twice = matcher.evaluate({**dossier, "experiences": repeated}, limit=3)
    assert [(one.certification, one.coverage) for one in once.matches] == [
        (one.certification, one.coverage) for one in twice.matches
    ]
    doubled = matcher.evaluate({**dossier, "experiences": dossier["experiences"] * 2}, limit=3)
    assert doubled.hours.calendar_months == once.hours.calendar_months


def test_processes_locales_and_time_zones_give_the_same_bytes() -> None:
    said = set()
    for seed, locale, zone in (
        ("0", "C", "UTC"),
        ("1", "fr_FR.UTF-8", "Pacific/Noumea"),
        ("77", "tr_TR.UTF-8", "America/Cayenne"),
    ):
        there = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
        command = [sys.executable, "-m", "matcher.cli", "match", "examples/comptable-et-tresoriere.yaml", "--json"]
        said.add(subprocess.run(command, cwd=ROOT, env=there, check=True, capture_output=True).stdout)
    assert len(said) == 1
    assert json.loads(said.pop())["matches"]
