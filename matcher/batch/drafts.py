"""The draft of an answer to a person who tells no experience yet. Nothing is sent by itself."""

from __future__ import annotations

import functools

from matcher.batch.options import BatchRefused
from matcher.batch.scoring import Scoring
from matcher.engine import Matcher
from matcher.model.dossier import Dossier
from matcher.model.faults import DossierError
from matcher.reading.bundled import data_folder, referentials_folder
from matcher.reading.letters import load_letter
from matcher.render.letter import WITHOUT_TARGET, letter


def welcome(matcher: Matcher, dossier: Dossier | None, scoring: Scoring) -> str | None:
    """The letter that asks for experiences; None for a dossier that tells some, or that can't be evaluated.

    Raises BatchRefused for a template at fault.
    """
    if dossier is None or dossier.experiences:
        return None
    try:
        return letter(matcher.evaluate(dossier, on=scoring.on, limit=1), _template())
    except DossierError:
        return None


@functools.cache
def _template() -> str:
    try:
        return load_letter(WITHOUT_TARGET, referentials_folder(), data_folder())
    except ValueError as fault:
        raise BatchRefused(str(fault)) from None
