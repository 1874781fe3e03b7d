"""Rubrics 1 to 6 of the form of recevabilité, filled with what the dossier says and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from matcher.model.dossier import Dossier, Experience, ExperienceKind
from matcher.model.report import Match
from matcher.reading.application_form import application_guide
from matcher.render.charts import Table
from matcher.render.documents.blocks import BLANK, Block, Document, Fields, Grid, Paragraph, Section, said
from matcher.render.documents.parts import versions_line
from matcher.render.documents.subject import Subject
from matcher.render.experience_hours import period_as_given
from matcher.render.gathered import documents_of
from matcher.render.typography import between, figure, long_date
from matcher.render.wording import CERTIFICATION_KINDS, KINDS, SITUATIONS

_STATUSES = {kind: number for number, kind in enumerate(get_args(ExperienceKind), start=1) if kind != "autre"}
"""The number of a status in the form; *autre* came after it and has none."""

_WIDEST_ROW = 4
_TO_CONFIRM = "Intitulé de la rubrique à confirmer sur le formulaire."
_ONLY_FACTS = (
    "Seuls les faits du dossier sont reportés ; le reste est laissé en blanc. Nom, adresse et signature ne passent "
    "jamais par ce programme."
)


@dataclass(frozen=True)
class Rubric:
    """One rubric: its fields, and its list where it has one. A value that the dossier does not give is None."""

    number: int
    title: str
    to_confirm: bool
    fields: tuple[tuple[str, str | None], ...] = ()
    rows: tuple[dict[str, str | None], ...] = ()

    @property
    def section(self) -> Section:
        """Its fields, then its list: as a table, or one section for each experience, too long for a line."""
        blocks: list[Block] = [Paragraph(_TO_CONFIRM, "note")] if self.to_confirm else []
        below: tuple[Section, ...] = ()
        if self.fields:
            blocks.append(_fields(self.fields))
        if self.rows and len(self.rows[0]) > _WIDEST_ROW:
            below = tuple(
                Section(f"Expérience {number}", (_fields(row.items()),)) for number, row in _numbered(self.rows)
            )
        elif self.rows:
            cells = tuple(tuple(value or BLANK for value in row.values()) for row in self.rows)
            blocks.append(Grid(Table(self.title, tuple(self.rows[0]), cells)))
        return Section(f"Rubrique {self.number} : {self.title}", tuple(blocks), below)


def _fields(told: Iterable[tuple[str, str | None]]) -> Fields:
    return Fields(tuple((name, value or BLANK) for name, value in told))


def _numbered(rows: tuple[dict[str, str | None], ...]) -> Iterator[tuple[int, dict[str, str | None]]]:
    return enumerate(rows, start=1)


def rubrics(subject: Subject) -> tuple[Rubric, ...]:
    """The six rubrics. Raises LookupError, in French, without the dossier at hand."""
    dossier = subject.dossier
    if dossier is None:
        raise LookupError("Les rubriques du formulaire demandent le dossier, et non le rapport seul.")
    form = application_guide().formulaire
    filled = {
        1: (tuple(_request(subject, dossier)), ()),
        2: (tuple(_identity(dossier)), ()),
        3: (tuple(_situation(dossier)), ()),
        4: (tuple(_training(dossier)), tuple(_diplomas(dossier))),
        5: ((), tuple(_experience(subject, index, one) for index, one in enumerate(dossier.experiences))),
        6: ((), tuple(_papers(subject, dossier))),
    }
    return tuple(
        Rubric(number, form.rubriques[number].titre, form.rubriques[number].a_confirmer, fields, rows)
        for number, (fields, rows) in filled.items()
    )


def application_sheet(subject: Subject) -> Document:
    """The rubrics as a document, to be copied on the form."""
    form = application_guide().formulaire
    sections = tuple(one.section for one in rubrics(subject))
    return Document(
        title="Demande de recevabilité : rubriques 1 à 6",
        subtitle=f"Dossier {subject.report.dossier}. Formulaire : {form.nom}",
        dossier=subject.report.dossier,
        filed_on=subject.report.filed_on,
        edited_on=subject.edited_on,
        disclaimer=f"{_ONLY_FACTS} {subject.report.disclaimer}",
        sections=sections,
        versions=versions_line(subject.report),
    )


def application_json(subject: Subject) -> str:
    """The same as JSON: a blank is null, and the numbers of experiences begin at 1."""
    form = application_guide().formulaire
    content: dict[str, Any] = {
        "formulaire": form.nom,
        "dossier": subject.report.dossier,
        "avertissement": subject.report.disclaimer,
        "rubriques": [
            {
                "numero": one.number,
                "titre": one.title,
                "titre_a_confirmer": one.to_confirm,
                "champs": {name: value and said(value) for name, value in one.fields},
                "lignes": [{name: value and said(value) for name, value in row.items()} for row in one.rows],
            }
            for one in rubrics(subject)
        ],
        "versions": subject.report.versions.model_dump(),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _request(subject: Subject, dossier: Dossier) -> Iterator[tuple[str, str | None]]:
    match: Match | None = subject.aimed
    yield "Certification visée", match.title if match else dossier.target
    yield "Nature", CERTIFICATION_KINDS.get(match.kind, match.kind) if match else None
    yield "Numéro RNCP", match.rncp if match else None
    yield "Niveau", str(match.level) if match and match.level else None
    yield "Blocs visés, si ce n'est pas toute la certification", " ; ".join(dossier.target_blocs) or None
    yield "Blocs déjà acquis", " ; ".join(dossier.validated_blocs) or None
    yield "Première demande, renouvellement ou prolongation", None
    earlier = [f"{one.certification}, déposée le {long_date(one.filed_on)}" for one in dossier.requests]
    yield "Demandes antérieures", " ; ".join(earlier) or None
    favourable = [f"{one.certification}, notifiée le {long_date(one.notified_on)}" for one in dossier.recevabilites]
    yield "Recevabilités antérieures", " ; ".join(favourable) or None


def _identity(dossier: Dossier) -> Iterator[tuple[str, str | None]]:
    for name in ("Civilité", "Nom de naissance", "Nom d'usage", "Prénoms", "Date et lieu de naissance", "Adresse"):
        yield name, None
    yield "Code postal", dossier.postcode
    yield "Pays", dossier.country
    yield "Téléphone", None
    yield "Courriel", None


def _situation(dossier: Dossier) -> Iterator[tuple[str, str | None]]:
    yield "Situation actuelle", SITUATIONS[dossier.situation] if dossier.situation else None
    since = dossier.funding.job_seeker_since
    yield "Inscription comme demandeur d'emploi", long_date(since) if since else None
    yield "Projet", dossier.project


def _training(dossier: Dossier) -> Iterator[tuple[str, str | None]]:
    followed = dossier.initial_training
    yield "Formation initiale en cours", "aucune" if followed is False else followed or None


def _diplomas(dossier: Dossier) -> Iterator[dict[str, str | None]]:
    codes = application_guide().formulaire.codes_de_niveau
    for one in dossier.diplomas:
        code = codes.get(one.level) if one.level is not None else None
        yield {
            "Diplôme": one.title,
            "Niveau (cadre européen)": str(one.level) if one.level else None,
            "Code du formulaire": str(code) if code else None,
            "Pays": one.country,
        }


def _experience(subject: Subject, index: int, one: Experience) -> dict[str, str | None]:
    counted = next((hours for hours in subject.report.hours.experiences if hours.index == index), None)
    number = _STATUSES.get(one.kind)
    return {
        "N°": str(index + 1),
        "Statut": f"{number}. {KINDS[one.kind]}" if number else KINDS[one.kind],
        "Fonction": one.title or None,
        "Structure": one.organisation,
        "Code ROME": one.rome,
        "Période": period_as_given(one),
        "Heures par semaine": figure(one.weekly_hours) if one.weekly_hours else one.work_time and str(one.work_time),
        "Heures, total calculé": between(counted.low, counted.high, "h") if counted and counted.high else None,
        "Activités": " ; ".join(one.activities) or None,
    }


def _papers(subject: Subject, dossier: Dossier) -> Iterator[dict[str, str | None]]:
    for index, one in enumerate(dossier.experiences):
        for proof in one.proofs:
            yield _paper(subject.proofs.get(proof, proof), index, "déclarée")
    matches = (subject.aimed,) if subject.aimed else subject.detailed
    for experience, why, _ in documents_of([match for match in matches if match]):
        yield _paper(why, experience, "à joindre")


def _paper(what: str, index: int | None, state: str) -> dict[str, str | None]:
    return {"Pièce": what, "Expérience": None if index is None else str(index + 1), "État": state}
