"""One dossier held against one certification, as the facts that the rules read. A fact not known is None."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.case import Case
from matcher.hours.periods import UNITS_IN_A_MONTH, whole_months_between
from matcher.hours.totals import HoursTotals
from matcher.model.certification import Certification
from matcher.model.dossier import Dossier, Experience
from matcher.model.report import Procedure
from matcher.registrations import changes_of_registration, registration_state
from matcher.relation.jobs import JobDistance
from matcher.relation.model import Relation
from matcher.rulebook.conditions import Fact
from matcher.text import stems

Facts = dict[str, Fact | None]

_ENGLISH_ENOUGH = frozenset({"B2", "C1", "C2"})


@dataclass(frozen=True)
class Related:
    """The experiences related to one certification, and those that may yet prove so (the former among them)."""

    indexes: tuple[int, ...]
    possible_indexes: tuple[int, ...]
    totals: HoursTotals
    possible: HoursTotals
    months_added: tuple[float, float]


def related_experience(case: Case, relation: Relation, among: Collection[int] | None = None) -> Related:
    """Hours and months of the related experiences, and of those that may yet prove so; ``among`` keeps those of some
    indexes only."""
    sure = tuple(index for index in relation.related_experiences if among is None or index in among)
    possible = tuple(
        index
        for index in range(len(case.dossier.experiences))
        if among is None or index in among
        if index in sure or may_be_related(case, index, index in relation.far_experiences)
    )
    return related_hours(case, legal_family(case, relation.certification), sure, possible)


def may_be_related(case: Case, index: int, is_far: bool) -> bool:
    """Whether an experience that is not related still counts at the high end.

    It does unless it is foreign: described, its job known (not presumed) and far from the certification's. A text that
    looks little alike never refuses by itself.
    """
    described = any(len(activity.split()) > 1 for activity in case.dossier.experiences[index].activities)
    return index in case.presumed_jobs or not (is_far and described)


def related_hours(case: Case, family: str, sure: tuple[int, ...], possible: tuple[int, ...]) -> Related:
    """``family``: the legal family of the certification, which says whether training counts."""
    cap = case.book.value("formation.titres" if family == "titre" else "formation.superieur", case.day)
    return Related(
        indexes=sure,
        possible_indexes=possible,
        totals=case.totals(sure, cap),
        possible=case.totals(possible, cap),
        months_added=(
            _hundredths(sum(case.counted[index].month_units[0] for index in sure)),
            _hundredths(sum(case.counted[index].month_units[1] for index in possible)),
        ),
    )


def facts_of(case: Case, relation: Relation, related: Related) -> Facts:
    """Every fact of rules/faits.yaml for one certification."""
    certification = relation.certification
    return {
        **related_facts(case, related),
        **dossier_facts(case),
        **relation_facts(relation.sentences, relation.described, relation.job_distance, bool(case.presumed_jobs)),
        **certification_facts(case, certification),
        **gap_facts(case.dossier, certification),
        **request_facts(case, certification),
    }


def related_facts(case: Case, related: Related) -> Facts:
    """What depends on which experiences of the dossier are related."""
    experiences = case.dossier.experiences
    kinds = {experiences[index].kind for index in related.indexes}
    low, high = related.totals, related.possible
    counted = low.training_counted if low.training_counted == high.training_counted else None
    return {
        "related_hours": (low.total_low, max(low.total_high, high.total_high)),
        "related_months": (
            float(low.calendar_months_low),
            float(max(low.calendar_months_high, high.calendar_months_high)),
        ),
        "related_months_added": (related.months_added[0], max(related.months_added)),
        "related_own_hours": (low.own_right_low, max(low.own_right_high, high.own_right_high)),
        "related_training_hours": (low.training_low, max(low.training_high, high.training_high)),
        "training_counted": counted,
        "related_experiences": len(related.indexes),
        "union_related": "syndical" in kinds,
        "elected_related": "mandat_electif" in kinds,
        "volunteer_service_related": "volontaire" in kinds,
        "sport_related": "sportif_haut_niveau" in kinds,
        "months_since_related": _months_since(case, related),
        "experiences_without_proof": len(case.unproven.intersection(related.indexes)),
    }


def dossier_facts(case: Case) -> Facts:
    """What is the same for every certification."""
    experiences = case.dossier.experiences
    english = {language.level for language in case.dossier.languages if language.code in {"en", "eng"}}
    return {
        "experiences_told": sum(1 for experience in experiences if _is_told(experience)),
        "other_told": any(experience.kind == "autre" for experience in experiences),
        "weekly_peak": case.weekly_peak,
        "english_b2": True if english & _ENGLISH_ENOUGH else None if not english or None in english else False,
    }


def relation_facts(sentences: int, described: bool, distance: JobDistance, jobs_presumed: bool) -> Facts:
    """What the comparison tells. A job that only a presumed code puts far away is not known: it never refuses."""
    is_known = distance != "inconnu" and not (distance == "eloigne" and jobs_presumed)
    return {
        "sentences_related": sentences if described else None,
        "job_distance": distance if is_known else None,
    }


def _is_told(experience: Experience) -> bool:
    return bool(experience.title or experience.activities or experience.rome)


def _months_since(case: Case, related: Related) -> tuple[int, int] | None:
    """Months between the last related day and the filing, least and most."""
    possible = [span.last for index in related.indexes for span in case.counted[index].possible]
    certain = [span.last for index in related.indexes for span in case.counted[index].certain]
    if not possible or not certain:
        return None
    return _months_to(max(possible), case.dossier.filed_on), _months_to(max(certain), case.dossier.filed_on)


def _months_to(day: date, later: date) -> int:
    """Whole months gone by from a day to a later one; 0 when it is not later."""
    return whole_months_between(day, later - timedelta(days=1)) if day < later else 0


def _hundredths(units: int) -> float:
    """Months with two decimals, a half to the even one."""
    whole, rest = divmod(100 * units, UNITS_IN_A_MONTH)
    return (whole + (2 * rest + whole % 2 > UNITS_IN_A_MONTH)) / 100


def legal_family(case: Case, certification: Certification) -> str:
    """Which text governs a certification: higher education, titles, or neither."""
    if certification.kind in case.parameter("familles.enseignement-superieur"):
        return "enseignement_superieur"
    return "titre" if certification.kind in case.parameter("familles.titres") else "autre"


def procedure_of(case: Case, certification: Certification) -> Procedure | None:
    """France VAE from the certification's portal date, the former procedure before; None before the portal."""
    if not case.book.value("procedure.portail-ouvert", case.day):
        return None
    portal_date = certification.vae.portal_date
    return "portail" if portal_date is not None and portal_date <= case.day else "ancienne"


def certification_facts(case: Case, certification: Certification) -> Facts:
    """What is the same for every dossier under the same law, between two of ``days_of_change``."""
    registered = certification.registered
    state = registration_state(certification, case.day)
    doubtful = any(doubt.fact == "registered.to" for doubt in certification.doubts)
    return {
        "registered_in_law": certification.registered_in_law,
        "registration_state": state,
        "registration_ended": state == "terminee" and certification.registration == "sur_demande" and not doubtful,
        "registration_start": registered.from_,
        "registration_end": registered.to,
        "vae_closed": certification.vae.open is False,
        "vae_open": certification.vae.open,
        "legal_family": legal_family(case, certification),
        "procedure": procedure_of(case, certification),
        "requirements_listed": len(certification.vae.requirements),
        "regulated_title": certification.code in case.parameter("maison.titres-reglementes"),
        "engineer": certification.kind == "ingenieur",
        "delivery_deadline_known": certification.delivery_deadline is not None,
    }


def days_of_change(certification: Certification) -> tuple[date, ...]:
    """The days, in order, from which something of a certification is no longer as it was the day before."""
    portal = certification.vae.portal_date
    return tuple(sorted({*changes_of_registration(certification), *((portal,) if portal else ())}))


def gap_facts(dossier: Dossier, certification: Certification) -> Facts:
    """From the highest diploma to the level aimed at, from the filing to the last delivery."""
    highest, deadline = highest_level(dossier), certification.delivery_deadline
    return {
        "level_gap": None if highest is None or certification.level is None else certification.level - highest,
        "delivery_margin": None if deadline is None else _months_to(dossier.filed_on, deadline),
    }


def highest_level(dossier: Dossier) -> int | None:
    return max((diploma.level for diploma in dossier.diplomas if diploma.level is not None), default=None)


def names_certifications(dossier: Dossier) -> bool:
    """Whether something that the dossier asks, holds or follows may be about one certification rather than another."""
    followed = dossier.initial_training
    asked = (dossier.requests, dossier.recevabilites, dossier.target_blocs, dossier.validated_blocs)
    return any(asked) or isinstance(followed, str)


def request_facts(case: Case, certification: Certification) -> Facts:
    """What was asked before, and is asked. The same for every certification unless the dossier names some."""
    dossier = case.dossier
    on_portal = procedure_of(case, certification) == "portail"
    bloc_request = bool(dossier.target_blocs) and _is_named(certification, dossier.target)
    this_year = [
        (request, _has_code(certification, request.certification))
        for request in dossier.requests
        if request.filed_on.year == dossier.filed_on.year and not (on_portal and request.blocs_only)
    ]
    before = [same for request, same in this_year if request.filed_on < dossier.filed_on]
    others = {as_code(request.certification) for request, same in this_year if not same}
    held = [one for one in dossier.recevabilites if _has_code(certification, one.certification)]
    end = certification.registered.to
    return {
        "requests_same_year": 0 if on_portal and bloc_request else before.count(True),
        "requests_distinct_year": len(others) + 1,
        "bloc_request": bloc_request,
        "blocs_validated": len(set(dossier.validated_blocs) & {bloc.code for bloc in certification.blocs}),
        "initial_training_same": _same_training(dossier, certification),
        "recevabilite_held": bool(held),
        "recevabilite_age": min((_months_to(one.notified_on, dossier.filed_on) for one in held), default=None),
        "recevabilite_while_registered": any(end is None or one.notified_on <= end for one in held),
    }


def _same_training(dossier: Dossier, certification: Certification) -> bool | None:
    followed = dossier.initial_training
    if followed is None or followed is False:
        return followed
    return _is_named(certification, followed)


def codes_of(certification: Certification) -> frozenset[str]:
    """The codes that surely name a certification, as ``as_code`` writes them."""
    return frozenset(map(as_code, certification.codes))


def as_code(text: str) -> str:
    """A code as it is compared: without spaces, in capitals."""
    return text.replace(" ", "").upper()


def _has_code(certification: Certification, text: str) -> bool:
    return as_code(text) in codes_of(certification)


def _is_named(certification: Certification, text: str | None) -> bool:
    """Whether a text is one of its codes or, but for small words and endings, its title."""
    return text is not None and (_has_code(certification, text) or stems(text) == stems(certification.title))
