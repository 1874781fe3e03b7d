"""A passage accepted or refused by the advisor: written in the centre's lexicon, and used from the next look on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from matcher.disk import reason_of
from matcher.engine import Matcher
from matcher.lexicon import DecisionsError
from matcher.reading.bundled import data_folder


@dataclass(frozen=True)
class Decided:
    """What became of a decision: the engine that knows it and its note, or why it was not written."""

    FIELDS: ClassVar[tuple[str, ...]] = (
        "expression",
        "competency",
        "bloc",
        "certification",
        "decision",
        "author",
        "reason",
    )
    matcher: Matcher | None = None
    note: str = ""
    fault: str = ""


def decide(matcher: Matcher, asked: Mapping[str, str]) -> Decided:
    """Write one decision. The file is as it was when something is wrong, which is then said."""
    missing = [words for name, words in (("author", "qui décide"), ("reason", "le motif")) if not asked[name].strip()]
    if missing:
        return Decided(fault=f"La décision n'est pas enregistrée : il manque {' et '.join(missing)}.")
    given = {name: asked[name].strip() for name in ("expression", "decision", "author", "reason")}
    if asked["competency"]:
        target = {"competency": asked["competency"]}
    else:
        target = {"certification": asked["certification"], "bloc": asked["bloc"]}
    try:
        lexicon = matcher.lexicon.with_decision(**given, **target, date=date.today())
        lexicon = lexicon.save(data_folder() / "lexique.yaml")
    except DecisionsError as error:
        return Decided(fault=f"La décision n'est pas enregistrée : {' '.join(one.message for one in error.faults)}.")
    except OSError as error:
        return Decided(fault=f"Le lexique ne peut pas être écrit : {reason_of(error)}. Rien n'est changé.")
    return Decided(matcher.with_lexicon(lexicon), f"Inscrit au lexique du centre. {lexicon.decisions[-1].note}")
