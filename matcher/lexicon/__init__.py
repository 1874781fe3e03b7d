"""What advisors decided of words, these prove that competency, those do not; and what it changes in a relation."""

from matcher.lexicon.decision import Decision
from matcher.lexicon.effects import Decided, apply_lexicon
from matcher.lexicon.file import DecisionsError, Lexicon, lexicon_paths
from matcher.lexicon.relations import lexicon_notes, with_lexicon

__all__ = [
    "Decided",
    "Decision",
    "DecisionsError",
    "Lexicon",
    "apply_lexicon",
    "lexicon_notes",
    "lexicon_paths",
    "with_lexicon",
]
