"""One decision of an advisor: whether some words of a person prove a competency, or a bloc."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from matcher.model.certification import Bloc, Certification
from matcher.model.faults import refusal
from matcher.model.fields import CertificationCode, Day, Name
from matcher.reading.masking import mask_unions
from matcher.rulebook.schema import Block
from matcher.rulebook.sentences import day_in_french
from matcher.text import VAGUE, stems, unaccented

Target = tuple[str, ...]
"""What a decision is about: the words of a competency; or a certification and one of its blocs."""

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=20_000)
def competency_target(text: str) -> Target:
    """The words of a competency: case, accents and punctuation don't count."""
    return (" ".join(_WORD.findall(unaccented(text))),)


def bloc_target(certification: str, bloc: str) -> Target:
    return certification.upper(), bloc.upper()


def targets_of(certification: Certification) -> Iterator[Target]:
    """All that a decision may be about in a certification."""
    parts: tuple[Certification | Bloc, ...] = (certification, *certification.blocs)
    for part in parts:
        yield from map(competency_target, part.activities)
        yield from (competency_target(competency.text) for competency in part.competencies)
    for bloc in certification.blocs:
        yield from (bloc_target(code, bloc.code) for code in certification.codes)
        if bloc.title:
            yield competency_target(bloc.title)


def _telling(expression: str) -> str:
    found = set(stems(expression))
    if not found or (len(found) < 2 and found <= VAGUE):
        raise refusal(
            "vague_expression",
            "l'expression ne dit rien à elle seule",
            "les mots de la personne : un mot parlant, ou plusieurs mots",
        )
    return expression


Said = Annotated[Name, AfterValidator(mask_unions)]
"""Words in which no union is named: neither are they in the sentences where they are looked for."""


class Decision(Block):
    """Words, what they prove or do not, and who says so, when and why.

    A sentence says the expression when it has all its words, in any form and any order: "j'ai tenu la caisse" says
    "tenue de caisse".
    """

    expression: Annotated[Said, AfterValidator(_telling)]
    competency: Name | None = None
    certification: CertificationCode | None = None
    bloc: Name | None = None
    decision: Literal["oui", "non"]
    author: Name
    date: Day
    reason: Said

    @model_validator(mode="after")
    def _one_target(self) -> Decision:
        given = (self.competency is not None, self.certification is not None, self.bloc is not None)
        if given not in {(True, False, False), (False, True, True)}:
            raise refusal("one_target", "la cible n'est pas claire", "competency, ou bien certification et bloc")
        return self

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(stems(self.expression))

    @cached_property
    def target(self) -> Target:
        if self.competency is not None:
            return competency_target(self.competency)
        return bloc_target(self.certification or "", self.bloc or "")

    @cached_property
    def weight(self) -> tuple[int, bool, str, bool, str]:
        """Of two decisions about one sentence the greater wins: the one with more words, then that about a competency
        rather than a whole bloc, then the later, then "non"."""
        words = " ".join(sorted(self.stems))
        return len(self.stems), self.competency is not None, self.date.isoformat(), self.decision == "non", words

    @property
    def note(self) -> str:
        """The decision as a report shows it."""
        verb = "vaut" if self.decision == "oui" else "ne vaut pas"
        what = f"« {self.competency} »" if self.competency else f"le bloc {self.bloc} de {self.certification}"
        by = f"{self.author}, {day_in_french(self.date)}"
        return f"Lexique : « {self.expression} » {verb} {what}, décision de {by} : {self.reason.rstrip('.')}."
