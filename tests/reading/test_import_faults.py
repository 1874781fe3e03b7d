"""Bad input: one French sentence, and the data folder stays as it was."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from import_files import HEADERS, content, export, export_files, fiche, flow, standard, table_text, tables, zipped

from matcher.reading import archives
from matcher.reading.archives import ImportFault
from matcher.reading.register import xml_flow
from matcher.reading.register.loading import import_rncp
from matcher.reading.rome.loading import import_rome

Make = Callable[[Path], Path]
ROW = standard("RNCP1", "Opérateur de saisie")


def files() -> dict[str, bytes]:
    return export_files(tables(ROW))


def named(table: str) -> str:
    return f"export_fiches_CSV_{table}_2026_05_01.csv"


def with_table(table: str, text: bytes) -> Make:
    return lambda folder: zipped(folder / "e.zip", files() | {named(table): text})


def standard_text(header: str) -> bytes:
    return table_text("Standard", [ROW], header).encode()


def written(name: str, text: bytes) -> Make:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(text)
        return folder / name

    return make


def truncated_zip(folder: Path) -> Path:
    whole = export(folder / "e.zip", ROW).read_bytes()
    (folder / "e.zip").write_bytes(whole[: len(whole) // 2])
    return folder / "e.zip"


def damaged_zip(folder: Path) -> Path:
    """The bytes of one table are changed inside an archive that is otherwise sound."""
    path = folder / "e.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files().items():
            archive.writestr(name, text)
    path.write_bytes(path.read_bytes().replace("Opérateur".encode(), "Opératrice"[:9].encode() + b"x"))
    return path


def misnamed_zip(folder: Path) -> Path:
    """A name is said to be in UTF-8, and is not."""
    path = zipped(folder / "e.zip", {"é.csv": b"a;b"})
    path.write_bytes(path.read_bytes().replace("é.csv".encode(), b"\xe9\xe9.csv"))
    return path


def other_packing(folder: Path) -> Path:
    """Packed by a method that zips seldom use, with settings that it does not know."""
    path = folder / "e.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("f.xml", "<FICHES/>")
    path.write_bytes(path.read_bytes().replace(b"\t\x04\x05\x00]", b"\t\x04\x05\x00\xff"))
    return path


def locked_zip(folder: Path) -> Path:
    path = export(folder / "e.zip", ROW)
    raw = bytearray(path.read_bytes())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := raw.find(sign, start)) >= 0:
            struct.pack_into("<H", raw, start + place, 1)
            start += 4
    path.write_bytes(raw)
    return path


def empty_folder(folder: Path) -> Path:
    (folder / "vide").mkdir()
    (folder / "vide" / "notes.txt").write_text("rien")
    return folder / "vide"


def bomb(folder: Path) -> Path:
    return zipped(folder / "e.zip", files() | {named("Rome"): b"0" * (11 * 1024**2)})


def cut_flow(folder: Path) -> Path:
    path = flow(folder / "f.xml", *(fiche(f"RNCP{number}") for number in range(1, 50)))
    path.write_bytes(path.read_bytes()[:-200])
    return path


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE FICHES [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<FICHES><FICHE><NUMERO_FICHE>RNCP1</NUMERO_FICHE><INTITULE>&b;</INTITULE></FICHE></FICHES>"""
UNCLOSED = standard_text(HEADERS["Standard"]) + b'"2";"RNCP2";"Un titre sans fin;' + b"\n;;" * 40

CASES: dict[str, tuple[Make, str]] = {
    "no such file": (lambda folder: folder / "absent.zip", "absent.zip n'existe pas"),
    "a zip that is none": (written("e.zip", b"ceci n'est pas un zip"), "n'est pas une archive zip lisible"),
    "a zip cut short": (truncated_zip, "n'est pas une archive zip lisible"),
    "a damaged zip": (damaged_zip, "est abîmé ou illisible"),
    "a zip of names that can't be read": (misnamed_zip, "est abîmé ou illisible"),
    "a zip packed by settings unknown": (other_packing, "est abîmé ou illisible"),
    "a locked zip": (locked_zip, "protégé par un mot de passe"),
    "an empty zip": (lambda folder: zipped(folder / "e.zip", {}), "vide de fichiers .csv ou .xml"),
    "a folder without the files": (empty_folder, "on n'y trouve pas de fichiers .csv ou .xml"),
    "a zip of other tables": (
        lambda folder: zipped(folder / "e.zip", {"autre.csv": b"a;b\n"}),
        "les tables Standard, Rome, Nsf, Formacode, Certificateurs, VoixdAccès",
    ),
    "a missing table": (
        lambda folder: zipped(folder / "e.zip", {name: text for name, text in files().items() if "Nsf" not in name}),
        "la table Nsf manque",
    ),
    "two exports": (
        lambda folder: zipped(folder / "e.zip", files() | {"export_fiches_CSV_Nsf_2026_06_01.csv": b""}),
        "La table Nsf est donnée deux fois",
    ),
    "a renamed column": (
        with_table("Standard", standard_text(HEADERS["Standard"].replace("Intitule;", "Nom;", 1))),
        f"{named('Standard')} : la colonne « Intitule » manque ; colonnes lues : Id_Fiche, Numero_Fiche, Nom",
    ),
    "a column twice": (
        with_table("Standard", standard_text(HEADERS["Standard"].replace("Id_Fiche", "Intitule"))),
        "la colonne « Intitule » y est 2 fois",
    ),
    "an empty table": (with_table("Rome", b""), "la colonne « Numero_Fiche » manque ; colonnes lues : aucune"),
    "cp1252": (
        with_table("Standard", standard_text(HEADERS["Standard"]).decode().encode("cp1252")),
        r"n'est pas codé en UTF-8 (octet 0xe9)",
    ),
    "UTF-16": (with_table("Nsf", HEADERS["Nsf"].encode("utf-16")), "n'est pas codé en UTF-8"),
    "an open quote": (with_table("Standard", UNCLOSED), "un guillemet ouvert à la ligne 3 n'est pas fermé"),
    "a truncated XML": (cut_flow, "XML incomplet ou abîmé (ligne 50)"),
    "XML with entities": (written("f.xml", ENTITIES), "déclare un type de document ou des entités"),
    "an unknown entity": (
        written("f.xml", ENTITIES.partition(b"\n")[2]),
        "XML incomplet ou abîmé (ligne 1)",
    ),
    "another XML": (written("f.xml", b"<rss><FICHE/></rss>"), "n'est pas le flux du RNCP ; racine lue : rss"),
    "an empty XML": (written("f.xml", b""), "XML incomplet ou abîmé"),
    "a zip bomb": (bomb, "est démesuré"),
    "a path that climbs out": (
        lambda folder: zipped(folder / "e.zip", files() | {"../../etc/cron.csv": b"x"}),
        "contient un chemin qui sort de l'archive (../../etc/cron.csv)",
    ),
    "an absolute path": (
        lambda folder: zipped(folder / "e.zip", files() | {"/etc/cron.csv": b"x"}),
        "contient un chemin qui sort de l'archive",
    ),
    "a Windows path": (
        lambda folder: zipped(folder / "e.zip", files() | {"C:\\cron.csv": b"x"}),
        "contient un chemin qui sort de l'archive",
    ),
    "no fiche at all": (lambda folder: export(folder / "e.zip", standard("RS1", "x")), "aucune fiche du RNCP"),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_one_sentence_and_changes_nothing(tmp_path: Path, case: str) -> None:
    make, sentence = CASES[case]
    data = tmp_path / "data"
    with pytest.raises(ImportFault) as fault:
        import_rncp(make(tmp_path), data)
    assert sentence in str(fault.value)
    assert "\n" not in str(fault.value)
    assert content(data) is None


def test_bad_input_leaves_what_was_imported_before(tmp_path: Path) -> None:
    data = tmp_path / "data"
    import_rncp(export(tmp_path / "good.zip", ROW), data)
    before = content(data)
    for make, _ in CASES.values():
        with pytest.raises(ImportFault):
            import_rncp(make(tmp_path), data)
        assert content(data) == before
        for made in ("e.zip", "f.xml"):
            (tmp_path / made).unlink(missing_ok=True)
        if (tmp_path / "vide").exists():
            (tmp_path / "vide" / "notes.txt").unlink()
            (tmp_path / "vide").rmdir()


def test_no_path_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match="Aucun fichier"):
        import_rncp([], tmp_path / "data")


def test_a_byte_order_mark_and_a_repeated_header_do_no_harm(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + table_text("Standard", [ROW, HEADERS["Standard"].split(";")]).encode()
    load = import_rncp(with_table("Standard", text)(tmp_path), tmp_path / "data")
    assert (load.fiches, load.quarantined) == (1, ())
    assert load.remarks == ("Table Standard : lignes laissées de côté, l'en-tête répété (1, dont la ligne 3).",)


def test_a_fiche_without_end_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_flow, "LARGEST_FICHE", 1_000_000)
    path = flow(tmp_path / "f.xml", fiche("RNCP1", ACTIVITES_VISEES="a" * 3_000_000))
    with pytest.raises(ImportFault, match="une fiche y dépasse"):
        import_rncp(path, tmp_path / "data")


def test_a_file_beyond_measure_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_FILE", 100)
    with pytest.raises(ImportFault, match="est démesuré"):
        import_rncp(export(tmp_path / "e.zip", ROW), tmp_path / "data")


def test_a_folder_that_can_not_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("un fichier")
    with pytest.raises(ImportFault, match="ne peut pas recevoir de données"):
        import_rncp(export(tmp_path / "e.zip", ROW), tmp_path / "data")


@pytest.mark.parametrize("case", ["no such file", "a zip that is none", "an empty zip", "a path that climbs out"])
def test_rome_refuses_the_same(tmp_path: Path, case: str) -> None:
    with pytest.raises(ImportFault):
        import_rome(CASES[case][0](tmp_path), tmp_path / "data")
    assert content(tmp_path / "data") is None


def test_names_mangled_by_an_archiver_are_still_known(tmp_path: Path) -> None:
    mangled = {name.encode().decode("cp437"): text for name, text in files().items()}
    assert import_rncp(zipped(tmp_path / "e.zip", mangled), tmp_path / "data").fiches == 1
