"""The opinions that a centre chooses to keep: in an embedded file, or on a PostgreSQL server."""

from matcher.history.errors import HistoryRefused
from matcher.history.history import History
from matcher.history.opinions import Opinion

__all__ = ["History", "HistoryRefused", "Opinion"]
