"""The report on a terminal, for an adviser: the law of the day and three targets first, the details after."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from datetime import date
from typing import TypeVar

from matcher.model.dossier import Dossier
from matcher.model.report import Match, Report
from matcher.questions import urgency
from matcher.reading.masking import mask_unions
from matcher.render.certification import (
    OPINION_STYLES,
    NameOf,
    finding_key,
    identity,
    opinion_and_strength,
    reasons,
    verdict,
    write_findings,
    write_match,
    write_notes,
)
from matcher.render.experience_hours import total_hours, write_hours
from matcher.render.page import Page
from matcher.render.steps import write_steps
from matcher.render.typography import cut, long_date
from matcher.render.wording import OPINIONS, PROCEDURES, regime_sentence

PIPE_WIDTH = 100
DETAILED = 3

Item = TypeVar("Item")
Matches = tuple[Match, ...]


def report_page(
    report: Report,
    dossier: Dossier | None = None,
    *,
    regime: str | None = None,
    on: date | None = None,
    target: str | None = None,
    width: int = PIPE_WIDTH,
) -> Page:
    """The whole report, in lines of ``width`` characters.

    ``dossier`` lends the experiences' titles; ``regime`` is what the rules say of the regime; ``on`` is the chosen
    day of the law; ``target`` the code aimed at.
    """
    page = Page(width)
    aimed = _aimed(report.matches, target or (dossier.target if dossier else None))
    detailed = tuple(match for match in report.matches if match.rank <= DETAILED or match is aimed)
    others = tuple(match for match in report.matches if match not in detailed)
    name_of, shared = _names(dossier), _shared_keys(detailed)
    _write_head(page, report, regime, on)
    _write_summary(page, detailed, aimed, shared)
    _write_questions(page, detailed)
    for match in detailed:
        write_match(page, match, shared, name_of)
    _write_shared(page, detailed, shared)
    _write_others(page, others)
    _write_documents(page, detailed, name_of)
    write_hours(page, report.hours, dossier, name_of)
    _write_warnings(page, report, name_of)
    write_steps(page, report.steps)
    _write_versions(page, report)
    return page


def _aimed(matches: Matches, target: str | None) -> Match | None:
    """The match of the code that the person aims at; none when the target was given in words."""
    return next((match for match in matches if target in {match.certification, match.rncp}), None) if target else None


def _names(dossier: Dossier | None) -> NameOf:
    def name_of(index: int) -> str:
        known = dossier is not None and index < len(dossier.experiences)
        title = mask_unions(dossier.experiences[index].title) if dossier is not None and known else ""
        return cut(title, 60) or f"expérience {index + 1}"

    return name_of


def _write_head(page: Page, report: Report, regime: str | None, on: date | None) -> None:
    page.write(report.disclaimer, style="italic")
    page.blank()
    page.write(f"Dossier {report.dossier}, déposé le {long_date(report.filed_on)}", style="bold")
    sentence = regime_sentence(report.regime, regime)
    day = f", droit du {long_date(on)}" if on and on != report.filed_on else ""
    page.write(sentence[0].upper() + sentence[1:] + day)
    if report.procedure:
        page.write(PROCEDURES[report.procedure], mark="Procédure : ")
    page.write(total_hours(report.hours), mark="Expérience : ")


def _write_summary(page: Page, matches: Matches, aimed: Match | None, shared: set[str]) -> None:
    page.heading("Premières cibles" if matches else "Aucune cible")
    if not matches:
        page.write("Aucune certification n'est rapprochée de ce dossier.")
    for match in matches:
        chosen = " (visée par la personne)" if match is aimed else ""
        page.write(identity(match) + chosen, mark=f"{match.rank}. ", style="bold")
        opinion = f"   {OPINIONS[match.opinion]} · "
        page.write(verdict(match), mark=opinion, mark_style=OPINION_STYLES[match.opinion])
        for reason in reasons(match, shared):
            page.write(reason, indent=3)


def _write_questions(page: Page, matches: Matches) -> None:
    """Each question once: first those that can change an opinion."""
    asked = _merged((match.rank, question.ask, question.effect) for match in matches for question in match.questions)
    if asked:
        page.heading("Questions à poser, dans l'ordre")
    for number, ask in enumerate(sorted(asked, key=lambda ask: urgency(asked[ask][0])), start=1):
        effect, ranks = asked[ask]
        page.write(mask_unions(ask), aside=f"{effect}{_for(ranks, matches)}", mark=f"{number}. ")


def _write_documents(page: Page, matches: Matches, name_of: NameOf) -> None:
    wanted = _merged(
        (match.rank, (document.experience, document.proof), document.why)
        for match in matches
        for document in match.documents
    )
    if wanted:
        page.heading("Documents à demander")
    for (experience, _), (why, ranks) in sorted(wanted.items(), key=_by_experience):
        whose = "" if experience is None else f" — {name_of(experience)}"
        page.write(f"{why}{whose}{_for(ranks, matches)}", mark="☐ ")


def _by_experience(item: tuple[tuple[int | None, str], tuple[str, list[int]]]) -> int:
    experience = item[0][0]
    return -1 if experience is None else experience


Key = TypeVar("Key", bound=Hashable)


def _merged(said: Iterable[tuple[int, Key, str]]) -> dict[Key, tuple[str, list[int]]]:
    """Each thing once, in order of appearance: what was said of it first, and the ranks it was said for."""
    merged: dict[Key, tuple[str, list[int]]] = {}
    for rank, key, words in said:
        ranks = merged.setdefault(key, (words, []))[1]
        if rank not in ranks:
            ranks.append(rank)
    return merged


def _for(ranks: list[int], matches: Matches) -> str:
    """For which targets, when it is not for all."""
    if len(ranks) == len(matches):
        return ""
    return f", {'cibles' if len(ranks) > 1 else 'cible'} {' et '.join(map(str, ranks))}"


def _shared_keys(matches: Matches) -> set[str]:
    """The findings and notes that every detailed target has: they are told once."""
    if len(matches) < 2:
        return set()
    said = [{*map(finding_key, match.findings), *match.notes} for match in matches]
    return set.intersection(*said)


def _write_shared(page: Page, matches: Matches, shared: set[str]) -> None:
    if not shared:
        return
    page.heading(f"Conditions communes à ces {len(matches)} cibles")
    write_findings(page, [finding for finding in matches[0].findings if finding_key(finding) in shared])
    write_notes(page, [note for note in matches[0].notes if note in shared])


def _write_others(page: Page, matches: Matches) -> None:
    if matches:
        page.heading("Autres cibles")
    for match in matches:
        page.write(f"{identity(match)} · {opinion_and_strength(match)}", mark=f"{match.rank}. ")


_PLACE = re.compile(r"experiences\[(\d+)\](?:\..*)?")


def _write_warnings(page: Page, report: Report, name_of: NameOf) -> None:
    if report.warnings:
        page.heading("Points à vérifier dans le dossier")
    for warning in report.warnings:
        found = _PLACE.fullmatch(warning.path)
        name = name_of(int(found[1])) if found else ""
        place = f"{name} : " if name and name not in warning.message else ""
        page.write(f"{place}{mask_unions(warning.message)}", mark="! ", mark_style="yellow")


def _write_versions(page: Page, report: Report) -> None:
    page.blank()
    names = {"moteur": "engine", "règles": "rules", "référentiels": "referentials", "lexique": "lexicon"}
    versions = ", ".join(f"{word} {getattr(report.versions, name)[:12]}" for word, name in names.items())
    page.write(f"Versions : {versions}", style="dim")
