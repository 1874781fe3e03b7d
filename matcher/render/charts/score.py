"""The score as a waterfall: each part begins where the one before ends, and shows what it could still bring."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.model.report import Match
from matcher.model.words import SCORE_PARTS
from matcher.reading.masking import mask_unions
from matcher.render.charts.drawing import Table
from matcher.render.templating import fill_template
from matcher.render.typography import figure, typeset

WIDTH, LEFT, RIGHT = 760, 170, 120
_TOP, _ROW, _BAR = 40, 38, 20


@dataclass(frozen=True)
class _Bar:
    """A part from ``x``: ``width`` of points won, ``room`` for all that it could bring. ``y`` is its top."""

    name: str
    x: float
    width: float
    room: float
    y: int
    points: str
    told: str


def score_svg(match: Match, prefix: str = "score") -> str:
    """The waterfall of one certification as SVG, 760 units wide, on a scale from 0 to 100."""
    unit = (WIDTH - LEFT - RIGHT) / 100
    bars, reached = [], 0.0
    for place, part in enumerate(match.score_parts):
        bars.append(
            _Bar(
                name=SCORE_PARTS.get(part.name, part.name),
                x=round(LEFT + reached * unit, 1),
                width=round(part.points * unit, 1),
                room=round(part.weight * unit, 1),
                y=_TOP + _ROW * place + (_ROW - _BAR) // 2,
                points=f"{figure(part.points)} sur {figure(part.weight)}",
                told=typeset(mask_unions(part.why)),
            )
        )
        reached += part.points
    end = _TOP + _ROW * len(bars)
    return fill_template(
        "score.svg.j2",
        prefix=prefix,
        width=WIDTH,
        height=end + _ROW + 44,
        left=LEFT,
        bar=_BAR,
        row=_ROW,
        top=_TOP,
        ticks=[(value, round(LEFT + value * unit, 1)) for value in range(0, 101, 20)],
        title=typeset(f"Points de « {match.title} »"),
        description=_description(match),
        bars=bars,
        total_y=end + (_ROW - _BAR) // 2,
        total_width=round(match.score * unit, 1),
        total=f"{figure(match.score)} sur 100",
    )


def score_table(match: Match) -> Table:
    """The same in words: each part, its points, the most it may bring, and why."""
    rows = [
        (SCORE_PARTS.get(part.name, part.name), figure(part.points), figure(part.weight), mask_unions(part.why))
        for part in match.score_parts
    ]
    return Table(
        caption=f"Points de « {match.title} » : un ordre de lecture, jamais une chance de réussir",
        headings=("Part", "Points", "Au plus", "Pourquoi"),
        rows=(*rows, ("total", figure(match.score), "100", "Somme des points.")),
    )


def _description(match: Match) -> str:
    parts = (
        f"{SCORE_PARTS.get(part.name, part.name)} : {figure(part.points)} sur {figure(part.weight)}"
        for part in match.score_parts
    )
    return typeset(f"{' ; '.join(parts)}. Total : {figure(match.score)} sur 100.")
