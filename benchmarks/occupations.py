"""Job title → ROME codes: how often the right code comes first, and among five; how fast; in how much memory.

    python -m benchmarks.occupations [--rome FILE]

Three sets, 600 titles a seed. **H**, hurried titles, and **V**, titles as in a CV, are made from appellations of ROME
drawn at random (see ``occupation_titles``); the right code is that of the appellation drawn. **E** and **F** are
everyday titles written by hand, with every code that may be held right (tests/data/metiers_dits.csv): E before the
everyday words (referentials/lexique), F after them, and no word was added for F.

The weights and thresholds of the index were chosen on the seeds of TUNING; figures are given on those of REPORTED.
Titles, index and everyday words have the same authors: E flatters the words, and is also given without them; F is the
harder look. Intervals hold 95 %: Wilson's, and for differences the paired one.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import peak_megabytes
from benchmarks.occupation_titles import Pointing, as_in_a_cv, hurried
from matcher.occupations import Appellation, EverydayWords, OccupationIndex
from matcher.occupations.appellation import genders
from matcher.sparse import Rows

ROOT = Path(__file__).resolve().parent.parent
ROME = ROOT.parent / "shared" / "data" / "rome" / "unix_referentiel_appellation_v347_utf8.csv"
EVERYDAY_TITLES = ROOT / "tests" / "data" / "metiers_dits.csv"
TUNING, REPORTED = (1, 2, 3), (11, 12, 13, 14, 15)
TITLES = 600
FIRST, IN_FIVE = 0, 1
_Z = 1.96

Suggest = Callable[[str], Sequence[str]]
Hits = NDArray[np.bool_]


class Case(NamedTuple):
    """A title, and the codes held right."""

    title: str
    codes: frozenset[str]


def read_appellations(path: Path) -> list[Appellation]:
    """The appellations of the published table, whose apostrophes are doubled."""
    columns = ("code_rome", "libelle_appellation_court", "libelle_appellation_long")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [Appellation(*(row[name].replace("''", "'") for name in columns)) for row in csv.DictReader(lines)]


def read_everyday_titles(written: str) -> list[Case]:
    """Those written "avant" or "apres" the everyday words."""
    with EVERYDAY_TITLES.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter=";") if row["lexique"] == written]
    return [Case(row["dit"], frozenset(row["rome"].split())) for row in rows]


def hurried_titles(appellations: Sequence[Appellation], seed: int) -> list[Case]:
    rng = random.Random(f"H-{seed}")
    return [Case(hurried(rng, one.long_label), frozenset([one.rome])) for one in rng.sample(appellations, TITLES)]


def cv_titles(appellations: Sequence[Appellation], pointing: Pointing, seed: int) -> list[Case]:
    rng = random.Random(f"V-{seed}")
    clear = [one for one in appellations if all(len(pointing.codes(form)) == 1 for form in genders(one.long_label))]
    return [Case(as_in_a_cv(rng, one.long_label, pointing), frozenset([one.rome])) for one in rng.sample(clear, TITLES)]


class RawGrams:
    """The baseline: TF-IDF of the runs of two to four letters of the labels as they are written."""

    def __init__(self, appellations: Sequence[Appellation]) -> None:
        labels = [(label, one.rome) for one in appellations for label in dict.fromkeys((one.label, one.long_label))]
        self._codes = [code for _, code in labels]
        self._places: dict[str, int] = {}
        cells = [
            (row, self._places.setdefault(gram, len(self._places)), times)
            for row, (label, _) in enumerate(labels)
            for gram, times in self._grams(label).items()
        ]
        rows, grams, times = (np.array(column, dtype=np.int64) for column in zip(*cells, strict=True))
        self._idf = 1 + np.log((1 + len(labels)) / (1 + np.bincount(grams)))
        values = times * self._idf[grams]
        lengths = np.sqrt(np.bincount(rows, values**2))
        self._rows_of_gram = Rows.of_cells(grams, rows, values / lengths[rows], len(self._places))

    def suggest(self, title: str) -> list[str]:
        known = {self._places[gram]: times for gram, times in self._grams(title).items() if gram in self._places}
        if not known:
            return []
        grams = np.array(list(known), dtype=np.int64)
        owners, cells = self._rows_of_gram.spread(grams)
        weights = (np.array(list(known.values())) * self._idf[grams])[owners] * self._rows_of_gram.values[cells]
        scores = np.bincount(self._rows_of_gram.columns[cells], weights, minlength=len(self._codes))
        return list(dict.fromkeys(self._codes[row] for row in np.argsort(-scores, kind="stable")[:200]))[:5]

    @staticmethod
    def _grams(text: str) -> Counter[str]:
        words = [f" {word} " for word in text.lower().split()]
        return Counter(
            word[first : first + size] for word in words for size in (2, 3, 4) for first in range(len(word) - size + 1)
        )


def hits(suggest: Suggest, cases: Sequence[Case]) -> Hits:
    """[cases, 2]: whether a right code comes first, and whether one is among five."""
    found = [list(suggest(case.title))[:5] for case in cases]
    return np.array(
        [
            [bool(codes) and codes[0] in case.codes, not case.codes.isdisjoint(codes)]
            for codes, case in zip(found, cases, strict=True)
        ]
    )


def rate(hit: Hits) -> str:
    """The share of hits with Wilson's interval: "0,842 [0,829 ; 0,855]"."""
    count, share = len(hit), float(hit.mean())
    centre = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z / (1 + _Z**2 / count) * float(np.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2)))
    return f"{share:.3f} [{centre - half:.3f} ; {centre + half:.3f}]".replace(".", ",")


def gain(hit: Hits, other: Hits) -> str:
    """How much more often the first hits than the second on the same titles, with its interval."""
    difference = hit.astype(float) - other.astype(float)
    half = _Z * float(difference.std(ddof=1)) / float(np.sqrt(len(difference)))
    mean = float(difference.mean())
    return f"{mean:+.3f} [{mean - half:+.3f} ; {mean + half:+.3f}]".replace(".", ",")


def codes_of(index: OccupationIndex, title: str) -> list[str]:
    return [one.rome for one in index.suggest(title)]


def run(rome: Path = ROME) -> Iterator[str]:
    """The report, line by line."""
    if not rome.is_file():
        yield f"- Non mesuré : les appellations du ROME ne sont pas dans {rome.name}."
        return
    appellations = read_appellations(rome)
    start = time.process_time()
    index = OccupationIndex(appellations)
    yield f"- Index de {len(appellations)} appellations : construit en {time.process_time() - start:.2f} s (un cœur)."
    pointing = Pointing(appellations)
    sets = {
        "H": [case for seed in REPORTED for case in hurried_titles(appellations, seed)],
        "V": [case for seed in REPORTED for case in cv_titles(appellations, pointing, seed)],
        "E": read_everyday_titles("avant"),
        "F": read_everyday_titles("apres"),
    }
    start = time.process_time()
    found = {name: hits(partial(codes_of, index), cases) for name, cases in sets.items()}
    spent = time.process_time() - start
    yield (
        f"- Vitesse : {sum(map(len, sets.values())) / spent:.0f} intitulés par seconde (un cœur) ; "
        f"mémoire du processus au plus haut : {peak_megabytes():.0f} Mo."
    )
    baseline = RawGrams(appellations)
    raw = {name: hits(baseline.suggest, cases) for name, cases in sets.items()}
    yield from _rates(sets, found, raw)
    yield from _ambiguity(index, sets["H"], found["H"])
    without = OccupationIndex(appellations, EverydayWords())
    for name in ("E", "F"):
        bare = hits(partial(codes_of, without), sets[name])
        yield f"- {name} sans le lexique : {rate(bare[:, FIRST])} @1, {rate(bare[:, IN_FIVE])} @5."


def _rates(sets: dict[str, list[Case]], found: dict[str, Hits], raw: dict[str, Hits]) -> Iterator[str]:
    for name, cases in sets.items():
        one, other = found[name], raw[name]
        yield f"- {name} ({len(cases)} intitulés) : {rate(one[:, FIRST])} @1, {rate(one[:, IN_FIVE])} @5."
        yield f"  - lettres des libellés bruts : {rate(other[:, FIRST])} @1, {rate(other[:, IN_FIVE])} @5."
        yield f"  - gain : {gain(one[:, FIRST], other[:, FIRST])} @1, {gain(one[:, IN_FIVE], other[:, IN_FIVE])} @5."
        if len(cases) > TITLES:
            samples = one[:, FIRST].reshape(-1, TITLES).mean(axis=1)
            yield f"  - d'un tirage à l'autre : {samples.min():.3f} à {samples.max():.3f} @1.".replace(".", ",", 2)


def _ambiguity(index: OccupationIndex, cases: Sequence[Case], found: Hits) -> Iterator[str]:
    """What is said to be ambiguous, and how right the rest is."""
    ambiguous = np.array([index.suggest(case.title).ambiguous for case in cases])
    clear, vague = found[~ambiguous], found[ambiguous]
    yield f"- H, intitulés dits ambigus : {ambiguous.mean():.0%} ; justes @1 : {rate(vague[:, FIRST])}."
    yield f"  - les autres : {rate(clear[:, FIRST])} @1, {rate(clear[:, IN_FIVE])} @5."


def main() -> None:
    parser = argparse.ArgumentParser(description="Mesure l'index des intitulés de poste.")
    parser.add_argument("--rome", type=Path, default=ROME, help="le fichier des appellations du ROME")
    for line in run(parser.parse_args().rome):
        print(line, flush=True)


if __name__ == "__main__":
    main()
