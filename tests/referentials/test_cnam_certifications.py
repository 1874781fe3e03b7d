"""What must hold of the Cnam's certifications, whatever tables they were carried from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any

import pytest

Entry = dict[str, Any]
Entries = dict[str, Entry]

RAW_WORDING = re.compile(
    r"fiche nationale|\(cnam|lic lmd|^(master|licence|deust|titre ingénieur|autre)\b|  | \)|\( |’|\.$", re.I
)
SHOUTED = re.compile(r"[A-ZÀ-Ý]{5,}")
UNTIDY = re.compile(r"^[\s:•a-z]|[\s:]$|  |’|\u0301|\xa0|(?<!\.)(?<!etc)\.$")
UNSOURCED = {"provenance", "family", "sources", "doubts"}


def doubted(entry: Entry) -> set[str]:
    return {doubt["fact"] for doubt in entry.get("doubts", [])}


def facts_of(entry: Entry) -> set[str]:
    """Names of the facts that an entry states: "title", "registered.to"…"""
    nested = {f"{key}.{part}" for key in ("registered", "vae") for part in entry.get(key, {})}
    return (entry.keys() - UNSOURCED - {"registered", "vae"}) | nested


def test_there_are_300_fiches_and_20_titles_of_arretes(entries: Entries) -> None:
    kinds = Counter("arrete" if code.startswith("ARRETE") else entry["kind"] for code, entry in entries.items())
    assert kinds == {
        "ingenieur": 90,
        "master": 73,
        "licence_professionnelle": 53,
        "titre_rncp": 44,
        "licence": 15,
        "diplome_specialisation": 13,
        "deust": 10,
        "diplome_etat": 1,
        "autre": 1,
        "arrete": 20,
    }


def test_codes_and_rncp_numbers_are_unique(listed: list[Entry]) -> None:
    for key in ("code", "rncp"):
        counts = Counter(entry[key] for entry in listed if key in entry)
        assert [value for value, count in counts.items() if count > 1] == []


def test_every_fiche_is_named_by_its_number_and_no_arrete_has_one(entries: Entries) -> None:
    assert all(entry.get("rncp") == (code if code.startswith("RNCP") else None) for code, entry in entries.items())


def test_no_title_keeps_the_wording_of_the_register(entries: Entries) -> None:
    titles = [entry["title"] for entry in entries.values()]
    assert [t for t in titles if RAW_WORDING.search(t) or SHOUTED.search(t) or not t[0].isupper()] == []


def test_engineers_of_the_cnam_are_titled_in_one_form(entries: Entries) -> None:
    titles = {entry["title"] for entry in entries.values() if entry["kind"] == "ingenieur"}
    of_the_cnam = {title for title in titles if title.startswith("Ingénieur diplômé du Cnam, spécialité ")}
    assert all(title.startswith("Ingénieur diplômé de l'École ") for title in titles - of_the_cnam)
    assert all(title.split("spécialité ")[1][0].islower() for title in titles)


def test_bloc_labels_are_tidy_and_their_codes_unique(entries: Entries) -> None:
    blocs = [(code, bloc) for code, entry in entries.items() for bloc in entry.get("blocs", [])]
    assert [bloc["title"] for _, bloc in blocs if "title" in bloc and UNTIDY.search(bloc["title"])] == []
    assert all(bloc["code"].startswith(f"{code}BC") for code, bloc in blocs)
    assert len({bloc["code"] for _, bloc in blocs}) == len(blocs)


def test_every_fact_has_one_source(entries: Entries) -> None:
    for code, entry in entries.items():
        named = [fact for source in entry["sources"] for fact in source["facts"]]
        assert (code, sorted(named)) == (code, sorted(facts_of(entry)))


def test_number_title_and_level_were_read_in_a_source(entries: Entries) -> None:
    for entry in entries.values():
        read = {fact for source in entry["sources"] for fact in source["facts"]}
        assert entry["provenance"] == "verified"
        assert read >= {"code", "title", "level"}


def test_no_source_is_only_a_path(entries: Entries) -> None:
    texts = {source["text"] for entry in entries.values() for source in entry["sources"]}
    assert [text for text in texts if "/" in text.split(" ")[0]] == []


@pytest.mark.parametrize("day", ["2024-01-01", "2025-01-01"])
def test_a_placeholder_end_date_is_doubted(entries: Entries, day: str) -> None:
    placed = [entry for entry in entries.values() if entry.get("registered", {}).get("to") == day]
    assert placed
    assert all("registered.to" in doubted(entry) for entry in placed)


def test_a_deadline_on_new_years_day_is_doubted(entries: Entries) -> None:
    placed = [entry for entry in entries.values() if entry.get("delivery_deadline", "").endswith("-01-01")]
    assert placed
    assert all("delivery_deadline" in doubted(entry) for entry in placed)


def test_an_active_fiche_whose_end_is_past_is_doubted(entries: Entries) -> None:
    for entry in entries.values():
        end = entry.get("registered", {}).get("to")
        if entry.get("active") and end and end < entry["active_on"]:
            assert "registered.to" in doubted(entry), entry["code"]


def test_missing_rome_codes_are_said(entries: Entries) -> None:
    missing = [entry for code, entry in entries.items() if code.startswith("RNCP") and "rome" not in entry]
    assert len(missing) == 83
    assert all("rome" in doubted(entry) for entry in missing)
    assert not any(entry["active"] for entry in missing)


def test_the_cnam_certifies_all_but_six_doubtful_fiches(entries: Entries) -> None:
    others = {code for code, e in entries.items() if "19753471200017" not in {c.get("siret") for c in e["certifiers"]}}
    assert others == {"RNCP24426", "RNCP29964", "RNCP30132", "RNCP35642", "RNCP37668", "RNCP38156"}
    assert all("certifiers" in doubted(entries[code]) for code in others)


def test_no_certifier_is_half_a_name(entries: Entries) -> None:
    names = {certifier["name"] for entry in entries.values() for certifier in entry["certifiers"]}
    assert [name for name in names if name.startswith(("de ", "des ", "d'"))] == []


def test_chains_are_told_from_both_ends(entries: Entries) -> None:
    for code, entry in entries.items():
        for older in set(entry.get("predecessors", [])) & entries.keys():
            assert code in entries[older]["successors"]
        for newer in set(entry.get("successors", [])) & entries.keys():
            assert code in entries[newer]["predecessors"]


def test_a_family_is_one_chain_and_its_arretes(entries: Entries) -> None:
    families: dict[str, set[str]] = defaultdict(set)
    for code, entry in entries.items():
        if "family" in entry:
            families[entry["family"]].add(code)
    for entry in entries.values():
        for near in {*entry.get("predecessors", []), *entry.get("successors", [])} & entries.keys():
            assert entries[near]["family"] == entry["family"]
    assert families["responsable-comptable"] == {"RNCP36889", "ARRETE-METF0611971A-02"}
    assert families["psychologue-du-travail"] == {"RNCP34937", "RNCP37813", "ARRETE-METF0611971A-04"}
    assert len(families["ingenieur-diplome-du-cnam-specialite-informatique"]) == 5
    assert all(len(codes) > 1 for codes in families.values())


def test_an_arrete_without_a_known_effect_counts_from_its_own_date(entries: Entries) -> None:
    accountant = entries["ARRETE-METF0611971A-02"]
    assert (accountant["title"], accountant["level"], accountant["nsf"]) == ("Responsable comptable", 6, ["314p"])
    assert accountant["registration"] == "arrete"
    assert accountant["registered"] == {"from": "2006-10-02", "to": "2011-10-01"}
    assert doubted(accountant) == {"registered.from", "registered.to"}


def test_a_level_of_1969_that_may_be_7_or_8_is_doubted(entries: Entries) -> None:
    sevens = [entry for code, entry in entries.items() if code.startswith("ARRETE") and entry["level"] == 7]
    assert len(sevens) == 6
    assert all("level" in doubted(entry) for entry in sevens)


def test_the_institute_that_an_arrete_prints_is_named(entries: Entries) -> None:
    (certifier,) = entries["ARRETE-METF0611971A-05"]["certifiers"]
    assert certifier["name"].endswith("Institut d'hygiène industrielle et de l'environnement (IHIE)")
    assert certifier["siret"] == "19753471200017"


@pytest.mark.parametrize(
    ("code", "level", "nsf", "formacodes", "until"),
    [
        ("RNCP36889", 6, "314p", "32626 32663 32632 32652", "2027-09-29"),
        ("RNCP38461", 6, "326", "24231 31009", "2028-12-21"),
        ("RNCP38510", 7, "331r 343 344r", "31407 42866", "2028-12-21"),
        ("RNCP34937", 7, "315r", "14472", "2023-09-14"),
        ("RNCP39308", 7, "326", "31006 31094 24293 31009 32062", "2026-08-31"),
        ("RNCP39056", 7, "250 251 253", "23554 23654 31654 32062 15099", "2026-08-31"),
        ("RNCP36315", 7, "200r 200p 110f", "31620 31606 31654", "2022-08-31"),
    ],
)
def test_what_the_pages_of_the_register_said_is_kept(
    entries: Entries, code: str, level: int, nsf: str, formacodes: str, until: str
) -> None:
    entry = entries[code]
    assert (entry["level"], entry["nsf"], entry["formacodes"]) == (level, nsf.split(), formacodes.split())
    assert entry["registered"]["to"] == until


def test_where_two_sources_differ_the_doubt_names_both(entries: Entries) -> None:
    (text,) = [doubt["text"] for doubt in entries["RNCP38510"]["doubts"] if doubt["fact"] == "nsf"]
    assert all(word in text for word in ("331r, 343, 344r", "francecompetences.fr", "CertifInfo", ": 331."))
