"""The judge of columns against the other judges and against known engines: same rules, same facts, same answers."""

from __future__ import annotations

import os
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.column_rivals import OPINION, Rules, duckdb_judge, frame, polars_judge, zen_judge
from benchmarks.evaluation.labelled import read_cases
from benchmarks.measuring import timed
from matcher import Matcher
from matcher.judge.columns import ColumnJudge, ColumnVerdicts
from matcher.judge.durable import DurableJudge
from matcher.judge.fact_columns import Column, FactColumn, fact_columns
from matcher.judge.source import SourceJudge
from matcher.judge.verdict import Judge, Verdict
from matcher.model.report import Outcome
from matcher.rulebook.conditions import Fact
from matcher.rulebook.law import Law
from matcher.rulebook.rulebook import Rulebook

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PAIRS = 1_000_000
FEW = {"zen-engine": 2_000, "Python compilé": 1_000, "durable-rules": 500}
"""Pairs judged at a time by what would take minutes for a million."""
ROUNDS = 3
CORES = {
    "Polars": f"{os.cpu_count()} cœurs",
    "DuckDB": f"{os.cpu_count()} cœurs",
    "zen-engine": "un cœur",
    "Python compilé": "un cœur",
    "durable-rules": "un cœur",
}
"""What ours is held against, with the cores that each takes."""
Facts = Mapping[str, Fact | None]


class _Recorder:
    """A judge that keeps the facts it is asked about."""

    def __init__(self) -> None:
        self.facts: list[Facts] = []
        self._judge = SourceJudge()

    def judge(self, law: Law, facts: Facts) -> Verdict:
        self.facts.append(dict(facts))
        return self._judge.judge(law, facts)

    def outcomes(self, law: Law, facts: Facts) -> Mapping[str, Outcome]:
        return self._judge.outcomes(law, facts)


def recorded_facts() -> tuple[Rulebook, list[Facts]]:
    """The facts of the example and labelled dossiers, held against every certification that they are compared with."""
    bundled, recorder = Matcher.load(), _Recorder()
    matcher = Matcher(bundled.rulebook, bundled.settings, bundled.referentials, recorder, bundled.lexicon)
    examples = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.yaml"))]
    for dossier in [*examples, *(case.dossier for case in read_cases())]:
        matcher.evaluate(dossier, limit=len(bundled.certifications))
    return bundled.rulebook, recorder.facts


def _drawn(column: FactColumn, places: Column) -> FactColumn:
    low = column.low[places]
    high = low if column.high is column.low else column.high[places]
    return FactColumn(low, high, None if column.known is None else column.known[places])


@dataclass
class _Contest:
    """Pairs judged per second by each engine, in turn, law by law and round by round; whether all answer alike.

    On a shared machine an engine of several threads gets more of it: seconds of processor are kept too.
    """

    facts: list[Facts]
    places: Column
    columns: dict[str, FactColumn]
    speeds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    speeds_of_processor: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    equal: bool = True

    def hold(self, law: Law) -> None:
        given = frame(law, self.columns)
        calls: dict[str, Callable[[], Any]] = {
            "colonnes": lambda: _COLUMNS.judge(law, self.columns, PAIRS),
            "Polars": polars_judge(law, given),
            "DuckDB": duckdb_judge(law, given),
            "zen-engine": zen_judge(law, given[: FEW["zen-engine"]]),
            "Python compilé": self._one_by_one(_SOURCE, law, FEW["Python compilé"]),
            "durable-rules": self._one_by_one(_DURABLE, law, FEW["durable-rules"]),
        }
        verdicts = calls["colonnes"]()
        self.equal &= all(same_answers(verdicts, Rules.of(law), calls[name]()) for name in calls if name != "colonnes")
        for _ in range(ROUNDS):
            for name, call in calls.items():
                pairs, start, used = FEW.get(name, PAIRS), time.perf_counter(), time.process_time()
                call()
                self.speeds[name].append(pairs / (time.perf_counter() - start))
                self.speeds_of_processor[name].append(pairs / (time.process_time() - used))

    def _one_by_one(self, judge: Judge, law: Law, count: int) -> Callable[[], list[Verdict]]:
        cases = [self.facts[place] for place in self.places[:count]]
        return lambda: [judge.judge(law, facts) for facts in cases]


_COLUMNS, _SOURCE, _DURABLE = ColumnJudge(), SourceJudge(), DurableJudge()


def same_answers(verdicts: ColumnVerdicts, rules: Rules, found: Any) -> bool:
    """Whether an engine answers as the columns do: a table, or one answer a case."""
    if not isinstance(found, list):
        answers = {**{rule.id: found[name] for name, rule in rules.by_name.items()}, OPINION: found[OPINION]}
        ours = {**verdicts.outcomes, OPINION: verdicts.opinion}
        return all(np.array_equal(answers[name].to_numpy(), codes) for name, codes in ours.items())
    if isinstance(found[0], Verdict):
        return all(verdicts.verdict(case) == verdict for case, verdict in enumerate(found))
    ids = [rule.id for rule in rules.by_name.values()]
    return all(
        [*findings, *conclusions, opinion]
        == [*(verdicts.outcomes[rule_id][case] for rule_id in ids), verdicts.opinion[case]]
        for case, (findings, conclusions, opinion) in enumerate(found)
    )


def _ratio(speeds: Mapping[str, list[float]], name: str) -> float:
    """How many times faster ours is, each time against the run next to it."""
    return statistics.median(our / speed for our, speed in zip(speeds["colonnes"], speeds[name], strict=True))


def _named(engine: str) -> str:
    """An engine with its version, if it is not ours alone, and the cores it takes."""
    own = engine == "Python compilé"
    return f"{engine if own else f'{engine} {version(engine.lower())}'}, {CORES[engine]}"


def run() -> Iterator[str]:
    book, facts = recorded_facts()
    places = np.random.default_rng(0).integers(0, len(facts), PAIRS)
    known = {name: fact for name, fact in book.facts.items() if fact.scope == "certification"}
    plain = fact_columns({name: [one[name] for one in facts] for name in known}, known)
    columns = {name: _drawn(column, places) for name, column in plain.items()}
    starts = {
        one.in_force.from_ for items in (book.rules, book.parameters) for item, _ in items for one in item.versions
    }
    laws = list({law.key: law for law in map(book.law_on, sorted(starts))}.values())
    yield f"- Faits : {len(facts)} couples (dossier, certification) des exemples et des dossiers étiquetés, tirés"
    yield f"  {PAIRS} fois ; {len(laws)} lois en tout, chacune jugée par chaque moteur, à tour de rôle, {ROUNDS} fois."
    contest = _Contest(facts, places, columns)
    for law in laws:
        contest.hold(law)
    ours = contest.speeds["colonnes"]
    fifth, *_, last = statistics.quantiles(ours, n=20)
    yield (
        f"- Juge en colonnes, un cœur : médiane {statistics.median(ours) / 1e6:.1f} millions de couples par seconde "
        f"(du 5e au 95e centile : {fifth / 1e6:.1f} à {last / 1e6:.1f}) ; "
        f"par seconde de processeur, {statistics.median(contest.speeds_of_processor['colonnes']) / 1e6:.1f} millions."
    )
    for name in CORES:
        told, used = _ratio(contest.speeds, name), _ratio(contest.speeds_of_processor, name)
        yield (
            f"  - {_named(name)} : {statistics.median(contest.speeds[name]):.0f} par seconde ; "
            f"rapport {told:.1f}, en temps de processeur {used:.1f}."
        )
    yield f"- Réponses égales, constat par constat et avis : {'oui' if contest.equal else 'NON'}."
    small = {name: _drawn(column, places[:361]) for name, column in plain.items()}
    yield f"- 361 couples seulement, loi du jour : {timed(lambda: _COLUMNS.judge(laws[-1], small, 361))}."
