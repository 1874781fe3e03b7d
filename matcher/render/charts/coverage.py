"""Which experience supports which bloc: a grid, where a denser pattern and a figure tell how many sentences do."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.model.dossier import Dossier
from matcher.model.report import BlocResult, Match, Report
from matcher.render.charts.drawing import Label, Table, experience_name, label
from matcher.render.templating import fill_template
from matcher.render.typography import typeset
from matcher.render.wording import BLOC_STATES, plural

WIDTH, LEFT = 760, 232
_TOP, _ROW, _CELL, _NARROWEST = 64, 40, 72, 26
_KEY_LINE, _KEY_ROW = 15, 22
_TITLE_SIZE, _SMALL = 13, 12.5
_DENSITIES = ("clair", "moyen", "dense")
_PRESUMED = "presume"


@dataclass(frozen=True)
class _Cell:
    x: float
    pattern: str
    figure: str
    told: str


@dataclass(frozen=True)
class _Column:
    number: int
    x: float
    sign: str
    key: Label
    key_y: int


def coverage_svg(report: Report, match: Match, dossier: Dossier | None = None, prefix: str = "couverture") -> str:
    """The grid of one certification as SVG, 760 units wide. ``dossier`` lends the titles of the experiences."""
    width = min(_CELL, max(_NARROWEST, (WIDTH - LEFT - 16) / max(1, len(match.blocs))))
    columns, y = [], _TOP + _ROW * len(report.hours.experiences) + 34
    for number, bloc in enumerate(match.blocs, start=1):
        sign, word = BLOC_STATES[bloc.state]
        key = label(f"{number}. {sign} {word} — {bloc_name(bloc)}", WIDTH - 24, _SMALL, lines=2)
        columns.append(_Column(number, round(LEFT + (number - 1) * width, 1), sign, key, y))
        y += _KEY_LINE * len(key.lines) + (_KEY_ROW - _KEY_LINE)
    rows = [
        (
            label(experience_name(dossier, one.index), LEFT - 16, _TITLE_SIZE, lines=2),
            [_cell(bloc, one.index, column.x) for bloc, column in zip(match.blocs, columns, strict=True)],
        )
        for one in report.hours.experiences
    ]
    return fill_template(
        "coverage.svg.j2",
        prefix=prefix,
        width=max(WIDTH, round(LEFT + width * len(match.blocs) + 16)),
        height=y + 34 if columns else _TOP,
        left=LEFT,
        top=_TOP,
        row=_ROW,
        cell=width,
        title=typeset(f"Appui de chaque bloc de « {match.title} »"),
        description=_description(coverage_table(report, match, dossier)),
        columns=columns,
        rows=rows,
        legend_y=y + 8,
    )


def coverage_table(report: Report, match: Match, dossier: Dossier | None = None) -> Table:
    """The same in words: one row by bloc, its state, then how many sentences of each experience support it."""
    indexes = [one.index for one in report.hours.experiences]
    return Table(
        caption=f"Phrases du dossier en appui de chaque bloc de « {match.title} »",
        headings=("Bloc", "Appui", *(experience_name(dossier, index) for index in indexes)),
        rows=tuple(
            (bloc_name(bloc), BLOC_STATES[bloc.state][1], *(_in_words(bloc, index) for index in indexes))
            for bloc in match.blocs
        ),
    )


def bloc_name(bloc: BlocResult) -> str:
    return bloc.title or f"bloc {bloc.code}"


def _sentences(bloc: BlocResult, index: int) -> tuple[int, bool]:
    """How many of the person's sentences about an experience support a bloc, and whether something is presumed."""
    own = {one.activity for one in bloc.evidence if one.experience == index and not one.presumed}
    return len(own), any(one.presumed for one in bloc.evidence if one.experience == index)


def _in_words(bloc: BlocResult, index: int) -> str:
    count, presumed = _sentences(bloc, index)
    if count:
        return plural(count, "phrase")
    return "présumé d'après le métier" if presumed else "rien"


def _cell(bloc: BlocResult, index: int, x: float) -> _Cell:
    count, presumed = _sentences(bloc, index)
    pattern = _DENSITIES[min(count, len(_DENSITIES)) - 1] if count else _PRESUMED if presumed else ""
    told = f"{bloc_name(bloc)} : {_in_words(bloc, index)}"
    return _Cell(x, pattern, str(count) if count else "(p)" if presumed else "", typeset(told))


def _description(table: Table) -> str:
    if not table.rows:
        return "Les blocs de cette certification ne sont pas connus."
    told = []
    for name, state, *cells in table.rows:
        support = (f"{who} : {cell}" for who, cell in zip(table.headings[2:], cells, strict=True))
        told.append(f"{name} : {state} ({' ; '.join(support)}).")
    return typeset(" ".join(told))
