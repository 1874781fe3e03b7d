"""Matcher: the façade that runs the whole line, from a dossier to a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.case import Case
from matcher.explain import explain
from matcher.facts import as_code, codes_of, facts_of, procedure_of, related_experience
from matcher.fallbacks import WaysOn
from matcher.hours.totals import hours_summary, summarise
from matcher.judge.durable import DurableJudge
from matcher.judge.verdict import Judge
from matcher.lexicon import Lexicon, lexicon_notes, lexicon_paths, with_lexicon
from matcher.model.certification import Certification
from matcher.model.dossier import Dossier
from matcher.model.faults import DossierError
from matcher.model.report import HoursSummary, Match, Procedure, Report, Versions
from matcher.opening import OpenedDossier, Opening
from matcher.ranking import Ranked, rank
from matcher.reading.bundled import data_folder, referentials_folder, rules_folder, uncollected
from matcher.reading.referentials import Referentials, load_referentials
from matcher.registrations import registration_of
from matcher.relation.index import CertificationIndex
from matcher.relation.jobs import JobLinks
from matcher.rulebook.loading import load_rulebook
from matcher.rulebook.ranking_settings import RankingSettings, load_ranking_settings
from matcher.rulebook.rulebook import Rulebook
from matcher.search import certified_by, find_certifications, narrow, offered_by
from matcher.steps import Journey, Target, seven_steps

if TYPE_CHECKING:
    import pandas as pd

    from matcher.frame.answers import DossierAnswer
    from matcher.frame.evaluator import ChunkEvaluator
    from matcher.occupations import OccupationIndex


class Matcher:
    """Holds the rules, the catalogue and a judge; safe to share between threads."""

    def __init__(
        self,
        rulebook: Rulebook,
        settings: RankingSettings,
        referentials: Referentials,
        judge: Judge | None = None,
        lexicon: Lexicon | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.settings = settings
        self.referentials = referentials
        self._judge = judge or DurableJudge()
        self.lexicon = lexicon or Lexicon()
        self._index = CertificationIndex(
            self.certifications, settings, JobLinks.of(referentials.rome), referentials.synonyms
        )
        self._by_code = {code: one for one in self.certifications for code in codes_of(one)}
        self._opening = Opening(rulebook, referentials, self.certification, self.search, lambda: self.occupations)

    @classmethod
    def load(cls, rules: Path | None = None, referentials: Path | None = None, data: Path | None = None) -> Matcher:
        """The bundled rules and Cnam catalogue with what was imported in ``$VAE_DATA``, or the folders given.

        Raises ValueError with French sentences; RulebookError and CatalogueError list every fault in ``faults``.
        """
        rules, referentials = rules or rules_folder(), referentials or referentials_folder()
        with uncollected():
            return cls(
                load_rulebook(rules),
                load_ranking_settings(rules / "classement.yaml"),
                load_referentials(referentials, data or data_folder()),
                lexicon=Lexicon.load(lexicon_paths(referentials, data or data_folder())),
            )

    @property
    def certifications(self) -> tuple[Certification, ...]:
        return self.referentials.certifications

    def with_certifications(self, certifications: Sequence[Certification]) -> Matcher:
        """The same rules and judge over other certifications."""
        referentials = replace(self.referentials, certifications=tuple(certifications))
        return Matcher(self.rulebook, self.settings, referentials, self._judge, self.lexicon)

    def with_lexicon(self, lexicon: Lexicon) -> Matcher:
        """The same rules, judge and certifications, indexes included, with other decisions of advisors."""
        other = copy(self)
        other.lexicon = lexicon
        # Ce qui est gardé en mémoire et dépend du lexique.
        for kept in ("_versions", "_chunks"):
            other.__dict__.pop(kept, None)
        return other

    def suggest_occupations(self, title: str, limit: int = 5) -> list[tuple[str, str, float]]:
        """ROME codes for a job title: (code, label, score from 0 to 1), best first; nothing rather than a guess.

        Without the ROME imported, the titles of the certifications serve, which is poor.
        """
        return [(one.rome, one.label, one.score) for one in self.occupations.suggest(title, limit).items]

    @cached_property
    def occupations(self) -> OccupationIndex:
        """The index of job titles, built when first asked for."""
        from matcher.occupations import Appellation, OccupationIndex

        rome = self.referentials.rome
        if rome is None:
            return OccupationIndex.from_certifications(self.certifications)
        return OccupationIndex([Appellation(one.code, one.short, one.long) for one in rome.appellations])

    def certification(self, code: str) -> Certification | None:
        """A certification by its code, its RNCP number or one of its Cnam codes."""
        return self._by_code.get(as_code(code))

    def search(
        self,
        text: str,
        limit: int = 10,
        *,
        level: int | None = None,
        kind: str | None = None,
        field: str | None = None,
        centre: str | None = None,
    ) -> list[Certification]:
        """Certifications whose code or title is like a text, best first; tolerant of accents and typos.

        They may be narrowed to a CEC ``level``, a ``kind``, a ``field`` (the beginning of an NSF or ROME code), and to
        what a ``centre`` gives a tariff for. No text: all of them, those in force first. Raises ValueError, in French,
        for a kind, a field or a centre that is none.
        """
        narrowed = narrow(self.certifications, level, kind, field)
        if centre is not None:
            offered = offered_by(self.referentials.path, centre)
            narrowed = [one for one in narrowed if offered.intersection(codes_of(one))]
        if not text:
            return sorted(narrowed, key=lambda one: one.active is not True)[:limit]
        exact = self.certification(text)
        return [exact] if exact in narrowed else find_certifications(text, narrowed, limit)

    def evaluate(
        self,
        dossier: Dossier | Mapping[str, Any],
        on: date | None = None,
        limit: int = 10,
        target: str | None = None,
        certifier: str | None = None,
    ) -> Report:
        """Rank the certifications for a dossier and give a pre-opinion on each.

        ``on`` moves the law and the registrations; hours still run to the filing date. ``limit`` bounds the
        matches; what the dossier or ``target`` names is always among them. ``certifier`` keeps the
        certifications of which a certifier's name or SIRET holds this text. Raises DossierError.
        """
        opened = self._opening.open(dossier, on, limit, target)
        case, person = opened.case, opened.case.dossier
        ranked = self._rank(opened, certifier)
        kept = [one for one in ranked if one.rank <= opened.most or one.relation.named]
        ways = WaysOn(case, [one.relation.certification for one in ranked], self.certification)
        matches = tuple(self._match(case, one, ways) for one in kept)
        journey = Journey(
            case,
            self.referentials.path,
            matches,
            _first_target(case, kept, matches, opened.aimed),
            self.certification,
            self._judge,
        )
        return Report(
            dossier=person.id,
            filed_on=person.filed_on,
            regime=self.rulebook.value("regime.nom", case.day),
            procedure=self._procedure(case, matches, opened.aimed),
            disclaimer=self.rulebook.value("maison.avertissement", case.day),
            versions=self._versions,
            hours=self._hours(case),
            matches=matches,
            warnings=opened.warnings,
            steps=seven_steps(journey),
        )

    def evaluate_frame(
        self,
        forms: pd.DataFrame | Iterable[Dossier | Mapping[str, Any]],
        long: pd.DataFrame | None = None,
        on: date | None = None,
        limit: int = 10,
    ) -> pd.DataFrame:
        """Evaluate many dossiers: one row for each dossier and certification, with the same results as ``evaluate``.

        ``forms``: a frame of forms (``long``: their experiences, one a line) or dossiers. Columns: see
        matcher.frame.layout. A dossier that can't be evaluated, or has no match, gives one row, which says why in
        ``error``. Memory beside the answer is that of a chunk, whatever the number of dossiers.
        """
        return self._chunks.frame(forms, long, on, limit)

    def evaluate_chunk(
        self,
        dossiers: Iterable[Dossier | Mapping[str, Any]],
        on: date | None = None,
        limit: int = 10,
        certifier: str | None = None,
    ) -> Sequence[DossierAnswer | DossierError]:
        """Evaluate some hundreds of dossiers at once, for a caller that wants words for some of their matches.

        One answer for each dossier, in order, with the fields of a report: its numbers are there, and its sentences
        (``warnings``; ``findings`` and ``questions`` of a match) are made when they are read, without evaluating again.
        Or the error that ``evaluate`` would raise. The answers share the memory of the chunk: keep none of them.
        """
        among = None if certifier is None else certified_by(self.certifications, certifier)
        return self._chunks.answers(dossiers, on, limit, among)

    @cached_property
    def _chunks(self) -> ChunkEvaluator:
        from matcher.frame.evaluator import ChunkEvaluator

        return ChunkEvaluator(self._opening, self._index, self.lexicon)

    def _rank(self, opened: OpenedDossier, certifier: str | None) -> Sequence[Ranked]:
        case, among = opened.case, None if certifier is None else certified_by(self.certifications, certifier)
        relations = self._index.relate(
            case.dossier, target=opened.aimed, named=opened.named, among=among, presumed=opened.activities
        )
        relations = with_lexicon(relations, self.lexicon, case.dossier, self.settings, lambda one: one.bloc_weights)
        registrations = {
            one.certification.code: registration_of(one.certification, case.day) for one in relations.shortlist
        }
        return rank(relations, registrations, self.settings)

    def _match(self, case: Case, ranked: Ranked, ways: WaysOn) -> Match:
        relation, certification = ranked.relation, ranked.relation.certification
        related = related_experience(case, relation)
        facts = facts_of(case, relation, related)
        verdict = self._judge.judge(case.law, facts)
        successors = [one for code in certification.successors if (one := self.certification(code))]
        explanation = explain(case, relation, related, facts, verdict, successors)
        match = Match(
            certification=certification.code,
            rncp=certification.rncp,
            title=certification.title,
            kind=certification.kind,
            level=certification.level,
            rank=ranked.rank,
            score=ranked.score,
            strength="non_appreciable" if verdict.opinion == "non_appreciable" else ranked.strength,
            opinion=verdict.opinion,
            related_hours=related.totals.total_low,
            related_months=float(related.totals.calendar_months_low),
            coverage=relation.coverage,
            score_parts=ranked.score_parts,
            blocs=relation.blocs,
            findings=explanation.findings,
            questions=explanation.questions,
            documents=explanation.documents,
            notes=explanation.notes,
        )
        found = (one.sentence for one in ways.of(match, certification, related))
        return match.model_copy(update={"notes": (*lexicon_notes(relation), *found, *match.notes)})

    def _procedure(self, case: Case, matches: Sequence[Match], aimed: str | None) -> Procedure | None:
        first = aimed or (matches[0].certification if matches else None)
        certification = self.certification(first) if first else None
        return procedure_of(case, certification) if certification else None

    def _hours(self, case: Case) -> HoursSummary:
        totals = summarise(case.counted, case.hours, case.below_old_level_v)
        return hours_summary(case.counted, totals)

    @cached_property
    def _versions(self) -> Versions:
        return Versions(
            engine=_engine_version(),
            rules=self.rulebook.version,
            referentials=self.referentials.version,
            lexicon=self.lexicon.version,
        )


def _first_target(case: Case, kept: Sequence[Ranked], matches: Sequence[Match], aimed: str | None) -> Target | None:
    """What the person aims at, else the first ranked; none without matches."""
    pairs = list(zip(kept, matches, strict=True))
    for ranked, match in sorted(pairs, key=lambda pair: pair[1].certification != aimed):
        relation = ranked.relation
        return Target(match, relation.certification, relation, related_experience(case, relation))
    return None


def _engine_version() -> str:
    try:
        return version("vae-cnam")
    except PackageNotFoundError:
        return "source"
