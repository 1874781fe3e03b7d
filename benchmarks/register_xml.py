"""An XML flow of the register at full size, written to a file, and what importing it takes.

    python -m benchmarks.register_xml /tmp/rncp.xml

writes 25 000 invented fiches in the shape of version 4.1, about 400 MB, then imports them in a process of its own.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
FICHES, MEGABYTES = 25_000, 400

_TEXT = """
    Gérer Animer Concevoir Piloter Analyser Rédiger Contrôler Évaluer Accueillir Préparer Assurer Mettre
    le la les un des de du projet équipe client dossier budget planning chantier réseau logiciel stock contrat salarié
    stratégie qualité sécurité prévention production commercial comptable réglementaire technique durable en vue afin
    selon dans avec pour et ou mise œuvre suivi analyse besoins outils méthodes indicateurs données procédures normes
    entreprise service organisation situation professionnelle public handicap communication interne externe numérique
"""
_VERBS = [word for word in _TEXT.split() if word[0].isupper()]
_WORDS = [word for word in _TEXT.split() if word[0].islower()]
_BULLETS = ("- ", "* ", "C{}. ", "", "• ")


def write_flow(path: Path, fiches: int = FICHES, megabytes: float = MEGABYTES, seed: int = 1) -> None:
    """Writes a flow of about that size, one fiche at a time. The same arguments write the same bytes."""
    chance = random.Random(seed)
    room = int(megabytes * 1_000_000 / fiches)
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<FICHES><VERSION_FLUX>4.1</VERSION_FLUX>\n')
        for number in range(1, fiches + 1):
            out.write("".join(_fiche(number, room, chance)))
        out.write("</FICHES>\n")


def _fiche(number: int, room: int, chance: random.Random) -> Iterator[str]:
    code, blocs, active = f"RNCP{number}", chance.randint(2, 8), chance.random() < 0.25
    texts = 6 + 3 * blocs
    size = max(40, int(0.55 * room / texts))
    yield f"<FICHE><ID_FICHE>{number}</ID_FICHE><NUMERO_FICHE>{code}</NUMERO_FICHE>"
    yield f"<INTITULE>{escape(_sentence(chance, 60))}</INTITULE><ETAT_FICHE>Publiée</ETAT_FICHE>"
    yield f"<NOMENCLATURE_EUROPE><NIVEAU>NIV{chance.randint(3, 8)}</NIVEAU></NOMENCLATURE_EUROPE>"
    yield "<CERTIFICATEURS><CERTIFICATEUR><SIRET_CERTIFICATEUR>19753471200017</SIRET_CERTIFICATEUR>"
    yield "<NOM_CERTIFICATEUR>CONSERVATOIRE NATIONAL DES ARTS ET METIERS</NOM_CERTIFICATEUR>"
    yield "</CERTIFICATEUR></CERTIFICATEURS>"
    yield "<CODES_ROME>"
    for _ in range(3):
        yield f"<ROME><CODE>{chance.choice('ABCDEFGHIJKLMN')}1{chance.randint(101, 899)}</CODE></ROME>"
    yield "</CODES_ROME>"
    for tag in ("ACTIVITES_VISEES", "CAPACITES_ATTESTEES", "SECTEURS_ACTIVITE", "OBJECTIFS_CONTEXTE"):
        yield f"<{tag}>{_list(chance, size)}</{tag}>"
    yield "<SI_JURY_VAE><ACTIF>Oui</ACTIF><COMPOSITION>Deux professionnels.</COMPOSITION></SI_JURY_VAE><PARTENAIRES>"
    for _ in range(int(0.45 * room / 210)):
        yield f"<PARTENAIRE><NOM_PARTENAIRE>{escape(_sentence(chance, 30).upper())}</NOM_PARTENAIRE>"
        yield "<SIRET_PARTENAIRE>80875076400025</SIRET_PARTENAIRE><ETAT_HABILITATION>Actif</ETAT_HABILITATION>"
        yield "</PARTENAIRE>"
    yield "</PARTENAIRES><DATE_DECISION>17/03/2021</DATE_DECISION>"
    yield "<DATE_FIN_ENREGISTREMENT>17/03/2026</DATE_FIN_ENREGISTREMENT>"
    yield "<TYPE_ENREGISTREMENT>Enregistrement sur demande</TYPE_ENREGISTREMENT><BLOCS_COMPETENCES>"
    for bloc in range(1, blocs + 1):
        yield f"<BLOC_COMPETENCES><CODE>{code}BC{bloc:02d}</CODE><LIBELLE>{escape(_sentence(chance, 70))}</LIBELLE>"
        yield f"<LISTE_COMPETENCES>{_list(chance, 2 * size)}</LISTE_COMPETENCES>"
        yield f"<MODALITES_EVALUATION>{_list(chance, size)}</MODALITES_EVALUATION></BLOC_COMPETENCES>"
    yield f"</BLOCS_COMPETENCES><ACTIF>{'Oui' if active else 'Non'}</ACTIF></FICHE>\n"


def _list(chance: random.Random, size: int) -> str:
    """Items glued by blanks, with the bullets of one style."""
    items: list[str] = []
    bullet, length = chance.choice(_BULLETS), 0
    while length < size:
        items.append(bullet.format(len(items) + 1) + _sentence(chance, chance.randint(60, 220)))
        length += len(items[-1]) + 4
    return escape("    ".join(items))


def _sentence(chance: random.Random, size: int) -> str:
    words, length = [chance.choice(_VERBS)], 0
    while length < size:
        words.append(chance.choice(_WORDS))
        length += len(words[-1]) + 1
    return " ".join(words)


_IMPORT = """
import sys, time
from pathlib import Path
from benchmarks.measuring import peak_megabytes
from matcher.reading.register.loading import import_rncp
from matcher.reading.store import load_register
started = time.perf_counter()
load = import_rncp(Path(sys.argv[1]), Path(sys.argv[2]))
spent, peak = time.perf_counter() - started, peak_megabytes()
started = time.perf_counter()
load_register(Path(sys.argv[2]))
print(f"{load.fiches} fiches, {spent:.0f} s, {peak:.0f} Mo au plus ; relu en {time.perf_counter() - started:.1f} s")
"""


def measure(path: Path) -> str:
    """One French line: how many fiches, in what time, with how much memory at most."""
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            [sys.executable, "-c", _IMPORT, str(path), folder], capture_output=True, text=True, check=True, cwd=ROOT
        )
    return ran.stdout.strip()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("path", type=Path)
    asked.add_argument("--fiches", type=int, default=FICHES)
    asked.add_argument("--megabytes", type=float, default=MEGABYTES)
    given = asked.parse_args()
    started = time.perf_counter()
    write_flow(given.path, given.fiches, given.megabytes)
    print(f"{given.path} : {given.path.stat().st_size / 1e6:.0f} Mo, écrit en {time.perf_counter() - started:.0f} s")
    print(measure(given.path))


if __name__ == "__main__":
    main()
