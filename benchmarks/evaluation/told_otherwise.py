"""The labelled dossiers, told less well: without job titles, in one sentence, with slips of the pen."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.evaluation.labelled import DEPTH, Answer, LabelledDossier, answers
from benchmarks.evaluation.metrics import bootstrap, wilson
from benchmarks.occupation_titles import misspelt
from matcher import Matcher
from matcher.text import unaccented

_Change = Callable[[random.Random, dict[str, Any]], dict[str, Any]]


def _untitled(rng: random.Random, experience: dict[str, Any]) -> dict[str, Any]:
    return experience | {"title": ""}


def _one_sentence(rng: random.Random, experience: dict[str, Any]) -> dict[str, Any]:
    return experience | {"activities": experience["activities"][:1]}


def _misspelt(rng: random.Random, experience: dict[str, Any]) -> dict[str, Any]:
    """Two slips in each sentence, and no accents."""
    told = [unaccented(misspelt(rng, misspelt(rng, activity))) for activity in experience["activities"]]
    return experience | {"activities": told}


WAYS: Mapping[str, tuple[_Change, ...]] = {
    "comme écrits": (),
    "sans intitulé": (_untitled,),
    "deux fautes par phrase, sans accents": (_misspelt,),
    "sans intitulé, deux fautes par phrase": (_untitled, _misspelt),
    "sans intitulé, une seule phrase": (_untitled, _one_sentence),
}


def told(case: LabelledDossier, changes: Sequence[_Change]) -> LabelledDossier:
    """The same dossier told otherwise; bloc states are labelled for what was written, and are left out."""
    if not changes:
        return case
    rng = random.Random(case.name)
    experiences = list(case.dossier["experiences"])
    for change in changes:
        experiences = [change(rng, one) for one in experiences]
    return replace(case, dossier={**case.dossier, "experiences": experiences}, blocs={})


def run(matcher: Matcher, cases: Sequence[LabelledDossier]) -> Iterator[str]:
    """A table by way of telling, and what is said of blocs."""
    halves = [[one for one in cases if one.reported == reported] for reported in (False, True)]
    yield f"| récits | moitié ({len(halves[0])} / {len(halves[1])}) | @1 | @3 | @10 | MRR |"
    yield "|---|---|---|---|---|---|"
    plain: list[Answer] = []
    for way, changes in WAYS.items():
        for name, half in zip(("réglage", "tenue"), halves, strict=True):
            found = list(answers(matcher, [told(one, changes) for one in half]))
            plain += found if not changes else []
            yield f"| {way} | {name} | {' | '.join(_rates(found))} |"
    yield ""
    states = sum(len(one.case.blocs) for one in plain)
    wrong = [f"{one.case.name} : {code} {state}" for one in plain for code, state in one.wrong_blocs.items()]
    right = f"{states - len(wrong)} justes sur {states}"
    yield f"- États de blocs attendus : {right}. Faux : {' ; '.join(wrong) or 'aucun'}."
    beyond = [f"{one.case.name} ({one.place or f'au-delà de {DEPTH}'})" for one in plain if one.place not in (1, 2, 3)]
    yield f"- Récits, comme écrits, hors des trois premiers : {', '.join(beyond) or 'aucun'}."


def _rates(found: Sequence[Answer]) -> Iterator[str]:
    places = np.array([one.place or np.inf for one in found])
    for depth in (1, 3, DEPTH):
        yield str(wilson((places <= depth).astype(np.float64)))
    yield str(bootstrap(1.0 / places, np.arange(len(places))))
