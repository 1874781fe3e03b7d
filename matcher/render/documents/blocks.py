"""What a document is made of, whatever file it becomes: sections of paragraphs, lists, tables, fields and charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from matcher.reading.masking import mask_unions
from matcher.render.charts import Table
from matcher.render.typography import long_date, typeset

BLANK = ""
"""A field left for a hand to fill in."""


@dataclass(frozen=True)
class Paragraph:
    """``lead``: said first and larger; ``note``: smaller, for what is to be known beside."""

    text: str
    kind: Literal["plain", "lead", "note", "alert"] = "plain"


@dataclass(frozen=True)
class Items:
    """A list: plain, numbered, or with boxes to tick."""

    items: tuple[str, ...]
    kind: Literal["plain", "numbered", "boxes"] = "plain"


@dataclass(frozen=True)
class Fields:
    """Names and values; a blank value leaves a line to write on."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table. ``widths``: share of the width of each column, in percent."""

    table: Table
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A chart, and the table that says the same where charts can't be shown."""

    svg: str
    table: Table


@dataclass(frozen=True)
class Lines:
    """Empty lines to write on."""

    count: int


Block = Paragraph | Items | Fields | Grid | Chart | Lines


@dataclass(frozen=True)
class Section:
    """A heading and what it holds, then sections one level below. ``new_page``: begins a page when printed."""

    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    new_page: bool = False


@dataclass(frozen=True)
class Document:
    """A whole document in French. ``edited_on``: the day it bears, if any; ``large``: easy-to-read print."""

    title: str
    dossier: str
    filed_on: date
    edited_on: date | None
    disclaimer: str
    sections: tuple[Section, ...]
    versions: str = ""
    subtitle: str = ""
    large: bool = False
    keywords: tuple[str, ...] = field(default=("VAE", "Cnam"))


def foot(document: Document) -> str:
    """What ends a document: its day, and the versions that gave it."""
    day = f"Édité le {long_date(document.edited_on)}. " if document.edited_on else ""
    return f"{day}{document.versions}"


def said(text: str) -> str:
    """The text as every document shows it: French typography, and no union named."""
    return typeset(mask_unions(text))


def every_text(document: Document) -> Iterator[str]:
    """Every text of a document, in its order."""
    yield from (document.title, document.subtitle, document.disclaimer)
    for section in document.sections:
        yield from _texts(section)
    yield document.versions


def _texts(section: Section) -> Iterator[str]:
    yield section.heading
    for block in section.blocks:
        match block:
            case Paragraph(text):
                yield text
            case Items(items):
                yield from items
            case Fields(rows):
                yield from (text for row in rows for text in row)
            case Grid(table) | Chart(_, table):
                yield from (table.caption, *table.headings, *(cell for row in table.rows for cell in row))
    for below in section.sections:
        yield from _texts(below)
