"""The report on a terminal, for an adviser: the law of the day and three targets first, the details after."""

from __future__ import annotations

import re
from datetime import date

from matcher.model.dossier import Dossier
from matcher.model.report import Match, Report
from matcher.reading.masking import mask_unions
from matcher.render.certification import (
    OPINION_STYLES,
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
from matcher.render.gathered import (
    NameOf,
    aimed_match,
    detailed_matches,
    documents_of,
    experience_names,
    for_which,
    questions_of,
)
from matcher.render.page import Page
from matcher.render.steps import write_steps
from matcher.render.typography import long_date
from matcher.render.wording import OPINIONS, PROCEDURES, regime_sentence

PIPE_WIDTH = 100
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
    wanted = target or (dossier.target if dossier else None)
    aimed, detailed = aimed_match(report.matches, wanted), detailed_matches(report.matches, wanted)
    others = tuple(match for match in report.matches if match not in detailed)
    name_of, shared = experience_names(dossier), _shared_keys(detailed)
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
    asked = questions_of(matches)
    if asked:
        page.heading("Questions à poser, dans l'ordre")
    for number, (ask, effect, ranks) in enumerate(asked, start=1):
        page.write(mask_unions(ask), aside=f"{effect}{_for(ranks, matches)}", mark=f"{number}. ")


def _write_documents(page: Page, matches: Matches, name_of: NameOf) -> None:
    wanted = documents_of(matches)
    if wanted:
        page.heading("Documents à demander")
    for experience, why, ranks in wanted:
        whose = "" if experience is None else f" — {name_of(experience)}"
        page.write(f"{why}{whose}{_for(ranks, matches)}", mark="☐ ")


def _for(ranks: list[int], matches: Matches) -> str:
    which = for_which(ranks, matches)
    return f", {which}" if which else ""


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
