"""Where a person tells her experience in the project's text only: the certifications that her words bring to mind.

They are leads for an interview, never targets: without an experience and its dates, there is no opinion to give.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from matcher.batch.scoring import Scoring, answers
from matcher.engine import Matcher
from matcher.frame.answers import DossierAnswer
from matcher.model.dates import PartialDate
from matcher.model.dossier import Dossier, Experience
from matcher.reading.forms.line import FormLine

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_STRONG = ("forte", "moyenne")
_PROPOSED = 3


def leads(matcher: Matcher, lines: Sequence[FormLine], scoring: Scoring) -> dict[int, tuple[str, ...]]:
    """By line, what to say of the lines that tell a story: in one sentence, or nothing when no words answer."""
    told = [(line.line, _as_experience(line.dossier, line.story)) for line in lines if line.dossier and line.story]
    found = answers(matcher, [dossier for _, dossier in told], replace(scoring, limit=_PROPOSED))
    ways: dict[int, tuple[str, ...]] = {}
    for (line, _), answer in zip(told, found, strict=True):
        if isinstance(answer, DossierAnswer):
            near = [f"{one.certification} {one.title}" for one in answer.matches if one.strength in _STRONG]
            if near:
                ways[line] = (f"Pistes d'après le texte du projet, à confirmer : {', '.join(near[:_PROPOSED])}.",)
    return ways


def _as_experience(dossier: Dossier, story: str) -> Dossier:
    """The same dossier with the text as the activities of an experience, of which nothing else is known."""
    activities = tuple(one.strip() for one in _SENTENCE.split(story) if one.strip())
    any_day = PartialDate(date(dossier.filed_on.year, 1, 1), dossier.filed_on)
    experience = Experience(kind="autre", title="", start=any_day, activities=activities)
    return dossier.model_copy(update={"experiences": (experience,)})
