"""Importing ROME: the real version 3, small files in the shape of versions 3 and 4, and the passage between them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from import_files import ROME, ROME_3, ROME_4, content, real, rome

from matcher.reading.archives import ImportFault
from matcher.reading.rome.loading import import_rome
from matcher.reading.rome.stored import Move, Rome, load_rome


def loaded(folder: Path) -> Rome:
    found = load_rome(folder)
    assert found is not None
    return found


def test_the_real_version_3_is_read_whole(tmp_path: Path) -> None:
    load = import_rome(real(ROME), tmp_path)
    counts = (load.version, load.jobs, load.appellations, load.links, load.moves)
    assert counts == ("v347", 532, 10_990, 24_998, 4_008)
    assert dict(load.unlabelled) == {"L1510": "Films d'animation et effets spéciaux"}
    found = loaded(tmp_path)
    assert found.jobs["A1101"].definition.startswith("Réalise des travaux mécanisés agricoles")
    assert not any("''" in one.label for ones in found.skills.values() for one in ones)
    kinds = {one.kind for ones in found.skills.values() for one in ones}
    assert kinds == {"savoir", "savoir_faire"}
    labels = [one.label for one in found.skills["M1203"]]
    assert "Établir un état de rapprochement bancaire" in labels
    core = [one.core for one in found.skills["M1203"]]
    assert core == sorted(core, reverse=True)
    assert len(found.skills) == 532
    assert found.retired == {}


def test_version_3_by_its_own_columns(tmp_path: Path) -> None:
    load = import_rome(rome(tmp_path / "rome.zip"), tmp_path / "data")
    found = loaded(tmp_path / "data")
    assert (load.version, found.version, found.day) == ("v399", "v399", None)
    assert found.jobs["M1203"].definition == "Tient la comptabilité d'une structure. Établit les comptes."
    assert [(one.label, one.kind, one.core) for one in found.skills["M1203"]] == [
        ("Saisir les factures d'achat", "savoir_faire", True),
        ("Fiscalité", "savoir", False),
    ]
    assert found.moves["M1203"] == (Move("M1501", "proche"),)
    assert found.jobs["L1510"].label == "Animateur / Animatrice 3D"  # aucune autre table ne la nomme
    assert "Compétences liées à un métier mais sans libellé, laissées de côté : 1 (99)." in load.lines()


def test_version_4_by_its_own_columns(tmp_path: Path) -> None:
    said = b"Numero de version : 99\nDate de publication : 15/06/2026\n"
    load = import_rome(rome(tmp_path / "rome.zip", ROME_4, {"RefRomeCsv/version.txt": said}), tmp_path / "data")
    found = loaded(tmp_path / "data")
    assert (load.version, found.day) == ("v499", date(2026, 6, 15))
    assert [(one.label, one.kind, one.core) for one in found.skills["M1855"]] == [
        ("Coder une application", "savoir_faire", None),
        ("Faire preuve de rigueur", "savoir_etre", None),
        ("Langages web", "savoir", None),
    ]
    assert [(one.long, one.principal, one.rare) for one in found.appellations if one.code == "M1855"] == [
        ("Devops", 0, 1)
    ]
    assert found.jobs["M1855"].access == "Accessible avec un bac + 2."
    assert found.moves["M1855"] == (Move("M1805", None),)
    assert found.crosswalk == {"M1805": ("M1855",)}  # code_rome_parent
    assert found.retired == {}


@pytest.mark.parametrize("header", ["ROME v3;Libellé;ROME v4", "code cible;Libellé;code source v3"])
def test_a_crosswalk_lies_among_the_files_or_is_given(tmp_path: Path, header: str) -> None:
    cells = "M1101;Achats;M1855\nX;;Y\n" if header.startswith("ROME") else "M1855;Achats;M1101\n"
    text = f"{header}\n{cells}".encode()
    import_rome(rome(tmp_path / "a.zip", ROME_4, {"passage_v3_v4.csv": text}), tmp_path / "inside")
    (tmp_path / "table.csv").write_bytes(text)
    import_rome(rome(tmp_path / "b.zip", ROME_4), tmp_path / "given", crosswalk=tmp_path / "table.csv")
    for folder in ("inside", "given"):
        assert loaded(tmp_path / folder).crosswalk == {"M1101": ("M1855",), "M1805": ("M1855",)}
        assert loaded(tmp_path / folder).retired == {"M1101": ("M1855",)}


def test_coherence_serves_where_links_are_missing(tmp_path: Path) -> None:
    files = {name: rows for name, rows in ROME_3.items() if "liens" not in name}
    files["unix_coherence_item_v399_utf8.csv"] = ("code_rome,code_ogr", ["M1203,22", "M1203,21", "M1203,23"])
    import_rome(rome(tmp_path / "rome.zip", files), tmp_path / "data")
    found = {(one.label, one.kind) for one in loaded(tmp_path / "data").skills["M1203"]}
    assert found == {("Saisir les factures d'achat", "savoir_faire"), ("Fiscalité", "savoir")}


def test_the_same_files_again_change_nothing_and_others_tell_what_changed(tmp_path: Path) -> None:
    data, first = tmp_path / "data", rome(tmp_path / "rome.zip")
    import_rome(first, data)
    before = content(data)
    assert import_rome(first, data).lines()[0].startswith("Rien à faire")
    assert content(data) == before
    load = import_rome(rome(tmp_path / "rome4.zip", ROME_4), data)
    assert (load.added, load.removed) == (("M1805", "M1855"), ("L1510", "M1203", "M1501"))


@pytest.mark.parametrize(
    ("removed", "sentence"),
    [
        ("code_rome", "la table code_rome manque"),
        ("appellation", "la table appellation manque"),
        ("liens", "la table liens_rome_referentiels manque (ou, à défaut, coherence_item)"),
        ("item", "la table item manque (ou, à défaut, competence)"),
    ],
)
def test_a_missing_table_is_named(tmp_path: Path, removed: str, sentence: str) -> None:
    files = {name: rows for name, rows in ROME_3.items() if removed not in name}
    with pytest.raises(ImportFault, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        import_rome(rome(tmp_path / "rome.zip", files), tmp_path / "data")
    assert content(tmp_path / "data") is None


def test_mixed_versions_are_refused(tmp_path: Path) -> None:
    files = dict(ROME_3)
    files["unix_texte_v350_utf8.csv"] = files.pop("unix_texte_v399_utf8.csv")
    with pytest.raises(ImportFault, match="Deux versions du ROME sont mélangées"):
        import_rome(rome(tmp_path / "rome.zip", files), tmp_path / "data")


def test_definitions_and_moves_may_miss_and_it_is_said(tmp_path: Path) -> None:
    files = {name: rows for name, rows in ROME_3.items() if "texte" not in name and "mobilite" not in name}
    load = import_rome(rome(tmp_path / "rome.zip", files), tmp_path / "data")
    assert [line for line in load.lines() if "manque : importé sans elle" in line] == [
        "La table texte manque : importé sans elle.",
        "La table mobilite manque : importé sans elle.",
    ]


def test_no_rome_is_none(tmp_path: Path) -> None:
    assert load_rome(tmp_path) is None
    assert load_rome(tmp_path / "nowhere") is None
