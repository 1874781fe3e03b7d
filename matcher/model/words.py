"""The French words of the codes that a report holds, for whoever shows them."""

from __future__ import annotations

from matcher.model.report import BlocState, Opinion, Outcome, Procedure, Strength

OPINIONS: dict[Opinion, str] = {
    "favorable_probable": "favorable probable",
    "a_completer": "à compléter",
    "defavorable_probable": "défavorable probable",
    "non_appreciable": "non appréciable",
}

STRENGTHS: dict[Strength, str] = {
    "forte": "lien fort",
    "moyenne": "lien moyen",
    "faible": "lien faible",
    "non_appreciable": "lien non appréciable",
}

OUTCOMES: dict[Outcome, tuple[str, str]] = {
    "met": ("✔", "rempli"),
    "not_met": ("✖", "non rempli"),
    "unknown": ("?", "à établir"),
    "waived": ("–", "plus exigé"),
    "not_applicable": ("–", "sans objet"),
}
"""Sign and word of an outcome: the sign is never alone."""

BLOC_STATES: dict[BlocState, tuple[str, str]] = {
    "oui": ("●", "oui"),
    "partiel": ("◐", "partiel"),
    "non": ("○", "non"),
    "inconnu": ("?", "inconnu"),
}
"""Sign and word of a bloc's state."""

PROCEDURES: dict[Procedure, str] = {
    "ancienne": "ancienne procédure, auprès du Cnam (hors portail France VAE)",
    "portail": "portail France VAE",
}

SCORE_PARTS: dict[str, str] = {
    "metier": "métier",
    "activites": "activités",
    "couverture": "couverture des blocs",
    "niveau": "niveau",
    "projet": "projet",
    "inscription": "enregistrement",
}
"""The named parts of a score."""
