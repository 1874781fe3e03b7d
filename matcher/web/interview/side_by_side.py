"""What is held side by side on the page: the regimes, two targets, why not a certification, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matcher.comparison import MatchChange, RegimeView, TwoTargets, compare, two_targets, under_every_regime, why_not
from matcher.engine import Matcher
from matcher.model.dossier import Dossier
from matcher.model.faults import DossierError
from matcher.model.report import Opinion, Report
from matcher.reading.dossiers import parse_dossier
from matcher.web.interview.actions import starting_point
from matcher.web.interview.form import Form
from matcher.web.interview.state import MATCHES, Interview, match_of

REGIMES, WHY_NOT, HISTORY, OPINIONS_KEPT = "regimes", "pas", "historique", "avis"


@dataclass(frozen=True)
class RegimeRow:
    regime: str
    phrase: str
    day: date
    applies: bool
    opinion: Opinion
    lines: tuple[str, ...]


@dataclass(frozen=True)
class SavedRow:
    """One opinion of the history, as the list shows it."""

    id: str
    moment: str
    dossier: str
    author: str
    said: str
    ticked: bool = False


@dataclass(frozen=True)
class Panel:
    """One comparison, held up above the columns; ``lines`` for what is told in sentences.

    ``listed``: it is the history, with ``saved`` for its rows. ``kept``: the opinions that are compared.
    """

    title: str
    lines: tuple[str, ...] = ()
    regimes: tuple[RegimeRow, ...] = ()
    two: TwoTargets | None = None
    listed: bool = False
    saved: tuple[SavedRow, ...] = ()
    reference: str = ""
    kept: tuple[str, ...] = ()


def panel_of(matcher: Matcher, look: Interview) -> Panel | None:
    """What the advisor asked to see, if there is anything to compare."""
    form, dossier, report = look.form, look.dossier, look.report
    if dossier is None or report is None or not dossier.experiences:
        return None
    name, _, code = form.panel.partition(":")
    if name == REGIMES and look.focus is not None:
        views = under_every_regime(matcher, dossier, look.focus.certification)
        rows = tuple(_row(view, matcher) for view in views)
        return Panel(f"« {look.focus.title} » sous chaque régime", regimes=rows)
    if name == WHY_NOT and matcher.certification(code) is not None:
        told = why_not(matcher, dossier, code)
        return Panel(f"Pourquoi pas « {told.title} » ?", lines=told.lines)
    return _two(matcher, form, dossier, report)


def _two(matcher: Matcher, form: Form, dossier: Dossier, report: Report) -> Panel | None:
    if len(form.compare) != 2:
        return None
    found = tuple(one for code in form.compare if (one := match_of(matcher, dossier, report, code)) is not None)
    if len(found) != 2:
        return None
    both = report.model_copy(update={"matches": found})
    return Panel("Ce qui décide entre deux cibles", two=two_targets(both, *form.compare))


def _row(view: RegimeView, matcher: Matcher) -> RegimeRow:
    return RegimeRow(
        regime=view.regime,
        phrase=view.phrase,
        day=view.day,
        applies=view.applies,
        opinion=view.match.opinion,
        lines=tuple(_blocking(view.change, matcher)),
    )


def _blocking(change: MatchChange, matcher: Matcher) -> Iterator[str]:
    """The conditions that turn; what is only worth knowing is left to the report."""
    for finding in change.findings:
        rule = matcher.rulebook.rule(finding.rule)
        if finding.turned and rule is not None and rule.kind == "blocking":
            yield finding.line


def what_if(matcher: Matcher, look: Interview) -> tuple[str, ...]:
    """What changed since the starting point for the target looked at: only the figures and rules that did."""
    values = starting_point(look.form)
    if not values or look.report is None or look.focus is None:
        return ()
    try:
        person = parse_dossier(values)
        then = matcher.evaluate(person, limit=MATCHES)
    except DossierError:
        return ("Le point de départ avait des erreurs : il n'y a rien à quoi comparer.",)
    before = match_of(matcher, person, then, look.focus.certification)
    if before is None:
        return ("Le point de départ ne racontait aucune expérience.",)
    pairs = ((then, before), (look.report, look.focus))
    old, new = (report.model_copy(update={"matches": (match,)}) for report, match in pairs)
    changed = compare(old, new, matcher.rulebook)
    heads = tuple(one.line for one in (changed.filed_on, changed.regime, *changed.hours) if one is not None)
    return (*heads, *(line for match in changed.matches for line in match.lines))
