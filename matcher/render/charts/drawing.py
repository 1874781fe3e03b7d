"""What every chart shares: text that fits its place, and the table that says the same in words."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.model.dossier import Dossier
from matcher.reading.masking import mask_unions
from matcher.render.templating import fill_template
from matcher.render.typography import typeset

_NARROW, _WIDE = frozenset("fijlrtI1.,;:!'’|()[]« »-/ \u00a0\u202f"), frozenset("mwMWŒœ@%—…")


@dataclass(frozen=True)
class Table:
    """A chart in words: a caption, the headings, and one row by line drawn; the first cell of a row names it."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def to_html(self) -> str:
        return fill_template("table.html.j2", table=self)


@dataclass(frozen=True)
class Label:
    """A text cut in lines that fit, and the whole of it."""

    lines: tuple[str, ...]
    whole: str


def label(text: str, width: float, size: float, lines: int = 1) -> Label:
    """The text in ``lines`` lines at most of ``width`` units each, at a size of letters; « … » where it is cut."""
    whole = typeset(mask_unions(text))
    written: list[str] = []
    words = whole.split(" ")
    while words and len(written) < lines:
        line = ""
        while words and (not line or _fits(f"{line} {words[0]}", width, size)):
            line = f"{line} {words.pop(0)}".strip()
        written.append(line)
    if words:
        written[-1] += "…"
    return Label(tuple(_shortened(line, width, size) for line in written), whole)


def _shortened(line: str, width: float, size: float) -> str:
    while not _fits(line, width, size):
        line = line.rstrip("…")[:-1].rstrip() + "…"
    return line


def _fits(text: str, width: float, size: float) -> bool:
    return text_width(text, size) <= width or len(text) < 2


def text_width(text: str, size: float) -> float:
    """How wide a text may be in a usual sans serif, on the safe side."""
    return size * sum(
        0.34 if letter in _NARROW else 0.92 if letter in _WIDE else 0.72 if letter.isupper() else 0.58
        for letter in text
    )


def experience_name(dossier: Dossier | None, index: int) -> str:
    """How an experience is called on a chart: its rank from 1, and its title where there is one."""
    title = dossier.experiences[index].title if dossier is not None and index < len(dossier.experiences) else ""
    return f"{index + 1}. {mask_unions(title)}" if title else f"Expérience {index + 1}"
