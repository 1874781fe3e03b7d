"""Parts that several documents share. Every figure is a field of the report."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.model.report import BlocResult, Finding, Match, Report
from matcher.model.words import BLOC_STATES, OPINIONS, OUTCOMES
from matcher.render.certification import OPINION_RULES, finding_key, identity, source_line, verdict
from matcher.render.charts import Table, coverage_svg, coverage_table, timeline_svg, timeline_table
from matcher.render.charts.coverage import bloc_name
from matcher.render.documents.blocks import Block, Chart, Grid, Items, Paragraph, Section
from matcher.render.documents.subject import Subject
from matcher.render.experience_hours import total_hours
from matcher.render.gathered import for_which, numbered_name, questions_of
from matcher.render.typography import between, figure

_QUOTED = 3
_HASH_SHOWN = 10


def versions_line(report: Report) -> str:
    """As "moteur 0.1.0, règles 3f2a…": what gave this report."""
    names = {"moteur": "engine", "règles": "rules", "référentiels": "referentials", "lexique": "lexicon"}
    told = ", ".join(f"{word} {getattr(report.versions, name)[:_HASH_SHOWN]}" for word, name in names.items())
    return f"Versions : {told}"


def targets_table(subject: Subject) -> Grid:
    """The first targets, one a row, in the order of the report."""
    rows = tuple(
        (
            str(match.rank),
            identity(match) + (" (visée par la personne)" if match is subject.aimed else ""),
            OPINIONS[match.opinion],
            verdict(match),
            f"{figure(match.related_hours)} h, {figure(match.related_months)} mois",
        )
        for match in subject.detailed
    )
    headings = ("Rang", "Certification", "Pré-avis", "Lien et blocs", "Expérience en rapport")
    return Grid(Table("Premières cibles", headings, rows), (7, 41, 16, 20, 16))


def questions_table(subject: Subject, answers: bool = True) -> Block:
    """What to ask, what may change the opinion first; ``answers`` leaves a column to write in."""
    asked = questions_of(subject.detailed)
    if not asked:
        return Paragraph("Aucune question : rien de ce qui reste ouvert ne changerait le rapport.")
    rows = []
    for number, (ask, effect, ranks) in enumerate(asked, start=1):
        which = for_which(ranks, subject.detailed)
        cells = (str(number), ask, f"{effect} ({which})" if which else effect)
        rows.append((*cells, "") if answers else cells)
    headings = ("N°", "Question", "Ce que la réponse change", "Réponse")
    if answers:
        return Grid(Table("Questions, la plus décisive d'abord", headings, tuple(rows)), (6, 38, 24, 32))
    return Grid(Table("Questions, la plus décisive d'abord", headings[:-1], tuple(rows)), (6, 60, 34))


def blocs_section(subject: Subject, match: Match) -> Section:
    """Bloc by bloc: its state, and the person's own sentences with the number of the experience."""
    rows = tuple((bloc_name(bloc), " ".join(BLOC_STATES[bloc.state]), _quotes(subject, bloc)) for bloc in match.blocs)
    blocks: list[Block] = [Paragraph("Les blocs de cette certification ne sont pas connus.")]
    if rows:
        table = coverage_table(subject.report, match, subject.dossier)
        svg = coverage_svg(subject.report, match, subject.dossier, prefix=f"couverture-{match.rank}")
        blocks = [Grid(Table("Bloc par bloc", ("Bloc", "Appui", "Ce qu'en dit la personne"), rows), (37, 13, 50))]
        blocks.append(Chart(svg, table))
    return Section(f"{match.title} : bloc par bloc", tuple(blocks))


def _quotes(subject: Subject, bloc: BlocResult) -> str:
    told = []
    for one in sorted(bloc.evidence, key=lambda one: -one.score)[:_QUOTED]:
        who = numbered_name(subject.name_of, one.experience)
        told.append(f"présumé d'après le métier ({who})" if one.presumed else f"« {one.activity} » ({who})")
    return " ; ".join(told) or "rien pour l'instant"


def conditions_section(subject: Subject, match: Match) -> Section:
    """The conditions, worst first, each with the text in force; then, shortly, what is only worth knowing."""
    told = [one for one in sorted(match.findings, key=_weight) if not one.rule.startswith(OPINION_RULES)]
    conditions = [one for one in told if one.kind == "blocking" or (one.kind == "warning" and one.outcome in _OPEN)]
    rows = tuple(
        (subject.title_of(one.rule), " ".join(OUTCOMES[one.outcome]), one.message, source_line(one))
        for one in conditions
    )
    table = Table("Conditions lues, et leur texte", ("Condition", "Constat", "Ce qui est lu", "Texte"), rows)
    others = tuple(f"{one.message} ({source_line(one)})" for one in told if one not in conditions)
    blocks: list[Block] = [Grid(table, (21, 13, 34, 32))]
    if others:
        blocks += [Paragraph("À savoir aussi :"), Items(others)]
    return Section(f"{match.title} : conditions", tuple(blocks))


_OPEN = frozenset({"not_met", "unknown"})
_ORDER = {"not_met": 0, "unknown": 1, "met": 2}
_KINDS = ("blocking", "warning", "information")


def _weight(finding: Finding) -> tuple[int, int]:
    return _KINDS.index(finding.kind), _ORDER.get(finding.outcome, len(_ORDER))


def hours_section(subject: Subject) -> Section:
    """Totals, the timeline, then the arithmetic of each experience."""
    report, hours = subject.report, subject.report.hours
    told = [f"Total : {total_hours(hours)}.", _own(report)]
    blocks: list[Block] = [Items(tuple(told))]
    if subject.dossier is not None and subject.dossier.experiences:
        blocks.append(Chart(timeline_svg(subject.dossier, report), timeline_table(subject.dossier, report)))
    rows = tuple(
        (f"{one.index + 1}. {subject.name_of(one.index)}", between(one.low, one.high, "h"), one.arithmetic)
        for one in hours.experiences
    )
    if rows:
        table = Table("Le calcul, expérience par expérience", ("Expérience", "Heures", "Calcul"), rows)
        blocks.append(Grid(table, (30, 18, 52)))
    return Section("Parcours et heures", tuple(blocks))


def _own(report: Report) -> str:
    hours = report.hours
    told = f"Activités exercées en propre : {between(hours.own_right_low, hours.own_right_high, 'h')}."
    if hours.training_high:
        told += f" Formation en entreprise : {between(hours.training_low, hours.training_high, 'h')}."
    return told


def shared_findings(matches: tuple[Match, ...]) -> set[str]:
    """The findings and notes that every target has."""
    said = [{*map(finding_key, match.findings), *match.notes} for match in matches]
    return set.intersection(*said) if len(said) > 1 else set()


def own_warnings(subject: Subject) -> Iterator[str]:
    """What is to be checked in the dossier, each said once."""
    yield from dict.fromkeys(warning.message for warning in subject.report.warnings)
