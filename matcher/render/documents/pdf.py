"""A document as PDF, tagged for accessibility, the same bytes for the same document."""

from __future__ import annotations

import hashlib
import logging

from matcher.render.documents.blocks import Document
from matcher.render.documents.html import to_html
from matcher.render.templating import MissingExtra


def to_pdf(document: Document) -> bytes:
    """The PDF, in French, with its bookmarks. Raises MissingExtra without WeasyPrint or Jinja."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        raise MissingExtra("Un document PDF", "documents") from None
    page = to_html(document)
    # Ses avertissements parlent de CSS à des développeurs, pas à qui imprime.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    identifier = hashlib.sha256(page.encode()).digest()[:16]
    written: bytes = HTML(string=page, url_fetcher=_no_fetch).write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=identifier, presentational_hints=True
    )
    return written


def _no_fetch(url: str, *_: object, **__: object) -> dict[str, object]:
    """Nothing is fetched: the page stands alone."""
    raise ValueError(f"adresse inattendue dans un document : {url[:80]}")
