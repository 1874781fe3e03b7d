"""A document as one HTML page: it stands alone, prints on A4, and reads in black and white."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from matcher.render.documents.blocks import Document, said
from matcher.render.templating import environment, fill_template

_STYLES = Path(__file__).parent / "templates" / "print.css"


def to_html(document: Document) -> str:
    """The whole page, its style sheet within. Raises MissingExtra without Jinja."""
    return fill_template(
        "document.html.j2", document=document, body=to_fragment(document), styles=styles(), kind_of=_kind, said=said
    )


def to_fragment(document: Document, level: int = 1) -> str:
    """The content alone, to be put in a page that brings its own styles; ``level``: that of the title's heading."""
    template = environment().get_template("body.html.j2")
    return template.render(document=document, kind_of=_kind, said=said, level=level)


@lru_cache(maxsize=1)
def styles() -> str:
    return _STYLES.read_text(encoding="utf-8")


def _kind(block: object) -> str:
    return type(block).__name__
