"""What a button of the page does to the form: add or remove an experience, split a CV, keep a starting point."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from matcher.model.dossier import ExperienceKind
from matcher.reading.cv import CvReading, split_cv
from matcher.web.interview.form import Card, Form, form_of
from matcher.web.interview.state import dossier_values
from matcher.web.interview.typed_dates import as_typed

_KINDS = frozenset(get_args(ExperienceKind))


@dataclass(frozen=True)
class Asked:
    """The form after an action. ``whole``: the fields themselves changed and have to be shown anew.

    ``new_card``: the card to go to. ``more_rows``: one more line for a diploma and for a request.
    ``cv``: what a pasted CV gave, to be confirmed, with its text. ``notice``: a sentence about what was done.
    """

    form: Form
    whole: bool = False
    new_card: int | None = None
    more_rows: bool = False
    cv: CvReading | None = None
    cv_text: str = ""
    notice: str = ""


def act(form: Form, action: str, cv_text: str = "", pasted: str = "", kept: Sequence[str] = ()) -> Asked:
    """Do what an action says; an unknown one changes nothing. ``kept``: the ranks of the CV's experiences ticked."""
    name, _, argument = action.partition(":")
    asked = Asked(form, cv=split_cv(cv_text) if cv_text else None, cv_text=cv_text)
    if name == "ajouter" and argument in _KINDS:
        form.cards.append(_card(argument))
        return replace(asked, whole=True, new_card=len(form.cards) - 1)
    if name == "retirer" and _is_card(form, argument):
        del form.cards[int(argument)]
        return replace(asked, whole=True)
    if name == "oublier":
        holder = form.cards[int(argument)].fields if _is_card(form, argument) else form.top
        holder["carried"] = ""
        return replace(asked, whole=True)
    if name == "cocher":
        for card in form.cards:
            card.fields["activities"] = "\n".join(dict.fromkeys([*card.lines, *card.ticked]))
        return replace(asked, whole=True)
    if name in {"statut", "lignes"}:
        return replace(asked, whole=True, more_rows=name == "lignes")
    if name.startswith("cv"):
        return _with_cv(asked, name, pasted, kept)
    if name == "fermer":
        form.panel, form.compare = "", ()
    return _what_if(asked, name)


def _is_card(form: Form, number: str) -> bool:
    return number.isdecimal() and int(number) < len(form.cards)


def _with_cv(asked: Asked, name: str, pasted: str, kept: Sequence[str]) -> Asked:
    if name == "cv" and pasted.strip():
        return replace(asked, whole=True, cv=split_cv(pasted), cv_text=pasted)
    if name == "cv-retenir" and asked.cv is not None:
        found = asked.cv.experiences
        for rank in kept:
            if rank.isdecimal() and int(rank) < len(found):
                one = found[int(rank)]
                card = _card(one.kind)
                card.fields |= {"title": one.title, "activities": "\n".join(one.activities)}
                card.fields |= {"start": as_typed(one.start), "end": as_typed(one.end)}
                card.fields["ongoing"] = "oui" if one.ongoing else ""
                asked.form.cards.append(card)
        return Asked(asked.form, whole=True, new_card=len(asked.form.cards) - 1 if kept else None)
    return Asked(asked.form, whole=True)


def _what_if(asked: Asked, name: str) -> Asked:
    form = asked.form
    if name == "figer":
        form.before = json.dumps(dossier_values(form), ensure_ascii=False)
    elif name == "garder":
        form.before = ""
    elif name == "revenir" and form.before:
        values = starting_point(form)
        if values:
            before = form_of(values)
            before.note, before.adviser, before.focus = form.note, form.adviser, form.focus
            return replace(asked, form=before, whole=True)
    return asked


def starting_point(form: Form) -> dict[str, object]:
    """The dossier kept as the starting point of a « et si »; empty when there is none that can be read."""
    try:
        read = json.loads(form.before) if form.before else {}
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _card(kind: str) -> Card:
    card = Card()
    card.fields["kind"] = kind
    return card
