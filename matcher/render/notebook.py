"""A report as a notebook shows it: the templates of the documents where Jinja is there, else the terminal's lines."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape

from matcher.model.report import Report
from matcher.reading.bundled import rules_folder
from matcher.render.documents.html import document_styles, to_fragment
from matcher.render.documents.interview import report_view
from matcher.render.documents.subject import Subject
from matcher.render.templating import MissingExtra
from matcher.render.terminal import report_page
from matcher.rulebook.loading import load_rulebook

# Un carnet peut être sombre, et raye et centre les tableaux : le rapport reste noir sur blanc, comme ses graphiques.
_SHEET = """\
.vae-carnet { box-sizing: border-box; max-width: 62em; padding: 1em 1.4em; background: #fff; color: #161616;
  color-scheme: light; font-size: 14px; line-height: 1.4; }
.vae-carnet .vae-document table { margin: .6em 0; border: 0; }
.vae-carnet .vae-document tbody th, .vae-carnet .vae-document tbody td { background: #fff; }
.vae-carnet .vae-document table * { color: #161616; white-space: normal; line-height: 1.35; }
"""


def report_html(report: Report) -> str:
    """A fragment of HTML; no experience is named by its title, for a report does not hold them."""
    try:
        fragment = to_fragment(report_view(Subject(report, titles=_rule_titles())))
    except MissingExtra:
        return f"<pre>{escape(str(report_page(report)))}</pre>"
    return f'<style>\n{document_styles()}{_SHEET}</style>\n<div class="vae-carnet">{fragment}</div>'


@cache
def _rule_titles() -> Mapping[str, str]:
    """The titles of the program's own rules, by id: a report holds the ids alone."""
    return {rule.id: rule.title for rule, _ in load_rulebook(rules_folder()).rules}
