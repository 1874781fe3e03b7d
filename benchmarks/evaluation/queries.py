"""What is asked, and what may be answered: the measures R, I, C and B.

* **R**: three to six savoir-faire of one job, reworded (``rewording``) → that job, by its skills.
* **I**: the sentences of the official definition of a job → that job, by its skills. Nobody reworded anything: the
  two were written apart.
* **C**: the bloc labels of a real RNCP fiche, with and without its title → its ROME codes, by the jobs' definitions,
  appellations and skills.
* **B**: three reworded bloc labels of a fiche → that fiche, or one with 60 % of its blocs at least, by bloc labels. A
  bloc is the same under the same words, whatever their case, accents, signs and number: "UG1 : Français" is "français".
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.evaluation.data import BlocSet, PublicData, is_reported, kinships
from benchmarks.evaluation.rewording import reworded, without_code
from matcher.text import unaccented

_SENTENCES = re.compile(r"(?<=[.;])\s+")
_WORDS = re.compile(r"[^\W_]+")
_ENOUGH_IN_COMMON = 0.6
_B_QUERIES = 600
_WORDINGS = 2


@dataclass(frozen=True)
class Query:
    """``sentences`` asked, the acceptable ``answers`` (places of documents), and what it stands with: job or kin."""

    sentences: tuple[str, ...]
    answers: tuple[int, ...]
    cluster: int
    reported: bool
    source: str


@dataclass(frozen=True)
class Measure:
    """``documents``: the texts of each; ``names`` of them."""

    letter: str
    names: tuple[str, ...]
    documents: tuple[tuple[str, ...], ...]
    queries: tuple[Query, ...]

    def half(self, reported: bool) -> tuple[Query, ...]:
        return tuple(one for one in self.queries if one.reported == reported)


def skills_of(data: PublicData, practical: bool = False) -> list[tuple[str, ...]]:
    """By job in the order of codes; ``practical``: savoir-faire only."""
    return [
        tuple(
            dict.fromkeys(
                skill.label for skill in data.rome.skills.get(code, ()) if skill.kind == "savoir_faire" or not practical
            )
        )
        for code in data.rome.jobs
    ]


def reworded_skills(data: PublicData, wordings: int = _WORDINGS) -> Measure:
    """R. Each job is asked for ``wordings`` times, with other skills and other words."""
    queries = []
    for place, (code, skills) in enumerate(zip(data.rome.jobs, skills_of(data, practical=True), strict=True)):
        for wording in range(wordings):
            rng = random.Random(f"R-{wording}-{code}")
            if skills:
                drawn = rng.sample(skills, min(len(skills), rng.randint(3, 6)))
                said = tuple(reworded(rng, one) for one in drawn)
                queries.append(Query(said, (place,), place, is_reported(code), code))
    return Measure("R", tuple(data.rome.jobs), tuple(skills_of(data)), tuple(queries))


def definitions(data: PublicData) -> Measure:
    """I."""
    queries = [
        Query(tuple(_SENTENCES.split(job.definition)), (place,), place, is_reported(code), code)
        for place, (code, job) in enumerate(data.rome.jobs.items())
        if job.definition
    ]
    return Measure("I", tuple(data.rome.jobs), tuple(skills_of(data)), tuple(queries))


def job_texts(data: PublicData) -> list[tuple[str, ...]]:
    """All that ROME tells of each job, in the order of codes."""
    titles: defaultdict[str, list[str]] = defaultdict(list)
    for one in data.rome.appellations:
        titles[one.code].append(one.short)
    return [
        (job.label, *_SENTENCES.split(job.definition), *titles[code], *skills)
        for (code, job), skills in zip(data.rome.jobs.items(), skills_of(data), strict=True)
    ]


def real_fiches(data: PublicData, titled: bool) -> Measure:
    """C. Kin fiches (same blocs, or one in place of the other) are in the same half."""
    place_of = {code: place for place, code in enumerate(data.rome.jobs)}
    sets = [BlocSet(one.code, tuple(bloc.title for bloc in one.blocs if bloc.title)) for one in data.fiches]
    links = [(one.code, other) for one in data.fiches for other in (*one.predecessors, *one.successors)]
    kin = kinships(sets, links)
    number = {head: place for place, head in enumerate(dict.fromkeys(kin.values()))}
    queries = [
        Query(
            ((one.title,) if titled else ()) + labels.labels,
            tuple(place_of[code] for code in one.rome if code in place_of),
            number[kin[one.code]],
            is_reported(kin[one.code]),
            one.code,
        )
        for one, labels in zip(data.fiches, sets, strict=True)
    ]
    return Measure("C avec intitulé" if titled else "C", tuple(data.rome.jobs), tuple(job_texts(data)), tuple(queries))


def reworded_blocs(data: PublicData) -> Measure:
    """B. Halves go by bloc set."""
    sets = data.bloc_sets
    blocs = [frozenset(map(_bloc, one.labels)) for one in sets]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, held in enumerate(blocs):
        for bloc in held:
            holders[bloc].append(place)
    drawn = random.Random("B").sample([place for place, one in enumerate(sets) if len(one.labels) >= 3], 2 * _B_QUERIES)
    queries = []
    for place in drawn:
        rng = random.Random(f"B-{sets[place].code}")
        said = tuple(reworded(rng, label) for label in rng.sample(sets[place].labels, 3))
        queries.append(
            Query(
                said, _family(blocs, holders, place), place, is_reported("|".join(sets[place].labels)), sets[place].code
            )
        )
    return Measure("B", tuple(one.code for one in sets), tuple(one.labels for one in sets), tuple(queries))


def _bloc(label: str) -> str:
    """A bloc label by its words alone."""
    return " ".join(_WORDS.findall(unaccented(without_code(label))))


def _family(blocs: Sequence[frozenset[str]], holders: Mapping[str, Sequence[int]], place: int) -> tuple[int, ...]:
    """The fiche, and those that hold enough of its blocs."""
    shared = Counter(other for bloc in blocs[place] for other in holders[bloc])
    return tuple(sorted(other for other, count in shared.items() if count >= _ENOUGH_IN_COMMON * len(blocs[place])))
