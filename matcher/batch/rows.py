"""One line of forms and its report, as one row of the results and, in the detail, one row a certification."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from matcher.batch.columns import DETAIL, RESULT, Row, cut
from matcher.batch.survey import Duplicates
from matcher.frame.answers import DossierAnswer, MatchAnswer
from matcher.model.report import Finding
from matcher.reading.forms.line import FormLine, Status
from matcher.render.wording import CERTIFICATION_KINDS, STRENGTHS

_BETWEEN = " | "
_TARGETS = 3
_QUESTIONS = 3


def result_row(
    line: FormLine,
    report: DossierAnswer | None,
    target: str | None,
    duplicates: Duplicates,
    told: Sequence[str],
    faults: Sequence[str],
    draft: str | None,
) -> dict[str, Any]:
    """The row of a line. ``told``: warnings met after its reading; ``faults``: why it could not be evaluated.

    ``draft``: a letter to the person."""
    errors = [*line.errors, *faults]
    ranked = sorted(report.matches, key=lambda one: one.rank) if report else []
    first = ranked[0] if ranked else None
    aimed = next((one for one in report.matches if one.certification == target), None) if report and target else None
    questions = [*line.questions, *(_asked(aimed or first, line.questions))]
    row: dict[str, Any] = {
        "id_fiche": line.id_fiche,
        "statut_traitement": status_of(line, duplicates, errors),
        "avis": first.opinion if first else None,
        **{f"cible_{place}": _named(one) for place, one in enumerate(ranked[:_TARGETS], start=1)},
        "motifs": _joined(reasons(first)) if first else None,
        "questions": _joined(questions),
        "avertissements": _joined([*_same_person(line, duplicates), *line.warnings, *told]),
        "erreurs": _joined(errors),
        "ligne": line.line,
        "doublon_de": duplicates.first,
        "date_depot": line.dossier.filed_on.isoformat() if line.dossier else None,
        "regime": report.regime if report else None,
        "cible_visee": _named(aimed),
        "avis_vise": aimed.opinion if aimed else None,
        "heures_en_rapport": first.related_hours if first else None,
        "courriel": _joined([draft]) if draft else None,
        "constats": _findings(first) if first else None,
    }
    return {column.name: _cut(row.get(column.name)) for column in RESULT}


def detail_rows(line: FormLine, report: DossierAnswer) -> list[Row]:
    """One row for each certification of the report, in its order."""
    return [_detail(line, match) for match in report.matches]


def _detail(line: FormLine, match: MatchAnswer) -> Row:
    row = {
        "id_fiche": line.id_fiche,
        "ligne": line.line,
        "rang": match.rank,
        "certification": match.certification,
        "rncp": match.rncp,
        "intitule": match.title,
        "type": match.kind,
        "niveau": match.level,
        "score": match.score,
        "lien": match.strength,
        "avis": match.opinion,
        "heures_en_rapport": match.related_hours,
        "mois_en_rapport": match.related_months,
        "couverture": match.coverage,
        "motifs": _joined(reasons(match)),
        "questions": _joined(one.ask for one in match.questions),
        "constats": _findings(match),
    }
    return {column.name: _cut(row[column.name]) for column in DETAIL}


def status_of(line: FormLine, duplicates: Duplicates, errors: Sequence[str]) -> Status:
    """The status of a row: unreadable, then probably a repeat, then to be completed."""
    if line.rejected:
        return "rejetee"
    if duplicates.first is not None:
        return "doublon_probable"
    return "a_completer" if errors else line.status


def reasons(match: MatchAnswer) -> list[str]:
    """Why this opinion: what it says, what blocks or is not established, then what holds on the experience itself."""
    opinion = [one for one in match.findings if one.rule.startswith("avis.") and one.outcome == "met"]
    blocking = [one for one in match.findings if one.kind == "blocking"]
    against = [one for state in ("not_met", "unknown") for one in blocking if one.outcome == state]
    experience = [one for one in match.findings if one.rule.startswith("recevabilite.") and _holds(one)]
    return list(dict.fromkeys(one.message for one in [*opinion, *against, *experience]))


def _holds(finding: Finding) -> bool:
    return finding.outcome in {"met", "not_met", "waived"}


def _named(match: MatchAnswer | None) -> str | None:
    """As "RNCP36889 Responsable comptable — titre RNCP, niveau 6 — lien fort"."""
    if match is None:
        return None
    kind = CERTIFICATION_KINDS.get(match.kind, match.kind)
    level = f", niveau {match.level}" if match.level else ""
    return f"{match.certification} {match.title} — {kind}{level} — {STRENGTHS[match.strength]}"


def _asked(match: MatchAnswer | None, already: Sequence[str]) -> list[str]:
    """The certification's questions, less those on an experience that the form has already asked about."""
    if match is None:
        return []
    named = {question.partition(" : ")[0] for question in already if question.startswith("« ")}
    left = [one.ask for one in match.questions if one.ask not in already and not any(name in one.ask for name in named)]
    return left[:_QUESTIONS]


def _same_person(line: FormLine, duplicates: Duplicates) -> list[str]:
    pairs = [(duplicates.first, line.line)] if duplicates.first else []
    pairs += [(line.line, later) for later in duplicates.later]
    return [f"Même personne probable : ligne {one} ≈ ligne {other}." for one, other in pairs]


def _findings(match: MatchAnswer) -> str:
    """The outcome of each rule that may block or warn, for whoever compares two runs."""
    return " ".join(f"{one.rule}={one.outcome}" for one in match.findings if one.kind != "information")


def _joined(sentences: Iterable[str]) -> str | None:
    return _BETWEEN.join(" ".join(one.split()) for one in sentences) or None


def _cut(value: Any) -> Any:
    return cut(value) if isinstance(value, str) else value
