"""Matcher: the façade that runs the whole line, from a dossier to a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.case import Case, open_case
from matcher.explain import experience_name, explain
from matcher.facts import as_code, codes_of, facts_of, procedure_of, related_experience
from matcher.fallbacks import WaysOn
from matcher.hours.counting import hours_summary, summarise
from matcher.judge.durable import DurableJudge
from matcher.judge.verdict import Judge
from matcher.lexicon import Lexicon, lexicon_notes, lexicon_paths, with_lexicon
from matcher.model.certification import Certification
from matcher.model.dossier import Dossier
from matcher.model.faults import DossierError
from matcher.model.report import DossierWarning, HoursSummary, Match, Procedure, Report, Versions
from matcher.presumption import Presumptions, presume
from matcher.ranking import Ranked, rank
from matcher.reading.bundled import data_folder, referentials_folder, rules_folder, uncollected
from matcher.reading.dossiers import parse_dossier
from matcher.reading.referentials import Referentials, load_referentials
from matcher.registrations import registration_of
from matcher.relation.index import CertificationIndex
from matcher.rulebook.loading import load_rulebook
from matcher.rulebook.ranking_settings import RankingSettings, load_ranking_settings
from matcher.rulebook.rulebook import Rulebook
from matcher.rulebook.sentences import day_in_french
from matcher.search import find_certifications, narrow
from matcher.steps import Journey, Target, seven_steps

if TYPE_CHECKING:
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
        self._index = CertificationIndex(self.certifications, settings)
        self._by_code = {code: one for one in self.certifications for code in codes_of(one)}

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
        # La seule chose gardée en mémoire qui dépende du lexique.
        other.__dict__.pop("_versions", None)
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
            offered = self._offered_by(centre)
            narrowed = [one for one in narrowed if offered.intersection(codes_of(one))]
        if not text:
            return sorted(narrowed, key=lambda one: one.active is not True)[:limit]
        exact = self.certification(text)
        return [exact] if exact in narrowed else find_certifications(text, narrowed, limit)

    def _offered_by(self, centre: str) -> frozenset[str]:
        path = self.referentials.path
        if path.centre(centre) is None:
            raise ValueError(f"centre inconnu : « {centre} » ; attendu : un identifiant comme hdf-lille")
        given = (one.certification for one in path.tariffs if one.centre == centre)
        return frozenset(as_code(code) for code in given if code)

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
        presumed = self._presume(parse_dossier(dossier), on)
        told: list[DossierWarning] = []
        aimed = self._resolve(target or presumed.dossier.target, told, "target")
        person = presumed.dossier.model_copy(update={"target": aimed}) if aimed else presumed.dossier
        case = self._case(person, on or person.filed_on, presumed.jobs)
        warnings = [*_hour_warnings(case), *presumed.warnings, *told, *self._without_rome(person)]
        ranked = self._rank(case, aimed, certifier, presumed.activities)
        most = limit if person.experiences else 0
        kept = [one for one in ranked if one.rank <= most or one.relation.named]
        ways = WaysOn(case, [one.relation.certification for one in ranked], self.certification)
        matches = tuple(self._match(case, one, ways) for one in kept)
        journey = Journey(
            case,
            self.referentials.path,
            matches,
            _first_target(case, kept, matches, aimed),
            self.certification,
            self._judge,
        )
        return Report(
            dossier=person.id,
            filed_on=person.filed_on,
            regime=self.rulebook.value("regime.nom", case.day),
            procedure=self._procedure(case, matches, aimed),
            disclaimer=self.rulebook.value("maison.avertissement", case.day),
            versions=self._versions,
            hours=self._hours(case),
            matches=matches,
            warnings=tuple(warnings + _no_experience(person)),
            steps=seven_steps(journey),
        )

    @cached_property
    def _first_day(self) -> date:
        """The day on which VAE begins."""
        return self.rulebook.parameter_by_id["regime.nom"].versions[0].in_force.from_

    def _case(self, dossier: Dossier, day: date, presumed_jobs: frozenset[int]) -> Case:
        if day < self._first_day:
            raise DossierError.single(
                "filed_on" if day == dossier.filed_on else "on",
                str(day),
                f"une date à partir du {day_in_french(self._first_day)}",
                "la VAE n'existait pas encore à cette date",
            )
        return open_case(dossier, day, self.rulebook, self.referentials.proofs, presumed_jobs)

    def _resolve(self, named: str | None, warnings: list[DossierWarning], path: str) -> str | None:
        """The code that a target names; free text is searched, and the answer is told as a warning."""
        if not named:
            return None
        found = self.search(named, limit=1)
        if not found:
            warnings.append(DossierWarning(path=path, message=f"Aucune certification trouvée pour « {named} »."))
            return None
        if self.certification(named) is None:
            said = f"« {named} » lu comme {found[0].code} {found[0].title} : à confirmer."
            warnings.append(DossierWarning(path=path, message=said))
        return found[0].code

    def _presume(self, person: Dossier, on: date | None) -> Presumptions:
        """What job titles let one presume; nothing without the ROME."""
        rome, day = self.referentials.rome, on or person.filed_on
        if rome is None or not person.experiences or day < self._first_day:
            return Presumptions(person, {}, ())
        sure, most = (
            self.rulebook.value(name, day) for name in ("maison.metier-presume", "maison.activites-presumees")
        )
        return presume(person, rome, self.occupations, sure, most)

    def _without_rome(self, person: Dossier) -> list[DossierWarning]:
        """Says that jobs could not be coded, where a title stands without its code and the ROME is not there."""
        if self.referentials.rome is not None or all(one.rome or not one.title for one in person.experiences):
            return []
        said = "ROME non importé : les intitulés de poste sans code ROME ne comptent que par leurs mots."
        return [DossierWarning(path="experiences", message=said)]

    def _rank(
        self, case: Case, aimed: str | None, certifier: str | None, presumed: Mapping[int, Sequence[str]]
    ) -> Sequence[Ranked]:
        person = case.dossier
        named = {
            found.code
            for code in [
                *(one.certification for one in person.requests),
                *(one.certification for one in person.recevabilites),
            ]
            if (found := self.certification(code))
        }
        among = None if certifier is None else self._certified_by(certifier)
        relations = self._index.relate(person, target=aimed, named=named, among=among, presumed=presumed)
        relations = with_lexicon(relations, self.lexicon, person, self.settings, lambda one: one.bloc_weights)
        registrations = {
            one.certification.code: registration_of(one.certification, case.day) for one in relations.shortlist
        }
        return rank(relations, registrations, self.settings)

    def _certified_by(self, text: str) -> frozenset[str]:
        wanted = text.casefold()
        return frozenset(
            one.code
            for one in self.certifications
            if any(wanted in certifier.name.casefold() or wanted == certifier.siret for certifier in one.certifiers)
        )

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


def _hour_warnings(case: Case) -> list[DossierWarning]:
    return [
        DossierWarning(path=f"experiences[{one.index}]", message=f"« {experience_name(case, one.index)} » : {note}")
        for one in case.counted
        for note in one.notes
    ]


def _no_experience(dossier: Dossier) -> list[DossierWarning]:
    if dossier.experiences:
        return []
    asked = "Aucune expérience : racontez-en une (emploi, bénévolat, mandat, stage) pour obtenir des cibles."
    return [DossierWarning(path="experiences", message=asked)]


def _engine_version() -> str:
    try:
        return version("vae-cnam")
    except PackageNotFoundError:
        return "source"
