"""Charts of a report as SVG: they read without colour, without a mouse and, as tables, without sight.

Presentation attributes only: no style sheet nor style attribute, so that a strict content policy lets them through.
"""

from matcher.render.charts.coverage import coverage_svg, coverage_table
from matcher.render.charts.drawing import Table
from matcher.render.charts.score import score_svg, score_table
from matcher.render.charts.timeline import NARROW, WIDE, timeline_svg, timeline_table

__all__ = [
    "NARROW",
    "WIDE",
    "Table",
    "coverage_svg",
    "coverage_table",
    "score_svg",
    "score_table",
    "timeline_svg",
    "timeline_table",
]
