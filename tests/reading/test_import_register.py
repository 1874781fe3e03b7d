"""Importing the register: real extracts and the whole register, then each trap of the format on its own."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from import_files import (
    NATIONAL,
    NINE,
    RS41,
    V12,
    V41,
    bloc,
    export,
    export_files,
    fiche,
    flow,
    real,
    rome,
    standard,
    tables,
    zipped,
)

from matcher.model.certification import Certification
from matcher.reading.register.loading import import_rncp
from matcher.reading.register.report import RegisterLoad
from matcher.reading.rome.loading import import_rome
from matcher.reading.store import load_register


def imported(folder: Path, *paths: Path) -> tuple[RegisterLoad, dict[str, Certification]]:
    load = import_rncp(list(paths), folder)
    return load, {one.code: one for one in load_register(folder) or ()}


def test_the_whole_register_is_imported_and_every_fiche_is_accounted_for(tmp_path: Path) -> None:
    load, found = imported(tmp_path, real(NATIONAL))
    assert (load.fiches, load.active, load.not_targets, load.quarantined) == (7_622, 5_138, 2_186, ())
    assert len(found) + load.not_targets == 9_808
    assert load.source_date == date(2026, 4, 22)
    active = [one for one in found.values() if one.active]
    assert sum(bool(one.rome) for one in active) == 2_299
    assert sum(bool(one.blocs) for one in active) == 1_744
    assert sum(one.registered.to is not None for one in active) == 2_107
    assert sum(one.level is None for one in found.values()) > 0
    assert all(one.provenance == "verified" and one.sources for one in found.values())
    assert found["RNCP36889"].certifiers[0].siret == "19753471200017"


def test_names_in_utf8_without_the_flag_are_read_and_so_are_tabs_before_sirets(tmp_path: Path) -> None:
    load, found = imported(tmp_path, real(NINE))
    assert (load.fiches, load.not_targets, load.source_date) == (7, 2, date(2024, 2, 22))
    one = found["RNCP509"]
    assert (one.kind, one.level, one.active, one.vae.open) == ("autre", 3, False, True)
    assert one.certifiers[0].siret == "11004301500012"
    assert one.registered.to == date(2023, 8, 31)
    assert [bloc.code for bloc in one.blocs] == [f"RNCP509BC0{place}" for place in range(1, 7)]
    assert found["RNCP19468"].level is None
    assert found["RNCP19468"].successors == ("RS6117",)
    assert found["RNCP22094"].predecessors == ("RNCP4049",)
    assert found["RNCP22094"].successors == ("RNCP28155",)


def test_the_current_flow_gives_facts_and_texts(tmp_path: Path) -> None:
    load, found = imported(tmp_path, real(V41), real(RS41))
    assert (load.fiches, load.active, load.not_targets, load.with_competencies) == (12, 9, 8, 12)
    one = found["RNCP40344"]
    assert one.active is True  # « Modifications à valider » n'y change rien
    assert (one.level, one.registration, one.vae.open) == (4, "sur_demande", True)
    assert one.registered.from_ == date(2025, 3, 28)
    assert one.delivery_deadline == date(2032, 3, 28)
    assert [bloc.code for bloc in one.blocs] == [f"RNCP40344BC0{place}" for place in range(1, 5)]
    assert [len(bloc.competencies) for bloc in one.blocs] == [6, 6, 5, 7]
    assert (one.wording, one.competencies) == ("source", ())
    assert {source.read_on for source in one.sources} == {date(2026, 8, 16)}
    assert [one.code for one in found["RNCP34762"].blocs[0].competencies][:2] == ["A1C1", "A1C2"]


def test_the_first_flow_gives_facts_and_texts_out_of_html(tmp_path: Path) -> None:
    load, found = imported(tmp_path, real(V12))
    assert (load.fiches, load.source_date, load.version[:15]) == (18, None, "rncp-sans-date-")
    one = found["RNCP27861"]
    assert one.blocs[5].competencies[0].text == "Griller des viandes et des poissons."
    assert found["RNCP5041"].vae.open is None
    assert found["RNCP20613"].successors == ("RNCP34938",)
    assert found["RNCP32069"].predecessors == ("RNCP19199",)
    assert found["RNCP23399"].kind == "master"
    assert len(found["RNCP16454"].competencies) > 5


def test_tables_and_flow_together_give_the_facts_of_one_and_the_texts_of_the_other(tmp_path: Path) -> None:
    load, found = imported(tmp_path, real(NATIONAL), real(V41))
    assert (load.fiches, load.with_competencies) == (7_622, 12)
    one = found["RNCP36612"]
    assert [len(bloc.competencies) for bloc in one.blocs] == [9, 9, 8, 7]
    read_on = {fact: source.read_on for source in one.sources for fact in source.facts}
    assert (read_on["title"], read_on["competencies"]) == (date(2026, 4, 22), date(2026, 8, 16))
    assert found["RNCP39568"].delivery_deadline == date(2034, 8, 31)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["VoixdAccès", "voix d'accès", "VOIXDACCES"])
def test_table_names_are_read_whatever_their_accents(tmp_path: Path, form: str, name: str) -> None:
    files = export_files(tables(standard("RNCP1", "Un titre"), **{"VoixdAccès": [["RNCP1", "Par expérience"]]}))
    files = {file.replace("VoixdAccès", unicodedata.normalize(form, name)): text for file, text in files.items()}  # type: ignore[arg-type]
    _, found = imported(tmp_path / "data", zipped(tmp_path / "export.zip", files))
    assert found["RNCP1"].vae.open is True


def test_a_folder_of_tables_reads_as_their_zip(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    for name, text in export_files(tables(standard("RNCP1", "Un titre"))).items():
        (tmp_path / "export" / name).write_bytes(b"\xef\xbb\xbf" + text)
    load, found = imported(tmp_path / "data", tmp_path / "export")
    assert list(found) == ["RNCP1"]
    assert (load.files, load.source_date) == (("export",), date(2026, 5, 1))


def test_a_folder_of_zips_reads_as_tables_and_flow_together(tmp_path: Path) -> None:
    inside = f"<BLOCS_COMPETENCES>{bloc('RNCP1BC1', 'Un bloc', '- Gérer  - Animer')}</BLOCS_COMPETENCES>"
    text = flow(tmp_path / "f.xml", fiche("RNCP1", inside=inside), fiche("RNCP2")).read_bytes()
    (tmp_path / "export").mkdir()
    zipped(tmp_path / "export" / "flux.zip", {"export_fiches_RNCP_V4_1_2026-06-01.xml": text})
    export(tmp_path / "export" / "tables.zip", standard("RNCP1", "Le titre des tables"))
    load, found = imported(tmp_path / "data", tmp_path / "export")
    assert load.source_date == date(2026, 6, 1)
    assert found["RNCP1"].title == "Le titre des tables"
    assert [one.text for one in found["RNCP1"].blocs[0].competencies] == ["Gérer", "Animer"]
    assert [note.problem for note in load.notes] == ["fiche du flux XML que les tables CSV n'ont pas, gardée"]


def test_labels_lose_blanks_line_breaks_and_markup(tmp_path: Path) -> None:
    path = export(
        tmp_path / "export.zip",
        standard("RNCP1", "  Gérer\xa0une  équipe\r\n &amp; un <b>projet</b> "),
        Blocs_De_Compétences=[["RNCP1", "RNCP1BC2", " Bloc\n deux "], ["RNCP1", "RNCP1BC10", "Sapine (<10m)"]],
        Nsf=[["RNCP1", "", ""], ["RNCP1", "221w", "221w : Commercialisation"]],
    )
    _, found = imported(tmp_path / "data", path)
    assert found["RNCP1"].title == "Gérer une équipe & un projet"
    assert [(bloc.code, bloc.title) for bloc in found["RNCP1"].blocs] == [
        ("RNCP1BC2", "Bloc deux"),
        ("RNCP1BC10", "Sapine (<10m)"),
    ]
    assert found["RNCP1"].nsf == ("221w",)


def test_an_impossible_date_is_left_out_and_noted_and_the_fiche_stays(tmp_path: Path) -> None:
    cells = {"date_fin_enregistrement": "31/02/2025", "date_effet": "01/09/2020"}
    load, found = imported(tmp_path / "data", export(tmp_path / "e.zip", standard("RNCP1", "Un titre", **cells)))
    assert found["RNCP1"].registered.to is None
    assert found["RNCP1"].registered.from_ == date(2020, 9, 1)
    assert [(note.code, note.fact, note.value) for note in load.notes] == [("RNCP1", "registered.to", "31/02/2025")]
    assert any("date impossible, laissée de côté (1 : RNCP1 « 31/02/2025 »)" in line for line in load.lines())


def test_dates_in_the_wrong_order_lose_the_first(tmp_path: Path) -> None:
    cells = {"date_fin_enregistrement": "01/01/2020", "date_decision": "01/01/2024"}
    load, found = imported(tmp_path / "data", export(tmp_path / "e.zip", standard("RNCP1", "Un titre", **cells)))
    assert found["RNCP1"].registered.from_ is None
    assert load.notes[0].fact == "registered.from"


def test_a_fiche_without_level_is_kept_and_odd_levels_are_noted(tmp_path: Path) -> None:
    levels = {"RNCP1": "", "RNCP2": "REPRISE", "RNCP3": "NIV2", "RNCP4": "Niveau 8"}
    rows = [standard(code, "Un titre", nomenclature_europe_niveau=level) for code, level in levels.items()]
    load, found = imported(tmp_path / "data", export(tmp_path / "e.zip", *rows))
    assert [one.level for one in found.values()] == [None, None, None, 8]
    assert [(note.code, note.value) for note in load.notes] == [("RNCP3", "NIV2")]


def test_only_what_has_no_number_or_title_is_quarantined(tmp_path: Path) -> None:
    rows = [
        standard("", "Sans numéro"),
        standard("FICHE 12", "Numéro illisible"),
        standard("RNCP1", " <br/> "),
        standard("rncp 2", "Numéro écrit autrement"),
        ["1", "RNCP3", "Ligne trop courte"],
    ]
    load, found = imported(tmp_path / "data", export(tmp_path / "e.zip", *rows))
    assert list(found) == ["RNCP2"]
    reasons = {one.place.rpartition(" ")[2]: (one.number, one.reason) for one in load.quarantined}
    assert reasons == {
        "2": (None, "pas de numéro"),
        "3": (None, "numéro illisible « FICHE 12 »"),
        "4": ("RNCP1", "pas d'intitulé"),
        "6": (None, "la ligne n'a pas le nombre de colonnes de l'en-tête"),
    }
    assert "En quarantaine : 4 fiches." in load.lines()


def test_rows_given_twice_are_kept_once_and_differences_are_noted(tmp_path: Path) -> None:
    path = export(
        tmp_path / "e.zip",
        standard("RNCP1", "Un titre"),
        standard("RNCP1", "Un titre"),
        standard("RNCP2", "Un titre"),
        standard("RNCP2", "Un autre titre"),
        Rome=[["RNCP1", "M1203", ""], ["RNCP1", "M1203", ""], ["RNCP1", "12", ""], ["RNCP9", "M1203", ""]],
        Blocs_De_Compétences=[["RNCP1", "RNCP1BC1", "Un"], ["RNCP1", "RNCP1BC1", "Deux"], ["RNCP1", "RNCP1BC2", ""]],
    )
    load, found = imported(tmp_path / "data", path)
    assert found["RNCP1"].rome == ("M1203",)
    assert [(bloc.code, bloc.title) for bloc in found["RNCP1"].blocs] == [("RNCP1BC1", "Un"), ("RNCP1BC2", None)]
    assert found["RNCP2"].title == "Un titre"
    assert {(note.code, note.fact) for note in load.notes} == {("RNCP2", "code"), ("RNCP1", "blocs"), ("RNCP1", "rome")}
    assert any(line.startswith("Table Rome : lignes sur des fiches que Standard n'a pas") for line in load.lines())


def test_successors_are_many_and_links_are_said_on_both_fiches(tmp_path: Path) -> None:
    links = [["RNCP1", "", "RNCP3"], ["RNCP1", "", "RNCP2"], ["RNCP1", "", "RS7"], ["RNCP4", "RNCP3", ""]]
    rows = [standard(f"RNCP{number}", "Un titre") for number in range(1, 5)]
    _, found = imported(tmp_path / "data", export(tmp_path / "e.zip", *rows, Ancienne_Nouvelle_Certification=links))
    assert found["RNCP1"].successors == ("RS7", "RNCP2", "RNCP3")
    assert found["RNCP2"].predecessors == found["RNCP3"].predecessors == ("RNCP1",)
    assert found["RNCP3"].successors == ("RNCP4",)


@pytest.mark.parametrize(
    ("cells", "title", "kind"),
    [
        ({"abrege_libelle": "MASTER", "abrege_intitule": "Master"}, "Un titre", "master"),
        ({"abrege_intitule": "Diplôme conférant le grade de Master"}, "Un titre", "autre"),
        ({"abrege_intitule": "Titre ingénieur"}, "Ingénieur diplômé", "ingenieur"),
        ({"abrege_intitule": "Bachelor universitaire de technologie"}, "Un titre", "licence_professionnelle"),
        ({"abrege_intitule": "Licence professionnelle"}, "Un titre", "licence_professionnelle"),
        ({"abrege_intitule": "Licence"}, "Un titre", "licence"),
        ({"abrege_intitule": "Diplôme d'état de la jeunesse"}, "Un titre", "diplome_etat"),
        ({"abrege_libelle": "TP"}, "Un titre", "titre_rncp"),
        ({"abrege_libelle": "BTS", "abrege_intitule": "Brevet de technicien supérieur"}, "Un titre", "autre"),
        ({}, "Ingénieur d'affaires", "titre_rncp"),
        ({}, "CQP Tourier", "autre"),
        ({"type_enregistrement": "Enregistrement de droit"}, "DEUST métiers de la forme", "deust"),
        ({"type_enregistrement": ""}, "Master mention droit", "master"),
        ({"type_enregistrement": ""}, "Conducteur de travaux", "autre"),
    ],
)
def test_kinds_come_from_the_abbreviation_or_the_registration(
    tmp_path: Path, cells: dict[str, str], title: str, kind: str
) -> None:
    _, found = imported(tmp_path / "data", export(tmp_path / "e.zip", standard("RNCP1", title, **cells)))
    assert found["RNCP1"].kind == kind


def test_the_vae_route_is_open_when_told_and_closed_only_when_the_flow_says_no(tmp_path: Path) -> None:
    routes: list[list[str]] = [["RNCP1", "Par expérience"], ["RNCP2", "En contrat d’apprentissage"]]
    rows = [standard("RNCP1", "Un titre"), standard("RNCP2", "Un titre")]
    _, found = imported(tmp_path / "a", export(tmp_path / "e.zip", *rows, **{"VoixdAccès": routes}))  # type: ignore[arg-type]
    assert [one.vae.open for one in found.values()] == [True, None]
    said = ["<ACTIF>Oui</ACTIF>", "<ACTIF>Non</ACTIF>", "Non", ""]
    fiches = [fiche(f"RNCP{place}", inside=f"<SI_JURY_VAE>{text}</SI_JURY_VAE>") for place, text in enumerate(said)]
    _, found = imported(tmp_path / "b", flow(tmp_path / "f.xml", *fiches))
    assert [one.vae.open for one in found.values()] == [True, False, False, None]


def test_blocs_of_correspondences_are_no_blocs(tmp_path: Path) -> None:
    other = bloc("RNCP9BC01", "Le bloc d'une autre fiche")
    inside = (
        f"<CORRESPONDANCES><CORRESPONDANCE><SOURCE>{bloc('RNCP1BC01', 'Un renvoi')}</SOURCE>"
        f"<DESTINATION>{other}</DESTINATION></CORRESPONDANCE></CORRESPONDANCES>"
        f"<BLOCS_COMPETENCES>{bloc('RNCP1BC01', 'Le vrai', '- Gérer une équipe  - Animer')}</BLOCS_COMPETENCES>"
    )
    _, found = imported(tmp_path / "data", flow(tmp_path / "f.xml", fiche("RNCP1", inside=inside)))
    assert [(one.code, one.title) for one in found["RNCP1"].blocs] == [("RNCP1BC01", "Le vrai")]
    assert [one.text for one in found["RNCP1"].blocs[0].competencies] == ["Gérer une équipe", "Animer"]


def test_markup_written_as_xml_reads_as_markup_written_as_text(tmp_path: Path) -> None:
    inside = (
        "<BLOCS_COMPETENCES><BLOC><CODE>RNCP1BC01</CODE><INTITULE>Un bloc</INTITULE><LISTE_COMPETENCES>"
        "Être capable de <ul><li>Gérer une équipe</li><li>Recherche &amp; innovation</li></ul> seul</LISTE_COMPETENCES>"
        "</BLOC></BLOCS_COMPETENCES>"
    )
    _, found = imported(tmp_path / "data", flow(tmp_path / "f.xml", fiche("RNCP1", inside=inside)))
    items = [one.text for one in found["RNCP1"].blocs[0].competencies]
    assert items == ["Être capable de", "Gérer une équipe", "Recherche & innovation", "seul"]


def test_a_bad_fiche_of_the_flow_does_not_stop_the_rest(tmp_path: Path) -> None:
    dates = {"DATE_FIN_ENREGISTREMENT": "00/00/0000", "ACTIF": "peut-être"}
    fiches = [fiche("", "Sans numéro"), fiche("RNCP2", ""), fiche("RNCP3", **dates), fiche("RNCP3"), fiche("RS4")]
    load, found = imported(tmp_path / "data", flow(tmp_path / "f.xml", *fiches))
    assert list(found) == ["RNCP3"]
    assert (found["RNCP3"].active, found["RNCP3"].registered.to, load.not_targets) == (None, None, 1)
    assert [(one.number, one.reason) for one in load.quarantined] == [
        (None, "pas de numéro"),
        ("RNCP2", "pas d'intitulé"),
    ]
    assert {note.fact for note in load.notes} == {"registered.to", "active", "code"}


def test_unknown_and_retired_rome_codes_are_listed_and_kept(tmp_path: Path) -> None:
    data, codes = tmp_path / "data", [["RNCP1", code, ""] for code in ("M1203", "M9999", "M1502")]
    passage = tmp_path / "passage.csv"
    passage.write_text("code_rome_v3;code_rome_v4\nM1502;M1501\n", encoding="utf-8")
    path = export(tmp_path / "e.zip", standard("RNCP1", "Un titre"), Rome=codes)
    before, _ = imported(data, path)
    assert before.rome_version is None
    import_rome(rome(tmp_path / "rome.zip"), data, crosswalk=passage)
    again, found = imported(data, path)
    assert again.unchanged
    assert (again.unknown_rome, again.retired_rome) == ({"M9999": ("RNCP1",)}, {"M1502": ("RNCP1",)})
    assert found["RNCP1"].rome == ("M1203", "M9999", "M1502")
    assert "Codes ROME inconnus du ROME v399 : 1 (M9999) ; sur 1 fiche, où ils sont gardés." in again.lines()


def test_progress_is_told_by_plain_numbers(tmp_path: Path) -> None:
    heard: list[tuple[int, int, str]] = []
    path = export(tmp_path / "e.zip", standard("RNCP1", "Un titre"))
    import_rncp([path, flow(tmp_path / "f.xml", fiche("RNCP1"))], tmp_path / "data", lambda *said: heard.append(said))
    assert {what for _, _, what in heard} >= {"table Standard", "f.xml", "fiches"}
    assert all(0 <= done <= total for done, total, _ in heard)
