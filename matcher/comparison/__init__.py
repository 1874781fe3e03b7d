"""Two reports held side by side: what changed, under which regime, which of two targets, and why not that one."""

from matcher.comparison.changes import BlocChange, Change, Comparison, FindingChange, MatchChange
from matcher.comparison.regimes import RegimeView, under_every_regime
from matcher.comparison.reports import compare
from matcher.comparison.targets import Criterion, TwoTargets, two_targets
from matcher.comparison.why_not import Lack, WhyNot, why_not

__all__ = [
    "BlocChange",
    "Change",
    "Comparison",
    "Criterion",
    "FindingChange",
    "Lack",
    "MatchChange",
    "RegimeView",
    "TwoTargets",
    "WhyNot",
    "compare",
    "two_targets",
    "under_every_regime",
    "why_not",
]
