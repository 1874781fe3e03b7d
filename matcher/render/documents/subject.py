"""What every sheet is about: one dossier, its report, and what the rules and the catalogue say beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from matcher.model.certification import Certification
from matcher.model.dossier import Dossier
from matcher.model.report import Match, Report
from matcher.reading.masking import without_unions
from matcher.render.gathered import NameOf, aimed_match, detailed_matches, experience_names

if TYPE_CHECKING:
    from matcher.engine import Matcher


@dataclass(frozen=True)
class Subject:
    """``dossier``: without any union's name; None where only the report is at hand.

    ``regime``: what the rules say of it. ``titles``: of the rules, by id. ``certification``: the main target's, where
    the catalogue is at hand. ``proofs``: the names of papers, by identifier. ``edited_on``: the day that the sheet
    bears, given by whoever asks for it.
    """

    report: Report
    dossier: Dossier | None = None
    target: str | None = None
    regime: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    certification: Certification | None = None
    proofs: Mapping[str, str] = field(default_factory=dict)
    edited_on: date | None = None

    @cached_property
    def aimed(self) -> Match | None:
        return aimed_match(self.report.matches, self.target)

    @cached_property
    def main(self) -> Match | None:
        """The certification aimed at, else the first one; None without any."""
        return self.aimed or next(iter(self.report.matches), None)

    @cached_property
    def detailed(self) -> tuple[Match, ...]:
        return detailed_matches(self.report.matches, self.target)

    @cached_property
    def name_of(self) -> NameOf:
        return experience_names(self.dossier)

    def title_of(self, rule: str) -> str:
        return self.titles.get(rule, rule)


def subject_of(
    matcher: Matcher,
    dossier: Dossier,
    report: Report,
    target: str | None = None,
    on: date | None = None,
    edited_on: date | None = None,
) -> Subject:
    """The subject of the sheets. ``target``: the code aimed at, else the dossier's; ``on``: the day of the law."""
    wanted = target or dossier.target
    found = matcher.search(wanted, limit=1) if wanted else []
    code = found[0].code if found else None
    main = aimed_match(report.matches, code) or next(iter(report.matches), None)
    return Subject(
        report=report,
        dossier=without_unions(dossier),
        target=code,
        regime=matcher.rulebook.value("regime.phrase", on or dossier.filed_on),
        titles={rule.id: rule.title for rule, _ in matcher.rulebook.rules},
        certification=matcher.certification(main.certification) if main else None,
        proofs={proof.id: proof.label for proof in matcher.referentials.proofs},
        edited_on=edited_on,
    )
