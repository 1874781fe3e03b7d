"""What advisors decided of words: these prove that competency, those do not; and what it changes in a report."""

from matcher.lexicon.decisions import Decision, DecisionsError, Lexicon, lexicon_paths
from matcher.lexicon.effects import Applied, Decided, apply_lexicon
from matcher.lexicon.relations import lexicon_notes, with_lexicon

__all__ = [
    "Applied",
    "Decided",
    "Decision",
    "DecisionsError",
    "Lexicon",
    "apply_lexicon",
    "lexicon_notes",
    "lexicon_paths",
    "with_lexicon",
]
