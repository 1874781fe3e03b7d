"""The draft of a reply to a contact form: plain French, no score, never the word « défavorable »."""

from __future__ import annotations

import re
from collections.abc import Iterable

from matcher.model.report import Match, Report
from matcher.reading.masking import mask_unions
from matcher.render.certification import identity
from matcher.render.typography import long_date, typeset
from matcher.rulebook.sentences import fill, placeholders

WITHOUT_TARGET = "sans_cible"
_QUESTIONS, _DOCUMENTS, _WAYS = 3, 4, 3


def first_match(report: Report, target: str | None = None) -> Match | None:
    """The match that a letter is about: the code aimed at, else the first ranked."""
    aimed = [one for one in report.matches if target in {one.certification, one.rncp}] if target else []
    return next(iter([*aimed, *report.matches]), None)


def template_of(report: Report, target: str | None = None) -> str:
    """The name of the template for a report: its opinion, or that there is no target."""
    match = first_match(report, target)
    return match.opinion if match else WITHOUT_TARGET


def letter(report: Report, template: str, target: str | None = None) -> str:
    """The template filled. A list without an item takes its title away with it."""
    match = first_match(report, target)
    words = {
        "dossier": report.dossier,
        "date": long_date(report.filed_on),
        "centre": _bullets(_centres(report)),
        "avertissement": report.disclaimer,
        **(_about(match, report) if match else {}),
    }
    paragraphs = (_paragraph(one, words) for one in re.split(r"\n{2,}", template.strip()))
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def _about(match: Match, report: Report) -> dict[str, str]:
    barred = (one for one in match.findings if one.kind == "blocking" and one.outcome == "not_met")
    documents = dict.fromkeys(one.why for one in match.documents)
    return {
        "cible": identity(match),
        "reponse": _answer(report),
        "questions": _bullets(mask_unions(one.ask) for one in match.questions[:_QUESTIONS]),
        "documents": _bullets(list(documents)[:_DOCUMENTS]),
        "obstacles": _bullets(one.message for one in barred),
        "suites": _bullets(_ways_on(report)),
    }


def _answer(report: Report) -> str:
    """What the law says of the answer and its day, as step 3 tells it."""
    items = [item for step in report.steps for item in step.items]
    return next((one.text for one in items if (one.rule or "").startswith("recevabilite.reponse")), "")


def _centres(report: Report) -> list[str]:
    """The first contact of the first step: the centre, else the national one."""
    contacts = [item for step in report.steps if step.number == 1 for item in step.items if item.kind == "contact"]
    return [" — ".join(filter(None, (one.title, one.text, one.link))) for one in contacts[:1]]


def _ways_on(report: Report) -> list[str]:
    """What else may be done, as the last step tells it."""
    items = [item for step in report.steps if step.number == 7 for item in step.items if item.kind == "suite"]
    return [f"{one.title} : {one.text}" for one in items[:_WAYS]]


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {one}" for one in items)


def _paragraph(text: str, words: dict[str, str]) -> str:
    """A paragraph filled, less the lines that have nothing to say; "" where only the title of an empty list is left."""
    lines = text.splitlines()
    said = [line for line in lines if not (places := [*placeholders(line)]) or any(words.get(one) for one in places)]
    if len(said) < len(lines) and all(line.rstrip().endswith(":") for line in said):
        return ""
    kept = [fill(line, lambda name: words.get(name, "")) for line in said]
    return "\n".join(typeset(line) for paragraph in kept for line in paragraph.splitlines())
