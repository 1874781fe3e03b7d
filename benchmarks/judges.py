"""The judges on the same facts, in turn, with their answers compared."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

from matcher.judge.durable import DurableJudge
from matcher.judge.source import SourceJudge
from matcher.reading.bundled import rules_folder
from matcher.rulebook.examples import example_facts
from matcher.rulebook.loading import load_rulebook

ROUNDS = 5


def run() -> Iterator[str]:
    book = load_rulebook(rules_folder())
    cases = [
        (book.law_on(day), example_facts(example))
        for day in (date(2010, 6, 1), date(2018, 6, 1), date(2024, 6, 1))
        for rule, _ in book.rules
        if rule.opinion is None and rule.scope == "certification"
        for example in rule.examples
    ]
    durable, source = DurableJudge(), SourceJudge()
    equal = all(durable.judge(law, facts) == source.judge(law, facts) for law, facts in cases)
    spent = {"durable-rules": 0.0, "Python compilé": 0.0}
    for _ in range(ROUNDS):
        for name, judge in (("durable-rules", durable), ("Python compilé", source)):
            start = time.perf_counter()
            for law, facts in cases:
                judge.judge(law, facts)
            spent[name] += time.perf_counter() - start
    for name, seconds in spent.items():
        yield f"- {name} : {seconds / ROUNDS / len(cases) * 1000:.3f} ms par certification jugée."
    ratio = spent["durable-rules"] / spent["Python compilé"]
    answers = "oui" if equal else "NON"
    yield f"- Rapport durable-rules / Python compilé : {ratio:.1f} ; réponses égales sur {len(cases)} cas : {answers}."
