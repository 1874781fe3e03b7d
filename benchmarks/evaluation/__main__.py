"""Measure how well texts find their job or certification, and write results.md.

    python -m benchmarks.evaluation [DATA]

DATA: the folder of public data (``rome/``, ``rncp/export/``). Weights and thresholds were chosen on one half of the
jobs, fiches and dossiers; every figure is given on the other, unless it says otherwise. Takes two to four minutes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.evaluation import told_otherwise
from benchmarks.evaluation.data import PublicData, read_public_data
from benchmarks.evaluation.examples import Example
from benchmarks.evaluation.labelled import read_cases
from benchmarks.evaluation.methods import BASELINE, FUSION, examples_of, ranked
from benchmarks.evaluation.metrics import Ranks, gain, rate
from benchmarks.evaluation.queries import Measure, definitions, real_fiches, reworded_blocs, reworded_skills
from benchmarks.measuring import machine
from matcher import Matcher

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
RESULTS = Path(__file__).with_name("results.md")
TRIED = Path(__file__).with_name("essais.md")
AIMS = {"R": (0.96, 0.995), "I": (0.72, 0.93), "C": None, "C avec intitulé": (0.52, 0.83), "B": (0.95, 0.99)}


def run(data: PublicData) -> Iterator[str]:
    """The report on the four measures, line by line."""
    fiches = real_fiches(data, titled=True)
    every, learnt = examples_of(fiches.queries), examples_of(fiches.half(reported=False))
    # R et I ne doivent rien aux fiches : toutes peuvent servir d'exemples. C n'apprend que de l'autre moitié.
    plans: list[tuple[Measure, list[Example]]] = [
        (reworded_skills(data), every),
        (definitions(data), every),
        (real_fiches(data, titled=False), learnt),
        (fiches, learnt),
        (reworded_blocs(data), []),
    ]
    summary = ["| mesure | visé @1 / @5 | atteint @1 | atteint @5 |", "|---|---|---|---|"]
    for measure, examples in plans:
        queries = measure.half(reported=True)
        begun = time.perf_counter()
        found = ranked(measure, queries, examples)
        mine = found[FUSION]
        spent = time.perf_counter() - begun
        aim = AIMS[measure.letter]
        said = f"{aim[0]} / {aim[1]}".replace(".", ",") if aim else "–"
        summary.append(f"| {measure.letter} | {said} | {_rate(mine, 1)} | {_rate(mine, 5)} |")
        yield f"### {measure.letter} : {len(queries)} questions, {len(measure.documents)} documents ({spent:.0f} s)"
        yield ""
        yield from _table(found)
        yield ""
    yield "### En bref"
    yield ""
    yield from summary
    yield ""


def _table(found: dict[str, Ranks]) -> Iterator[str]:
    yield f"| méthode | @1 | @5 | @10 | MRR | nDCG@10 | gain @1 sur {BASELINE} |"
    yield "|---|---|---|---|---|---|---|"
    base = found[BASELINE]
    for name, one in found.items():
        cells = [_rate(one, 1), _rate(one, 5), _rate(one, 10)]
        cells += [str(rate(values, one.cluster)) for values in (one.reciprocal, one.ndcg)]
        cells.append("–" if one is base else gain(one.hits(1), base.hits(1), one.cluster))
        yield f"| {f'**{name}**' if name == FUSION else name} | {' | '.join(cells)} |"


def _rate(one: Ranks, depth: int) -> str:
    return str(rate(one.hits(depth), one.cluster))


def labelled(data: Path) -> Iterator[str]:
    """On the bundled catalogue, with nothing imported."""
    with TemporaryDirectory() as empty:
        yield from told_otherwise.run(Matcher.load(data=Path(empty)), read_cases())


def main() -> None:
    parser = argparse.ArgumentParser(description="Mesure le rapprochement des textes et écrit results.md.")
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="le dossier des données publiques")
    folder = parser.parse_args().data
    lines = [f"# Évaluation du rapprochement, {date.today():%d/%m/%Y}", "", f"{machine()}.", "", *_INTRODUCTION, ""]
    lines += ["## Récits étiquetés, catalogue fourni", ""]
    for line in labelled(folder):
        print(line, flush=True)
        lines.append(line)
    lines += ["", "## Les quatre mesures", ""]
    if (folder / "rome").is_dir():
        for line in run(read_public_data(folder)):
            print(line, flush=True)
            lines.append(line)
    else:
        lines += [f"Non mesurées : les données publiques ne sont pas dans {folder.name}.", ""]
    lines += [TRIED.read_text(encoding="utf-8").rstrip(), ""]
    RESULTS.write_text("\n".join(lines), encoding="utf-8")


_INTRODUCTION = """
Refaire : `python -m benchmarks.evaluation [DONNÉES]`. Entre crochets, l'intervalle à 95 % : Wilson, ou bootstrap par
métier ou par famille de fiches quand plusieurs questions en viennent (et pour MRR, nDCG et gains). Une égalité de score
compte comme un échec. Réglages choisis sur une moitié des métiers, fiches et récits ; chiffres donnés sur l'autre.

- **R** : trois à six savoir-faire d'un métier, redits autrement (deux tirages par métier) → ce métier, par ses savoirs
  et savoir-faire. Un programme (`rewording.py`) change les mots ; il a le même auteur que la méthode : R et B flattent.
- **I** : la définition officielle d'un métier → ce métier, par ses savoirs et savoir-faire. Rien n'y est de nous.
- **C** : les intitulés de blocs d'une vraie fiche RNCP (avec ou sans son intitulé) → l'un de ses codes ROME, par tout
  ce que le ROME dit des métiers. Les fiches parentes (mêmes blocs, anciennes et nouvelles) sont dans la même moitié ;
  les exemples ne viennent que de l'autre. Trente fiches seulement ont des compétences : ce sont des intitulés de blocs.
- **B** : trois intitulés de blocs redits autrement → la fiche, ou une qui partage 60 % de ses blocs, parmi 6 843. Un
  bloc est le même sous les mêmes mots, sans égard aux capitales, aux accents, aux signes ni au numéro qui précède.

Les récits étiquetés passent par le programme entier. Les quatre mesures tiennent **la fusion** (`fusion.py`), une
méthode à l'étude que le programme n'appelle pas, face aux méthodes connues : ce qu'elle a de plus que lui ne sert pas
aux récits étiquetés (voir plus bas).
""".strip().splitlines()


if __name__ == "__main__":
    main()
