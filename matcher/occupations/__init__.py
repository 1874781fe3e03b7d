"""Job title → ROME codes, as people type their titles."""

from matcher.occupations.appellation import Appellation
from matcher.occupations.everyday import EverydayWords, LexiconError, read_everyday_words
from matcher.occupations.index import OccupationIndex
from matcher.occupations.suggestions import Suggestion, Suggestions

__all__ = [
    "Appellation",
    "EverydayWords",
    "LexiconError",
    "OccupationIndex",
    "Suggestion",
    "Suggestions",
    "read_everyday_words",
]
