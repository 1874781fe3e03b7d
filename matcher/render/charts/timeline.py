"""The timeline of the experiences: one bar each, its kind as a pattern, what is not known of its dates left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.hours.periods import Span, WorkedDays, cut, merge, subtract, worked_days
from matcher.model.dossier import Dossier, ExperienceKind
from matcher.model.report import Report
from matcher.render.charts.drawing import Label, Table, experience_name, label, text_width
from matcher.render.experience_hours import period_as_given
from matcher.render.templating import fill_template
from matcher.render.typography import between, long_date, short_date, typeset
from matcher.render.wording import KINDS

RIGHT = 16
_TOP, _ROW, _BAR = 44, 56, 22
_TITLE_SIZE, _SMALL = 12.5, 11
_TICK_ROOM, _LEGEND_ROW, _BOX = 56, 20, 30
_OPEN, _GOES_ON = "", "en-cours"


@dataclass(frozen=True)
class Frame:
    """How wide the drawing is, and its left part that holds the names, in units."""

    width: int
    left: int


WIDE = Frame(760, 232)
"""For a page of its own, or a document."""
NARROW = Frame(372, 128)
"""For a column of a screen."""

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
_TRAINING_WORDS = "période de formation"


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
class _Entry:
    """One entry of the legend: a filled box, a dashed one where ``fill`` is empty, or the arrow of what goes on."""

    words: str
    fill: str
    x: float
    y: int


@dataclass(frozen=True)
class _Scale:
    frame: Frame
    first: date
    last: date

    @property
    def _room(self) -> int:
        return self.frame.width - self.frame.left - RIGHT

    def x(self, day: date) -> float:
        whole = (self.last - self.first).days or 1
        return round(self.frame.left + self._room * (day - self.first).days / whole, 1)

    def piece(self, span: Span, certain: bool) -> _Piece:
        start = self.x(span.first)
        return _Piece(start, max(1.5, round(self.x(span.last + timedelta(days=1)) - start, 1)), certain)

    def ticks(self) -> list[tuple[int, float]]:
        years = range(self.first.year, self.last.year)
        step = -(-len(years) // max(1, self._room // _TICK_ROOM))
        return [(year, self.x(date(year, 1, 1))) for year in years if (year - self.first.year) % step == 0]


def timeline_svg(dossier: Dossier, report: Report, prefix: str = "frise", frame: Frame = WIDE) -> str:
    """The timeline as SVG. ``prefix`` begins its identifiers: one for each on a page."""
    told = [worked_days(experience, dossier.filed_on) for experience in dossier.experiences]
    scale = _scale(told, dossier, frame)
    rows = [_row(dossier, report, index, days, scale) for index, days in enumerate(told)]
    together = [scale.piece(span, True) for span in merge(_together(told))]
    legend_top = _TOP + _ROW * len(rows) + (52 if together else 28)
    legend = _legend(dossier, rows, legend_top, frame.width - RIGHT)
    return fill_template(
        "timeline.svg.j2",
        prefix=prefix,
        width=frame.width,
        left=frame.left,
        right=frame.width - RIGHT,
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
        legend=legend,
        height=legend[-1].y + _LEGEND_ROW if legend else legend_top,
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
    room = scale.frame.left - 16
    certain = [scale.piece(span, True) for span in days.certain]
    possible = [scale.piece(span, False) for span in subtract(days.possible, days.certain)]
    name, hours = experience_name(dossier, index), _hours(report, index)
    told = f"{name} : {KINDS[experience.kind]}, {period_as_given(experience)}, {hours}"
    return _Row(
        title=label(name, room, _TITLE_SIZE, lines=2),
        detail=label(f"{hours} · {KINDS[experience.kind]}", room, _SMALL),
        pattern=PATTERNS.get(experience.kind, TRAINING),
        pieces=(*possible, *certain),
        y=_TOP + _ROW * index + (_ROW - _BAR) // 2,
        goes_on=scale.x(dossier.filed_on) if experience.ongoing else None,
        told=typeset(told),
    )


def _scale(told: Sequence[WorkedDays], dossier: Dossier, frame: Frame) -> _Scale:
    """Whole civil years, to the end of the filing year."""
    first = min((span.first for days in told for span in days.possible), default=dossier.filed_on)
    return _Scale(frame, date(first.year, 1, 1), date(dossier.filed_on.year + 1, 1, 1))


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


def _legend(dossier: Dossier, rows: Sequence[_Row], top: int, right: int) -> list[_Entry]:
    """What each sign means, once, in the dossier's order, on as many lines as it takes."""
    told: dict[str, str] = {}
    for experience in dossier.experiences:
        known = experience.kind in PATTERNS
        told.setdefault(PATTERNS.get(experience.kind, TRAINING), KINDS[experience.kind] if known else _TRAINING_WORDS)
    if any(not piece.certain for row in rows for piece in row.pieces):
        told[_OPEN] = "date imprécise"
    if any(row.goes_on is not None for row in rows):
        told[_GOES_ON] = "en cours"
    entries, x, y = [], 8.0, top
    for fill, words in told.items():
        room = _BOX + text_width(words, _SMALL) + 16
        if x + room > right and x > 8:
            x, y = 8.0, y + _LEGEND_ROW
        entries.append(_Entry(words, fill, round(x, 1), y))
        x += room
    return entries
