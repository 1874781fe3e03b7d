"""What breaks durable-rules, or makes it answer wrongly without a word, never reaches it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from judge.laws import FACTS, law_of, rule, verdict_by_truth

from matcher.judge import durable
from matcher.judge.durable import DurableJudge, JudgeError
from matcher.rulebook.conditions import Fact
from matcher.rulebook.schema import FactDefinition

ROOT = Path(__file__).parents[2]
Facts = dict[str, Fact | None]
SIMPLE = law_of(
    rule("a", when={"hours": {"at_least": 1607}}),
    rule("b", when={"word": {"one_of": ["élevé", "5"]}}, applies_when={"flag": {"is": True}}),
    rule("c", met_when={"months": {"above": 12}}, not_met_when={"months": {"below": 11.5}}),
)
CASES: list[Facts] = [
    {"hours": (hours, hours + width), "word": word, "flag": flag, "months": (months, months)}
    for hours, width in ((1606, 0), (1606, 1), (1607, 0))
    for word in ("élevé", "true", None)
    for flag in (True, False)
    for months in (11.49, 12, 12.01)
]
EXPECTED = [verdict_by_truth(SIMPLE, facts) for facts in CASES]


@pytest.fixture
def judge() -> DurableJudge:
    return DurableJudge()


@pytest.fixture
def asserted(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every set of facts handed to the engine."""
    given: list[dict[str, Any]] = []
    keep = durable.engine.Ruleset.assert_fact
    monkeypatch.setattr(
        durable.engine.Ruleset, "assert_fact", lambda self, fact: given.append(dict(fact)) or keep(self, fact)
    )
    return given


def test_engine_is_given_flat_fields_listed_words_and_sequential_ids(
    judge: DurableJudge, asserted: list[dict[str, Any]]
) -> None:
    for facts in CASES:
        judge.judge(SIMPLE, facts)

    ids = [facts["id"] for facts in asserted]
    assert all(after == before + 1 for before, after in pairwise(ids))
    values = [value for facts in asserted for name, value in facts.items() if name != "sid"]
    assert {type(value) for value in values} == {int, str}
    assert {value for value in values if isinstance(value, str)} <= {*FACTS["word"].values, "met", "not_met", "unknown"}


def test_facts_no_rule_reads_are_not_handed_to_the_engine(judge: DurableJudge, asserted: list[dict[str, Any]]) -> None:
    judge.judge(law_of(rule("a", when={"flag": {"is": True}})), dict.fromkeys(FACTS) | {"flag": True, "id": 3})

    assert set(asserted[0]) - {"sid"} == {"fact_flag", "stage", "id"}


@pytest.mark.parametrize("name", ["cand-179599", "dossier", "finding", "stage_"])
def test_a_name_that_is_no_fact_is_refused(judge: DurableJudge, name: str) -> None:
    with pytest.raises(KeyError):
        judge.judge(SIMPLE, {name: 1})


def test_a_text_of_a_million_characters_is_refused_in_a_short_sentence(judge: DurableJudge) -> None:
    with pytest.raises(TypeError) as refusal:
        judge.judge(SIMPLE, {"word": "é" * 1_000_000})

    assert len(str(refusal.value)) < 200
    assert judge.judge(SIMPLE, CASES[0]) == EXPECTED[0]


def test_nothing_is_left_in_the_engine_after_a_judgement(judge: DurableJudge) -> None:
    for facts in CASES:
        judge.judge(SIMPLE, facts)

    (ruleset,) = judge._rulesets.values()
    assert ruleset._ruleset.get_facts(None) == []


def test_verdicts_do_not_depend_on_the_cases_judged_before(judge: DurableJudge) -> None:
    forwards = [judge.judge(SIMPLE, facts) for facts in CASES]
    backwards = [judge.judge(SIMPLE, facts) for facts in reversed(CASES)]

    assert forwards == EXPECTED == backwards[::-1]


@pytest.mark.parametrize("branches", [64, 65, 70, 200])
def test_a_rule_of_many_branches_all_true_is_judged(judge: DurableJudge, branches: int) -> None:
    facts = _counts(branches)
    true = [{name: {"is": 1}} for name in facts]
    law = law_of(
        rule("un", not_met_when={"any": true}),
        rule("tous", when={"all": true}),
        rule("parmi", met_when={"c0": {"one_of": list(range(branches))}}),
        facts=facts,
    )

    assert judge.judge(law, dict.fromkeys(facts, 1)) == verdict_by_truth(law, dict.fromkeys(facts, 1))
    assert judge.judge(law, dict.fromkeys(facts, 2)) == verdict_by_truth(law, dict.fromkeys(facts, 2))


@pytest.mark.parametrize("number", [63, 70, 300])
def test_many_rules_that_all_hold_for_one_case_are_judged(judge: DurableJudge, number: int) -> None:
    facts = _counts(number)
    law = law_of(*(rule(f"r{place}", when={name: {"is": 1}}) for place, name in enumerate(facts)), facts=facts)

    assert judge.judge(law, dict.fromkeys(facts, 1)) == verdict_by_truth(law, dict.fromkeys(facts, 1))
    assert judge.judge(law, dict.fromkeys(facts, 2)) == verdict_by_truth(law, dict.fromkeys(facts, 2))


def test_groups_nested_beyond_what_the_engine_reads_are_judged(judge: DurableJudge) -> None:
    facts = _counts(80)
    pairs = [[{one: {"is": 1}}, {other: {"is": 1}}] for one, other in pairwise(facts)]
    law = law_of(rule("a", when={"any": [{"all": pair} for pair in pairs]}), facts=facts)
    alternating = {name: place % 2 for place, name in enumerate(facts)}

    for given in (dict.fromkeys(facts, 1), dict.fromkeys(facts, 0), alternating, {**alternating, "c0": 1}):
        assert judge.judge(law, given) == verdict_by_truth(law, given)


def test_one_condition_for_all_rules_is_judged(judge: DurableJudge) -> None:
    law = law_of(*(rule(f"r{place}", when={"stage": {"at_least": 1}}) for place in range(300)))

    assert judge.judge(law, {"stage": 1}) == verdict_by_truth(law, {"stage": 1})


def test_a_failing_action_is_told_and_the_judge_goes_on(judge: DurableJudge) -> None:
    judge.judge(SIMPLE, CASES[0])

    with (
        patch.object(durable, "outcome_of", side_effect=ZeroDivisionError("panne")),
        pytest.raises(JudgeError, match="panne"),
    ):
        judge.judge(SIMPLE, CASES[0])

    assert [judge.judge(SIMPLE, facts) for facts in CASES] == EXPECTED


@pytest.mark.parametrize(
    "call",
    [
        "create_ruleset",
        "assert_fact",
        "start_action_for_state",
        "complete_and_start_action",
        "get_facts",
        "retract_fact",
    ],
)
def test_a_failing_engine_is_told_and_the_judge_goes_on(judge: DurableJudge, call: str) -> None:
    failing = patch.object(durable.native, call, side_effect=RuntimeError("erreur 303"))

    with failing, pytest.raises(JudgeError, match="303"):
        judge.judge(SIMPLE, CASES[0])

    assert [judge.judge(SIMPLE, facts) for facts in CASES] == EXPECTED


def test_a_stage_that_does_not_close_is_told(judge: DurableJudge) -> None:
    with (
        patch.object(durable._LawRuleset, "_close", lambda self, stage: lambda: None),
        pytest.raises(JudgeError, match="bout"),
    ):
        judge.judge(SIMPLE, CASES[0])


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads that take turns at every step, instead of every five milliseconds."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("eager_threads")
def test_threads_sharing_a_judge_get_the_verdicts_of_one_and_compile_the_law_once(judge: DurableJudge) -> None:
    compiling = patch.object(durable.native, "create_ruleset", wraps=durable.native.create_ruleset)
    with compiling as compiled, ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(lambda facts: judge.judge(SIMPLE, facts), CASES * 12))

    assert verdicts == EXPECTED * 12
    assert compiled.call_count == 1


def test_the_engine_starts_no_thread(judge: DurableJudge) -> None:
    before = set(threading.enumerate())

    judge.judge(SIMPLE, CASES[0])

    assert set(threading.enumerate()) == before


def test_memory_stays_flat_over_twenty_thousand_judgements(judge: DurableJudge) -> None:
    law = law_of(rule("a", when={"hours": {"at_least": 1607}}))
    cases: list[Facts] = [{"hours": (hours, hours + 1), "flag": True} for hours in range(1600, 1610)]

    def judged(times: int) -> Iterator[str]:
        return (judge.judge(law, cases[place % 10]).opinion for place in range(times))

    assert set(judged(2_000)) == {"non_appreciable", "a_completer", "favorable_probable"}
    gc.collect()
    before = _resident_megabytes()
    assert set(judged(18_000)) == {"non_appreciable", "a_completer", "favorable_probable"}

    assert _resident_megabytes() - before < 8


def test_processes_give_the_same_verdicts_whatever_their_hash_seed() -> None:
    script = (
        "from judge.test_engine_safety import *; print([DurableJudge().judge(SIMPLE, facts) for facts in CASES[:6]])"
    )
    said = [_python(script, PYTHONHASHSEED=seed) for seed in ("1", "2")]

    assert said == [str(EXPECTED[:6])] * 2


def test_importing_the_judge_restores_how_libraries_are_bound() -> None:
    script = "import sys; sys.setdlopenflags(0x102); import matcher.judge.durable; print(sys.getdlopenflags() == 0x102)"

    assert _python(script) == "True"


def _counts(number: int) -> dict[str, FactDefinition]:
    return {f"c{place}": FactDefinition(type="count", label="nombre") for place in range(number)}


def _resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _python(script: str, **environment: str) -> str:
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()
