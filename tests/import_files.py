"""Small exports of the register and of ROME, written as the real ones are, for the tests of the importers."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

SHARED = Path(__file__).parents[1].parent / "shared" / "data"
EXPORT = SHARED / "rncp" / "export"
NATIONAL = EXPORT / "national-2026-04-22_reconstitue.zip"
NINE = EXPORT / "export-fiches-csv-2024-02-22_extrait-9-fiches.zip"
V41 = EXPORT / "export-fiches-rncp-v4-1-2026-08-16_extrait-12-fiches.zip"
RS41 = EXPORT / "export-fiches-rs-v4-1-2026-08-16_extrait-8-fiches.zip"
V12 = EXPORT / "export-fiches-rncp-v1-2_extrait-18-fiches.zip"
ROME = SHARED / "rome"

Tables = dict[str, list[Sequence[str]]]

HEADERS = {
    "Standard": "Id_Fiche;Numero_Fiche;Intitule;Abrege_Libelle;Abrege_Intitule;Nomenclature_Europe_Niveau;"
    "Nomenclature_Europe_Intitule;Accessible_Nouvelle_Caledonie;Accessible_Polynesie_Francaise;Date_dernier_jo;"
    "Date_Decision;Date_Fin_Enregistrement;Date_Effet;Type_Enregistrement;Validation_Partielle;Actif",
    "Rome": "Numero_Fiche;Codes_Rome_Code;Codes_Rome_Libelle",
    "Nsf": "Numero_Fiche;Nsf_Code;Nsf_Intitule",
    "Formacode": "Numero_Fiche;Formacode_Code;Formacode_Libelle",
    "Certificateurs": "Numero_Fiche;Siret_Certificateur;Nom_Certificateur",
    "VoixdAccès": "Numero_Fiche;Si_Jury",
    "Blocs_De_Compétences": "Numero_Fiche;Bloc_Competences_Code;Bloc_Competences_Libelle",
    "Ancienne_Nouvelle_Certification": "Numero_Fiche;Ancienne_Certification;Nouvelle_Certification",
}


def real(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"{path} is not there: real data are no part of the project")
    return path


def standard(number: str, title: str, **cells: str) -> list[str]:
    """A row of the Standard table; ``cells`` by the lower-case names of its columns."""
    row = {
        "id_fiche": "1",
        "numero_fiche": number,
        "intitule": title,
        "nomenclature_europe_niveau": "NIV6",
        "type_enregistrement": "Enregistrement sur demande",
        "actif": "ACTIVE",
    } | cells
    return [row.get(name.lower(), "") for name in HEADERS["Standard"].split(";")]


def tables(*fiches: Sequence[str], **others: list[Sequence[str]]) -> Tables:
    """Every table of an export: ``fiches`` of Standard, the others empty but for those given."""
    return {name: [] for name in HEADERS} | {"Standard": list(fiches)} | others


def table_text(name: str, rows: list[Sequence[str]], header: str | None = None) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([(header or HEADERS[name]).split(";"), *rows])
    return written.getvalue()


def export_files(content: Tables, day: str = "2026_05_01") -> dict[str, bytes]:
    named = {f"export_fiches_CSV_{name}_{day}.csv": table_text(name, rows) for name, rows in content.items()}
    return {name: text.encode() for name, text in named.items()}


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def export(path: Path, *fiches: Sequence[str], day: str = "2026_05_01", **others: list[Sequence[str]]) -> Path:
    """A whole export in a zip."""
    return zipped(path, export_files(tables(*fiches, **others), day))


def flow(path: Path, *fiches: str, version: str = "4.1") -> Path:
    """An XML flow; each fiche is the XML inside FICHE."""
    inside = "".join(f"<FICHE>{fiche}</FICHE>\n" for fiche in fiches)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    path.write_text(f"{head}<FICHES><VERSION_FLUX>{version}</VERSION_FLUX>\n{inside}</FICHES>\n", encoding="utf-8")
    return path


def fiche(number: str, title: str = "Un titre", inside: str = "", **cells: str) -> str:
    """The inside of a FICHE; ``cells`` by tag."""
    tags = {"NUMERO_FICHE": number, "INTITULE": title, "ACTIF": "Oui"} | cells
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in tags.items()) + inside


def bloc(code: str, title: str, competencies: str = "") -> str:
    listed = f"<LISTE_COMPETENCES>{escape(competencies)}</LISTE_COMPETENCES>"
    return f"<BLOC_COMPETENCES><CODE>{code}</CODE><LIBELLE>{escape(title)}</LIBELLE>{listed}</BLOC_COMPETENCES>"


ROME_3 = {
    "unix_referentiel_code_rome_v399_utf8.csv": (
        "code_rome,code_fiche_em,code_ogr,libelle_rome,statut",
        ["M1203,1,1,Comptabilité,1", "M1501,2,2,Assistanat en ressources humaines,1"],
    ),
    "unix_referentiel_appellation_v399_utf8.csv": (
        "code_ogr,libelle_appellation_long,libelle_appellation_court,code_rome,code_type_section_appellation,"
        "libelle_type_section_appellation,statut",
        [
            "11,Agent / Agente comptable,Agent / Agente comptable,M1203,1,PRINCIPALE,1",
            "12,Animateur / Animatrice 3D,Animateur / Animatrice 3D,L1510,1,PRINCIPALE,1",
            "13,Assistant / Assistante RH,Assistant / Assistante RH,M1501,1,PRINCIPALE,1",
        ],
    ),
    "unix_item_v399_utf8.csv": (
        "code_ogr,libelle,code_type_referentiel,code_ref_rubrique,code_tete_rgpmt",
        ["21,Saisir les factures d''achat,2,6,", "22,Fiscalité,1,7,", "23,Cabinet comptable,5,5,"],
    ),
    "unix_liens_rome_referentiels_v399_utf8.csv": (
        "code_rome,code_ogr,code_ref_rubrique,position_bloc,code_type_referentiel,code_compo_bloc,position_item",
        [
            "M1203,22,7,1,1,9,1",
            "M1203,21,6,1,2,8,2",
            "M1203,23,5,1,5,7,1",
            "M1203,99,6,1,2,8,3",
            "M1203,11,4,1,4,3,1",
        ],
    ),
    "unix_rubrique_mobilite_v399_utf8.csv": (
        "code_rome,code_rome_cible,code_appellation_source,code_appellation_cible,code_type_mobilite,"
        "libelle_type_mobilite",
        ["M1203,M1501,,,1,Proche", "M1203,M1501,,,1,Proche", "M1501,M1203,,,2,Evolution"],
    ),
    "unix_texte_v399_utf8.csv": (
        "code_rome,position_libelle_txt,code_type_texte,libelle_texte,libelle_type_texte",
        ["M1203,1,1,Établit les comptes.,definition", "M1203,0,1,Tient la comptabilité d''une structure.,definition"],
    ),
}

ROME_4 = {
    "RefRomeCsv/unix_referentiel_code_rome_v499_utf8.csv": (
        "code_rome,code_fiche_metier,code_ogr,libelle_rome,transition_eco,emploi_cadre,code_rome_parent",
        [
            "M1805,567,494,Développeur / Développeuse informatique,Emploi Blanc,O,M1805",
            "M1855,32865,489081,Développeur / Développeuse web,Emploi Blanc,N,M1805",
        ],
    ),
    "RefRomeCsv/unix_referentiel_appellation_v499_utf8.csv": (
        "code_ogr,libelle_appellation_long,libelle_appellation_court,code_rome,classification,origine,"
        "code_rome_parent,peu_usite",
        [
            "14153,Développeur / Développeuse,Développeur / Développeuse,M1805,PRINCIPALE,,M1805,N",
            "488824,Devops,Devops,M1855,SYNONYME,,M1805,O",
        ],
    ),
    "RefRomeCsv/unix_referentiel_competence_v499_utf8.csv": (
        "code_ogr,libelle_competence,code_type_competence",
        ["31,Coder une application,", "32,Faire preuve de rigueur,"],
    ),
    "RefRomeCsv/unix_referentiel_savoir_v499_utf8.csv": ("code_ogr_savoir,libelle_savoir", ["33,Langages web"]),
    "RefRomeCsv/unix_liens_rome_referentiels_v499_utf8.csv": (
        "code_rome,code_compo_bloc,code_rubrique,code_ogr",
        ["M1855,5,1,31", "M1855,5,2,32", "M1855,5,3,33", "M1855,2,,488824"],
    ),
    "RefRomeCsv/unix_rubrique_mobilite_v499_utf8.csv": ("code_rome,code_rome_cible,numero_ordre", ["M1855,M1805,1"]),
    "RefRomeCsv/unix_texte_v499_utf8.csv": (
        "code_rome,code_compo_bloc,libelle_type_texte,position_phrase,libelle_texte",
        ["M1855,3,definition,1,Conçoit des sites.", "M1855,4,acces_metier,1,Accessible avec un bac + 2."],
    ),
}

RomeFiles = Mapping[str, tuple[str, list[str]]]


def rome(path: Path, files: RomeFiles = ROME_3, extra: Mapping[str, bytes] | None = None) -> Path:
    """A ROME in a zip."""
    written = {name: "\n".join([header, *rows, ""]).encode() for name, (header, rows) in files.items()}
    return zipped(path, written | (dict(extra) if extra else {}))


def content(folder: Path) -> dict[str, bytes] | None:
    """Every file of a folder and its bytes; None when the folder is not there."""
    return {one.name: one.read_bytes() for one in folder.iterdir()} if folder.exists() else None
