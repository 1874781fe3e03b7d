"""The facts of the dossier that the rules of the steps read, beside those of its first target."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from matcher.case import Case
from matcher.facts import Facts, as_code, codes_of, facts_of
from matcher.hours.periods import add_months
from matcher.model.certification import Certification
from matcher.model.dossier import Dossier
from matcher.reading.path_data import PathData
from matcher.reading.path_entries import JurySession
from matcher.steps.journey import Target

_HIGHER_EDUCATION, _BAC = 5, 4
"""CEC levels: the first of higher education, and the baccalauréat's."""


def path_facts(case: Case, target: Target | None, session: JurySession | None) -> Facts:
    """Every fact of rules/faits.yaml: of the first target, where there is one, and of the dossier."""
    facts: Facts = dict.fromkeys(case.book.facts)
    facts["experiences_told"] = len(case.dossier.experiences)
    if target is not None:
        facts |= facts_of(case, target.relation, target.related)
        facts |= _target_facts(case, target.certification, session)
    return facts | _person_facts(case)


def _person_facts(case: Case) -> Facts:
    dossier = case.dossier
    levels = [diploma.level for diploma in dossier.diplomas]
    known = [level for level in levels if level is not None]
    months = _months(case, "delais.reponse")
    cpf = dossier.funding.cpf_euros
    return {
        "situation": dossier.situation,
        "job_seeker_registered": _job_seeker(dossier),
        "cpf_euros": None if cpf is None else int(cpf),
        "employer_agreement": dossier.funding.employer_agreement,
        "answer_due": None if months is None else add_months(dossier.filed_on, months),
        "next_year_start": date(dossier.filed_on.year + 1, 1, 1),
        "bac_held": True if max(known, default=0) >= _BAC else False if known and len(known) == len(levels) else None,
        "elite_athlete": any(one.kind == "sportif_haut_niveau" for one in dossier.experiences),
    }


def _job_seeker(dossier: Dossier) -> bool | None:
    """Registered at filing: by the day given; not known for a job seeker who gives none."""
    since = dossier.funding.job_seeker_since
    if since is not None:
        return since <= dossier.filed_on
    return None if dossier.situation in {None, "demandeur_emploi"} else False


def _target_facts(case: Case, certification: Certification, session: JurySession | None) -> Facts:
    held = [
        one.notified_on for one in case.dossier.recevabilites if as_code(one.certification) in codes_of(certification)
    ]
    months = _months(case, "delais.caducite")
    lapse = _end_of_month(add_months(max(held), months)) if held and months is not None else None
    day = session.day if session else None
    portal_date, level = certification.vae.portal_date, certification.level
    return {
        "on_portal": portal_date is not None and portal_date <= case.day,
        "recevabilite_lapse": lapse,
        "recevabilite_lapsed": None if lapse is None else case.dossier.filed_on > lapse,
        "jury_known": session is not None,
        "jury_day": day,
        "jury_after_registration": _after(day, certification.registered.to),
        "jury_after_delivery": _after(day, certification.delivery_deadline),
        "delivery_deadline": certification.delivery_deadline,
        "higher_education_level": None if level is None else level >= _HIGHER_EDUCATION,
    }


def _after(day: date | None, last: date | None) -> bool | None:
    return None if day is None or last is None else day > last


def _months(case: Case, parameter: str) -> int | None:
    """The months of a delay on the day of the law; None where no text gives it yet."""
    version = case.book.parameter(parameter, case.day)
    return None if version is None or not isinstance(version.value, int) else version.value


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def next_session(
    data: PathData, centres: Collection[str], certification: Certification | None, filed_on: date
) -> JurySession | None:
    """The first session after filing that is for one of these centres and this certification, its filing still open."""
    codes = codes_of(certification) if certification else frozenset()
    open_ones = [
        one
        for one in data.sessions
        if one.day > filed_on and (one.file_by is None or one.file_by >= filed_on)
        if one.centre is None or one.centre in centres
        if one.certification is None or as_code(one.certification) in codes
    ]
    return min(open_ones, key=lambda one: (one.day, one.centre or ""), default=None)
