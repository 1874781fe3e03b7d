"""The one error of the history, and how those of the databases become it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError


class HistoryRefused(ValueError):
    """Raised when the history can't do what was asked; a French sentence, without any personal data or password."""


@contextmanager
def told_in_french(place: str) -> Iterator[None]:
    """An error of the database becomes HistoryRefused. What the database said is left out: it may quote a dossier."""
    try:
        yield
    except SQLAlchemyError as error:
        # Chaîner l'erreur la ferait écrire par qui journalise l'exception.
        raise HistoryRefused(_sentence(place, str(getattr(error, "orig", error)))) from None


def _sentence(place: str, said: str) -> str:
    if "locked" in said:
        return f"L'historique {place} est occupé par un autre traitement : recommencez dans un instant."
    if "malformed" in said or "not a database" in said or "disk image" in said:
        return f"L'historique {place} est abîmé ; attendu : un fichier fait par ce programme."
    if "readonly" in said or "full" in said or "disk I/O" in said:
        return f"L'historique {place} ne peut pas être écrit (droits, ou disque plein) ; rien n'a été enregistré."
    return (
        f"L'historique {place} ne répond pas ; attendu : un fichier ou un serveur joignable, une base qui existe, et "
        "un compte qui peut y créer ses tables."
    )
