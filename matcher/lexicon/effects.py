"""What decisions change in blocs: evidence refused, evidence accepted, and coverage and state with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matcher.lexicon.decision import Decision, Target, bloc_target, competency_target
from matcher.lexicon.file import Lexicon
from matcher.model.certification import Bloc, Certification
from matcher.model.dossier import Dossier
from matcher.model.report import BlocResult, BlocState, Evidence
from matcher.relation.spelling import Spelling
from matcher.relation.told import read_told
from matcher.rulebook.ranking_settings import RankingSettings
from matcher.text import VAGUE, stems, terms

_ORDER: Mapping[BlocState, int] = {"inconnu": 0, "non": 0, "partiel": 1, "oui": 2}
_AS_WRITTEN = Spelling(())
"""No slip of the pen is repaired: an advisor decides of the words that the person wrote."""

_AS_ROUNDED = 1e-3
"""Coverage is rounded: amounts of a bloc nearer than this are the same."""


Sentence = tuple[int, str]
"""An experience's index, and a sentence of it as the person wrote it."""


@dataclass(frozen=True)
class Heard:
    """What a dossier says that was decided of: for each sentence the stems of what was done, and the decisions, by
    target, about words that the dossier has."""

    done: Mapping[Sentence, frozenset[str]]
    described: bool
    about: Mapping[Target, tuple[Decision, ...]]

    def concerns(self, targets: Iterable[Target]) -> bool:
        return any(target in self.about for target in targets)


@dataclass(frozen=True)
class Decided:
    """Blocs as decided, in their order, those that no decision touches as they were; and the decisions that served."""

    blocs: tuple[BlocResult, ...]
    decisions: tuple[Decision, ...]


def apply_lexicon(
    blocs: Sequence[BlocResult],
    lexicon: Lexicon,
    dossier: Dossier,
    certification: Certification,
    settings: RankingSettings,
) -> Decided:
    """The blocs of a certification after the decisions about what the dossier says.

    "non" takes the evidence of a sentence for a competency away; "oui" makes one, of score 1, where the person did it.
    Activities presumed from the job are nobody's words: no decision touches them. Coverage and state follow as in the
    comparison itself; a "non" never raises them, a "oui" never lowers them.
    """
    return decide(blocs, hear(lexicon, dossier, settings), certification, settings)


def hear(lexicon: Lexicon, dossier: Dossier, settings: RankingSettings) -> Heard:
    """What the dossier says that was decided of. Sentences are cut, and refusals read, as the comparison does."""
    if not lexicon.decisions:
        return Heard({}, False, {})
    said = {stem for one in dossier.experiences for activity in one.activities for stem in stems(activity)}
    about: defaultdict[Target, list[Decision]] = defaultdict(list)
    for decision in lexicon.decisions:
        if decision.stems <= said:
            about[decision.target].append(decision)
    if not about:
        return Heard({}, False, {})
    told = read_told(dossier, {}, settings.related.described_terms, _AS_WRITTEN)
    found: defaultdict[Sentence, set[str]] = defaultdict(set)
    for statement in told.statements:
        found[statement.experience, statement.sentence].update(statement.stems)
    done = {sentence: frozenset(ones) for sentence, ones in found.items()}
    for index, activity in _of_vague_words(dossier, done):
        refused = {stem for ones in told.refused[index] for stem in ones}
        done[index, activity] = frozenset(stems(activity)) - refused
    return Heard(done, any(told.described), {target: tuple(ones) for target, ones in about.items()})


def _of_vague_words(dossier: Dossier, told: Iterable[Sentence]) -> list[Sentence]:
    """The activities that the comparison leaves out, for they have vague words only: "management d'équipe"."""
    sentences = list(told)
    return [
        (index, activity)
        for index, experience in enumerate(dossier.experiences)
        for activity in experience.activities
        if not any(owner == index and sentence in activity for owner, sentence in sentences)
    ]


def decide(
    blocs: Sequence[BlocResult], heard: Heard, certification: Certification, settings: RankingSettings
) -> Decided:
    """As ``apply_lexicon``, of a dossier already heard."""
    described = {bloc.code: bloc for bloc in certification.blocs}
    served: dict[Decision, None] = {}
    after = tuple(
        BlocDecisions(described[bloc.code], certification, heard, settings).change(bloc, served)
        if bloc.code in described
        else bloc
        for bloc in blocs
    )
    return Decided(after, tuple(served))


class BlocDecisions:
    """The decisions about one bloc, or about a certification as a whole in the shape of a bloc."""

    def __init__(self, bloc: Bloc, certification: Certification, heard: Heard, settings: RankingSettings) -> None:
        self._heard, self._settings = heard, settings
        self._parts = len(bloc.competencies) or len(bloc.activities) or 1
        self._places = [bloc_target(code, bloc.code) for code in sorted(certification.codes)]
        label = bloc.title or bloc.code
        said = [(one.code, one.text) for one in bloc.competencies] + [(bloc.code, one) for one in bloc.activities]
        self._texts: dict[Target, tuple[str, str]] = {}
        for code, text in (*said, (bloc.code, label)):
            self._texts.setdefault(competency_target(text), (code, text))
        self._label = competency_target(label)

    def change(self, before: BlocResult, served: dict[Decision, None]) -> BlocResult:
        """The bloc as decided; the decisions that change something are noted in ``served``."""
        if not self._heard.concerns((*self._texts, *self._places)):
            return before
        kept = tuple(one for one in before.evidence if not self._is_refused(one, served))
        refused = self._with(before, kept, frozenset()) if kept != before.evidence else before
        accepted = self._accepted(served)
        if not accepted:
            return refused
        told = {(one.experience, one.activity, competency_target(one.competency)) for one in accepted}
        others = [one for one in kept if (one.experience, one.activity, competency_target(one.competency)) not in told]
        return self._with(refused, (*accepted, *others), frozenset(accepted))

    def _is_refused(self, one: Evidence, served: dict[Decision, None]) -> bool:
        if one.presumed:
            return False
        done = self._heard.done.get((one.experience, one.activity), frozenset())
        winner = self._winner(competency_target(one.competency), frozenset(stems(one.activity)), done)
        if winner is None or winner.decision == "oui":
            return False
        served[winner] = None
        return True

    def _accepted(self, served: dict[Decision, None]) -> list[Evidence]:
        accepted = []
        for (experience, sentence), done in self._heard.done.items():
            for target, (_, text) in self._texts.items():
                own = [one for one in self._about(target) if one.decision == "oui" and one.stems <= done]
                winner = self._winner(target, frozenset(stems(sentence)), done) if own else None
                if winner is None or winner.decision == "non":
                    continue
                decision = max(own, key=lambda one: one.weight)
                served[decision] = None
                words = tuple(dict.fromkeys(term.word for term in terms(decision.expression)))
                found = Evidence(experience=experience, activity=sentence, competency=text, score=1.0, terms=words)
                accepted.append(found)
        return accepted

    def _about(self, target: Target) -> list[Decision]:
        """The decisions about one text of the bloc; those about the bloc are about its label."""
        places = self._places if target == self._label else []
        return [one for place in (target, *places) for one in self._heard.about.get(place, ())]

    def _winner(self, target: Target, said: frozenset[str], done: frozenset[str]) -> Decision | None:
        """Of all the decisions about a sentence and a text, that which wins; a "oui" only about what was done."""
        return max(
            (
                one
                for place in (target, *self._places)
                for one in self._heard.about.get(place, ())
                if one.stems <= (said if one.decision == "non" else done)
            ),
            key=lambda one: one.weight,
            default=None,
        )

    def _with(self, before: BlocResult, evidence: Sequence[Evidence], accepted: frozenset[Evidence]) -> BlocResult:
        """The bloc with other evidence: some taken away, or some accepted."""
        known, found = self._reached(before.evidence), self._reached(evidence)
        amount = before.coverage * self._parts
        # Coverage is rounded, and held to 1: what the evidence shown reaches is then the better figure.
        if abs(amount - known) < _AS_ROUNDED * self._parts or known > amount == self._parts:
            amount = known
        amount = min(float(self._parts), max(0.0, amount + found - known)) if evidence else 0.0
        state, limit = self._state(evidence, accepted), max if accepted else min
        if _ORDER[state] != limit(_ORDER[state], _ORDER[before.state]):
            state = before.state
        return before.model_copy(
            update={
                "evidence": self._shown(evidence),
                "coverage": round(amount / self._parts, 4),
                "state": state,
            }
        )

    def _reached(self, evidence: Iterable[Evidence]) -> float:
        """How many texts of the bloc the evidence reaches, each for what it is worth."""
        shares, worth = self._settings.bloc, defaultdict[str, float](float)
        for one in evidence:
            credit = 1.0 if one.score >= self._settings.evidence.sure else shares.to_confirm_credit
            worth[one.competency] = max(worth[one.competency], shares.presumed_credit if one.presumed else credit)
        return sum(worth.values())

    def _state(self, evidence: Sequence[Evidence], accepted: frozenset[Evidence]) -> BlocState:
        own = [one for one in evidence if not one.presumed]
        if not own:
            return "inconnu" if not self._heard.described else "partiel" if evidence else "non"
        sure = [one for one in own if one.score >= self._settings.evidence.sure]
        reached = len({one.competency for one in sure})
        words = {stem for one in sure for stem in stems(" ".join(one.terms)) if one in accepted or stem not in VAGUE}
        shares = self._settings.bloc
        enough = reached > 0 and reached >= shares.yes_share * self._parts
        return "oui" if enough and (self._parts == 1 or len(words) >= shares.yes_words) else "partiel"

    def _shown(self, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """Best first, and no more for one competency than the comparison shows."""
        rank = {target: place for place, target in enumerate(self._texts)}

        def order(one: Evidence) -> tuple[bool, float, int, str, int]:
            place = rank.get(competency_target(one.competency), len(rank))
            return one.presumed, -one.score, place, one.activity, one.experience

        shown: Counter[str] = Counter()
        kept = []
        for one in sorted(evidence, key=order):
            code, _ = self._texts.get(competency_target(one.competency), (one.competency, ""))
            shown[code] += 1
            if shown[code] <= self._settings.evidence.per_competency:
                kept.append(one)
        return tuple(kept)
