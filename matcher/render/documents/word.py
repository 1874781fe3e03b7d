"""A document as DOCX, to be edited: real headings, real tables, the same bytes for the same document."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from matcher.render.charts import Table
from matcher.render.documents.blocks import (
    Block,
    Chart,
    Document,
    Fields,
    Grid,
    Items,
    Lines,
    Paragraph,
    Section,
    foot,
    said,
)
from matcher.render.templating import MissingExtra
from matcher.render.typography import cut

_LINE = "_" * 40
_BOX = "\u2610 "
_LONGEST_PROPERTY = 250
_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_WIDTH_CM, _SIZE, _LARGE, _TABLE_SIZE = 18.0, 10, 13, 9


def to_docx(document: Document) -> bytes:
    """The DOCX. Raises MissingExtra without python-docx."""
    try:
        import docx
    except ImportError:
        raise MissingExtra("Un document DOCX", "documents") from None
    word = docx.Document()
    _set_up(word, document)
    word.add_heading(said(document.title), 0)
    if document.subtitle:
        word.add_paragraph(said(document.subtitle), style="Subtitle")
    word.add_paragraph(said(document.disclaimer), style="Intense Quote")
    for section in document.sections:
        _write_section(word, section, 1)
    word.add_paragraph(said(foot(document)), style="Caption")
    written = io.BytesIO()
    word.save(written)
    return _without_clock(written.getvalue())


def _set_up(word: Any, document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(1.5)
    page.top_margin = page.bottom_margin = Cm(1.6)
    page.footer.paragraphs[0].text = said(f"{document.title} — dossier {document.dossier}")
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(_LARGE if document.large else _SIZE)
    properties = normal.element.get_or_add_rPr()
    language = properties.makeelement(qn("w:lang"), {qn("w:val"): "fr-FR", qn("w:eastAsia"): "fr-FR"})
    properties.append(language)
    for style in word.styles:
        # Les thèmes de Word colorent les titres : tout reste noir.
        if style.type == 1 and style.name.startswith(("Heading", "Title", "Subtitle", "Intense", "Caption")):
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.font.name = "Arial"
    told, day = word.core_properties, document.edited_on or document.filed_on
    told.title, told.subject, told.language = said(document.title), f"Dossier {document.dossier}", "fr-FR"
    told.author = told.last_modified_by = "vae-cnam"
    told.comments, told.keywords = cut(said(document.disclaimer), _LONGEST_PROPERTY), ", ".join(document.keywords)
    told.created = told.modified = datetime(day.year, day.month, day.day)


def _write_section(word: Any, section: Section, level: int) -> None:
    if section.new_page:
        word.add_page_break()
    word.add_heading(said(section.heading), level)
    for block in section.blocks:
        _write_block(word, block)
    for below in section.sections:
        _write_section(word, below, level + 1)


def _write_block(word: Any, block: Block) -> None:
    match block:
        case Paragraph(text, kind):
            run = word.add_paragraph().add_run(said(text))
            run.bold, run.italic = kind in {"lead", "alert"}, kind == "note"
        case Items(items, kind):
            style = {"numbered": "List Number", "boxes": "Normal"}.get(kind, "List Bullet")
            for item in items:
                word.add_paragraph((_BOX if kind == "boxes" else "") + said(item), style=style)
        case Fields(rows):
            for name, value in rows:
                line = word.add_paragraph()
                line.add_run(f"{said(name)} : ").bold = True
                line.add_run(said(value) if value else _LINE)
        case Grid(table, widths):
            _write_table(word, table, widths)
        case Chart(_, table):
            _write_table(word, table, ())
        case Lines(count):
            for _ in range(count):
                word.add_paragraph(_LINE + _LINE)


def _write_table(word: Any, table: Table, widths: tuple[int, ...]) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    word.add_paragraph(said(table.caption), style="Caption")
    grid = word.add_table(rows=0, cols=len(table.headings), style="Table Grid")
    shares = widths or (100 // len(table.headings),) * len(table.headings)
    for number, row in enumerate((table.headings, *table.rows)):
        cells = grid.add_row().cells
        for cell, text, share in zip(cells, row, shares, strict=True):
            cell.width = Cm(_WIDTH_CM * share / 100)
            run = cell.paragraphs[0].add_run(said(text))
            run.font.size, run.bold = Pt(_TABLE_SIZE), number == 0
    if grid.rows:
        properties = grid.rows[0]._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    word.add_paragraph()


def _without_clock(content: bytes) -> bytes:
    """The same archive, each file dated of the first day an archive can tell."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as kept:
        for item in read.infolist():
            kept.writestr(zipfile.ZipInfo(item.filename, _FIRST_ZIP_DAY), read.read(item), zipfile.ZIP_DEFLATED)
    return written.getvalue()
