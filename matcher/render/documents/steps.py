"""The seven steps of a VAE at the Cnam, with where this dossier stands."""

from __future__ import annotations

from matcher.render.charts import Table
from matcher.render.documents.blocks import Grid, Section
from matcher.render.documents.subject import Subject

NAMES = (
    ("Accueil", "premier contact, centre le plus proche"),
    ("Information et conseil", "réunion ou entretien, choix de la certification"),
    ("Recevabilité", "demande et pièces, décision du Cnam"),
    ("Accompagnement", "facultatif, finançable"),
    ("Dossier", "description et analyse de l'expérience"),
    ("Jury", "entretien ; validation totale, partielle, ou refus"),
    ("Suivi", "après une validation partielle ou un refus"),
)
"""The steps as the Cnam names them, and what each is made of."""

INTERVIEW = 2
"""The step that the interview is."""


def steps_section(subject: Subject) -> Section:
    rows = tuple(
        (str(number), name, _state(number), "" if number < INTERVIEW else what)
        for number, (name, what) in enumerate(NAMES, start=1)
    )
    table = Table("Les étapes de la VAE au Cnam", ("N°", "Étape", "Où on en est", "À prévoir"), rows)
    return Section("Étapes", (Grid(table, (6, 24, 20, 50)),))


def _state(number: int) -> str:
    if number == INTERVIEW:
        return "aujourd'hui"
    return "fait" if number < INTERVIEW else "à venir"
