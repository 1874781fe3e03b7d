"""Write ``docs/statuts.md``: the fifteen kinds of experience, what each regime says of them, and their proofs.

Everything is read from ``rules`` and ``referentials/preuves.yaml``, so that the page can't drift from what is judged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

from matcher.model.dossier import ExperienceKind
from matcher.reading.bundled import referentials_folder, rules_folder
from matcher.reading.proofs import Proof, load_proofs, proof_wording
from matcher.render.wording import KINDS
from matcher.rulebook.loading import load_rulebook
from matcher.rulebook.outcomes import outcome_by_truth
from matcher.rulebook.rulebook import Rulebook
from matcher.rulebook.sentences import day_in_french

TARGET = Path(__file__).resolve().parents[1] / "docs" / "statuts.md"
NOT_NAMED = {
    "syndical": ("statuts.syndical", "union_related"),
    "mandat_electif": ("statuts.mandat-electif", "elected_related"),
    "volontaire": ("statuts.volontariat", "volunteer_service_related"),
    "sportif_haut_niveau": ("statuts.sport", "sport_related"),
    "autre": ("statuts.autre", "other_told"),
}
"""The rule that says from when the law names a kind, and the fact that it reads."""

HEAD = """\
# Les quinze statuts d'expérience

Page écrite par `scripts/write_status_guide.py` d'après `rules/` et `referentials/preuves.yaml` : ne pas la modifier à
la main. Les statuts 1 à 14 sont ceux de la rubrique 5 du formulaire ; le quinzième couvre ce qui n'y est pas.

Aucun statut n'est refusé pour sa date : là où la loi du jour ne le nomme pas encore, le programme le signale, et le
Cnam apprécie.
"""
COUNTED = {
    "exclue": "ne comptent pas",
    "inconnue": "règle non lue",
    "selon_niveau": "comptent si l'ancien niveau V n'était pas atteint",
    "comptee": "comptent",
    "si_propre_superieur": "comptent si l'expérience propre les dépasse",
}


def guide(book: Rulebook, proofs: tuple[Proof, ...]) -> str:
    """The whole page, as Markdown."""
    lines = [HEAD, "## Ce que dit chaque régime", "", *_regimes(book), "", "## Statut par statut", ""]
    for number, kind in enumerate(get_args(ExperienceKind), start=1):
        lines += [*_kind(number, kind, book, proofs), ""]
    lines += ["## Tous statuts", "", *_for_all(proofs)]
    return "\n".join(lines) + "\n"


def _for_all(proofs: tuple[Proof, ...]) -> Iterator[str]:
    for one in proofs:
        if one.required and (one.abroad or not one.kinds):
            when = " (expérience hors de France)" if one.abroad else " (diplômes déclarés)" if one.with_diplomas else ""
            yield f"- {one.label}{when}"


def _regimes(book: Rulebook) -> Iterator[str]:
    yield "| Dépôt à partir du | Régime | Durée | Périodes de formation : titres | Périodes de formation : supérieur |"
    yield "|---|---|---|---|---|"
    for day in _starts(book, "regime.nom", "regime.phrase", "formation.titres", "formation.superieur"):
        cells = (book.value(name, day) for name in ("regime.nom", "regime.phrase"))
        training = (COUNTED[book.value(name, day)] for name in ("formation.titres", "formation.superieur"))
        yield f"| {day_in_french(day)} | {' | '.join((*cells, *training))} |"


def _starts(book: Rulebook, *parameters: str) -> list[date]:
    """The days on which one of some parameters changes."""
    return sorted({one.in_force.from_ for name in parameters for one in book.parameter_by_id[name].versions})


def _kind(number: int, kind: ExperienceKind, book: Rulebook, proofs: tuple[Proof, ...]) -> Iterator[str]:
    yield f"### {number}. {KINDS[kind][0].upper()}{KINDS[kind][1:]} (`{kind}`)"
    yield ""
    yield f"- {_counting(kind, book)}"
    yield f"- {_named(kind, book)}"
    asked = [one for one in proofs if kind in one.kinds and one.required and not one.abroad]
    yield "- Pièces demandées :" if asked else "- Aucune pièce propre à ce statut n'est connue : à demander au centre."
    for proof in asked:
        yield f"  - {proof_wording(proof, proofs)}{_when(proof)}"
    extra = [one.label for one in proofs if kind in one.kinds and not one.required]
    if extra:
        yield f"- Peuvent compléter : {' ; '.join(extra)}."


def _counting(kind: str, book: Rulebook) -> str:
    today = max(_starts(book, "regime.nom"))
    if kind in book.value("statuts.propres", today):
        mandate = kind in book.value("statuts.mandats", today)
        return "Compte par elle-même." + (" Temps plein présumé, sauf travail en même temps." if mandate else "")
    if kind in book.value("statuts.formation", today):
        net = kind in book.value("statuts.net-du-centre", today)
        return "Période de formation." + (" Le temps passé en centre est retiré." if net else "")
    counted = [one for one in book.parameter_by_id["statuts.autre-compte"].versions if one.value]
    return f"Hors du formulaire : compte dans la durée depuis le {day_in_french(counted[0].in_force.from_)}."


def _named(kind: str, book: Rulebook) -> str:
    if kind not in NOT_NAMED:
        return "Admis à toutes les dates."
    rule_id, fact = NOT_NAMED[kind]
    rule = book.rule(rule_id)
    assert rule is not None
    for version in rule.versions:
        in_force = book.law_on(version.in_force.from_).rule(rule_id)
        if in_force is not None and outcome_by_truth(in_force, {fact: True}) == "met":
            source = ", ".join(filter(None, (version.source.text, version.source.article)))
            return f"Admis sans réserve depuis le {day_in_french(version.in_force.from_)} ({source})."
    return "Toujours signalé au Cnam, qui apprécie."


def _when(proof: Proof) -> str:
    return " (dirigeants)" if proof.for_titles else ""


def main() -> int:
    parser = argparse.ArgumentParser(description="Écrit docs/statuts.md d'après les règles et les preuves.")
    parser.add_argument("--check", action="store_true", help="n'écrit rien ; sort en 1 si la page diffère")
    arguments = parser.parse_args()
    wanted = guide(load_rulebook(rules_folder()), load_proofs(referentials_folder() / "preuves.yaml"))
    same = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == wanted
    if not same and not arguments.check:
        TARGET.write_text(wanted, encoding="utf-8", newline="\n")
    print(f"{TARGET.name} : {'à jour' if same else 'différent' if arguments.check else 'écrit'}")
    return int(arguments.check and not same)


if __name__ == "__main__":
    sys.exit(main())
