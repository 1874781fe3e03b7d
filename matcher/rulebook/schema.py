"""What a rule file, a parameter file and the list of facts may hold."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal
from unicodedata import normalize

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from matcher.model.faults import refusal
from matcher.model.report import Opinion, Outcome


def _shaped(pattern: str, expected: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise refusal("shape", "le nom n'a pas la forme attendue", expected)
        return text

    return AfterValidator(check)


Identifier = Annotated[
    str,
    _shaped(
        "[a-z][a-z0-9]*([.-][a-z0-9]+)*", "minuscules sans accent, chiffres, points et tirets, comme duree.heures-un-an"
    ),
]
FactName = Annotated[str, _shaped("[a-z][a-z0-9_]*", "minuscules sans accent, chiffres et « _ », comme related_hours")]
Sentence = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Scope = Literal["certification", "dossier"]
"""What a rule or a fact is about: each certification held against a dossier, or the dossier and its first target."""

FactType = Literal["hours", "months", "count", "ratio", "flag", "text", "date"]
NUMBERS: frozenset[str] = frozenset({"hours", "months", "count", "ratio"})
LARGEST = 10**12
"""Beyond it a number is a typing error, and the judges no longer hold it exactly."""

Word = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(partial(normalize, "NFC"))]


class Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class FactDefinition(Block):
    """A fact that conditions may read: its type, its French label, and what to ask when it is missing.

    ``hours`` and ``count`` are integers, ``months`` have two decimals, ``ratio`` goes from 0 to 1 by thousandths.
    ``scope``: ``dossier`` for what only the rules of the steps read.
    ``range``: the fact may be known as an interval. ``values``: the words a ``text`` may be, with their labels.
    """

    type: FactType
    label: Sentence
    scope: Scope = "certification"
    range: bool = False
    values: dict[Word, Sentence] = {}
    ask: Sentence | None = None
    why: Sentence | None = None

    @model_validator(mode="after")
    def _consistent(self) -> FactDefinition:
        if self.type == "text" and not self.values:
            raise ValueError("un fait de type text donne ses valeurs (values)")
        if self.range and self.type not in NUMBERS:
            raise ValueError(f"un fait de type {self.type} ne peut pas être un intervalle")
        return self


class InForce(Block):
    """Days of a version: ``until`` is excluded, null = still in force."""

    from_: date = Field(alias="from")
    until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> InForce:
        if self.until is not None and self.until <= self.from_:
            raise ValueError(f"la fin {self.until} ne suit pas le début {self.from_}")
        return self

    def covers(self, day: date) -> bool:
        return self.from_ <= day and (self.until is None or day < self.until)


class LegalSource(Block):
    """Where a version was read. ``house``: a rule of this program, not of the law."""

    text: Sentence
    article: Sentence | None = None
    url: str | None = None
    confidence: Literal["verified", "to_confirm", "house"]


class Declared(Block):
    """A gap or an overlap between versions that is meant, with the reason."""

    from_: date = Field(alias="from")
    until: date
    why: Sentence


class Version(Block):
    in_force: InForce
    source: LegalSource
    checked_on: date


class RuleVersion(Version):
    """One version of a rule: conditions, and one French sentence for each outcome.

    Either ``when`` (not_met is its negation), or ``met_when`` and/or ``not_met_when``, or ``waived`` alone,
    or ``applies_when`` alone with the one sentence, met or unknown, that holds wherever the rule applies.
    Where ``applies_when`` is false the outcome is not_applicable.
    """

    applies_when: Any = None
    when: Any = None
    met_when: Any = None
    not_met_when: Any = None
    met: Sentence | None = None
    not_met: Sentence | None = None
    unknown: Sentence | None = None
    not_applicable: Sentence | None = None
    waived: Sentence | None = None
    ask: Sentence | None = None

    @model_validator(mode="after")
    def _one_way(self) -> RuleVersion:
        conditions = [self.when, self.met_when, self.not_met_when]
        if self.waived is not None:
            others = [self.applies_when, self.met, self.not_met, self.unknown, self.not_applicable, self.ask]
            if any(part is not None for part in [*conditions, *others]):
                raise ValueError("une version « waived » n'a ni condition ni autre phrase")
            return self
        if self.when is not None and (self.met_when is not None or self.not_met_when is not None):
            raise ValueError("when exclut met_when et not_met_when")
        if all(part is None for part in conditions) and (
            self.applies_when is None or (self.met is None) == (self.unknown is None)
        ):
            raise ValueError(
                "il manque une condition : when, ou met_when et not_met_when, ou waived, "
                "ou applies_when avec une seule phrase, met ou unknown"
            )
        possible = {
            "met": self.when is not None or self.met_when is not None or self.always_met,
            "not_met": self.when is not None or self.not_met_when is not None,
            "not_applicable": self.applies_when is not None,
        }
        for outcome, can_occur in possible.items():
            if (getattr(self, outcome) is not None) != can_occur:
                problem = "manque" if can_occur else "ne peut pas servir"
                raise ValueError(f"la phrase « {outcome} » {problem}")
        return self

    @property
    def always_met(self) -> bool:
        """Whether the rule is met wherever it applies, without a condition of its own."""
        conditions = [self.when, self.met_when, self.not_met_when]
        return self.met is not None and self.waived is None and all(part is None for part in conditions)


class Dated(Block):
    """What has a history: a rule or a parameter."""

    id: Identifier
    title: Sentence
    declared: list[Declared] = []


class Example(Block):
    """A case that is run as a test. ``missing`` and ``says`` are held when given."""

    name: Sentence
    on: date
    facts: dict[str, Any] = {}
    outcome: Outcome
    missing: list[str] | None = None
    says: Sentence | None = None


class Rule(Dated):
    """A rule and its history. An opinion rule gives its ``opinion`` when met; the lowest ``order`` wins.

    A rule with a ``step``, from 1 to 7, is judged once for the dossier and its first target, and shown in that step
    of the path; the others are judged for each certification.
    """

    kind: Literal["blocking", "warning", "information"]
    opinion: Opinion | None = None
    order: int | None = None
    step: Annotated[int, Field(ge=1, le=7)] | None = None
    versions: Annotated[list[RuleVersion], Field(min_length=1)]
    examples: list[Example] = []

    @model_validator(mode="after")
    def _opinion_has_order(self) -> Rule:
        if (self.opinion is None) != (self.order is None):
            raise ValueError("opinion et order vont ensemble")
        if self.opinion is not None and self.step is not None:
            raise ValueError("une règle d'avis ne va pas dans une étape (step)")
        return self

    @property
    def scope(self) -> Scope:
        return "certification" if self.step is None else "dossier"


def _one_refusal(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """One fault for a value that is of none of the types, instead of one for each type."""
    try:
        return read(value)
    except ValidationError:
        expected = "un nombre, true ou false, un texte, une date, une liste de textes, ou un entier par nom"
        raise refusal("parameter_value", "ce n'est pas la valeur d'un paramètre", expected) from None


class ParameterVersion(Version):
    value: Annotated[int | float | bool | str | date | list[str] | dict[str, int], WrapValidator(_one_refusal)]


class Parameter(Dated):
    """A dated value: hours of a full year, a threshold, a quota."""

    unit: Sentence | None = None
    versions: Annotated[list[ParameterVersion], Field(min_length=1)]


class RuleFile(Block):
    topic: Sentence
    rules: Annotated[list[Rule], Field(min_length=1)]


class ParameterFile(Block):
    topic: Sentence
    parameters: Annotated[list[Parameter], Field(min_length=1)]


class FactFile(Block):
    facts: dict[FactName, FactDefinition]
