"""Everything that the page shows of one look at the form, named for the templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from matcher.comparison.regimes import PHRASE
from matcher.engine import Matcher
from matcher.model.dossier import Experience
from matcher.model.report import Procedure, Report
from matcher.model.words import SCORE_PARTS
from matcher.reading.masking import confidentiality, mask_unions
from matcher.reading.proofs import Proof
from matcher.reading.typical_activities import bundled_typical_activities
from matcher.render.charts import NARROW, coverage_svg, score_svg, timeline_svg
from matcher.render.experience_hours import total_hours
from matcher.render.typography import between, figure
from matcher.render.wording import (
    ITEM_STATES,
    KINDS,
    OPINIONS,
    RESPONSIBILITIES,
    SITUATIONS,
    STEP_STATES,
    plural,
    regime_sentence,
)
from matcher.web.interview import wording
from matcher.web.interview.actions import Asked
from matcher.web.interview.cards import NameOf, TargetCard, target_card
from matcher.web.interview.exports import EXPORTS
from matcher.web.interview.form import Card, Form
from matcher.web.interview.opinion import OpinionView, file_state, opinion_view
from matcher.web.interview.passages import passages
from matcher.web.interview.side_by_side import panel_of, what_if
from matcher.web.interview.state import Fault, Interview, look_at

if TYPE_CHECKING:
    from matcher.web.interview.saved import SavedOpinions

_VERSIONS = {"Moteur": "engine", "Règles": "rules", "Référentiels": "referentials", "Lexique": "lexicon"}
_PROCEDURES: dict[Procedure, str] = {"ancienne": "hors du portail France VAE", "portail": "portail France VAE"}
_PARTS = {
    "languages": "langues",
    "funding": "financement",
    "recevabilites": "recevabilités obtenues",
    "country": "pays",
    "absences": "suspensions du contrat",
}
_ALWAYS_SHOWN = ("experiences", "filed_on", "id", "target", "project", "fichier", "exporter", "historique", "adviser")


def screen(
    matcher: Matcher, asked: Asked, faults: tuple[Fault, ...] = (), saved: SavedOpinions | None = None
) -> dict[str, Any]:
    """The names that the templates of the page read.

    ``faults``: those of what was asked besides, as a file that could not be opened. ``saved``: the history, if any.
    """
    form = asked.form
    look = look_at(matcher, form)
    look = replace(look, faults=(*faults, *look.faults))
    name_of = _names(look)
    view = _view(matcher, look, name_of)
    return {
        "look": look,
        "view": view,
        "oob": False,
        "whole_form": asked.whole,
        "new_card": asked.new_card,
        "more_rows": asked.more_rows,
        "opened_request": asked.more_rows or any(not one.path.startswith(_ALWAYS_SHOWN) for one in look.faults),
        "cv": asked.cv,
        "cv_text": asked.cv_text,
        "today": date.today(),
        "exports": EXPORTS,
        **_choices(matcher),
        **_head(matcher, look, view, asked.notice),
        **_form_extras(form),
        **_detail(matcher, look, view, name_of),
        "cards": _cards(matcher, look),
        "notice": asked.notice,
        "keeps": saved is not None,
        "kept_for": confidentiality().retention_months,
        "panel": (saved and saved.panel_of(matcher, look)) or panel_of(matcher, look),
        "changes": what_if(matcher, look),
        "chart": _timeline(look),
    }


def _timeline(look: Interview) -> str:
    if look.dossier is None or look.report is None or not look.dossier.experiences:
        return ""
    return timeline_svg(look.dossier, look.report, frame=NARROW)


def _names(look: Interview) -> NameOf:
    def name_of(index: int) -> str:
        """As "2. Trésorière": the number of its card, and its title."""
        title = mask_unions(look.dossier.experiences[index].title) if look.dossier else ""
        number = look.numbers[index] + 1
        return f"{number}. {title}" if title else f"Expérience {number}"

    return name_of


def _view(matcher: Matcher, look: Interview, name_of: NameOf) -> OpinionView | None:
    if look.dossier is None or look.report is None or look.focus is None:
        return None
    return opinion_view(matcher, look.dossier, look.report, look.focus, name_of, look.numbers)


def _choices(matcher: Matcher) -> dict[str, Any]:
    def proofs_of(card: Card) -> list[Proof]:
        """The proofs to tick for a card: those that concern it, and those held."""
        known: dict[str, Any] = {"kind": card["kind"], "title": card["title"], "country": card["country"] or None}
        told = Experience.model_construct(**known)
        return [one for one in matcher.referentials.proofs if one.concerns(told) or one.id in card.proofs]

    return {
        "kinds": wording.KIND_CHOICES,
        "first_choices": wording.FIRST_CHOICES,
        "situations": SITUATIONS,
        "responsibilities": RESPONSIBILITIES,
        "work_times": wording.WORK_TIMES,
        "diploma_levels": wording.DIPLOMA_LEVELS,
        "training_centre_kinds": wording.TRAINING_CENTRE_KINDS,
        "contract_kinds": wording.CONTRACT_KINDS,
        "duty_kinds": wording.DUTY_KINDS,
        "opinions": OPINIONS,
        "typical": bundled_typical_activities(),
        "proofs_of": proofs_of,
    }


def _head(matcher: Matcher, look: Interview, view: OpinionView | None, notice: str) -> dict[str, Any]:
    report = look.report
    day = report.filed_on if report else date.today()
    state = file_state(len(look.faults), view)
    incomplete = view is None or view.missing > 0
    sentence = regime_sentence(report.regime, matcher.rulebook.value(PHRASE, day)) if report else ""
    return {
        "disclaimer": matcher.rulebook.value("maison.avertissement", day),
        "regime": sentence[:1].upper() + sentence[1:],
        "procedure": _PROCEDURES[report.procedure] if report and report.procedure else "–",
        "state": state,
        "state_tone": "faulty" if look.faults else "incomplete" if incomplete else "fine",
        "announced": notice or _announced(look, state),
    }


def _announced(look: Interview, state: str) -> str:
    """What a screen reader hears after a change."""
    if look.faults:
        return f"{state}. {look.faults[0].field} : {look.faults[0].message}"
    if look.focus is None or look.report is None:
        return state
    found = plural(len(look.report.matches), "cible")
    return f"Résultat mis à jour : {found}. {look.focus.title} : {OPINIONS[look.focus.opinion]}. {state}."


def _form_extras(form: Form) -> dict[str, Any]:
    """What the form says of itself where it is folded, and what is carried along without a field."""
    situation = SITUATIONS.get(form.top["situation"])  # type: ignore[call-overload]
    counted = (("diplomas", "diplôme"), ("requests", "demande"))
    told = [situation, *(plural(len(form.rows[key]), word) for key, word in counted if form.rows[key])]
    return {
        "part_names": _PARTS,
        "told_request": [one for one in told if one],
        "summaries": [_summary(card) for card in form.cards],
    }


def _summary(card: Card) -> str:
    """As "Trésorière · bénévole · 09/2018 – 30/06/2023": a folded card."""
    end = "en cours" if card["ongoing"] and not card["end"] else card["end"] or "?"
    dates = f"{card['start']} – {end}" if card["start"] else "dates à renseigner"
    kind = KINDS.get(card["kind"], card["kind"])  # type: ignore[call-overload]
    return " · ".join((mask_unions(card["title"].strip()) or "sans intitulé", kind, dates))


def _detail(matcher: Matcher, look: Interview, view: OpinionView | None, name_of: NameOf) -> dict[str, Any]:
    report = look.report
    if report is None:
        return {}
    hours = report.hours
    return {
        "total_hours": total_hours(hours),
        "own_hours": between(hours.own_right_low, hours.own_right_high, "h"),
        "training_hours": _training(report),
        "arithmetics": [
            (name_of(one.index), between(one.low, one.high, "h"), mask_unions(one.arithmetic))
            for one in hours.experiences
        ],
        "warnings": [_placed(warning.path, mask_unions(warning.message), name_of) for warning in report.warnings],
        "passages": passages(look.focus, name_of, matcher.settings.evidence.sure) if look.focus else (),
        "coverage": coverage_svg(report, look.focus, look.dossier) if look.focus and look.focus.blocs else "",
        "score": score_svg(look.focus) if look.focus and look.focus.score_parts else "",
        "step_target": _step_target(look),
        "step_states": STEP_STATES,
        "item_states": ITEM_STATES,
        "score_parts": list(_score(look)),
        "versions": {name: getattr(report.versions, key) for name, key in _VERSIONS.items()},
    }


def _step_target(look: Interview) -> str:
    """The target that the report's steps are about: the person's own, else the first."""
    first = next((card.title for card in look.report.matches), "") if look.report else ""
    own = look.dossier.target if look.dossier else None
    return "pour la cible de la personne" if own else f"pour la première cible : {first}" if first else ""


def _score(look: Interview) -> Iterator[tuple[str, str, str]]:
    for part in look.focus.score_parts if look.focus else ():
        name = SCORE_PARTS.get(part.name, part.name)
        yield name, f"{figure(part.points)} sur {figure(part.weight)}", mask_unions(part.why)


def _training(report: Report) -> str:
    hours = report.hours
    if not hours.training_high:
        return ""
    counted = {True: "comptées dans le total", False: "non comptées dans le total", None: "comptées ou non : à établir"}
    return f"{between(hours.training_low, hours.training_high, 'h')}, {counted[hours.training_counted]}"


def _placed(path: str, message: str, name_of: NameOf) -> str:
    if not path.startswith("experiences[") or "«" in message:
        return message
    return f"{name_of(int(path[len('experiences[') : path.index(']')]))} : {message}"


def _cards(matcher: Matcher, look: Interview) -> list[TargetCard]:
    if look.report is None or look.dossier is None:
        return []
    target = look.dossier.target
    aimed = matcher.search(target, limit=1) if target else []
    code = aimed[0].code if aimed else None
    day = look.report.filed_on
    return [target_card(matcher, match, day, match.certification == code) for match in look.report.matches]
