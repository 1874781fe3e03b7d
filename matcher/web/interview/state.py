"""One look at the form: what is at fault, what could be judged without it, and the report on that."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from matcher.engine import Matcher
from matcher.model.dossier import Dossier
from matcher.model.faults import DossierError, DossierFault
from matcher.model.report import Match, Report
from matcher.reading.dossiers import parse_dossier
from matcher.web.interview.form import Form, Values
from matcher.web.interview.wording import fault_message, field_name

DEFAULT_ID = "ENTRETIEN"
MATCHES = 10
_EXPERIENCE = re.compile(r"experiences\[(\d+)\]")


@dataclass(frozen=True)
class Fault:
    """A fault of the form: the path of its field, that field's name, and one sentence."""

    path: str
    field: str
    message: str


@dataclass(frozen=True)
class Interview:
    """A form and what it gives. Numbers of cards start at 0.

    ``numbers``: the card of each experience judged. ``set_aside``: the cards at fault, which the report leaves out.
    ``focus``: the certification looked at closely.
    """

    form: Form
    faults: tuple[Fault, ...] = ()
    set_aside: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    dossier: Dossier | None = None
    report: Report | None = None
    focus: Match | None = None

    @property
    def messages(self) -> dict[str, str]:
        """The sentence of each faulty field, by path: the first of each."""
        return {one.path: one.message for one in reversed(self.faults)}


def look_at(matcher: Matcher, form: Form) -> Interview:
    """Judge what can be judged of a form. Nothing is raised: faults are told, and their experiences set aside."""
    values, faults, numbers = form.values()
    values.setdefault("id", DEFAULT_ID)
    dossier, faults, set_aside = _sound_part(values, faults, numbers)
    interview = Interview(form, _told(faults), set_aside)
    if dossier is None:
        return interview
    kept = tuple(number for number in numbers if number not in set_aside)
    try:
        report = matcher.evaluate(dossier, limit=MATCHES)
        focus = _focus(matcher, form, dossier, report)
    except DossierError as error:
        return replace(interview, faults=(*interview.faults, *_told(error.errors)))
    return replace(interview, numbers=kept, dossier=dossier, report=report, focus=focus)


def dossier_values(form: Form) -> Values:
    """All that was typed, sound or not, as a dossier file holds it: a draft is never lost."""
    values, _, _ = form.values()
    return {"id": values.pop("id", DEFAULT_ID), "filed_on": values.pop("filed_on", date.today().isoformat()), **values}


def _told(faults: list[DossierFault]) -> tuple[Fault, ...]:
    return tuple(Fault(one["path"], field_name(one["path"]), fault_message(one)) for one in faults)


def _sound_part(
    values: Values, faults: list[DossierFault], numbers: list[int]
) -> tuple[Dossier | None, list[DossierFault], tuple[int, ...]]:
    """The dossier without the experiences at fault; none when the fault lies elsewhere."""
    known = {fault["path"] for fault in faults}
    try:
        dossier = parse_dossier(values)
    except DossierError as error:
        moved = [_by_card(fault, numbers) for fault in error.errors]
        faults = [*faults, *(fault for fault in moved if fault["path"] not in known)]
    if not faults:
        return dossier, [], ()
    places = [_EXPERIENCE.match(fault["path"]) for fault in faults]
    set_aside = tuple(sorted({int(place[1]) for place in places if place}))
    if None in places:
        return None, faults, set_aside
    experiences = [one for number, one in zip(numbers, values["experiences"], strict=True) if number not in set_aside]
    try:
        return parse_dossier({**values, "experiences": experiences}), faults, set_aside
    except DossierError:
        return None, faults, set_aside


def _by_card(fault: DossierFault, numbers: list[int]) -> DossierFault:
    """The fault with the number of its card in place of the number of its experience."""
    path = _EXPERIENCE.sub(lambda found: f"experiences[{numbers[int(found[1])]}]", fault["path"])
    return DossierFault(path=path, value=fault["value"], expected=fault["expected"], message=fault["message"])


def _focus(matcher: Matcher, form: Form, dossier: Dossier, report: Report) -> Match | None:
    """The match looked at: the one chosen, else the target, else the first."""
    if form.focus and (chosen := matcher.certification(form.focus)) is not None:
        return match_of(matcher, dossier, report, chosen.code)
    aimed = matcher.search(dossier.target, limit=1) if dossier.target else []
    codes = {one.code for one in aimed}
    return next((one for one in report.matches if one.certification in codes), next(iter(report.matches), None))


def match_of(matcher: Matcher, dossier: Dossier, report: Report, code: str) -> Match | None:
    """A certification held against the dossier, shown or not."""
    found = next((one for one in report.matches if one.certification == code), None)
    if found is not None or not dossier.experiences:
        return found
    aimed = matcher.evaluate(dossier, limit=1, target=code).matches
    return next((one for one in aimed if one.certification == code), None)
