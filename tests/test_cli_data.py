"""The commands on data: imports, occupations, referentials."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from import_files import ROME_3, content, export, export_files, rome, standard, tables, zipped

from matcher.cli import main
from matcher.reading.store import load_register, register_version

Captured = pytest.CaptureFixture[str]
Make = Callable[[Path], Path]
ROW = standard("RNCP99990", "Opérateur de saisie")

ROME = ROME_3 | {
    "unix_referentiel_appellation_v399_utf8.csv": (
        ROME_3["unix_referentiel_appellation_v399_utf8.csv"][0],
        [
            "11,Comptable,Comptable,M1203,1,PRINCIPALE,1",
            "12,Chef comptable,Chef comptable,M1501,1,PRINCIPALE,1",
            "13,Agent / Agente de sécurité,Agent / Agente de sécurité,K2503,1,PRINCIPALE,1",
            "14,Agent / Agente de magasinage,Agent / Agente de magasinage,N1103,1,PRINCIPALE,1",
            "15,Agent / Agente de voyages,Agent / Agente de voyages,G1301,1,PRINCIPALE,1",
        ],
    )
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of imports of its own, not there yet."""
    folder = tmp_path / "data"
    monkeypatch.setenv("VAE_DATA", str(folder))
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ["import"],
        ["import", "rome"],
        ["import", "rncp"],
        ["occupation"],
        ["referentials"],
        ["referentials", "list"],
        ["referentials", "check"],
        ["referentials", "diff"],
    ],
)
def test_help_is_in_french(command: list[str], capsys: Captured) -> None:
    assert main([*command, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Usage : {' '.join(['vae', *command])}")
    for english in ("Usage:", "Options:", "Arguments:", "Commands", "Show this", "required", "default"):
        assert english not in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import"], "il manque une commande"),
        (["import", "rome"], "il manque l'argument CHEMIN"),
        (["import", "rncp"], "il manque l'argument CHEMIN…"),
        (["import", "rncps"], "commande inconnue : « rncps » (peut-être « rncp »)"),
        (["import", "rome", "a", "--crosswal", "b"], "option inconnue : « --crosswal » (peut-être « --crosswalk »)"),
        (["import", "rome", "a", "--crosswalk"], "l'option --crosswalk demande une valeur"),
        (["occupation"], "il manque l'argument INTITULÉ"),
        (["occupation", "chef", "comptable"], "argument en trop : « comptable »"),
        (["occupation", "chef", "--limit", "0"], "--limit : « 0 » lu ; attendu : un nombre entier d'au moins 1"),
        (["referentials"], "il manque une commande"),
        (["referentials", "list", "--limit", "x"], "--limit : « x » lu ; attendu : un nombre entier d'au moins 1"),
        (["referentials", "diff", "a"], "argument en trop : « a »"),
    ],
)
def test_usage_errors_are_one_french_sentence(arguments: list[str], message: str, capsys: Captured) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[0] == f"Erreur : {message}."


# vae import


def test_a_rome_is_imported_and_told_then_found_unchanged(tmp_path: Path, data: Path, capsys: Captured) -> None:
    path = rome(tmp_path / "rome.zip", ROME)
    assert main(["import", "rome", str(path)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith("ROME v399 (rome.zip) : ")
    before = content(data)
    assert main(["import", "rome", str(path)]) == 0
    assert capsys.readouterr().out.startswith("Rien à faire : rome.zip est déjà la version en service.")
    assert content(data) == before


def test_a_crosswalk_is_imported_with_the_rome(tmp_path: Path, data: Path, capsys: Captured) -> None:
    passage = tmp_path / "passage.csv"
    passage.write_text("ancien;nouveau\nM1299;M1203\n", encoding="utf-8")
    assert main(["import", "rome", str(rome(tmp_path / "rome.zip", ROME)), "--crosswalk", str(passage)]) == 0
    assert "Passage d'anciens codes : 1 correspondance." in capsys.readouterr().out


def test_a_register_is_imported_and_told(tmp_path: Path, data: Path, capsys: Captured) -> None:
    assert main(["import", "rncp", str(export(tmp_path / "e.zip", ROW))]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith("RNCP du 01/05/2026 (e.zip) : 1 certification, dont 1 active")
    assert [one.code for one in load_register(data) or ()] == ["RNCP99990"]
    assert main(["import", "rncp", str(tmp_path / "e.zip")]) == 0
    assert capsys.readouterr().out.startswith("Rien à faire : e.zip")


def not_a_zip(folder: Path) -> Path:
    (folder / "bad.zip").write_text("ceci n'est pas un zip", encoding="utf-8")
    return folder / "bad.zip"


def empty_folder(folder: Path) -> Path:
    (folder / "vide").mkdir(exist_ok=True)
    return folder / "vide"


def half_a_zip(folder: Path) -> Path:
    whole = export(folder / "half.zip", ROW)
    whole.write_bytes(whole.read_bytes()[:200])
    return whole


def a_picture(folder: Path) -> Path:
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n")
    return folder / "photo.png"


def without_a_table(folder: Path) -> Path:
    files = {name: text for name, text in export_files(tables(ROW)).items() if "Nsf" not in name}
    return zipped(folder / "less.zip", files)


def rome_without_titles(folder: Path) -> Path:
    return rome(folder / "less.zip", {name: rows for name, rows in ROME.items() if "appellation" not in name})


BAD: dict[str, tuple[str, Make, str]] = {
    **{
        f"{what}, {kind}": (kind, make, said)
        for kind in ("rome", "rncp")
        for what, make, said in (
            ("no such file", lambda folder: folder / "absent.zip", "absent.zip n'existe pas."),
            ("a zip that is none", not_a_zip, "n'est pas une archive zip lisible"),
            ("a zip cut short", half_a_zip, "n'est pas une archive zip lisible"),
            ("an empty zip", lambda folder: zipped(folder / "vide.zip", {}), "vide de fichiers"),
            ("an empty folder", empty_folder, "on n'y trouve pas de fichiers"),
            ("a picture", a_picture, "n'est pas une archive zip lisible"),
        )
    },
    "a missing table, rncp": ("rncp", without_a_table, "la table Nsf manque"),
    "a missing table, rome": ("rome", rome_without_titles, "la table appellation manque"),
    "the register as a rome": ("rome", lambda folder: export(folder / "e.zip", ROW), "manque"),
    "the rome as a register": ("rncp", lambda folder: rome(folder / "rome.zip", ROME), "manque"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_one_sentence_and_nothing_changes(
    tmp_path: Path, data: Path, capsys: Captured, case: str
) -> None:
    kind, make, sentence = BAD[case]
    bad = str(make(tmp_path))
    assert main(["import", kind, bad]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert sentence in said.err
    assert said.err.endswith(".\n")
    assert content(data) is None
    good = export(tmp_path / "good.zip", ROW) if kind == "rncp" else rome(tmp_path / "good.zip", ROME)
    assert main(["import", kind, str(good)]) == 0
    before = content(data)
    assert main(["import", kind, bad]) == 2
    assert content(data) == before


def test_one_bad_path_among_good_ones_refuses_them_all(tmp_path: Path, data: Path, capsys: Captured) -> None:
    good = export(tmp_path / "good.zip", ROW)
    assert main(["import", "rncp", str(good), str(tmp_path / "absent.zip")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'absent.zip'} n'existe pas.\n"
    assert content(data) is None


def test_a_bad_crosswalk_refuses_the_rome(tmp_path: Path, data: Path, capsys: Captured) -> None:
    passage = tmp_path / "passage.csv"
    passage.write_text("a;b\n1;2\n", encoding="utf-8")
    assert main(["import", "rome", str(rome(tmp_path / "rome.zip", ROME)), "--crosswalk", str(passage)]) == 2
    assert capsys.readouterr().err == "passage.csv : il faut deux colonnes de codes ROME, l'ancien et le nouveau.\n"
    assert content(data) is None


def test_data_that_can_not_be_written_are_told(tmp_path: Path, data: Path, capsys: Captured) -> None:
    data.write_text("un fichier")
    assert main(["import", "rncp", str(export(tmp_path / "e.zip", ROW))]) == 2
    assert "ne peut pas recevoir de données" in capsys.readouterr().err


# vae occupation


@pytest.fixture
def with_rome(tmp_path: Path, data: Path, capsys: Captured) -> None:
    main(["import", "rome", str(rome(tmp_path / "rome.zip", ROME))])
    capsys.readouterr()


@pytest.mark.usefixtures("with_rome")
def test_a_title_gives_codes_best_first(capsys: Captured) -> None:
    assert main(["occupation", "comptable"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines()[0] == "M1203  1.00  Comptable"
    scores = [float(line.split()[1]) for line in said.out.splitlines()]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)
    assert all(re.fullmatch(r"[A-N]\d{4}  [01]\.\d\d  .+", line) for line in said.out.splitlines())


@pytest.mark.usefixtures("with_rome")
def test_no_more_codes_than_asked(capsys: Captured) -> None:
    assert main(["occupation", "comptable", "--limit", "1"]) == 0
    assert capsys.readouterr().out == "M1203  1.00  Comptable\n"


@pytest.mark.usefixtures("with_rome")
def test_an_ambiguous_title_is_told_beside_its_codes(capsys: Captured) -> None:
    assert main(["occupation", "agent"]) == 0
    said = capsys.readouterr()
    assert {line[:5] for line in said.out.splitlines()} == {"K2503", "N1103", "G1301"}
    assert said.err == "« agent » désigne plusieurs métiers : préciser.\n"


@pytest.mark.usefixtures("with_rome")
@pytest.mark.parametrize("title", ["xyzzy", "", "de la"])
def test_a_title_like_no_job_is_told_and_is_no_fault(title: str, capsys: Captured) -> None:
    assert main(["occupation", title]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"Aucun métier ne ressemble à « {title} ».\n"


def test_without_rome_the_titles_of_certifications_serve_and_that_is_said(data: Path, capsys: Captured) -> None:
    assert main(["occupation", "Responsable comptable"]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("Le ROME n'est pas importé : les intitulés des certifications servent, faute de mieux")
    assert "Responsable comptable" in said.out
    assert not data.exists()


# vae referentials


def test_list_shows_some_certifications_and_how_many_there_are(data: Path, capsys: Captured) -> None:
    assert main(["referentials", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 21
    assert re.fullmatch(r"20 sur \d{3} certifications\.", lines[-1])
    assert main(["referentials", "list", "--limit", "2"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == lines[:2]


@pytest.mark.parametrize("typed", ["responsable contable", "RNCP 36889", "36889"])
def test_list_finds_by_text_or_code(data: Path, typed: str, capsys: Captured) -> None:
    assert main(["referentials", "list", typed, "--limit", "1"]) == 0
    said = capsys.readouterr()
    assert re.fullmatch(r"RNCP36889 +niveau 6 +jusqu'au \d\d/\d\d/\d{4} +Responsable comptable\n", said.out)
    assert said.err == ""


def test_list_says_when_nothing_is_alike(data: Path, capsys: Captured) -> None:
    assert main(["referentials", "list", "xyzzy"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Aucune certification ne ressemble à « xyzzy ».\n")


def test_list_shows_what_was_imported_and_what_is_not_known_of_it(tmp_path: Path, data: Path, capsys: Captured) -> None:
    row = standard("RNCP99990", "Opérateur de saisie", nomenclature_europe_niveau="")
    main(["import", "rncp", str(export(tmp_path / "e.zip", row))])
    capsys.readouterr()
    assert main(["referentials", "list", "operateur saisie", "--limit", "1"]) == 0
    assert capsys.readouterr().out == (
        f"{'RNCP99990':<24} {'niveau inconnu':<15} {'fin inconnue':<22} Opérateur de saisie\n"
    )


def test_check_tells_group_by_group_what_is_bare_or_doubtful(data: Path, capsys: Captured) -> None:
    assert main(["referentials", "check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"\d{3} certifications, dont \d+ actives\.", lines[0])
    groups = {line.rpartition(" : ")[0]: int(line.rpartition(" : ")[2]) for line in lines[1:] if line[:1].strip()}
    assert groups["Corrections inutiles ou dépassées"] == 0
    assert groups["Fiches actives encore nues : aucune compétence rédigée"] == 0
    assert groups["Fiches illustratives"] > 0
    assert groups["Dates d'attente ou douteuses"] > 0
    assert sum(groups.values()) == sum(line.startswith("  ") for line in lines)


def test_check_counts_what_was_imported_as_bare(tmp_path: Path, data: Path, capsys: Captured) -> None:
    main(["import", "rncp", str(export(tmp_path / "e.zip", ROW))])
    capsys.readouterr()
    assert main(["referentials", "check"]) == 0
    assert "  RNCP99990  Opérateur de saisie" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("imports", [0, 1])
def test_diff_needs_two_imports(tmp_path: Path, data: Path, imports: int, capsys: Captured) -> None:
    for _ in range(imports):
        main(["import", "rncp", str(export(tmp_path / "e.zip", ROW))])
    capsys.readouterr()
    assert main(["referentials", "diff"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "Il faut deux imports du RNCP pour les comparer (vae import rncp).\n"


def test_diff_tells_what_came_changed_and_left(tmp_path: Path, data: Path, capsys: Captured) -> None:
    old = [standard("RNCP1", "Reste"), standard("RNCP2", "Change"), standard("RNCP3", "Part")]
    new = [standard("RNCP1", "Reste"), standard("RNCP2", "A changé"), standard("RNCP4", "Vient")]
    for fiches, day in ((old, "2026_05_01"), (new, "2026_06_01")):
        main(["import", "rncp", str(export(tmp_path / f"{day}.zip", *fiches, day=day))])
    capsys.readouterr()
    assert main(["referentials", "diff"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines() == [
        "RNCP2 modifiée (A changé) : intitulé Change → A changé",
        "RNCP3 retirée : Part",
        "RNCP4 ajoutée : Vient",
    ]


def test_diff_says_when_nothing_differs(tmp_path: Path, data: Path, capsys: Captured) -> None:
    for day in ("2026_05_01", "2026_06_01"):
        main(["import", "rncp", str(export(tmp_path / f"{day}.zip", ROW, day=day))])
    assert register_version(data) is not None
    capsys.readouterr()
    assert main(["referentials", "diff"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Aucune différence entre les deux imports.\n")


def test_diff_of_damaged_imports_says_what_to_do(data: Path, capsys: Captured) -> None:
    data.mkdir()
    (data / "current.json").write_text("{")
    assert main(["referentials", "diff"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"{data / 'current.json'} est illisible : relancez « vae import rncp ».\n"
