"""Files of any make: encodings, separators, headings; and those that are refused as a whole, in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.reading.forms import FormLine, FormReader, FormsRefused, open_tables

LINES = ["id_fiche;date_depot;exp1_fonction;projet", "F1;12/03/2024;Éducatrice;été", "F2;13/03/2024;Comptable;"]


def lines(path: Path, **options: str) -> list[FormLine]:
    table, long, _ = open_tables(path, **options)  # type: ignore[arg-type]
    reader = FormReader(table, long)
    return [reader.line(row) for row in table.rows() if not row.blank]


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "fiches.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_separator_and_line_ends_are_recognised(
    tmp_path: Path, encoding: str, separator: str, end: str
) -> None:
    path = write(tmp_path, end.join(LINES).replace(";", separator), encoding)
    first, second = lines(path)
    assert first.dossier is not None
    assert first.dossier.experiences[0].title == "Éducatrice"
    assert (first.line, second.line) == (2, 3)
    told = open_tables(path)[2][0]
    assert ("cp1252" in told) == (encoding == "cp1252")


def test_excel_announces_its_separator_and_blank_lines_are_skipped(tmp_path: Path) -> None:
    path = write(tmp_path, "sep=;\r\n\r\n" + "\r\n;;;\r\n\r\n".join(LINES) + "\r\n;;;\r\n")
    assert [(one.id_fiche, one.line) for one in lines(path)] == [("F1", 6), ("F2", 9)]


def test_headings_are_known_whatever_their_case_accents_stars_and_spaces(tmp_path: Path) -> None:
    titles = "N° de fiche;Date de Dépôt *;PRÉNOM(S) ;Exp 1 - Fonction;Expérience 2 : intitulé du poste;Ma colonne"
    table, _, _ = open_tables(write(tmp_path, f"{titles}\nF1;12/03/2024;Léa;Comptable;Trésorière;?\n", "cp1252"))
    reader = FormReader(table)
    assert reader.headings.places == {"id_fiche": 0, "date_depot": 1, "prenoms": 2}
    assert sorted(reader.headings.experiences) == [1, 2]
    assert reader.notes() == ["Colonnes inconnues, laissées de côté : Ma colonne."]
    mojibake = write(tmp_path, "id_fiche;Date de dÃ©pÃ´t\nF1;12/03/2024\n")
    assert lines(mojibake)[0].dossier is not None


def test_a_newline_and_doubled_quotes_in_a_cell_are_kept(tmp_path: Path) -> None:
    text = 'id_fiche;date_depot;projet\nF1;12/03/2024;"une ""VAE"";\nou non"\nF2;12/03/2024;écran 17" plat\n'
    first, second = lines(write(tmp_path, text))
    assert first.dossier is not None
    assert second.dossier is not None
    assert first.dossier.project == 'une "VAE";\nou non'
    assert second.dossier.project == 'écran 17" plat'
    assert second.line == 4


def test_a_line_with_too_many_or_too_few_cells_is_rejected_alone(tmp_path: Path) -> None:
    text = "id_fiche;date_depot;projet\nF1;12/03/2024;a;b\nF2;12/03/2024\nid_fiche;date_depot;projet\nF3;12/03/2024;c\n"
    read = lines(write(tmp_path, text))
    assert [one.rejected for one in read] == [True, True, True, False]
    assert "4 cellules au lieu de 3 (F1 | 12/03/2024 | a | b)" in read[0].errors[0]
    assert read[0].id_fiche == "F1"
    assert "l'en-tête est répété" in read[2].errors[0]


BROKEN = {
    "vide": ("", "fiches.csv : le fichier est vide"),
    "lignes vides": ("\n;;;\n\n", "le fichier est vide"),
    "guillemet ouvert": (
        f'{LINES[0]}\nF1;12/03/2024;a;b\nF2;12/03/2024;"a;b\nF3;12/03/2024;a;b\n',
        "ligne 3 : un guillemet",
    ),
    "guillemet mal fermé": (f'{LINES[0]}\nF1;12/03/2024;"a"b;c\n', "ligne 2 : un guillemet"),
    "colonne absente": (
        "id_fiche;projet\nF1;a\n",
        "colonne « date_depot » : elle manque ; titres lus : id_fiche, projet",
    ),
    "colonne double": ("id_fiche;date_depot;Id Fiche\n", "les colonnes 1 et 3 disent toutes deux id_fiche"),
    "pas une table": ("Bonjour, voici mon courrier\nmerci\n", "« id_fiche » : elle manque"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused_as_a_whole_in_one_sentence(tmp_path: Path, case: str) -> None:
    text, message = BROKEN[case]
    with pytest.raises(FormsRefused) as refused:
        lines(write(tmp_path, text))
    assert message in str(refused.value)
    assert "attendu" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7 ...", "un PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien classeur"),
        (b"PK\x03\x04 nothing", "le classeur ne peut pas être lu"),
        (b"PAR1 nothing", "Parquet est abîmé"),
        ("id_fiche;date_depot".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe", "ce fichier n'est pas du texte"),
        (b"id_fiche;date_depot;pr\x82noms\r\nF1;12/03/2024;L\x82a\r\n", "cp850"),
        (b"id_fiche;date_depot\r\nF\x81;12/03/2024\r\n", "l'octet 0x81 n'existe pas en cp1252"),
    ],
)
def test_what_is_no_table_of_texts_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "fiches.csv"
    path.write_bytes(content)
    with pytest.raises(FormsRefused, match=message):
        lines(path)


def test_a_parquet_file_whose_rows_are_damaged_is_refused(tmp_path: Path) -> None:
    import pyarrow.parquet

    path = tmp_path / "fiches.parquet"
    table = pyarrow.table({"id_fiche": ["F1", "F2"], "date_depot": ["12/03/2024", "2024-03-13"]})
    pyarrow.parquet.write_table(table, path, use_dictionary=False, compression="none")
    whole = path.read_bytes()
    for sound, wound in ((b"12/03/2024", b"\xff2/03/2024"), (b"\x0a\x00\x00\x0012/", b"\xff\xff\xff\x7f12/")):
        path.write_bytes(whole.replace(sound, wound))
        with pytest.raises(FormsRefused, match="le fichier Parquet est abîmé ; attendu : un fichier entier"):
            lines(path)


def test_an_old_encoding_is_read_when_it_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "\n".join(LINES), "cp850")
    first = lines(path, encoding="cp850")[0]
    assert first.dossier is not None
    assert first.dossier.experiences[0].title == "Éducatrice"
    with pytest.raises(FormsRefused, match="codage inconnu"):
        lines(path, encoding="klingon")


def test_parquet_and_xlsx_give_the_lines_that_csv_gives(tmp_path: Path) -> None:
    import pandas as pd

    expected = [one.dossier for one in lines(write(tmp_path, "\n".join(LINES)))]
    frame = pd.DataFrame([line.split(";") for line in LINES[1:]], columns=LINES[0].split(";"))
    frame["date_depot"] = pd.to_datetime(frame["date_depot"], dayfirst=True)
    frame.to_parquet(tmp_path / "fiches.parquet")
    frame.to_excel(tmp_path / "fiches.xlsx", index=False, engine="xlsxwriter")
    for name in ("fiches.parquet", "fiches.xlsx"):
        assert [one.dossier for one in lines(tmp_path / name)] == expected
