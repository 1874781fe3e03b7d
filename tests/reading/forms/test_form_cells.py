"""Every kind of dirt that a cell may hold: read, repaired and told, or asked about; never guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from form_files import SOUND

from matcher.reading.forms import FormLine, FormsRefused, read_frame


def read(**cells: Any) -> FormLine:
    (line,) = read_frame(pd.DataFrame([{**SOUND, **cells}]))
    return line


def experience(**cells: Any) -> Any:
    line = read(**cells)
    assert line.dossier is not None
    return line.dossier.experiences[0]


def test_a_sound_form_has_nothing_to_say() -> None:
    line = read()
    assert (line.id_fiche, line.status, line.errors, line.warnings, line.questions) == ("F1", "evaluee", (), (), ())
    assert line.dossier is not None
    assert line.dossier.filed_on == date(2024, 3, 12)
    assert line.dossier.experiences[0].activities == ("Gestion des contrats", "paie de 40 salariés", "recrutement")


@pytest.mark.parametrize(
    ("said", "weekly", "share"),
    [
        ("35", 35, None), ("35h", 35, None), ("35 h 00", 35, None), ("35 h 30", 35.5, None), ("17,5", 17.5, None),
        ("39 h", 39, None), (" 35 heures par semaine", 35, None), ("35h/sem.", 35, None), ("80 %", None, "80 %"),
        ("80%", None, "80 %"), ("mi-temps", None, "50 %"), ("Plein temps", None, "plein"),
        ("temps complet", None, "plein"),
        ("forfait jours", None, "forfait_jours"), (35.0, 35, None),
    ],
)  # fmt: skip
def test_hours_are_read_however_they_are_written(said: Any, weekly: float | None, share: str | None) -> None:
    one = experience(exp1_heures_hebdo=said)
    assert (one.weekly_hours, one.work_time) == (weekly, share)
    assert read(exp1_heures_hebdo=said).status == "evaluee"


def test_thousands_with_a_no_break_space_are_a_total() -> None:
    assert experience(exp1_heures_hebdo="", exp1_heures_total="1\u00a0607").total_hours == 1607
    assert experience(exp1_heures_hebdo="", exp1_heures_total="240 h").total_hours == 240


@pytest.mark.parametrize("said", ["400", "-5", "1.607", "35-39", "beaucoup", "151,67 h par mois", "1 607"])
def test_hours_that_cannot_be_are_an_error_with_the_value_shown(said: str) -> None:
    line = read(exp1_heures_hebdo=said)
    assert line.status == "a_completer"
    assert "ligne 1, exp1_heures_hebdo" in line.errors[0]
    assert "attendu" in line.errors[0]
    assert f"« {said} »" in line.errors[0]
    assert line.dossier is not None
    assert line.dossier.experiences[0].weekly_hours is None


def test_part_time_without_its_share_is_a_question() -> None:
    line = read(exp1_heures_hebdo="temps partiel")
    assert line.errors == ()
    assert "quelle durée de travail" in line.questions[0]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("1", "salarie"), ("14", "stage"), (5, "benevole"), ("Benevole", "benevole"), ("bénévolat asso", "benevole"),
        ("delegue CGT", "syndical"), ("autoentrepreneur", "independant"), ("interim", "salarie"), ("CDI", "salarie"),
        ("service civique", "volontaire"), ("Contrat d'apprentissage", "apprentissage"),
        ("élue locale", "mandat_electif"),
        ("PMSMP", "pmsmp"), ("sportif de haut niveau", "sportif_haut_niveau"), ("15", "autre"),
    ],
)  # fmt: skip
def test_kinds_are_known_by_their_code_and_their_words(said: Any, kind: str) -> None:
    assert experience(exp1_statut=said).kind == kind


@pytest.mark.parametrize("said", ["", "alternance", "16", "bénévole salarié", "???", "n'importe quoi"])
def test_a_kind_that_is_not_sure_is_a_question_and_no_refusal(said: str) -> None:
    line = read(exp1_statut=said)
    assert line.status == "a_completer"
    assert "à quel titre" in line.questions[0]
    assert line.dossier is not None
    assert line.dossier.experiences[0].kind == "autre"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("31/02/2020", "le jour 31/02/2020 n'existe pas"),
        ("12/31/2019", "ce serait le 31/12/2019"),
        ("0000-13-00", "exp1_date_debut"),
        ("29/02/2023", "n'existe pas"),
        ("mars", "année"),
        ("01/01/2035", "commence après le dépôt"),
        ("en cours", "un début ne peut pas être"),
    ],
)
def test_a_date_that_cannot_be_read_is_an_error_and_the_rest_stays(said: str, message: str) -> None:
    line = read(exp1_date_debut=said)
    assert line.status == "a_completer"
    assert message in line.errors[0]
    assert line.dossier is not None
    assert line.dossier.experiences[0].activities
    assert line.dossier.experiences[0].start.first.year < 2000
    assert any("quelle date de début" in one for one in line.questions)


def test_reversed_dates_are_both_left_out() -> None:
    line = read(exp1_date_debut="01/01/2020", exp1_date_fin="31/12/2019")
    assert "la fin précède le début" in line.errors[0]
    assert line.dossier is not None
    assert not line.dossier.experiences[0].end_known


def test_serial_numbers_and_short_years_are_read_and_told() -> None:
    line = read(date_depot="45364", exp1_date_debut="43831", exp1_date_fin="31/12/22")
    assert line.dossier is not None
    assert line.dossier.filed_on == date(2024, 3, 13)
    assert str(line.dossier.experiences[0].start) == "2020-01-01"
    assert str(line.dossier.experiences[0].end) == "2022-12-31"
    assert len(line.warnings) == 3
    assert line.status == "evaluee"


@pytest.mark.parametrize("said", ["", "mars 2024", "en cours", "31/02/2024", "0000-00-00", "xxx"])
def test_without_a_whole_filing_date_nothing_is_evaluated(said: str) -> None:
    line = read(date_depot=said)
    assert line.dossier is None
    assert line.status == "a_completer"
    assert "date_depot" in line.errors[0]


def test_an_end_that_is_missing_is_asked_and_one_that_goes_on_is_not() -> None:
    assert "toujours en poste" in read(exp1_date_fin="").questions[0]
    for said in ("en cours", "à ce jour", "Maintenant", "toujours en poste"):
        assert experience(exp1_date_fin=said).ongoing
        assert read(exp1_date_fin=said).status == "evaluee"
    assert experience(exp1_date_fin="", exp1_en_cours="x").ongoing


@pytest.mark.parametrize("said", ["xxx", "NC", "néant", "-", "test", "N/A"])
def test_placeholders_are_missing_and_listed(said: str) -> None:
    line = read(exp1_organisme=said, code_rncp_vise=said)
    assert line.dossier is not None
    assert line.dossier.experiences[0].organisation is None
    assert line.dossier.target is None
    assert sum("lu comme absent" in one for one in line.warnings) == 2
    assert "lu comme absent" in read(exp1_date_fin="01/01/1900").warnings[0]


def test_codes_are_normalised() -> None:
    line = read(code_rncp_vise="RNCP 35 375", exp1_code_rome="m1203 ")
    assert line.dossier is not None
    assert line.dossier.target == "RNCP35375"
    assert line.dossier.experiences[0].rome == "M1203"
    assert read(code_rncp_vise="35375").aims == ("RNCP35375",)
    assert "exp1_code_rome : ce n'est pas un code ROME" in read(exp1_code_rome="Z99").errors[0]


def test_a_lost_zero_is_put_back_and_told() -> None:
    line = read(code_postal="1000")
    assert line.dossier is not None
    assert line.dossier.postcode == "01000"
    assert "avait perdu son zéro" in line.warnings[0]
    assert "ce n'est pas un code postal" in read(code_postal="12").errors[0]


@pytest.mark.parametrize(
    ("column", "said", "level"),
    [
        ("niveau_formation", "III", 5), ("niveau_formation", "niveau IV", 4), ("niveau_formation", "N4_BAC", 4),
        ("niveau_formation", "bac+3", 6), ("niveau_cec", "5", 5), ("niveau_cerfa", "5", 4),
        ("diplome_plus_eleve", "BTS comptabilité", 5), ("niveau_formation", "5", None),
        ("niveau_formation", "niveau 3", None),
        ("niveau_formation", "I", None),
    ],
)  # fmt: skip
def test_three_scales_of_levels_are_never_cast_blindly(column: str, said: str, level: int | None) -> None:
    line = read(**{column: said})
    assert line.dossier is not None
    assert [one.level for one in line.dossier.diplomas] == ([] if level is None else [level])
    assert level is not None or line.warnings
    assert line.status == "evaluee"


def test_several_diplomas_in_a_cell_are_told_apart() -> None:
    line = read(diplome_vise="Licence RH / DUT GEA", diplome_plus_eleve="BTS compta\nlicence pro paie")
    assert line.aims == ("Licence RH", "DUT GEA")
    assert line.dossier is not None
    assert [one.level for one in line.dossier.diplomas] == [5, 6]
    assert read(diplome_vise="je ne sais pas").aims == ()


def test_an_experience_told_in_the_project_is_asked_for() -> None:
    empty = {column: "" for column in SOUND if column.startswith("exp1")}
    line = read(**empty, projet="J'ai travaillé 10 ans dans la compta et je suis trésorière d'une asso")
    assert line.status == "a_completer"
    assert "raconte sans doute des expériences" in line.warnings[0]
    assert line.dossier is not None
    assert line.dossier.project
    assert line.dossier.experiences == ()


def test_no_union_name_is_told_anywhere() -> None:
    line = read(
        exp1_statut="delegue CGT", exp1_organisme="CGT Métallurgie", exp1_fonction="Délégué CGT",
        exp1_date_debut="le CGT", exp1_heures_hebdo="", exp1_activites="Négociation pour la CGT",
    )  # fmt: skip
    assert "CGT" not in repr(line)
    assert line.dossier is not None
    assert line.dossier.experiences[0].organisation is None


@pytest.mark.parametrize(
    "said", ["\x00", "🙂", "\u202eabc", "<script>", '"; DROP TABLE', "a" * 10_000, "a" * 30_000, "PrÃ©nom"]
)
def test_hostile_texts_do_no_harm(said: str) -> None:
    line = read(projet=said, exp1_fonction=said)
    assert line.dossier is not None
    assert "\x00" not in repr(line)


def test_text_encoded_twice_is_repaired_and_told() -> None:
    line = read(exp1_fonction="Ã©ducatrice spÃ©cialisÃ©e")
    assert line.dossier is not None
    assert line.dossier.experiences[0].title == "éducatrice spécialisée"
    assert "codé deux fois" in line.warnings[0]


def test_typed_cells_are_read_as_they_are() -> None:
    line = read(
        date_depot=pd.Timestamp(2024, 3, 12), exp1_date_debut=date(2019, 1, 1), exp1_heures_hebdo=35,
        exp1_date_fin=None, exp1_en_cours=True,
    )  # fmt: skip
    assert line.status == "evaluee"
    assert line.dossier is not None
    assert line.dossier.experiences[0].ongoing


def test_a_frame_joins_its_long_form_and_refuses_a_missing_column() -> None:
    forms = pd.DataFrame([{"id_fiche": "A", "date_depot": "12/03/2024"}, {"id_fiche": "B", "date_depot": "12/03/2024"}])
    long = pd.DataFrame(
        [{"id_fiche": "B", "statut": "1", "fonction": "Comptable", "date_debut": 2019.0, "date_fin": "2020"}]
    )
    first, second = read_frame(forms, long)
    assert first.dossier is not None
    assert second.dossier is not None
    assert [len(one.dossier.experiences) for one in (first, second)] == [0, 1]  # type: ignore[union-attr]
    with pytest.raises(FormsRefused, match="date_depot"):
        read_frame(pd.DataFrame([{"id_fiche": "A"}]))
