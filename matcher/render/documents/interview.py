"""The interview sheet, for the adviser: what to ask and what to bring first, then why."""

from __future__ import annotations

from matcher.model.dossier import Dossier
from matcher.model.report import Report
from matcher.render.certification import identity, reasons
from matcher.render.documents.blocks import BLANK, Block, Document, Fields, Items, Lines, Paragraph, Section
from matcher.render.documents.parts import (
    blocs_section,
    conditions_section,
    hours_section,
    own_warnings,
    questions_table,
    shared_findings,
    targets_table,
    versions_line,
)
from matcher.render.documents.steps import steps_section
from matcher.render.documents.subject import Subject
from matcher.render.gathered import documents_of, for_which, numbered_name
from matcher.render.typography import long_date
from matcher.render.wording import PROCEDURES, SITUATIONS, regime_sentence

_NOTES_SHOWN = 4
_NOTE_LINES = 6


def interview_sheet(subject: Subject) -> Document:
    """The sheet of one interview, to be printed and written on."""
    sections = [_dossier(subject), _targets(subject)]
    if subject.report.matches:
        sections += [Section("Questions à poser", (questions_table(subject),)), _papers(subject)]
    sections += [steps_section(subject)]
    if subject.main is not None:
        sections += [blocs_section(subject, subject.main), conditions_section(subject, subject.main)]
    sections += [hours_section(subject)]
    warnings = tuple(own_warnings(subject))
    if warnings:
        sections.append(Section("À vérifier dans le dossier", (Items(warnings),)))
    sections.append(Section("Notes de l'entretien", (Lines(_NOTE_LINES),)))
    return _document(subject, "Fiche d'entretien VAE", tuple(sections))


def report_view(subject: Subject) -> Document:
    """The report alone, as a notebook shows it: nothing to write on."""
    sections = [_targets(subject)]
    if subject.report.matches:
        sections.append(Section("Questions à poser", (questions_table(subject, answers=False),)))
    if subject.main is not None:
        sections += [blocs_section(subject, subject.main), conditions_section(subject, subject.main)]
    sections.append(hours_section(subject))
    return _document(subject, "Pré-avis de recevabilité", tuple(sections))


def _document(subject: Subject, title: str, sections: tuple[Section, ...]) -> Document:
    return Document(
        title=title,
        subtitle=f"Dossier {subject.report.dossier}, déposé le {long_date(subject.report.filed_on)}",
        dossier=subject.report.dossier,
        filed_on=subject.report.filed_on,
        edited_on=subject.edited_on,
        disclaimer=subject.report.disclaimer,
        sections=sections,
        versions=versions_line(subject.report),
    )


def _dossier(subject: Subject) -> Section:
    rows = [
        *_law(subject.report, subject.regime),
        *_person(subject.dossier),
        ("Prescripteur", (subject.dossier and subject.dossier.prescriber) or BLANK),
        ("Conseillère ou conseiller", BLANK),
        ("Date et lieu de l'entretien", BLANK),
    ]
    return Section("Le dossier", (Fields(tuple(rows)),))


def _law(report: Report, regime: str | None) -> list[tuple[str, str]]:
    sentence = regime_sentence(report.regime, regime)
    rows = [("Droit applicable", sentence[0].upper() + sentence[1:])]
    return [*rows, ("Procédure", PROCEDURES[report.procedure])] if report.procedure else rows


def _person(dossier: Dossier | None) -> list[tuple[str, str]]:
    if dossier is None:
        return []
    situation = SITUATIONS[dossier.situation] if dossier.situation else BLANK
    return [("Situation", situation), ("Projet", dossier.project or BLANK)]


def _targets(subject: Subject) -> Section:
    if not subject.detailed:
        return Section("Aucune cible", (Paragraph("Aucune certification n'est rapprochée de ce dossier."),))
    shared = shared_findings(subject.detailed)
    below = tuple(
        Section(
            f"{match.rank}. {identity(match)}",
            (Items((*reasons(match, shared), *[note for note in match.notes if note not in shared][:_NOTES_SHOWN])),),
        )
        for match in subject.detailed
    )
    return Section("Premières cibles", (targets_table(subject),), below)


def _papers(subject: Subject) -> Section:
    wanted = []
    for experience, why, ranks in documents_of(subject.detailed):
        whose = "" if experience is None else f" — {numbered_name(subject.name_of, experience)}"
        which = for_which(ranks, subject.detailed)
        wanted.append(f"{why}{whose}{f' ({which})' if which else ''}")
    block: Block = Items(tuple(wanted), "boxes") if wanted else Paragraph("Aucune pièce de plus à demander.")
    return Section("Pièces à apporter", (block,))
