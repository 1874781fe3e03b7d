"""The timeline of the experiences: one bar each, its kind as a pattern, what is not known of its dates left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.hours.periods import Span, WorkedDays, cut, merge, subtract, worked_days
from matcher.model.dossier import Dossier, ExperienceKind
from matcher.model.report import Report
from matcher.render.charts.drawing import Label, Table, experience_name, label
from matcher.render.experience_hours import period_as_given
from matcher.render.templating import fill_template
from matcher.render.typography import between, long_date, short_date, typeset
from matcher.render.wording import KINDS

WIDTH, LEFT, RIGHT = 760, 232, 16
_TOP, _ROW, _BAR = 44, 56, 22
_TITLE_SIZE, _SMALL = 12.5, 11
_MOST_TICKS = 9

PATTERNS: dict[ExperienceKind, str] = {
    "salarie": "plein",
    "independant": "damier",
    "volontaire": "losanges",
    "sportif_haut_niveau": "chevrons",
    "benevole": "points",
    "syndical": "verticales",
    "mandat_electif": "horizontales",
    "autre": "quadrillage",
}
"""The pattern of a kind; those that are not here are periods of training, hatched."""

TRAINING = "hachures"


@dataclass(frozen=True)
class _Piece:
    """Days drawn as one rectangle; ``certain`` is false where only the dates' imprecision allows them."""

    x: float
    width: float
    certain: bool


@dataclass(frozen=True)
class _Row:
    title: Label
    detail: Label
    pattern: str
    pieces: tuple[_Piece, ...]
    y: int
    goes_on: float | None
    told: str


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        whole = (self.last - self.first).days or 1
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / whole, 1)

    def piece(self, span: Span, certain: bool) -> _Piece:
        start = self.x(span.first)
        return _Piece(start, max(1.5, round(self.x(span.last + timedelta(days=1)) - start, 1)), certain)

    def ticks(self) -> list[tuple[int, float]]:
        years = range(self.first.year, self.last.year)
        step = -(-len(years) // _MOST_TICKS)
        return [(year, self.x(date(year, 1, 1))) for year in years if (year - self.first.year) % step == 0]


def timeline_svg(dossier: Dossier, report: Report, prefix: str = "frise") -> str:
    """The timeline as SVG, 760 units wide. ``prefix`` begins its identifiers: one for each on a page."""
    told = [worked_days(experience, dossier.filed_on) for experience in dossier.experiences]
    scale = _scale(told, dossier)
    rows = [_row(dossier, report, index, days, scale) for index, days in enumerate(told)]
    together = [scale.piece(span, True) for span in merge(_together(told))]
    return fill_template(
        "timeline.svg.j2",
        prefix=prefix,
        width=WIDTH,
        left=LEFT,
        right=WIDTH - RIGHT,
        top=_TOP,
        bar=_BAR,
        row_height=_ROW,
        title="Frise des expériences",
        description=_description(dossier, report, bool(together)),
        rows=rows,
        rows_end=_TOP + _ROW * len(rows),
        together=together,
        ticks=scale.ticks(),
        filed=scale.x(dossier.filed_on),
        filed_on=short_date(dossier.filed_on),
        legend=list(_legend(dossier)),
        fuzzy=any(not piece.certain for row in rows for piece in row.pieces),
        going_on=any(row.goes_on is not None for row in rows),
    )


def timeline_table(dossier: Dossier, report: Report) -> Table:
    """The same in words: status, dates as given, and hours as the report counts them."""
    return Table(
        caption=f"Expériences, jusqu'au dépôt du {long_date(dossier.filed_on)}",
        headings=("Expérience", "Statut", "Période", "Heures retenues"),
        rows=tuple(
            (experience_name(dossier, index), KINDS[one.kind], period_as_given(one), _hours(report, index))
            for index, one in enumerate(dossier.experiences)
        ),
    )


def _row(dossier: Dossier, report: Report, index: int, days: WorkedDays, scale: _Scale) -> _Row:
    experience = dossier.experiences[index]
    room = LEFT - 16
    certain = [scale.piece(span, True) for span in days.certain]
    possible = [scale.piece(span, False) for span in subtract(days.possible, days.certain)]
    name, hours = experience_name(dossier, index), _hours(report, index)
    told = f"{name} : {KINDS[experience.kind]}, {period_as_given(experience)}, {hours}"
    return _Row(
        title=label(name, room, _TITLE_SIZE, lines=2),
        detail=label(f"{KINDS[experience.kind]} · {hours}", room, _SMALL),
        pattern=PATTERNS.get(experience.kind, TRAINING),
        pieces=(*possible, *certain),
        y=_TOP + _ROW * index + (_ROW - _BAR) // 2,
        goes_on=scale.x(dossier.filed_on) if experience.ongoing else None,
        told=typeset(told),
    )


def _scale(told: Sequence[WorkedDays], dossier: Dossier) -> _Scale:
    """Whole civil years, to the end of the filing year."""
    first = min((span.first for days in told for span in days.possible), default=dossier.filed_on)
    return _Scale(date(first.year, 1, 1), date(dossier.filed_on.year + 1, 1, 1))


def _together(told: Sequence[WorkedDays]) -> Iterator[Span]:
    """The days on which two experiences at least surely go on together."""
    spans = [span for days in told for span in days.certain]
    for piece in cut(spans):
        if sum(any(span.first <= piece.first <= span.last for span in days.certain) for days in told) > 1:
            yield piece


def _hours(report: Report, index: int) -> str:
    counted = next((one for one in report.hours.experiences if one.index == index), None)
    if counted is None or (counted.basis == "inconnu" and not counted.high):
        return "heures inconnues"
    return between(counted.low, counted.high, "h")


def _description(dossier: Dossier, report: Report, together: bool) -> str:
    count = len(dossier.experiences)
    told = f"{count} {'expériences' if count > 1 else 'expérience'}, jusqu'au dépôt du {long_date(dossier.filed_on)}."
    rows = " ".join(f"{cells[0]} : {', '.join(cells[1:])}." for cells in timeline_table(dossier, report).rows)
    overlap = " Plusieurs se recouvrent : le calendrier ne compte ces jours qu'une fois." if together else ""
    return typeset(f"{told} {rows}{overlap}")


def _legend(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Each pattern drawn and what it means, once, in the dossier's order."""
    told: dict[str, str] = {}
    for experience in dossier.experiences:
        if experience.kind in PATTERNS:
            told.setdefault(PATTERNS[experience.kind], KINDS[experience.kind])
        else:
            told.setdefault(TRAINING, "période de formation")
    yield from told.items()
