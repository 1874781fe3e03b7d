"""Write ``referentials/cnam/fiches`` and ``arretes.json`` from the public tables on the Cnam's certifications.

Facts are carried as the tables state them, each with its source; only the wording of titles and bloc labels is
tidied. ``referentials/cnam/complements.yaml`` names the sources and gives what the tables lack or misspell.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from matcher.model.certification import Certification

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "referentials" / "cnam"
Row = dict[str, str]
Links = dict[str, set[str]]

CNAM = {"name": "Conservatoire national des arts et métiers (Cnam)", "siret": "19753471200017"}
KINDS = {
    "titre": "titre_rncp",
    "daeu": "autre",
    "diplome_specialisation_professionnelle": "diplome_specialisation",
}
REGISTRATIONS = {"Enregistrement de droit": "de_droit", "Enregistrement sur demande": "sur_demande"}
STATE_OF_REGISTER = "2026-04-22"
PLACEHOLDERS = {"2024-01-01", "2025-01-01"}
EFFECTS = {
    "": "l'arrêté n'imprime aucune date d'effet",
    "à compter de la date de publication de l'arrêté": "l'effet part de la publication, dont la date n'a pas été lue",
}
RANK_LABEL = re.compile(
    r"^(?:(?:master|licence pro(?:fessionnelle)?(?: mention)?|licence|deust|titre ingénieur|autre)\b[\s-]*)+", re.I
)
STAMP = re.compile(r"\s*\((?:fiche nationale|cnam[^)]*|lic lmd cnam|master [^)]*)\)$", re.I)
ENGINEER = re.compile(
    r"ingénieur diplômé du conservatoire national des arts et métiers,? spécialité (?P<field>.+)", re.I
)


@dataclass
class Draft:
    """A certification being written: facts by dotted name, where each was read, and what is doubtful."""

    facts: dict[str, Any] = field(default_factory=dict)
    read_in: dict[str, str] = field(default_factory=dict)
    doubts: list[dict[str, str]] = field(default_factory=list)

    def put(self, fact: str, value: Any, source: str) -> None:
        if value not in ("", [], None):
            self.facts[fact] = value
            self.read_in[fact] = source

    def doubt(self, fact: str, text: str) -> None:
        self.doubts.append({"fact": fact, "text": text})

    def entry(self, sources: dict[str, Any]) -> dict[str, Any]:
        """The certification as JSON, in the model's order, without what is null or empty."""
        content: dict[str, Any] = {"provenance": "verified", "doubts": self.doubts}
        for fact, value in self.facts.items():
            parent, _, key = fact.rpartition(".")
            (content.setdefault(parent, {}) if parent else content)[key] = value
        facts_of: dict[str, list[str]] = defaultdict(list)
        for fact, source in self.read_in.items():
            facts_of[source].append(fact)
        content["sources"] = [{"facts": facts, **cite(key, sources)} for key, facts in facts_of.items()]
        return Certification.model_validate(content).model_dump(mode="json", by_alias=True, exclude_defaults=True)


def cite(key: str, sources: dict[str, Any]) -> dict[str, Any]:
    """The text and day of a source: "kit_2025-01-31", or "kit_2025-01-31 : what the fact is there"."""
    name, colon, note = key.partition(" : ")
    if name.startswith("kit_v"):
        return {"text": sources["kit"]["text"].format(edition=name.removeprefix("kit_")) + colon + note}
    if name in sources:
        return {**sources[name], "text": sources[name]["text"] + colon + note}
    return {"text": key}


def read_table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def by_number(code: str) -> tuple[int, str]:
    return len(code), code


# --- Wording ----------------------------------------------------------------------------------------------------------


def fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def tidy(text: str) -> str:
    """One spelling of apostrophes, accents and blanks; no bullet, colon or full stop around."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace(" (e)", "(e)")
    text = re.sub(r"\s+", " ", text).strip(" :•")
    return text if text.endswith(("..", "etc.")) else text.rstrip(".")


def spellings(texts: Iterable[str]) -> dict[str, str]:
    """Word without accents → its usual spelling, learnt from words that show their accents."""
    words = Counter(word for text in texts for word in re.findall(r"\w+", tidy(text)) if not word.isupper())
    shown = {word: count for word, count in words.items() if word[0].islower() or fold(word) != word.lower()}
    return {fold(word): word.lower() for word, _ in sorted(shown.items(), key=lambda item: item[1])}


def capitalised(text: str, spelling: dict[str, str]) -> str:
    """A capital first letter, and the accent that the source leaves out on a capital E."""
    text = re.sub(r"\bE\w+", lambda word: spelling.get(fold(word[0]), word[0]).capitalize(), text)
    return text[0].upper() + text[1:]


def clean_title(raw: str, spelling: dict[str, str]) -> str:
    """The title as a candidate may read it: no kind in front, no stamp behind, no capitals."""
    title = STAMP.sub("", RANK_LABEL.sub("", tidy(raw)))
    if title.isupper():
        title = re.sub(r"\w+", lambda word: spelling.get(fold(word[0]), word[0].lower()), title)
    if engineer := ENGINEER.fullmatch(title):
        return f"Ingénieur diplômé du Cnam, spécialité {engineer['field'].lower()}"
    return capitalised(title, spelling)


# --- One fiche --------------------------------------------------------------------------------------------------------


def certifiers(row: Row) -> list[dict[str, str]]:
    """Certifiers as registered; the Cnam is added where only another source names it (see ``doubt_certifiers``)."""
    found: list[dict[str, str]] = []
    for cell in split(row["certificateurs"]):
        siret, colon, name = cell.rpartition(":")
        if siret == CNAM["siret"]:
            found.append(CNAM)
        elif colon:
            found.append({"name": name, "siret": siret})
        elif cell.startswith(("de ", "des ")):  # CertifInfo's list is cut at commas, inside names too
            found[-1] = {"name": f"{found[-1]['name']}, {cell}"}
        else:
            found.append({"name": cell})
    listed_without = row["cnam_certificateur_2024_01_17"] == "non"
    return found if CNAM in found or listed_without else [CNAM, *found]


def doubt_certifiers(draft: Draft, row: Row) -> None:
    if row["cnam_certificateur_2024_01_17"] == "non":
        draft.doubt(
            "certifiers",
            "CertifInfo (juin 2024) nomme le Cnam ; l'export du RNCP du 2024-01-17 liste les certificateurs sans lui.",
        )
    elif row["preuve_cnam"] == "kit_intitule_cfd":
        draft.doubt("certifiers", "Seul l'intitulé du Kit apprentissage nomme le Cnam : certificateur à vérifier.")
    elif not row["certificateurs"]:
        draft.doubt("certifiers", "Liste des certificateurs non lue : le Cnam est déduit de l'intitulé officiel.")
    elif CNAM["siret"] not in row["certificateurs"]:
        draft.doubt("certifiers", "CertifInfo nomme le Cnam comme valideur ; les certificateurs du RNCP n'ont pas été lus.")


def put_dates(draft: Draft, row: Row) -> None:
    source, start, end = row["dates_source"], row["date_debut_parcours"], row["date_fin_enregistrement"]
    if start:
        draft.put("registered.from", start, f"{source} : début des parcours certifiants")
    else:
        draft.put("registered.from", row["date_decision"], f"{source} : décision d'enregistrement")
    draft.put("registered.to", end, source)
    draft.put("delivery_deadline", row["date_limite_delivrance"], source)
    if end in PLACEHOLDERS:
        draft.doubt("registered.to", "Date de fin au 1er janvier : valeur d'attente probable, renouvellement à vérifier.")
    if row["date_limite_delivrance"].endswith("-01-01"):
        draft.doubt("delivery_deadline", "Date limite de délivrance au 1er janvier : valeur d'attente probable.")


def put_nomenclatures(draft: Draft, row: Row) -> None:
    """NSF, Formacode and ROME codes; the source cell reads "id" or "id (nsf, formacodes) ; id (rome)"."""
    columns = {"nsf": "nsf", "formacodes": "formacodes", "rome": "codes_rome"}
    for part in row["rome_nsf_formacode_source"].split(" ; "):
        source, _, named = part.partition(" (")
        for fact, column in columns.items():
            if not named or fact in named:
                draft.put(fact, split(row[column]), source)


def put_blocs(draft: Draft, row: Row, blocs: list[Row], spelling: dict[str, str], titles: dict[str, str]) -> None:
    labelled = any(bloc["bloc_libelle"] for bloc in blocs)
    found = []
    for bloc in sorted(blocs, key=lambda bloc: bloc["bloc_code"]):
        label = titles.get(bloc["bloc_code"]) or tidy(bloc["bloc_libelle"])
        found.append({"code": bloc["bloc_code"], "title": capitalised(label, spelling) if label else None})
    draft.put("blocs", found, "export_2024-01-17" if labelled else "blocs_2026-07")
    before, after = row["nb_blocs_2024_01_17"], row["nb_blocs_2026_07"]
    if before and after and before != after:
        draft.doubt("blocs", f"{before} blocs dans l'export du 2024-01-17, {after} en juillet 2026 : liste à vérifier.")


def complete(draft: Draft, complements: list[dict[str, Any]]) -> None:
    """Replace facts by those read elsewhere, or chosen; where a table said otherwise, the doubt names both."""
    for complement in complements:
        for fact in complement.keys() - {"code", "read_in", "to_confirm"}:
            value, before = complement[fact], draft.facts.get(fact)
            if before and before != value:
                draft.doubt(fact, f"Retenu : {', '.join(value)} ({complement['read_in']}). CertifInfo : {', '.join(before)}.")
            draft.put(fact, value, complement["read_in"])
            if complement.get("to_confirm"):
                draft.doubt(fact, "Codes non lus sur la fiche, choisis par le projet : à confirmer.")


def draft_fiche(row: Row, blocs: list[Row], spelling: dict[str, str], complements: dict[str, Any]) -> Draft:
    draft, code = Draft(), row["numero_fiche"]
    source = row["intitule_source"].removesuffix("_intitule_cfd") or "export_2024-01-17"
    raw = complements["titles"].get(code) or row["intitule"]
    draft.put("code", code, source)
    draft.put("rncp", code, source)
    draft.put("title", clean_title(raw, spelling) if raw else "", source)
    draft.put("kind", KINDS.get(row["type"], row["type"]), source)
    draft.put("level", int(row["niveau_cec"]) if row["niveau_cec"] else None, source)
    if row["intitule_source"].endswith("_intitule_cfd"):
        draft.doubt("title", "Lu en capitales sans accents dans le Kit apprentissage : casse et accents rétablis.")
    active = row["actif_2026_04_22"] == "oui"
    draft.put("registration", REGISTRATIONS.get(row["type_enregistrement"]), "actives_2026-04-22" if active else "kit_2025-01-31")
    draft.put("active", active, "actives_2026-04-22")
    draft.put("active_on", STATE_OF_REGISTER, "actives_2026-04-22")
    listed = {"2024-01-17": "export_2024-01-17", "": source}
    where = "page_francecompetences" if row["certificateurs_date"].startswith("page") else "certifinfo_2024-06"
    draft.put("certifiers", certifiers(row), listed.get(row["certificateurs_date"], where))
    doubt_certifiers(draft, row)
    put_dates(draft, row)
    vae = {"oui": True, "non": False}.get(row["vae_ouverte"])
    draft.put("vae.open", vae, "certifinfo_2024-06" if row["vae_code_certifinfo"] else source)
    put_nomenclatures(draft, row)
    put_blocs(draft, row, blocs, spelling, complements["bloc_titles"])
    complete(draft, [c for c in complements["facts"] if c["code"] == code])
    doubt_rome(draft)
    return draft


def doubt_rome(draft: Draft) -> None:
    codes = draft.facts.get("rome", [])
    if not codes:
        draft.doubt("rome", "Aucune source lue ne donne de code ROME.")
    elif len(codes) == 5 and draft.read_in["rome"] == "certifinfo_2024-06":
        draft.doubt("rome", "CertifInfo porte cinq codes au plus : la fiche peut en compter d'autres.")


# --- Arrêtés, chains and families -------------------------------------------------------------------------------------


def draft_decree(row: Row, rank: int) -> Draft:
    """A title registered by arrêté; its dates are the arrêté's own, for want of the day of publication."""
    draft, signed = Draft(), date.fromisoformat(row["date_arrete"])
    source = f"jorf : {row['date_arrete']}"
    ...
