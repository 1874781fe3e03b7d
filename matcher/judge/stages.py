"""Conditions laid out as durable-rules bears them: plain conjunctions, few at a time, one stage after another.

The engine fires a rule once for each combination of true branches, reads fifteen groups in a rule, and gives up without
a word when a set of facts satisfies more than sixty-four branches. So a disjunction inside a conjunction is noted by an
earlier stage, as a fact of its own; each of its branches, like each branch at the top of a condition, stands alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from matcher.judge.flat import Every, FlatCondition, FlatRule, Some, Test, conditions_of, every, tests_of

_MOST = 60


@dataclass(frozen=True)
class Conjunction:
    """Tests that are all to hold, and what is true when they do: an outcome of a rule, or a part of a condition."""

    rule: str
    outcome: str
    condition: FlatCondition


PART = "part"
"""The outcome of a conjunction that is only a part; its ``rule`` is then the field that says it is true."""


@dataclass(frozen=True)
class Stage:
    conjunctions: tuple[Conjunction, ...]

    @property
    def fields(self) -> frozenset[str]:
        """What the stage reads."""
        return frozenset(test.field for one in self.conjunctions for test in tests_of(one.condition))


def stages(rules: Iterable[FlatRule], name: str) -> list[Stage]:
    """The stages that judge some rules, one at least. ``name`` sets their parts apart from those of other stages."""
    layout = _Layout(name)
    for rule in rules:
        for outcome, condition in conditions_of(rule):
            layout.lay(rule.id, outcome, condition)
    found = [
        Stage(tuple(level[start : start + _MOST]))
        for _, level in sorted(layout.levels.items())
        for start in range(0, len(level), _MOST)
    ]
    return found or [Stage(())]


@dataclass
class _Layout:
    name: str
    levels: dict[int, list[Conjunction]] = field(default_factory=lambda: defaultdict(list))
    _parts: dict[Some, tuple[str, int]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    def lay(self, rule: str, outcome: str, condition: FlatCondition) -> int:
        """Place the branches of a condition; the level after which it is known."""
        return max(
            self._lay_branch(rule, outcome, branch)
            for branch in (condition.parts if isinstance(condition, Some) else (condition,))
        )

    def _lay_branch(self, rule: str, outcome: str, branch: FlatCondition) -> int:
        tests: list[FlatCondition] = []
        level = 0
        for part in branch.parts if isinstance(branch, Every) else (branch,):
            if isinstance(part, Some):
                noted, known_after = self._part(part)
                level = max(level, known_after + 1)
                tests.append(Test(noted, "==", 1))
            else:
                tests.append(part)
        self.levels[level].append(Conjunction(rule, outcome, every(tests)))
        return level

    def _part(self, condition: Some) -> tuple[str, int]:
        """The field that says whether a condition is true, and the level after which it does."""
        if condition not in self._parts:
            noted = f"part_{self.name}_{next(self._numbers)}"
            self._parts[condition] = noted, self.lay(noted, PART, condition)
        return self._parts[condition]
