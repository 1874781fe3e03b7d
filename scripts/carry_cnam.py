"""Write ``referentials/cnam/fiches`` and ``arretes.json`` from public tables.

Facts are carried as the tables state them, each with its source; only titles and bloc labels are tidied.
``referentials/cnam/complements.yaml`` names the sources, words the doubts, and gives what the tables lack.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from matcher.model.certification import Certification

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "referentials" / "cnam"
COMPLEMENTS = yaml.safe_load((TARGET / "complements.yaml").read_text(encoding="utf-8"))
Row = dict[str, str]

CNAM = COMPLEMENTS["cnam"]
KIND = re.compile(r"^(?:(?:licence pro\w*(?: mention)?|licence|master|deust|titre ingénieur)\b[\s-]*)+", re.I)
STAMP = re.compile(r" *\(fiche nationale\)$", re.I)
ENGINEER = re.compile(r".+ diplômé du conservatoire national des arts et métiers,? spécialité (.+)", re.I)


class Draft:
    """A certification being written: facts by dotted name, where each was read, and what is doubtful."""

    def __init__(self) -> None:
        self.facts: dict[str, Any] = {}
        self.read_in: dict[str, str] = {}
        self.doubts: list[dict[str, str]] = []

    def put(self, source: str, facts: dict[str, Any]) -> None:
        """Keep the facts that are known, and where they were read."""
        known = {fact: value for fact, value in facts.items() if value not in ("", [], None)}
        self.facts.update(known)
        self.read_in.update(dict.fromkeys(known, source))

    def doubt(self, name: str, **said: str) -> None:
        self.doubts.append({key: text.format(**said) for key, text in COMPLEMENTS["doubts"][name].items()})

    def entry(self) -> dict[str, Any]:
        """The certification as JSON, in the model's order, without what is null or empty."""
        content: dict[str, Any] = {"provenance": "verified", "doubts": self.doubts}
        for fact, value in self.facts.items():
            parent, _, key = fact.rpartition(".")
            (content.setdefault(parent, {}) if parent else content)[key] = value
        facts_of: dict[str, list[str]] = defaultdict(list)
        for fact, source in self.read_in.items():
            facts_of[source].append(fact)
        content["sources"] = [{"facts": facts, **cite(source)} for source, facts in facts_of.items()]
        return Certification.model_validate(content).model_dump(mode="json", by_alias=True, exclude_defaults=True)


def cite(source: str) -> dict[str, Any]:
    """Text and day of a source: "kit_2025-01-31", "kit_v2.6", "kit_2025-01-31 : what the fact is there"."""
    named = COMPLEMENTS["sources"]
    name, colon, note = source.partition(" : ")
    if name.startswith("kit_v"):
        return {"text": named["kit"]["text"].format(edition=name.removeprefix("kit_")) + colon + note}
    return {**named[name], "text": named[name]["text"] + colon + note} if name in named else {"text": source}


def read_table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def by_number(code: str) -> tuple[int, str]:
    return len(code), code


def slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def tidy(text: str) -> str:
    """One spelling of apostrophes, accents and blanks; a capital first, no bullet or full stop around."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace(" (e)", "(e)")
    text = re.sub(r"\s+", " ", text).strip(" :•")
    text = text if text.endswith(("..", "etc.")) else text.rstrip(".")
    return text[:1].upper() + text[1:]


def clean_title(raw: str) -> str:
    """The title as a candidate may read it: no kind in front, no stamp behind, the Cnam by its short name."""
    title = tidy(STAMP.sub("", KIND.sub("", tidy(raw))))
    engineer = ENGINEER.fullmatch(title)
    return f"Ingénieur diplômé du Cnam, spécialité {engineer[1].lower()}" if engineer else title


def put_certifiers(draft: Draft, row: Row, title_source: str) -> None:
    """Certifiers as registered; the Cnam is added, with a doubt, where only another source names it."""
    found: list[dict[str, Any]] = []
    for cell in split(row["certificateurs"]):
        siret, _, name = cell.rpartition(":")
        if cell.startswith(("de ", "des ")):  # CertifInfo's names are cut at their commas
            found[-1]["name"] += f", {cell}"
        else:
            found.append(CNAM if siret == CNAM["siret"] else {"name": name, "siret": siret or None})
    if row["cnam_certificateur_2024_01_17"] == "non":
        draft.doubt("without_cnam")
    elif CNAM not in found:
        found.insert(0, CNAM)
        draft.doubt("cnam_added", why=COMPLEMENTS["cnam_named_by"][row["preuve_cnam"]])
    source = COMPLEMENTS["certifiers_read_in"].get(row["certificateurs_date"], title_source)
    draft.put(source, {"certifiers": found})


def put_dates(draft: Draft, row: Row) -> None:
    source, end, deadline = row["dates_source"], row["date_fin_enregistrement"], row["date_limite_delivrance"]
    draft.put(f"{source} : date de la décision d'enregistrement", {"registered.from": row["date_decision"]})
    draft.put(f"{source} : début des parcours certifiants", {"registered.from": row["date_debut_parcours"]})
    draft.put(source, {"registered.to": end, "delivery_deadline": deadline})
    if end in ("2024-01-01", "2025-01-01"):
        draft.doubt("january_end")
    if deadline.endswith("-01-01"):
        draft.doubt("january_deadline")


def put_nomenclatures(draft: Draft, row: Row) -> None:
    """NSF, Formacode and ROME; the column of sources reads "id", or "id (nsf, formacodes) ; id (rome)"."""
    columns = {"nsf": "nsf", "formacodes": "formacodes", "rome": "codes_rome"}
    for part in row["rome_nsf_formacode_source"].split(" ; "):
        source, _, only = part.partition(" (")
        draft.put(source, {fact: split(row[columns[fact]]) for fact in columns if not only or fact in only})


def put_blocs(draft: Draft, row: Row, blocs: list[Row]) -> None:
    """Blocs by code; a bloc without a label in the tables has no title."""
    before, after = row["nb_blocs_2024_01_17"], row["nb_blocs_2026_07"]
    found = []
    for bloc in sorted(blocs, key=lambda bloc: bloc["bloc_code"]):
        title = COMPLEMENTS["bloc_titles"].get(bloc["bloc_code"]) or tidy(bloc["bloc_libelle"])
        found.append({"code": bloc["bloc_code"], "title": title or None})
    draft.put("export_2024-01-17" if before else "blocs_2026-07", {"blocs": found})
    if before and after and before != after:
        draft.doubt("bloc_counts", **row)


def complete(draft: Draft, reading: dict[str, Any]) -> None:
    """Replace facts by those read elsewhere, or chosen; where a table said otherwise, a doubt names both."""
    source = reading["read_in"]
    for fact, value in reading["facts"].items():
        before = draft.facts.get(fact)
        if before and before != value:
            draft.doubt("replaced", fact=fact, kept=", ".join(value), source=source, other=", ".join(before))
        draft.put(source, {fact: value})
    if reading.get("to_confirm"):
        draft.doubt("chosen")


def doubt_rome(draft: Draft) -> None:
    codes = draft.facts.get("rome", [])
    if not codes:
        draft.doubt("no_rome")
    elif len(codes) == 5 and draft.read_in["rome"] == "certifinfo_2024-06":
        draft.doubt("five_rome")


def draft_fiche(row: Row, blocs: list[Row]) -> Draft:
    code, draft = row["numero_fiche"], Draft()
    source = row["intitule_source"].removesuffix("_intitule_cfd") or "export_2024-01-17"
    title = COMPLEMENTS["titles"].get(code) or clean_title(row["intitule"])
    level = int(row["niveau_cec"]) if row["niveau_cec"] else None
    draft.put(source, {"code": code, "rncp": code, "title": title, "level": level})
    draft.put(source, {"kind": COMPLEMENTS["kinds"][row["type"]]})
    if row["intitule_source"].endswith("_intitule_cfd"):
        draft.doubt("capitals")
    active, register = row["actif_2026_04_22"] == "oui", "actives_2026-04-22"
    draft.put(register, {"active": active, "active_on": "2026-04-22"})
    registration = COMPLEMENTS["registrations"][row["type_enregistrement"]]
    draft.put(register if active else "kit_2025-01-31", {"registration": registration})
    put_certifiers(draft, row, source)
    put_dates(draft, row)
    vae_source = "certifinfo_2024-06" if row["vae_code_certifinfo"] else source
    draft.put(vae_source, {"vae.open": COMPLEMENTS["vae"][row["vae_ouverte"]]})
    put_nomenclatures(draft, row)
    put_blocs(draft, row, blocs)
    for reading in COMPLEMENTS["readings"]:
        if reading["code"] == code:
            complete(draft, reading)
    doubt_rome(draft)
    return draft


def draft_decree(row: Row, code: str) -> Draft:
    """A title registered by arrêté; its dates are counted from the arrêté's own."""
    draft, start = Draft(), date.fromisoformat(row["date_arrete"])
    end = start.replace(year=start.year + int(row["duree"].removesuffix(" ans"))) - timedelta(days=1)
    institute = row["organisme_delivrant"].partition(" - ")[2].rstrip(".")
    source = f"jorf : arrêté du {start} ({row['nor']}), article {row['article']}"
    draft.put(source, {"code": code, "title": tidy(row["intitule"]), "kind": "titre_rncp"})
    draft.put(source, {"level": int(row["niveau_cec_equivalent"]), "registration": "arrete"})
    draft.put(source, {"certifiers": [{**CNAM, "name": ", ".join(filter(None, [CNAM["name"], institute]))}]})
    draft.put(source, {"nsf": [nsf.replace(" ", "") for nsf in row["code_nsf"].split(", ")]})
    draft.put(source, {"registered.from": start, "registered.to": end})
    for name in ("decree_start", "decree_end"):
        draft.doubt(name, effect=COMPLEMENTS["effects"][row["date_effet"]], **row)
    if row["niveau_1969"] == "I":
        draft.doubt("level_one")
    return draft


def put_chains(drafts: dict[str, Draft], rows: list[Row]) -> None:
    """Predecessors and successors: every link of the tables, seen from both its ends."""
    links = {(older, row["numero_fiche"]) for row in rows for older in split(row["ancienne_fiche"])}
    links |= {(row["numero_fiche"], newer) for row in rows for newer in split(row["nouvelle_fiche"])}
    for code, draft in drafts.items():
        before = sorted((old for old, new in links if new == code), key=by_number)
        after = sorted((new for old, new in links if old == code), key=by_number)
        draft.put("chains", {"predecessors": before, "successors": after})


def put_families(drafts: dict[str, Draft], pairs: list[tuple[str, str]]) -> None:
    """One slug, from the newest title, for all that chains or the given pairs hold together."""
    group: dict[str, set[str]] = {code: {code} for code in drafts}
    for code, draft in drafts.items():
        chain = draft.facts.get("predecessors", []) + draft.facts.get("successors", [])
        pairs += [(code, other) for other in chain]
    for one, other in pairs:
        joined = group[one] | group.get(other, {other})
        group.update(dict.fromkeys(joined, joined))
    for code, draft in drafts.items():
        members = group[code] & drafts.keys()
        newest = drafts[max(members, key=lambda code: (code.startswith("RNCP"), by_number(code)))].facts
        prefix = "" if newest["kind"] in ("titre_rncp", "ingenieur") else f"{newest['kind']} "
        if len(members) > 1:
            draft.facts["family"] = slug(prefix + newest["title"])


def carry(source: Path) -> dict[Path, str]:
    """Each file of the referential → the JSON text that it holds."""
    rows, labels, decrees = (
        read_table(source / "rncp" / name) for name in ("cnam_fiches.csv", "cnam_blocs.csv", "jorf_cnam_titles.csv")
    )
    blocs: dict[str, list[Row]] = defaultdict(list)
    for label in labels:
        blocs[label["numero_fiche"]].append(label)
    drafts = {row["numero_fiche"]: draft_fiche(row, blocs[row["numero_fiche"]]) for row in rows}
    drafts = {code: draft for code, draft in drafts.items() if draft.facts.keys() >= {"title", "level"}}
    put_chains(drafts, rows)
    ranks: Counter[str] = Counter()
    same_title = []
    for row in decrees:
        ranks[row["nor"]] += 1
        code = f"ARRETE-{row['nor']}-{ranks[row['nor']]:02}"
        drafts[code] = draft_decree(row, code)
        same_title += [(code, fiche) for fiche in split(row["fiches_rncp_meme_intitule"])]
    put_families(drafts, same_title)
    files: dict[Path, list[dict[str, Any]]] = defaultdict(list)
    for code in sorted(drafts, key=by_number):
        name = f"fiches/{drafts[code].facts['kind']}.json" if code.startswith("RNCP") else "arretes.json"
        files[TARGET / name].append(drafts[code].entry())
    return {path: json.dumps(entries, ensure_ascii=False, indent=1) + "\n" for path, entries in files.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description="Écrit les certifications du Cnam d'après les tables publiques.")
    parser.add_argument("source", nargs="?", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--check", action="store_true", help="n'écrit rien ; sort en 1 si un fichier diffère")
    arguments = parser.parse_args()
    if not (arguments.source / "rncp").is_dir():
        parser.error(f"« {arguments.source} » devrait être le dossier des tables publiques, avec rncp/ dedans.")
    wanted, held = carry(arguments.source), [*TARGET.glob("fiches/*.json"), *TARGET.glob("arretes.json")]
    found = {path: path.read_text(encoding="utf-8") for path in held}
    different = sorted(path for path in wanted.keys() | found.keys() if wanted.get(path) != found.get(path))
    for path in different:
        print(f"{path.relative_to(ROOT)} : {'différent' if arguments.check else 'remplacé'}")
        if not arguments.check:
            path.write_text(wanted[path], encoding="utf-8") if path in wanted else path.unlink()
    print(f"{len(wanted)} fichiers, {len(different)} différent(s).")
    return int(arguments.check and bool(different))


if __name__ == "__main__":
    sys.exit(main())
