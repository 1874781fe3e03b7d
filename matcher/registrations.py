"""Whether a certification can be aimed at on a day: its registration, as the dates read tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from matcher.model.certification import Certification


@dataclass(frozen=True)
class Registration:
    """What the register says of a certification on the filing date: ``value`` from 0 to 1, and why.

    ``past``: it can no longer be aimed at, or not yet; it then comes after all the others.
    """

    value: float
    why: str
    past: bool = False


UNKNOWN_REGISTRATION = Registration(0.5, "Enregistrement inconnu à la date du dépôt : valeur moyenne.")

_REGISTRATIONS = {
    "en_cours": Registration(1.0, "Enregistrée à la date du dépôt."),
    "terminee": Registration(0.0, "Enregistrement terminé à la date du dépôt, d'après les dates lues.", past=True),
    "pas_commencee": Registration(0.0, "Enregistrement pas encore commencé à la date du dépôt.", past=True),
    None: UNKNOWN_REGISTRATION,
}
_CLOSED = Registration(0.0, "La certification n'est pas ouverte à la VAE.")
_OUTSIDE = Registration(0.0, "Certification hors du RNCP.")
_NUMBER_NOT_KNOWN = Registration(0.25, "Numéro RNCP non connu : enregistrement à vérifier.")


def registration_state(certification: Certification, day: date) -> str | None:
    """en_cours, terminee, pas_commencee, or None where the dates read leave it open."""
    first, last = certification.registered.from_, certification.registered.to
    if last is not None and day > last:
        return "terminee"
    if first is not None and day < first:
        return "pas_commencee"
    seen = certification.active_on if certification.active else None
    begun = first is not None or (seen is not None and seen <= day)
    lasts = last is not None or (seen is not None and day <= seen)
    return "en_cours" if begun and lasts else None


def registration_of(certification: Certification, day: date) -> Registration:
    """How surely a certification can be aimed at by VAE on a day, for the ranking."""
    if certification.vae.open is False:
        return _CLOSED
    if certification.registered_in_law is False:
        return _OUTSIDE
    if certification.registered_in_law is None:
        return _NUMBER_NOT_KNOWN
    return _REGISTRATIONS[registration_state(certification, day)]


def changes_of_registration(certification: Certification) -> list[date]:
    """The days from which the registration may no longer be as it was the day before."""
    first, last, seen = certification.registered.from_, certification.registered.to, certification.active_on
    ends = [day + timedelta(days=1) for day in (last, seen) if day is not None and day < date.max]
    return [day for day in (first, seen) if day is not None] + ends
