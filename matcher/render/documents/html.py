"""A document as one HTML page: it stands alone, prints on A4, and reads in black and white."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from matcher.render.documents.blocks import Document, foot, said
from matcher.render.templating import environment, fill_template

_TEMPLATES = Path(__file__).parent / "templates"


def to_html(document: Document) -> str:
    """The whole page, its style sheet within. Raises MissingExtra without Jinja."""
    return fill_template(
        "document.html.j2",
        document=document,
        body=to_fragment(document),
        page_styles=_read("page.css"),
        styles=document_styles(),
        said=said,
    )


def to_fragment(document: Document, level: int = 1) -> str:
    """The content alone, to be put in a page that brings its own styles; ``level``: that of the title's heading."""
    template = environment().get_template("body.html.j2")
    return template.render(document=document, kind_of=_kind, said=said, foot=foot(document), level=level)


def document_styles() -> str:
    """The style sheet of the content: it touches nothing else in a page."""
    return _read("document.css")


@lru_cache(maxsize=2)
def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _kind(block: object) -> str:
    return type(block).__name__
