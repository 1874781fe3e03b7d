"""The sentence that goes with each refusal of a request."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException

from matcher.render.typography import figure

MESSAGES: Mapping[int, str] = {
    400: "La requête est mal formée.",
    401: "Cette adresse demande un secret : connectez-vous, ou envoyez l'en-tête « Authorization: Bearer SECRET ».",
    403: "Cette requête vient d'une autre page, ou d'une page qui a expiré : rechargez la page, puis recommencez.",
    404: "Cette adresse n'existe pas.",
    405: "Cette adresse n'admet pas cette méthode.",
    408: "La requête a mis trop de temps à arriver.",
    413: "La requête est trop grosse.",
    421: "Ce serveur ne répond pas sous ce nom.",
    429: "Trop d'essais manqués : attendez avant de recommencer.",
    500: "Le programme a rencontré une erreur : la demande n'a pas été traitée.",
}


class Refusal(HTTPException):
    """Raised to refuse a request; its detail is a French sentence, the usual one of the status unless given."""

    def __init__(self, status: int, message: str | None = None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, message or sentence_of(status), headers)


def too_big(largest: int) -> Refusal:
    """For a body of more than ``largest`` bytes."""
    return Refusal(413, f"La requête est trop grosse ; attendu : au plus {figure(largest / 1000)} ko.")


def sentence_of(status: int) -> str:
    return MESSAGES.get(status) or MESSAGES[400 if status < 500 else 500]
