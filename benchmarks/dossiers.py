"""Invented dossiers, as many as wanted: real sentences and job titles dealt out by chance, always the same ones."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
_FIRST, _YEARS = date(2003, 1, 1), 22
_KINDS = ("salarie",) * 8 + ("independant", "benevole", "syndical", "mandat_electif", "stage", "apprentissage", "autre")
_CODES = (None, None, "M1203", "M1501", "K1201", "D1106", "F1201", "M1805")


class _Words:
    """What people wrote: labelled stories, the examples, and job titles as they are said."""

    def __init__(self) -> None:
        data = ROOT / "tests" / "data"
        stories = yaml.safe_load((data / "dossiers_etiquetes.yaml").read_text(encoding="utf-8"))
        told = [one for story in stories for one in story["recit"]]
        examples = [
            yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "examples").glob("*.yaml"))
        ]
        lived = [one for example in examples for one in example["experiences"]]
        self.titles = [one["titre"] for one in told] + [one["title"] for one in lived if one.get("title")]
        with (data / "metiers_dits.csv").open(encoding="utf-8") as file:
            self.titles += [row["dit"] for row in csv.DictReader(file, delimiter=";")]
        self.sentences = [said for one in told for said in one["activites"]]
        self.sentences += [said for one in lived for said in one.get("activities") or ()]


def invented(number: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """``number`` dossiers. Two sentences in three are made of two real ones, so that few are told twice."""
    words, chance = _Words(), Random(seed)
    yield from islice((_dossier(place, words, chance) for place in count()), number)


def _dossier(place: int, words: _Words, chance: Random) -> dict[str, Any]:
    filed_on = _FIRST + timedelta(days=chance.randrange(_YEARS * 365))
    experiences = [_experience(words, chance, filed_on) for _ in range(chance.choice((1, 2, 2, 3, 3, 4, 6)))]
    return {
        "id": f"D{place}",
        "filed_on": filed_on.isoformat(),
        "experiences": experiences,
        "project": chance.choice((None, None, "devenir responsable paie", "diriger une association")),
        "diplomas": chance.choice(([], [{"level": 5}], [{"level": 3}, {"level": 4}])),
        "target": chance.choice((None, None, None, "RNCP36889", "RNCP38442")),
    }


def _experience(words: _Words, chance: Random, filed_on: date) -> dict[str, Any]:
    start = filed_on - timedelta(days=chance.randrange(200, 9_000))
    end = min(filed_on, start + timedelta(days=chance.randrange(30, 3_000)))
    first, last = start.isoformat(), end.isoformat()
    return {
        "kind": chance.choice(_KINDS),
        "title": chance.choice(words.titles),
        "rome": chance.choice(_CODES),
        "start": first[: chance.choice((7, 10, 10, 10))],
        "end": chance.choice((last, last, last, None)),
        "weekly_hours": chance.choice((35, 35, 39, 17.5, 20, None)),
        "responsibility": chance.choice((None, None, "autonome", "encadrement")),
        "activities": [_sentence(words, chance) for _ in range(chance.choice((0, 1, 2, 3, 3, 4)))],
    }


def _sentence(words: _Words, chance: Random) -> str:
    one, other = chance.choice(words.sentences), chance.choice(words.sentences)
    return chance.choice((one, f"{one} et {other.lower()}", f"{one}, puis {other.lower()}"))
