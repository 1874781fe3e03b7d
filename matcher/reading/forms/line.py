"""A line of forms: a dossier, and all that must be said of how it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from matcher.model.dossier import Dossier
from matcher.model.faults import DossierError
from matcher.reading.dates import means_now
from matcher.reading.dossiers import parse_dossier
from matcher.reading.forms.cells import diploma_level, level_in, postcode_in, rncp_in, several_in
from matcher.reading.forms.experiences import ReadExperience, read_experience, unknown_start
from matcher.reading.forms.row import Cells
from matcher.reading.forms.vocabulary import meanings_in, words_of
from matcher.reading.masking import mask_unions

Status = Literal["evaluee", "a_completer", "doublon_probable", "rejetee"]

LATEST_FILING = date(2100, 1, 1) - timedelta(days=1)
"""No VAE was filed in another century: a filing year in two digits is of this one."""
_PATH = re.compile(r"experiences\[(\d+)\](?:\.(\w+))?")
_MOST_TRIES = 8


@dataclass(frozen=True)
class FormLine:
    """One line of a file of forms. ``dossier`` is None when nothing can be evaluated; the reason is in ``errors``.

    ``line``: where it begins in its file. ``aims``: what the person aims at, codes first, then words.
    ``story``: the project's text, when it tells experiences that no column holds.
    ``rejected``: the line could not be read at all, and ``errors`` says why.
    """

    id_fiche: str
    line: int
    dossier: Dossier | None
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    story: str = ""
    rejected: bool = False

    @property
    def status(self) -> Status:
        if self.rejected:
            return "rejetee"
        return "a_completer" if self.errors or self.questions or self.dossier is None else "evaluee"


def read_line(cells: Cells, experiences: Sequence[Cells], line: int) -> FormLine:
    """Read a line whose cells are in their columns, with those of its experiences."""
    notes = cells.notes
    id_fiche = cells.text("id_fiche")
    if not id_fiche:
        cells.error("id_fiche", "l'identifiant manque", "un identifiant propre à chaque fiche")
    filed_on = _filed_on(cells)
    aims = _aims(cells)
    dossier, story = None, ""
    if filed_on is not None:
        values = _values(cells, id_fiche or f"ligne-{line}", filed_on, aims)
        read = [
            one for rank, found in enumerate(experiences, start=1) if (one := read_experience(found, rank, filed_on))
        ]
        if not read:
            story = _ask_for_experiences(cells)
        dossier = _dossier(cells, values, read, filed_on)
    told = (_told(notes.errors), _told(notes.warnings), _told(notes.questions))
    return FormLine(id_fiche, line, dossier, *told, tuple(aims), story)


def _told(sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))


def _filed_on(cells: Cells) -> date | None:
    expected = "une date comme 12/03/2024"
    said = cells.text("date_depot")
    now = means_now(said)
    read = None if now else cells.date("date_depot", LATEST_FILING)
    if read is not None and read.exact:
        return read.first
    if read is not None:
        cells.error("date_depot", "la date de dépôt doit être complète", expected)
    elif now or not said:
        cells.error("date_depot", "la date de dépôt manque", expected)
    cells.notes.ask("Quelle est la date de dépôt de la demande ? Elle fixe les règles applicables.")
    return None


def _aims(cells: Cells) -> list[str]:
    """What the person aims at: the code first, then each diploma named."""
    code, said = cells.text("code_rncp_vise"), cells.text("diplome_vise")
    aims = [rncp_in(code)] if code else []
    if words_of(said) in cells.words.undecided:
        cells.warn("diplome_vise", "aucun choix encore : les cibles sont proposées")
        return aims
    named = several_in(said)
    if len(named) > 1:
        cells.warn("diplome_vise", f"nomme {len(named)} diplômes : le premier reconnu est la cible")
    return [*aims, *named]


def _values(cells: Cells, identifier: str, filed_on: date, aims: Sequence[str]) -> dict[str, Any]:
    values: dict[str, Any] = {"id": identifier, "filed_on": filed_on, "target": aims[0] if aims else None}
    values["project"] = cells.text("projet") or None
    values["country"] = cells.text("pays") or None
    values["situation"] = _situation(cells)
    values["postcode"] = _postcode(cells)
    values["diplomas"] = _diplomas(cells)
    since = cells.date("inscrit_depuis", filed_on)
    if since is not None and since.exact:
        values["funding"] = {"job_seeker_since": since.first}
    _mention(cells)
    return values


def _situation(cells: Cells) -> str | None:
    seeking = cells.yes_no("inscrit_france_travail")
    said = cells.text("situation_emploi")
    if not said:
        return "demandeur_emploi" if seeking else None
    found = meanings_in(said, cells.words.situation_of)
    if len(found) == 1:
        return str(found.pop())
    cells.warn("situation_emploi", "ne dit pas une seule des situations connues : laissée de côté")
    return None


def _postcode(cells: Cells) -> str | None:
    said = cells.text("code_postal")
    if not said or words_of(cells.text("pays")) not in {"", "fr", "france"}:
        return said or None
    read = postcode_in(said)
    if read is None:
        cells.error("code_postal", "ce n'est pas un code postal", "cinq chiffres, comme 75003")
        return None
    code, padded = read
    if padded:
        cells.warn("code_postal", f"avait perdu son zéro : lu {code}")
    return code


def _diplomas(cells: Cells) -> list[dict[str, Any]]:
    """The diplomas held, each with the level that its name says; else the level that a column says."""
    named = several_in(cells.text("diplome_plus_eleve"))
    diplomas: list[dict[str, Any]] = [{"title": one, "level": diploma_level(one, cells.words)} for one in named]
    level = _level(cells)
    if level is not None and all(one["level"] is None for one in diplomas):
        diplomas = [{**diplomas[0], "level": level}, *diplomas[1:]] if diplomas else [{"level": level}]
    return diplomas


def _level(cells: Cells) -> int | None:
    said = cells.text("niveau_cec")
    if re.fullmatch("[1-8]", said):
        return int(said)
    code = cells.text("niveau_cerfa")
    if code in cells.words.levels.cerfa:
        return cells.words.levels.cerfa[code]
    written = cells.text("niveau_formation")
    level, ambiguous = level_in(written, cells.words) if written else (None, False)
    if ambiguous:
        three = "l'ancienne nomenclature, le code du formulaire et le cadre européen se contredisent"
        cells.warn("niveau_formation", f"ne dit pas son échelle ({three}) : niveau laissé inconnu")
    elif written and level is None:
        cells.warn("niveau_formation", "ne dit pas un niveau connu : laissé de côté")
    return level


def _mention(cells: Cells) -> None:
    """What has no part in the evaluation, but that whoever reads it must know."""
    asked, nature = words_of(cells.text("type_demande")), words_of(cells.text("nature_demande"))
    if asked == "vapp":
        cells.warn(
            "type_demande", "est un autre dispositif (validation des acquis professionnels) : évaluée ici en VAE"
        )
    if nature.startswith(("renouvel", "prolong", "proro")):
        cells.warn("nature_demande", "suppose une décision antérieure : à joindre")
    if cells.yes_no("consentement_rgpd") is False:
        cells.warn("consentement_rgpd", "pas d'accord donné : à vérifier avant tout contact")


def _ask_for_experiences(cells: Cells) -> str:
    """Ask for what was lived; gives the project's text when it seems to tell it."""
    project = cells.text("projet")
    tells = any(f" {story} " in f" {words_of(project)} " for story in cells.words.stories)
    if tells:
        cells.warn("projet", "raconte sans doute des expériences : à saisir une par une, avec leurs dates")
    cells.notes.ask(
        "Quelles expériences (emploi, bénévolat, mandat, stage), de quand à quand, avec quelles activités ?"
    )
    return mask_unions(project) if tells else ""


def _dossier(
    cells: Cells, values: dict[str, Any], experiences: Sequence[ReadExperience], filed_on: date
) -> Dossier | None:
    """The dossier; a value that it refuses is told with its cell, left out, and the rest is kept."""
    for _ in range(_MOST_TRIES):
        try:
            return parse_dossier({**values, "experiences": [one.values for one in experiences]})
        except DossierError as error:
            for fault in error.errors:
                found = _PATH.match(fault["path"])
                if found and found[2]:
                    read = experiences[int(found[1])]
                    read.drop(found[2], fault["message"], fault["expected"], unknown_start(read.cells, filed_on))
                else:
                    key = re.split(r"[.\[]", fault["path"])[0]
                    cells.notes.error(
                        f"ligne {cells.notes.line}", None, f"{key} : {fault['message']}", fault["expected"]
                    )
                    values.pop(key, None)
            if not {"id", "filed_on"} <= values.keys():
                return None
    return None
