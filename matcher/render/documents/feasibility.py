"""The feasibility table, bloc by bloc: practised or not, in the person's own sentences, and what a comment still lacks.

Only certifications on France VAE ask for it; for the others it may serve to prepare the interview.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.hours.arithmetic import counted
from matcher.model.dossier import Experience
from matcher.model.report import BlocResult, BlocState, Match
from matcher.reading.application_form import CommentGuide, application_guide
from matcher.render.certification import identity
from matcher.render.charts import Table
from matcher.render.charts.coverage import bloc_name
from matcher.render.documents.blocks import Block, Document, Grid, Items, Paragraph, Section
from matcher.render.documents.parts import versions_line
from matcher.render.documents.subject import Subject
from matcher.render.experience_hours import period_as_given
from matcher.render.typography import figure, long_date
from matcher.render.wording import RESPONSIBILITIES
from matcher.text import unaccented

PROCEDURE = "demande.procedure"
_ANSWERS: dict[BlocState, str] = {"oui": "oui", "partiel": "partiellement", "non": "non", "inconnu": "à apprécier"}
_NOTHING = "Aucune phrase du dossier ne s'y rapporte pour l'instant."
_ELSEWHERE = (
    "Cette certification ne passe pas par France VAE au jour du dépôt : le dossier de faisabilité ne s'y applique pas. "
    "Ce tableau peut servir à préparer la demande et l'entretien."
)
_ON_PORTAL = (
    "Certification sur France VAE : le certificateur attend une réponse et un commentaire pour chaque bloc. Un "
    "commentaire vague fait revenir le dossier : compléter les lignes marquées « insuffisant » avant l'envoi."
)
_COMPETENCIES_SHOWN = 4


@dataclass(frozen=True)
class BlocPractice:
    """One bloc: the answer and its comment. ``lacks``: what the comment does not tell; ``vague``: too little, or only
    words that fit any job. ``without_proof``: competencies that no sentence supports."""

    bloc: str
    answer: str
    comment: str
    lacks: tuple[str, ...]
    vague: bool
    without_proof: tuple[str, ...]

    @property
    def warning(self) -> str:
        """As "insuffisant : il manque les outils, le résultat"; empty where the comment holds."""
        told = [f"il manque {', '.join(self.lacks)}"] if self.lacks else []
        told += ["trop vague : décrire ce qui a été fait"] if self.vague else []
        return f"insuffisant : {' ; '.join(told)}" if told else ""


def practices(subject: Subject, match: Match) -> tuple[BlocPractice, ...]:
    """Every bloc of a certification, in its order."""
    return tuple(_practice(subject, bloc) for bloc in match.blocs)


def on_portal(match: Match, subject: Subject) -> bool:
    """Whether the request is filed on France VAE: by the finding on the procedure, else by the report."""
    read = [finding.values.get("procedure") for finding in match.findings if finding.rule == PROCEDURE]
    return (read[0] if read else subject.report.procedure) == "portail"


def feasibility_sheet(subject: Subject) -> Document:
    """The table of the main certification. Raises LookupError, in French, for a report without certifications."""
    match = subject.main
    if match is None:
        raise LookupError("Le tableau de faisabilité demande une certification : le dossier n'en donne aucune.")
    rows = practices(subject, match)
    blocks: list[Block] = [Paragraph(_ON_PORTAL if on_portal(match, subject) else _ELSEWHERE, "alert")]
    if rows:
        headings = ("Bloc", "Pratiqué", "Commentaire", "Avant l'envoi")
        cells = tuple((one.bloc, one.answer, one.comment, one.warning or "—") for one in rows)
        blocks.append(Grid(Table("Activités pratiquées, bloc par bloc", headings, cells), (24, 13, 43, 20)))
    else:
        blocks.append(Paragraph("Les blocs de cette certification ne sont pas connus : le tableau est à remplir."))
    sections = [Section(identity(match), tuple(blocks))]
    lacking = tuple(
        f"{one.bloc} : {' ; '.join(one.without_proof[:_COMPETENCIES_SHOWN])}{_more(one)}"
        for one in rows
        if one.without_proof
    )
    if lacking:
        sections.append(Section("Compétences encore sans phrase à l'appui", (Items(lacking),)))
    sections.append(Section("Les questions d'un bon commentaire", (Items(_GUIDE),)))
    return Document(
        title="Faisabilité, bloc par bloc",
        subtitle=f"Dossier {subject.report.dossier}, déposé le {long_date(subject.report.filed_on)}",
        dossier=subject.report.dossier,
        filed_on=subject.report.filed_on,
        edited_on=subject.edited_on,
        disclaimer=subject.report.disclaimer,
        sections=tuple(sections),
        versions=versions_line(subject.report),
    )


_GUIDE = (
    "Contexte : où, pour qui, de quand à quand, dans quelle équipe ?",
    "Autonomie : qui décidait, qui contrôlait ?",
    "Outils : avec quels logiciels, documents, machines ou méthodes ?",
    "Résultat : qu'est-ce qui a changé, combien, à quelle fréquence ?",
)


def _more(practice: BlocPractice) -> str:
    left = len(practice.without_proof) - _COMPETENCIES_SHOWN
    return f" ; {counted(left, 'autre', 'autres')}" if left > 0 else ""


def _practice(subject: Subject, bloc: BlocResult) -> BlocPractice:
    own = [one for one in sorted(bloc.evidence, key=lambda one: -one.score) if not one.presumed]
    sentences = dict.fromkeys((one.experience, one.activity) for one in own)
    told: dict[int, list[str]] = {}
    for index, activity in sentences:
        told.setdefault(index, []).append(activity)
    answered = bloc.state in {"oui", "partiel"}
    guide, quoted = application_guide().commentaire, [activity for _, activity in sentences]
    experiences = [subject.dossier.experiences[index] for index in told] if subject.dossier else []
    return BlocPractice(
        bloc=bloc_name(bloc),
        answer=_ANSWERS[bloc.state],
        comment=" ".join(_told(subject, index, activities) for index, activities in told.items()) or _NOTHING,
        lacks=tuple(_lacks(experiences, quoted, guide)) if answered else (),
        vague=answered and is_vague(quoted, guide),
        without_proof=_without_proof(subject, bloc),
    )


def _told(subject: Subject, index: int, activities: Sequence[str]) -> str:
    """The person's own sentences after the experience they are about, with what is known of it."""
    quotes = " ; ".join(f"« {activity.rstrip('. ')} »" for activity in activities)
    start = f"Expérience {index + 1}, {subject.name_of(index)}"
    if subject.dossier is None:
        return f"{start} : {quotes}."
    experience = subject.dossier.experiences[index]
    context = ", ".join(part for part in (experience.organisation, period_as_given(experience)) if part)
    return " ".join((f"{start} ({context}) : {quotes}.", *_autonomy(experience)))


def _autonomy(experience: Experience) -> Iterator[str]:
    if experience.responsibility:
        team = f", {counted(experience.team_size, 'personne', 'personnes')}" if experience.team_size else ""
        yield f"Autonomie : {RESPONSIBILITIES[experience.responsibility]}{team}."
    if experience.budget:
        yield f"Budget géré : {figure(experience.budget)} €."


def _lacks(experiences: Sequence[Experience], quoted: Sequence[str], guide: CommentGuide) -> Iterator[str]:
    if not any(one.organisation for one in experiences):
        yield "le contexte"
    if not any(one.responsibility for one in experiences):
        yield "l'autonomie"
    if not any(_has_word(text, guide.outils, whole=True) for text in quoted):
        yield "les outils"
    if not any(re.search(r"\d", text) or _has_word(text, guide.resultat, whole=False) for text in quoted):
        yield "le résultat"


def is_vague(quoted: Sequence[str], guide: CommentGuide) -> bool:
    """Too few words, those that fit any job left out."""
    words = [word for text in quoted for word in _words(text) if word not in guide.vagues]
    return len(words) < guide.mots_au_moins


def _has_word(text: str, wanted: Sequence[str], *, whole: bool) -> bool:
    """Whether a text has one of these words, or of these expressions; else their beginnings."""
    plain = f" {' '.join(_words(text))} "
    return any(f" {one} " in plain or f" {one}s " in plain or (not whole and f" {one}" in plain) for one in wanted)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", unaccented(text).casefold())


def _without_proof(subject: Subject, bloc: BlocResult) -> tuple[str, ...]:
    if subject.certification is None:
        return ()
    known = next((one for one in subject.certification.blocs if one.code == bloc.code), None)
    supported = {one.competency for one in bloc.evidence if not one.presumed}
    return tuple(one.text for one in known.competencies if one.text not in supported) if known else ()
