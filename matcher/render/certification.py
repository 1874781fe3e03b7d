"""One certification held against a dossier: its opinion, its blocs with the evidence, its findings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcher.model.report import BlocResult, BlocState, Evidence, Finding, Match
from matcher.reading.masking import mask_unions
from matcher.render.gathered import NameOf
from matcher.render.page import Page
from matcher.render.typography import cut, figure, in_force
from matcher.render.wording import (
    BLOC_STATES,
    CERTIFICATION_KINDS,
    CONFIDENCES,
    OPINIONS,
    OUTCOMES,
    STRENGTHS,
    plural,
)

OPINION_STYLES = {
    "favorable_probable": "bold green",
    "a_completer": "bold yellow",
    "defavorable_probable": "bold red",
    "non_appreciable": "bold",
}
_OUTCOME_STYLES = {"met": "green", "not_met": "red", "unknown": "yellow"}
_STATE_STYLES = {"oui": "green", "partiel": "yellow"}
_ORDER = {"not_met": 0, "unknown": 1, "met": 2}
_EVIDENCE_SHOWN = 2
_LONGEST_QUOTE = 140
_LONGEST_LIST = 180
_LONGEST_NOTE = 200
_LONGEST_TITLE = 160
_NOTES_SHOWN = 3
_PARTS_SHOWN = 3
_ALERT = ("warning", "not_met")
_VIGILANCE = ("!", "vigilance")
_CODE = re.compile(r"[A-Z]{1,4}[\d.]{1,5}|RNCP\w+")
OPINION_RULES = "avis."


def identity(match: Match) -> str:
    """As "Responsable comptable — titre RNCP, niveau 6, RNCP36889"."""
    level = "niveau non connu" if match.level is None else f"niveau {match.level}"
    number = match.rncp or f"sans numéro RNCP ({match.certification})"
    return f"{match.title} — {CERTIFICATION_KINDS.get(match.kind, match.kind)}, {level}, {number}"


def verdict(match: Match) -> str:
    """As "lien fort · 2 blocs sur 4 en appui"."""
    supported = sum(bloc.state in {"oui", "partiel"} for bloc in match.blocs)
    blocs = f"{plural(supported, 'bloc')} sur {len(match.blocs)} en appui" if match.blocs else "blocs non connus"
    return " · ".join((*_strength(match), blocs))


def opinion_and_strength(match: Match) -> str:
    """As "lien fort · favorable probable"; a single word when neither can be appreciated."""
    return " · ".join((*_strength(match), OPINIONS[match.opinion]))


def _strength(match: Match) -> tuple[str, ...]:
    return () if match.strength == match.opinion == "non_appreciable" else (STRENGTHS[match.strength],)


def reasons(match: Match, shared: set[str]) -> list[str]:
    """Why this opinion: the conditions that fail, or those to establish, or the blocs and their support.

    Then the first alert, unless every target has it.
    """
    told = _failing(match) or _support(match)
    alerts = [one for one in match.findings if (one.kind, one.outcome) == _ALERT and finding_key(one) not in shared]
    return told + [f"À vérifier : {alert.message}" for alert in alerts[:1]]


def _failing(match: Match) -> list[str]:
    for outcome in ("not_met", "unknown"):
        failing = [one.message for one in match.findings if (one.kind, one.outcome) == ("blocking", outcome)]
        if failing:
            return failing[:2]
    return []


def _support(match: Match) -> list[str]:
    told = []
    for states, start in ((("oui", "partiel"), "En appui"), (("non", "inconnu"), "Reste sans appui")):
        titles = [_name(bloc) for bloc in match.blocs if bloc.state in states]
        if titles:
            told.append(f"{start} : {cut(' ; '.join(titles), _LONGEST_LIST)}")
    return told or [finding.message for finding in match.findings if finding.rule.startswith(OPINION_RULES)]


def write_match(page: Page, match: Match, shared: set[str], name_of: NameOf) -> None:
    """The full block of a certification, without the findings that all the targets share."""
    page.heading(f"{match.rank}. {identity(match)}")
    page.write(OPINIONS[match.opinion].upper(), mark="Pré-avis : ", style=OPINION_STYLES[match.opinion])
    hours = f"{figure(match.related_hours)} h et {figure(match.related_months)} mois"
    page.write(f"{verdict(match)} · {hours} en rapport avec la certification".capitalize())
    parts = sorted((part for part in match.score_parts if part.points > 0), key=lambda part: -part.points)
    if parts:
        why = mask_unions(" ".join(part.why for part in parts[:_PARTS_SHOWN]))
        page.write(why, mark="Ce qui la classe : ", style="dim")
    _write_blocs(page, match.blocs, name_of)
    write_findings(page, [one for one in match.findings if finding_key(one) not in shared])
    write_notes(page, [note for note in match.notes if note not in shared])


def write_notes(page: Page, notes: list[str]) -> None:
    """What to know of the certification's own data; a long list of doubts is cut."""
    for note in notes[:_NOTES_SHOWN]:
        page.write(cut(note, _LONGEST_NOTE), mark="• ", style="dim")
    left = len(notes) - _NOTES_SHOWN
    if left > 0:
        page.write(f"{plural(left, 'autre')} dans le rapport complet (--json)", mark="• … ", style="dim")


def _write_blocs(page: Page, blocs: Sequence[BlocResult], name_of: NameOf) -> None:
    """Blocs with support one by one, with the evidence; the others together, by state."""
    page.blank()
    for bloc in blocs:
        if bloc.evidence or bloc.state in {"oui", "partiel"}:
            _write_bloc(page, bloc.state, _name(bloc))
            for evidence in sorted(bloc.evidence, key=lambda one: -one.score)[:_EVIDENCE_SHOWN]:
                page.write(_quoted(bloc, evidence, name_of), indent=4, style="dim")
    for state in ("non", "inconnu"):
        names = [_name(bloc) for bloc in blocs if bloc.state == state and not bloc.evidence]
        if names:
            _write_bloc(page, state, " ; ".join(names))


def _write_bloc(page: Page, state: BlocState, words: str) -> None:
    sign, word = BLOC_STATES[state]
    page.write(words, mark=f"{sign} {word:<8}", mark_style=_STATE_STYLES.get(state, ""))


def _name(bloc: BlocResult) -> str:
    return cut(bloc.title or f"bloc {bloc.code}", _LONGEST_TITLE)


def _quoted(bloc: BlocResult, evidence: Evidence, name_of: NameOf) -> str:
    said = f"« {cut(mask_unions(evidence.activity), _LONGEST_QUOTE)} »"
    if evidence.presumed:
        said = "présumé d'après le métier"
    # Un bloc connu par son seul titre n'a pas de compétence à nommer : le moteur y met un code.
    code = evidence.competency == bloc.code or _CODE.fullmatch(evidence.competency)
    competency = "" if code else f" → {cut(evidence.competency, _LONGEST_QUOTE)}"
    return f"{said} ({name_of(evidence.experience)}){competency}"


def finding_key(finding: Finding) -> str:
    """What makes two findings the same for a reader."""
    return f"{finding.rule}\n{finding.outcome}\n{finding.message}"


def write_findings(page: Page, findings: list[Finding]) -> None:
    """The conditions, worst first, each with its source; then, shortly, what is only worth knowing."""
    findings = [finding for finding in findings if not finding.rule.startswith(OPINION_RULES)]
    conditions = [one for one in findings if one.outcome in _ORDER and one.kind != "information"]
    conditions = [one for one in conditions if one.kind == "blocking" or one.outcome != "met"]
    if findings:
        page.blank()
    for finding in sorted(conditions, key=lambda one: (one.kind != "blocking", _ORDER[one.outcome])):
        sign, word = OUTCOMES[finding.outcome] if finding.kind == "blocking" else _VIGILANCE
        style = _OUTCOME_STYLES[finding.outcome] if finding.kind == "blocking" else "yellow"
        page.write(finding.message, aside=source_line(finding), mark=f"{sign} {word:<12}", mark_style=style)
    for finding in findings:
        if finding not in conditions:
            page.write(finding.message, aside=source_line(finding), mark="– ", style="dim")


def source_line(finding: Finding) -> str:
    """As "loi n° 2022-1598, L6411-1 · depuis le 23/12/2022 · à confirmer"."""
    source = finding.source
    text = ", ".join(part for part in (source.text, source.article) if part)
    dates = "" if source.confidence == "house" else in_force(source.in_force_from, source.in_force_until)
    doubt = CONFIDENCES[source.confidence] if source.confidence == "to_confirm" else ""
    return " · ".join(part for part in (text, dates, doubt) if part)
