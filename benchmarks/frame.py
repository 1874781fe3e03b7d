"""Many dossiers at once: dossiers a second, memory, against one evaluation after another and against a floor.

``python -m benchmarks.frame 100000`` measures that many dossiers against the bundled catalogue, and prints it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from math import log
from typing import Any, TypeVar

from benchmarks.dossiers import ROOT, invented
from benchmarks.measuring import peak_megabytes
from benchmarks.register import imported_register
from matcher import Matcher
from matcher.reading.dossiers import parse_dossier
from matcher.relation import CertificationIndex
from matcher.relation.told import read_told

SIZES = (1_000, 10_000)
ONE_BY_ONE = 60
AIM_OVER_FLOOR, AIM_EXPONENT, AIM_MEGABYTES = 3.0, 1.05, 600
_AT_ONCE = 500

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Measured:
    """Seconds of processor for ``dossiers`` dossiers: the whole; reading alone; cutting into sentences alone; comparing
    all the sentences with the catalogue alone; and one evaluation, in the loop. Megabytes: at the peak of the whole."""

    dossiers: int
    certifications: int
    pairs: int
    whole: float
    reading: float
    cutting: float
    product: float
    one_by_one: float
    megabytes: float

    @property
    def floor(self) -> float:
        return self.reading + self.cutting + self.product


def measure(number: int) -> Measured:
    """Measure in this process, whose memory must be new."""
    matcher = Matcher.load()
    matcher.evaluate_frame(invented(600, seed=2))
    rows, whole = _spent(lambda: len(matcher.evaluate_frame(invented(number))))
    megabytes = peak_megabytes()
    _, making = _spent(lambda: sum(1 for _ in invented(number)))
    few = list(invented(ONE_BY_ONE, seed=3))
    _, one_by_one = _spent(lambda: [matcher.evaluate(one) for one in few])
    index = CertificationIndex(matcher.certifications, matcher.settings)
    parts = [_floor(index, chunk) for chunk in _chunks(invented(number))]
    reading, cutting, product = (sum(times) for times in zip(*parts, strict=True))
    return Measured(
        dossiers=number,
        certifications=len(matcher.certifications),
        pairs=rows,
        whole=whole - making,
        reading=reading,
        cutting=cutting,
        product=product,
        one_by_one=one_by_one / ONE_BY_ONE,
        megabytes=megabytes,
    )


def _floor(index: CertificationIndex, chunk: Sequence[dict[str, Any]]) -> tuple[float, float, float]:
    catalogue, settings = index.catalogue, index.settings
    least, terms = settings.evidence.to_confirm, settings.related.described_terms
    read, reading = _spent(lambda: [parse_dossier(one) for one in chunk])

    def cut() -> list[tuple[str, ...]]:
        told = [read_told(one, {}, terms, catalogue.spelling) for one in read]
        return list(dict.fromkeys(said.stems for one in told for said in one.statements))

    sentences, cutting = _spent(cut)

    def compare() -> object:
        asked = catalogue.vocabulary.directions(sentences)
        return catalogue.text_likeness.near(asked, least, catalogue.vocabulary.telling)

    _, product = _spent(compare)
    return reading, cutting, product


def _chunks(dossiers: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while chunk := list(islice(dossiers, _AT_ONCE)):
        yield chunk


def _spent(call: Callable[[], Answer]) -> tuple[Answer, float]:
    start = time.process_time()
    answer = call()
    return answer, time.process_time() - start


def run(sizes: Sequence[int] = SIZES) -> Iterator[str]:
    """In a process for each size, for its memory alone. Seconds are those of one processor, whoever shares it."""
    found = [_apart(size) for size in sizes]
    yield from map(_line, found)
    yield from _promises(found)
    with imported_register() as there:
        if there is None:
            yield "- Registre réel : pas de données publiques à côté du projet, rien à mesurer."
        else:
            yield f"- Registre réel et ROME : {_line(_apart(SIZES[-1], there)).removeprefix('- ')}"


def _apart(size: int, there: Mapping[str, str] = os.environ) -> Measured:
    command = [sys.executable, "-m", "benchmarks.frame", "--json", str(size)]
    ran = subprocess.run(command, cwd=ROOT, env=there, check=True, capture_output=True, text=True)
    return Measured(**json.loads(ran.stdout))


def _line(one: Measured) -> str:
    each = 1000 / one.dossiers
    return (
        f"- {one.dossiers} dossiers × {one.certifications} certifications, {one.pairs} lignes : {one.whole:.1f} s,"
        f" soit {one.dossiers / one.whole:.0f} dossiers et {one.pairs / one.whole:.0f} couples par seconde ;"
        f" {one.megabytes:.0f} Mo au plus. Un par un : {1000 * one.one_by_one:.1f} ms par dossier,"
        f" {one.one_by_one * one.dossiers / one.whole:.0f} fois plus. Plancher : lire {each * one.reading:.2f},"
        f" découper {each * one.cutting:.2f}, comparer {each * one.product:.2f} ms par dossier ;"
        f" l'ensemble prend {one.whole / one.floor:.1f} fois le plancher."
    )


def _promises(found: Sequence[Measured]) -> Iterator[str]:
    """What was aimed at, and whether it is reached."""
    least, most = found[0], found[-1]
    if most.dossiers > least.dossiers:
        exponent = log(most.whole / least.whole) / log(most.dossiers / least.dossiers)
        yield f"- Temps ∝ dossiers^{exponent:.3f} (visé : {AIM_EXPONENT:.2f} au plus)."
    yield f"- Visé : {AIM_OVER_FLOOR:.0f} fois le plancher au plus ; {AIM_MEGABYTES} Mo au plus pour 100 000 dossiers."


if __name__ == "__main__":
    wanted = [int(one) for one in sys.argv[1:] if one.isdecimal()]
    if "--json" in sys.argv:
        print(json.dumps(asdict(measure(wanted[0]))))
    else:
        for line in run(wanted or SIZES):
            print(line, flush=True)
