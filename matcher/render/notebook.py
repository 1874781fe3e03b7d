"""A report as a notebook shows it: the templates of the documents where Jinja is there, else the terminal's lines."""

from __future__ import annotations

from html import escape

from matcher.model.report import Report
from matcher.render.documents.html import document_styles, to_fragment
from matcher.render.documents.interview import report_view
from matcher.render.documents.subject import Subject
from matcher.render.templating import MissingExtra
from matcher.render.terminal import report_page


def report_html(report: Report) -> str:
    """A fragment of HTML; no experience is named by its title, for a report does not hold them."""
    try:
        return f"<style>\n{document_styles()}</style>\n{to_fragment(report_view(Subject(report)))}"
    except MissingExtra:
        return f"<pre>{escape(str(report_page(report)))}</pre>"
