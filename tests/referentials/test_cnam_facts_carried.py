"""Every fact of the Cnam's fiches against the public table that it was carried from."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from matcher.reading.bundled import referentials_folder
from matcher.reading.catalogue import load_catalogue
from matcher.reading.corrections import correct

ROOT = Path(__file__).parents[2]
Entry = dict[str, Any]
Row = dict[str, str]
Table = Callable[..., list[Row]]
Plain = Callable[[str], str]
Pairs = list[tuple[Entry, Row]]

KIND_IN_FRONT = r"(master|licence(pro)?(professionnelle)?(mention)?|deust|titreingenieur|autre)*"
STAMP_BEHIND = r"(fichenationale|cnam(ifffi)?|liclmdcnam|master\w+)?"
MISPRINTS = {  # as printed, as meant
    "RNCP28754": ("TECHNICIEN(ENE) DEVELOPPEUR(EUSE)", "TECHNICIEN DEVELOPPEUR"),
    "RNCP37351": ("travaux public", "travaux publics"),
}
KINDS = {
    "titre": "titre_rncp",
    "daeu": "autre",
    "diplome_specialisation_professionnelle": "diplome_specialisation",
}


@pytest.fixture(scope="module")
def rows(table: Table) -> dict[str, Row]:
    return {row["numero_fiche"]: row for row in table("rncp/cnam_fiches.csv")}


@pytest.fixture(scope="module")
def carried(rows: dict[str, Row], entries: dict[str, Entry]) -> Pairs:
    return [(entries[code], row) for code, row in rows.items() if code in entries]


@pytest.fixture(scope="module")
def complements() -> dict[str, Any]:
    text = (ROOT / "referentials" / "cnam" / "complements.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@pytest.fixture(scope="module")
def replaced(complements: dict[str, Any]) -> set[tuple[str, str]]:
    """The facts that complements.yaml gives instead of the tables, as (code, fact)."""
    return {(reading["code"], fact) for reading in complements["readings"] for fact in reading["facts"]}


def cells(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def test_the_files_are_what_the_script_writes(table: Table) -> None:
    script = [sys.executable, str(ROOT / "scripts" / "carry_cnam.py"), "--check"]
    checked = subprocess.run(script, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_only_fiches_without_title_or_level_are_left_out(rows: dict[str, Row], entries: dict[str, Entry]) -> None:
    untitled = {code for code, row in rows.items() if not row["intitule"]}
    assert rows.keys() - entries.keys() == (untitled - {"RNCP34937"}) | {"RS6393"}


def test_titles_lose_only_kind_and_stamp(carried: Pairs, plain: Plain) -> None:
    for entry, row in carried:
        if not row["intitule"]:
            continue
        raw = plain(row["intitule"].replace(*MISPRINTS.get(entry["code"], ("", ""))))
        ours = plain(entry["title"].replace("Cnam", "Conservatoire national des arts et métiers"))
        assert re.fullmatch(KIND_IN_FRONT + re.escape(ours) + STAMP_BEHIND, raw), (entry["title"], row["intitule"])


def test_titles_read_in_capitals_are_doubted(carried: Pairs) -> None:
    shouted = [entry for entry, row in carried if row["intitule"].isupper()]
    assert len(shouted) == 56
    assert all("title" in {doubt["fact"] for doubt in entry["doubts"]} for entry in shouted)


def test_kind_level_and_registration_are_those_of_the_table(carried: Pairs) -> None:
    registrations = {"": None, "Enregistrement de droit": "de_droit", "Enregistrement sur demande": "sur_demande"}
    for entry, row in carried:
        if row["intitule"]:
            assert (entry["kind"], entry["level"]) == (KINDS.get(row["type"], row["type"]), int(row["niveau_cec"]))
        assert entry.get("registration") == registrations[row["type_enregistrement"]]


def test_dates_are_those_of_the_table(carried: Pairs, replaced: set[tuple[str, str]]) -> None:
    for entry, row in carried:
        registered = entry.get("registered", {})
        assert registered.get("from", "") == (row["date_debut_parcours"] or row["date_decision"]), entry["code"]
        assert entry.get("delivery_deadline", "") == row["date_limite_delivrance"], entry["code"]
        if (entry["code"], "registered.to") not in replaced:
            assert registered.get("to", "") == row["date_fin_enregistrement"], entry["code"]


def test_codes_are_those_of_the_table(carried: Pairs, replaced: set[tuple[str, str]]) -> None:
    columns = {"rome": "codes_rome", "nsf": "nsf", "formacodes": "formacodes"}
    for entry, row in carried:
        for fact, column in columns.items():
            if (entry["code"], fact) not in replaced:
                assert entry.get(fact, []) == cells(row[column]), (entry["code"], fact)


def test_vae_and_activity_are_those_of_the_table(carried: Pairs) -> None:
    answers = {"oui": True, "non": False, "": None}
    for entry, row in carried:
        assert entry.get("vae", {}).get("open") is answers[row["vae_ouverte"]]
        assert entry["active"] is answers[row["actif_2026_04_22"]]
        assert entry["active_on"] == "2026-04-22"


def test_certifiers_are_those_of_the_table(carried: Pairs, plain: Plain) -> None:
    for entry, row in carried:
        listed = [cell.split(":")[0] for cell in cells(row["certificateurs"]) if ":" in cell]
        found = [certifier["siret"] for certifier in entry["certifiers"] if "siret" in certifier]
        assert set(found) - {"19753471200017"} == set(listed) - {"19753471200017"}
        names = plain("".join(certifier["name"] for certifier in entry["certifiers"]))
        assert all(plain(cell) in names for cell in cells(row["certificateurs"]) if ":" not in cell)


def test_every_link_of_the_table_is_kept(carried: Pairs) -> None:
    for entry, row in carried:
        assert set(cells(row["ancienne_fiche"])) <= set(entry.get("predecessors", []))
        assert set(cells(row["nouvelle_fiche"])) <= set(entry.get("successors", []))


def test_bloc_labels_are_those_of_the_table(
    table: Table, entries: dict[str, Entry], complements: dict[str, Any], plain: Plain
) -> None:
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for row in table("rncp/cnam_blocs.csv"):
        labels[row["numero_fiche"]][row["bloc_code"]] = row["bloc_libelle"]
    for code, entry in entries.items():
        blocs = {bloc["code"]: bloc.get("title", "") for bloc in entry.get("blocs", [])}
        assert blocs.keys() == labels[code].keys()
        for bloc, title in blocs.items():
            if bloc not in complements["bloc_titles"]:
                assert plain(title) == plain(labels[code][bloc])


def test_every_rome_code_exists_once_corrected(table: Table) -> None:
    known = {row["code_rome"] for row in table("rome/unix_referentiel_code_rome_v347_utf8.csv", ",")}
    folder = referentials_folder()
    corrected = correct(load_catalogue(folder / "cnam"), folder / "corrections.yaml").certifications
    assert {code for one in corrected for code in one.rome} - known == set()


def test_arretes_are_those_of_the_table(table: Table, entries: dict[str, Entry], plain: Plain) -> None:
    ranks: dict[str, int] = defaultdict(int)
    for row in table("rncp/jorf_cnam_titles.csv"):
        ranks[row["nor"]] += 1
        entry = entries[f"ARRETE-{row['nor']}-{ranks[row['nor']]:02}"]
        assert plain(entry["title"]) == plain(row["intitule"])
        assert entry["level"] == int(row["niveau_cec_equivalent"])
        assert "".join(entry["nsf"]) == row["code_nsf"].replace(" ", "").replace(",", "")
        assert entry["registered"]["from"] == row["date_arrete"]
        for fiche in cells(row["fiches_rncp_meme_intitule"]):
            assert entries[fiche]["family"] == entry["family"]


def test_the_other_table_of_official_fiches_says_the_same(table: Table, entries: dict[str, Entry]) -> None:
    official = [row for row in table("cnam/diplomes.csv", ",") if row["rncp"] and row["reliability"] == "officiel"]
    assert len(official) == 9
    for row in official:
        entry = entries[row["rncp"]]
        said = {"nsf": row["nsf"], "formacodes": row["formacodes"]}
        assert row["level"] in ("", str(entry["level"]))
        assert all(value == "" or value.split(";") == entry[fact] for fact, value in said.items())
        assert row["closes"] in ("", entry.get("registered", {}).get("to"))
