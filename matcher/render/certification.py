"""One certification held against a dossier: its opinion, its blocs with the evidence, its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from matcher.model.report import BlocResult, Evidence, Finding, Match
from matcher.reading.masking import mask_unions
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
_OPINION_RULES = "avis."

NameOf = Callable[[int], str]
"""How the experience of an index is called."""


def identity(match: Match) -> str:
    """As "1. Responsable comptable — titre RNCP, niveau 6, RNCP36889"."""
    level = "niveau non connu" if match.level is None else f"niveau {match.level}"
    number = match.rncp or "sans numéro RNCP"
    return f"{match.rank}. {match.title} — {CERTIFICATION_KINDS.get(match.kind, match.kind)}, {level}, {number}"


def verdict(match: Match) -> str:
    """As "favorable probable · lien fort · 2 blocs sur 4 appuyés"."""
    supported = sum(bloc.state in {"oui", "partiel"} for bloc in match.blocs)
    blocs = f"{plural(supported, 'bloc')} sur {len(match.blocs)} en appui" if match.blocs else "blocs non connus"
    return f"{STRENGTHS[match.strength]} · {blocs}"


def reasons(match: Match) -> list[str]:
    """Why this opinion: the conditions that fail, or those to establish, or the blocs and their support."""
    blocking = [finding for finding in match.findings if finding.kind == "blocking"]
    for outcome in ("not_met", "unknown"):
        failing = [finding.message for finding in blocking if finding.outcome == outcome]
        if failing:
            return failing[:2]
    told = []
    for states, start in ((("oui", "partiel"), "En appui"), (("non", "inconnu"), "Reste sans appui")):
        titles = [bloc.title or f"bloc {bloc.code}" for bloc in match.blocs if bloc.state in states]
        if titles:
            told.append(f"{start} : {cut(' ; '.join(titles), _LONGEST_LIST)}.")
    return told or [finding.message for finding in match.findings if finding.rule.startswith(_OPINION_RULES)]


def write_match(page: Page, match: Match, shared: set[str], name_of: NameOf) -> None:
    """The full block of a certification, without the findings that all the targets share."""
    page.heading(identity(match))
    page.write(OPINIONS[match.opinion].upper(), mark="Pré-avis : ", style=OPINION_STYLES[match.opinion])
    hours = f"{figure(match.related_hours)} h et {figure(match.related_months)} mois"
    page.write(f"{verdict(match).capitalize()} · {hours} en rapport avec la certification")
    ranked_by = [part.why for part in sorted(match.score_parts, key=lambda part: -part.points) if part.points > 0]
    if ranked_by:
        page.write(" ; ".join(ranked_by), mark="Ce qui la classe : ", style="dim")
    _write_blocs(page, match.blocs, name_of)
    write_findings(page, [one for one in match.findings if finding_key(one) not in shared])
    for note in match.notes:
        if note not in shared:
            page.write(note, mark="• ", style="dim")


def _write_blocs(page: Page, blocs: Iterable[BlocResult], name_of: NameOf) -> None:
    page.blank()
    for bloc in blocs:
        sign, word = BLOC_STATES[bloc.state]
        style = _STATE_STYLES.get(bloc.state, "")
        page.write(cut(bloc.title or f"bloc {bloc.code}", 160), mark=f"{sign} {word:<8}", mark_style=style)
        for evidence in sorted(bloc.evidence, key=lambda one: -one.score)[:_EVIDENCE_SHOWN]:
            page.write(_quoted(evidence, name_of), indent=4, style="dim")


def _quoted(evidence: Evidence, name_of: NameOf) -> str:
    competency = cut(evidence.competency, _LONGEST_QUOTE)
    if evidence.presumed:
        return f"présumé d'après le métier ({name_of(evidence.experience)}) → {competency}"
    said = cut(mask_unions(evidence.activity), _LONGEST_QUOTE)
    return f"« {said} » ({name_of(evidence.experience)}) → {competency}"


def finding_key(finding: Finding) -> str:
    """What makes two findings the same for a reader."""
    return f"{finding.rule}\n{finding.outcome}\n{finding.message}"


def write_findings(page: Page, findings: list[Finding]) -> None:
    """The conditions, worst first, each with its source; then, shortly, what is only worth knowing."""
    findings = [finding for finding in findings if not finding.rule.startswith(_OPINION_RULES)]
    conditions = [one for one in findings if one.outcome in _ORDER and one.kind != "information"]
    conditions = [one for one in conditions if one.kind == "blocking" or one.outcome != "met"]
    if findings:
        page.blank()
    for finding in sorted(conditions, key=lambda one: (one.kind != "blocking", _ORDER[one.outcome])):
        sign, word = OUTCOMES[finding.outcome]
        word = word if finding.kind == "blocking" else "vigilance"
        style = _OUTCOME_STYLES[finding.outcome] if finding.kind == "blocking" else "yellow"
        sign = sign if finding.kind == "blocking" else "!"
        page.write(finding.message, mark=f"{sign} {word:<12}", mark_style=style)
        page.write(source_line(finding), indent=14, style="dim")
    for finding in findings:
        if finding not in conditions:
            page.write(f"{finding.message} ({source_line(finding)})", mark="– ", style="dim")


def source_line(finding: Finding) -> str:
    """As "loi n° 2022-1598, L6411-1 · depuis le 23/12/2022 · à confirmer"."""
    source = finding.source
    text = ", ".join(part for part in (source.text, source.article) if part)
    dates = "" if source.confidence == "house" else in_force(source.in_force_from, source.in_force_until)
    doubt = CONFIDENCES[source.confidence] if source.confidence == "to_confirm" else ""
    return " · ".join(part for part in (text, dates, doubt) if part)
