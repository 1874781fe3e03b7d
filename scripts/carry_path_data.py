"""Write what the seven steps read of the world: ``referentials/centres``, ``ue`` and ``aides``, from public tables.

Facts are carried as the tables state them, each with its source and its date; an empty cell stays unknown.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "referentials"
Row = dict[str, str]

HEAD = """\
# {topic}
# Écrit par scripts/carry_path_data.py d'après des tables publiques : ne pas modifier à la main.
# {how}
"""
OWN_CENTRES = (
    "Pour corriger ou compléter un centre : la même forme dans $VAE_DATA/centres/centres.yaml, "
    "qui l'emporte entrée par entrée."
)

FRENCH_NAMES = {
    " (seat and centre)": " (siège et centre)",
    " (VAE advice point)": " (point conseil VAE)",
    "Landy 1 and 2": "Landy 1 et 2",
}
FRENCH_SOURCES = {
    "Arrêté du 16 janvier 2009": "arrêté du 16 janvier 2009 (NOR ESRS0830119A), annexe",
    "SocialGouv/reva": "SocialGouv/reva, liste_prcs.json (révision 16e79eb)",
    "public SQL file": "fichier public des équipements de Nantes, sans date, antérieur à 2013",
    "npm @etalab": "@etalab/decoupage-administratif 6.0.0 (Insee, La Poste)",
    "Flowrey/tests": "dépôt public Flowrey/tests (révision ff92113), d'après le catalogue du Cnam",
    "betagouv/aides-jeunes": "betagouv/aides-jeunes, data/benefits",
    "repository 333fps": "nom d'un dépôt public (333fps/CNAM-NFA037)",
}
DOUBTS = {
    "pays-de-la-loire": "adresse d'un fichier sans date, antérieur à 2013",
    "reunion": "adresse d'un dépliant sans date",
    "normandie-cherbourg": "locaux dits provisoires",
    "mayotte": "la source dit « Cavani », sans nommer la commune",
    "madagascar": "la source ne nomme pas la ville",
}
"""What a table notes in English and a reader must know; the others are told by the status and the date."""


OWN_LENGTH = "La durée demandée est celle de cette aide : la loi n'en demande plus."


def read_table(path: Path, delimiter: str = ",") -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


def french_source(text: str) -> str:
    found = next((french for start, french in FRENCH_SOURCES.items() if text.startswith(start)), None)
    return found or text.replace(" (Cnam leaflet)", " (dépliant du Cnam)").replace(
        " (copy of a Localtis article on the webinar of 2021-03-17)", " (copie d'un article de Localtis)"
    )


def known(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if value not in ("", [], None)}


def position(row: Row) -> list[float] | None:
    return [float(row["lat"]), float(row["lon"])] if row["lat"] else None


def centre(row: Row) -> dict[str, Any]:
    name = row["name"]
    for english, french in FRENCH_NAMES.items():
        name = name.replace(english, french)
    old = "address of 2009" in row["note"]
    sure = row["reliability"].startswith("officiel") and row["status"] == "open" and not old
    return known(
        {
            "id": row["id"],
            "name": name,
            "kind": row["kind"],
            "status": row["status"],
            "region": row["region_served"],
            "country": row["country"],
            **{key: row[key] for key in ("address", "postcode", "city", "phone", "email", "website")},
            "position": position(row),
            "doubt": "adresse de 2009" if old else DOUBTS.get(row["id"]),
            "source": french_source(row["source"]),
            "read_on": row["source_date"],
            "confidence": "verified" if sure else "to_confirm",
        }
    )


def department(row: Row) -> dict[str, Any]:
    zone = "metropole" if row["zone"] == "metro" else "outre-mer"
    return known(
        {
            "code": row["code"],
            "name": row["name"],
            "region": row["region"],
            "region_code": row["region_code"],
            "zone": zone,
            "position": position(row),
        }
    )


CORSICA = {"200": "2A", "201": "2A", "207": "2A", "202": "2B", "204": "2B", "206": "2B"}
"""The first three digits of a Corsican postcode; 204 and 207 by gip-inclusion/les-emplois."""


def postcodes(rows: list[Row]) -> dict[str, list[str]]:
    """Each postcode that its first digits misplace → the departments that it serves."""
    served: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        shared = [row["prefix_department"]] if row["postcode_is_shared"] == "yes" else []
        served[row["postcode"]] = sorted({*served[row["postcode"]], *shared, row["actual_department"]})
    return dict(sorted(served.items()))


def unit(row: Row) -> dict[str, Any]:
    return known(
        {
            "code": row["code"],
            "title": row["title"],
            "ects": int(row["ects"]) if row["ects"] else None,
            "diplomas": [code for code in row["diplomas"].split(";") if code],
            "source": french_source(row["source"].replace(" (name)", "")),
            "read_on": row["source_date"],
        }
    )


def aid(row: Row) -> dict[str, Any]:
    source, _, day = row["source"].rpartition(" (")
    return known(
        {
            "region": row["region"],
            "region_code": row["region_code"],
            "label": row["label"],
            "situations": row["profiles"].split("|"),
            "ceiling_euros": int(row["ceiling_eur"]) if row["ceiling_eur"] else None,
            "conditions": [one for one in row["conditions"].split("|") if one],
            "note": OWN_LENGTH if "un an d'expérience" in row["conditions"] else None,
            "link": row["link"],
            "shown_by_source": row["published"] == "oui",
            "source": french_source(source),
            "read_on": day.rstrip(")"),
        }
    )


def as_yaml(topic: str, how: str, key: str, entries: list[dict[str, Any]]) -> str:
    body = yaml.safe_dump({key: entries}, allow_unicode=True, sort_keys=False, width=118, default_flow_style=False)
    return HEAD.format(topic=topic, how=how) + body


def as_json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def carry(source: Path) -> dict[Path, str]:
    """Each file of the referentials → the text that it holds."""
    cnam = source / "cnam"
    centres = [centre(row) for row in read_table(cnam / "centres.csv")]
    departments = [department(row) for row in read_table(cnam / "departements.csv")]
    aids = [aid(row) for row in read_table(source / "aides_regionales_vae.csv", ";")]
    units = [unit(row) for row in read_table(cnam / "ue.csv") if row["title"]]
    return {
        TARGET / "centres" / "centres.yaml": as_yaml(
            "Les centres du Cnam, tels que des sources publiques les montrent : ce n'est pas la liste du Cnam.",
            OWN_CENTRES,
            "centres",
            centres,
        ),
        TARGET / "centres" / "departements.json": as_json(departments),
        TARGET / "centres" / "codes-postaux.json": as_json(
            {"prefixes": CORSICA, "postcodes": postcodes(read_table(cnam / "codes_postaux_exceptions.csv"))}
        ),
        TARGET / "ue" / "ue.json": as_json(units),
        TARGET / "aides" / "regions.yaml": as_yaml(
            "Les aides régionales à la VAE lues dans un dépôt public : toujours à vérifier auprès de la Région.",
            "Pour les autres régions, rien n'est connu.",
            "aids",
            aids,
        ),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Écrit les centres, les UE et les aides d'après les tables publiques.")
    parser.add_argument("source", nargs="?", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--check", action="store_true", help="n'écrit rien ; sort en 1 si un fichier diffère")
    arguments = parser.parse_args()
    if not (arguments.source / "cnam").is_dir():
        parser.error(f"« {arguments.source} » devrait être le dossier des tables publiques, avec cnam/ dedans.")
    wanted = carry(arguments.source)
    different = [path for path, text in wanted.items() if not path.is_file() or path.read_text("utf-8") != text]
    for path in different:
        print(f"{path.relative_to(ROOT)} : {'différent' if arguments.check else 'écrit'}")
        if not arguments.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8", newline="\n")
    print(f"{len(wanted)} fichiers, {len(different)} différent(s).")
    return int(arguments.check and bool(different))


if __name__ == "__main__":
    sys.exit(main())
