"""What a job title lets one presume: told as such, never for a duty, and never enough for a bloc."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from held_cases import JUDGE, case, held
from import_files import ROME, ROME_3, real, rome
from relation_cases import bloc, certification

from matcher.engine import Matcher
from matcher.explain import explain
from matcher.facts import facts_of, related_experience
from matcher.model.dossier import Dossier, ExperienceKind
from matcher.model.faults import DossierError
from matcher.model.report import Evidence, Report
from matcher.occupations import Appellation, OccupationIndex
from matcher.presumption import Presumptions, presume
from matcher.reading.rome.loading import import_rome
from matcher.reading.rome.stored import Rome, load_rome
from matcher.relation import Presumed

DUTIES = {"benevole", "syndical", "mandat_electif", "sportif_haut_niveau", "autre"}
SURE, MOST = 0.7, 3

JOBS = {
    "M1203": "Comptabilité",
    "M1501": "Assistanat en ressources humaines",
    "H2205": "Première transformation de bois",
    "H2415": "Contrôle en industrie du cuir",
    "K2503": "Sécurité et surveillance privées",
    "N1103": "Magasinage",
    "G1301": "Conception de produits touristiques",
    "L1101": "Animation musicale",
}
TITLES = {
    "Comptable": "M1203",
    "Assistant / Assistante RH": "M1501",
    "Trieur-classeur / Trieuse-classeuse de bois": "H2205",
    "Trieur-classeur / Trieuse-classeuse de cuirs": "H2415",
    "Agent / Agente de sécurité": "K2503",
    "Agent / Agente de magasinage": "N1103",
    "Agent / Agente de voyages": "G1301",
    "Agent / Agente artistique": "L1101",
}
SKILLS = ["Enregistrer des factures", "Fiscalité", "Établir un bilan", "Déclarer la TVA", "Suivre des impayés"]


def rows(name: str, *lines: str) -> dict[str, tuple[str, list[str]]]:
    return {name: (ROME_3[name][0], list(lines))}


FILES = {
    **ROME_3,
    **rows(
        "unix_referentiel_code_rome_v399_utf8.csv",
        *(f"{code},1,1,{label},1" for code, label in JOBS.items()),
        "M1299,1,1,Ancienne comptabilité,0",
        "M1298,1,1,Mécanographie,0",
    ),
    **rows(
        "unix_referentiel_appellation_v399_utf8.csv",
        *(f"{ogr},{title},{title},{code},1,PRINCIPALE,1" for ogr, (title, code) in enumerate(TITLES.items(), start=11)),
    ),
    **rows(
        "unix_item_v399_utf8.csv",
        *(f"{ogr},{label},{1 if label == 'Fiscalité' else 2},6," for ogr, label in enumerate(SKILLS, start=51)),
    ),
    **rows(
        "unix_liens_rome_referentiels_v399_utf8.csv",
        *(
            f"M1203,{ogr},6,1,{1 if label == 'Fiscalité' else 2},8,{ogr - 50}"
            for ogr, label in enumerate(SKILLS, start=51)
        ),
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder where this small ROME is imported."""
    folder = tmp_path_factory.mktemp("rome")
    crosswalk = folder / "passage.csv"
    crosswalk.write_text("ancien;nouveau\nM1299;M1203\nM1200;M1203\nM1200;M1501\n", encoding="utf-8")
    import_rome(rome(folder / "rome.zip", FILES), folder / "data", crosswalk=crosswalk)
    return folder / "data"


@pytest.fixture(scope="module")
def jobs(folder: Path) -> Rome:
    found = load_rome(folder)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def occupations(jobs: Rome) -> OccupationIndex:
    return OccupationIndex([Appellation(one.code, one.short, one.long) for one in jobs.appellations])


def told(**facts: Any) -> dict[str, Any]:
    return {"kind": "salarie", "title": "Comptable", "start": "2015-01-01", "end": "2020-12-31"} | facts


def dossier(*experiences: dict[str, Any]) -> Dossier:
    return Dossier.model_validate({"id": "D1", "filed_on": "2024-06-12", "experiences": experiences})


def presumed(jobs: Rome, occupations: OccupationIndex, *experiences: dict[str, Any]) -> Presumptions:
    return presume(dossier(*experiences), jobs, occupations, SURE, MOST)


def said(found: Presumptions) -> list[tuple[str, str]]:
    return [(one.path, one.message) for one in found.warnings]


# Le code


def test_a_clear_title_gives_its_code_and_says_so(jobs: Rome, occupations: OccupationIndex) -> None:
    found = presumed(jobs, occupations, told(title=""), told())
    assert [one.rome for one in found.dossier.experiences] == [None, "M1203"]
    assert said(found) == [
        ("experiences[1].rome", "Code ROME M1203 (Comptable) présumé d'après l'intitulé : à confirmer.")
    ]


def test_nothing_but_the_code_is_added_and_the_given_dossier_stays(jobs: Rome, occupations: OccupationIndex) -> None:
    given = dossier(told(activities=["Tenue des comptes"]))
    before = given.model_dump()
    found = presume(given, jobs, occupations, SURE, MOST)
    assert given.model_dump() == before
    changed = found.dossier.model_dump()
    changed["experiences"][0]["rome"] = None
    assert changed == before


@pytest.mark.parametrize("kind", get_args(ExperienceKind))
def test_a_duty_is_no_job_and_presumes_none(jobs: Rome, occupations: OccupationIndex, kind: str) -> None:
    found = presumed(jobs, occupations, told(kind=kind))
    assert found.dossier.experiences[0].rome == (None if kind in DUTIES else "M1203")
    assert bool(found.warnings) == (kind not in DUTIES)
    assert bool(found.activities) == (kind not in DUTIES)


def test_a_title_that_stands_for_many_jobs_is_asked_about(jobs: Rome, occupations: OccupationIndex) -> None:
    found = presumed(jobs, occupations, told(title="Agent"))
    assert found.dossier.experiences[0].rome is None
    ((path, message),) = said(found)
    assert path == "experiences[0].rome"
    assert message.startswith("Métier à préciser pour « Agent » : ")
    assert message.endswith(" ?")
    assert message.count(" ; ") == 2


def test_a_title_that_two_jobs_share_is_asked_about(jobs: Rome, occupations: OccupationIndex) -> None:
    first, second = occupations.suggest("Trieur-classeur", 2).items
    assert round(first.score, 2) == round(second.score, 2)
    found = presume(dossier(told(title="Trieur-classeur")), jobs, occupations, 0.1, MOST)
    assert found.dossier.experiences[0].rome is None
    assert all(code in found.warnings[0].message for code in ("H2205", "H2415"))


def test_a_title_less_sure_than_asked_is_asked_about(jobs: Rome, occupations: OccupationIndex) -> None:
    found = presume(dossier(told()), jobs, occupations, 1.01, MOST)
    assert found.dossier.experiences[0].rome is None
    assert "M1203 Comptable" in found.warnings[0].message


def test_a_title_like_no_job_says_nothing(jobs: Rome, occupations: OccupationIndex) -> None:
    found = presumed(jobs, occupations, told(title="xyzzy"))
    assert (found.dossier.experiences[0].rome, found.warnings, found.activities) == (None, (), {})


def test_no_question_names_a_union(jobs: Rome, occupations: OccupationIndex) -> None:
    found = presumed(jobs, occupations, told(title="Agent CGT"))
    assert found.warnings
    assert not any("CGT" in message for _, message in said(found))


# Le code déclaré


def test_a_declared_code_stays_whatever_the_title_says(jobs: Rome, occupations: OccupationIndex) -> None:
    found = presumed(jobs, occupations, told(rome="M1501"))
    assert (found.dossier.experiences[0].rome, found.warnings) == ("M1501", ())


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("M1299", "Code ROME M1299 retiré : remplacé par M1203."),
        ("M1200", "Code ROME M1200 retiré : remplacé par M1203, M1501."),
        ("M1298", "Code ROME M1298 retiré."),
        ("A9999", "Code ROME A9999 inconnu du ROME v399."),
    ],
)
@pytest.mark.parametrize("kind", ["salarie", "benevole"])
def test_a_declared_code_that_is_retired_or_unknown_is_told_and_kept(
    jobs: Rome, occupations: OccupationIndex, code: str, message: str, kind: str
) -> None:
    found = presumed(jobs, occupations, told(rome=code, kind=kind))
    assert found.dossier.experiences[0].rome == code
    assert said(found) == [("experiences[0].rome", message)]


# Les activités


def test_practical_skills_are_presumed_where_no_activity_is_told(jobs: Rome, occupations: OccupationIndex) -> None:
    found = presumed(
        jobs,
        occupations,
        told(),
        told(activities=["Tenue des comptes"]),
        told(activities=[" "]),
        told(title="", rome="M1203"),
        told(title="Assistante RH"),
    )
    skills = ("Enregistrer des factures", "Établir un bilan", "Déclarer la TVA")
    assert found.activities == {0: skills, 2: skills, 3: skills}
    assert [one.activities for one in found.dossier.experiences[:2]] == [(), ("Tenue des comptes",)]


def test_as_many_activities_are_presumed_as_the_parameter_says(jobs: Rome, occupations: OccupationIndex) -> None:
    for most in (0, 1, 4, 99):
        found = presume(dossier(told()), jobs, occupations, SURE, most)
        assert len(found.activities.get(0, ())) == min(most, 4)


# Dans le rapport


def evidence(report: Report) -> list[Evidence]:
    return [one for match in report.matches for bloc in match.blocs for one in bloc.evidence]


def test_without_rome_nothing_is_presumed() -> None:
    engine = Matcher.load()
    report = engine.evaluate(dossier(told(), told(rome="A9999")))
    assert [one for one in report.warnings if one.path.endswith(".rome")] == []
    assert not any(one.presumed for one in evidence(report))


def test_with_rome_a_title_alone_is_evidence_that_is_only_presumed(folder: Path) -> None:
    engine = Matcher.load(data=folder)
    report = engine.evaluate(dossier(told()))
    assert [one.path for one in report.warnings if "présumé" in one.message] == ["experiences[0].rome"]
    found = evidence(report)
    assert found
    assert all(one.presumed for one in found)
    assert {bloc.state for match in report.matches for bloc in match.blocs} <= {"inconnu", "partiel", "non"}


# Les questions


BOOKS = certification(
    "TEST",
    "Comptable",
    bloc("B1", "Tenir des comptes.", "Enregistrer des factures", "Suivre des impayés"),
    bloc("B2", "Fiscalité", "Déclarer la TVA", "Préparer la liasse", "Répondre aux contrôles", "Payer l'impôt"),
    bloc("B3", None, "Rien de tel"),
    rome=("M1203",),
)


def questions(folder: Path, *told: dict[str, Any]) -> list[tuple[str, str]]:
    match = Matcher.load(data=folder).with_certifications([BOOKS]).evaluate(dossier(*told)).matches[0]
    return [(one.ask, one.effect) for one in match.questions if one.rule == "maison.activites-presumees"]


def test_presumed_activities_are_asked_about_those_that_cover_most_first(folder: Path) -> None:
    assert questions(folder, told()) == [
        (
            "Comme « Comptable », avez-vous eu à enregistrer des factures ?",
            "peut compter pour le bloc « Tenir des comptes »",
        ),
        ("Comme « Comptable », avez-vous eu à déclarer la TVA ?", "peut compter pour le bloc « Fiscalité »"),
        ("Comme « Comptable », avez-vous eu à suivre des impayés ?", "peut compter pour le bloc « Tenir des comptes »"),
    ]
    asked, *_ = questions(folder, told(), told(title="", rome="M1203"))
    assert asked[0].startswith("Comme « Comptable »")
    (asked, *_) = questions(folder, told(title="", rome="M1203"))
    assert asked[0] == "Dans l'expérience n° 1, avez-vous eu à enregistrer des factures ?"


def test_what_the_person_tells_is_not_asked_about(folder: Path) -> None:
    assert questions(folder, told(activities=["Déclarer la TVA"])) == []
    elsewhere = told(title="Assistante", activities=["J'enregistre des factures"])
    assert "enregistrer" not in " ".join(ask for ask, _ in questions(folder, told(), elsewhere))
    left_out = told(not_done=["Enregistrer des factures"])
    assert "enregistrer" not in " ".join(ask for ask, _ in questions(folder, left_out))


def test_an_answer_does_what_the_question_says(folder: Path) -> None:
    engine = Matcher.load(data=folder).with_certifications([BOOKS])
    presumed = engine.evaluate(dossier(told())).matches[0]
    answered = engine.evaluate(dossier(told(activities=["Enregistrer des factures", "Suivre des impayés"]))).matches[0]
    assert (presumed.blocs[0].state, answered.blocs[0].state) == ("inconnu", "partiel")
    assert answered.blocs[0].coverage > presumed.blocs[0].coverage > 0
    assert answered.coverage > presumed.coverage


@pytest.mark.parametrize(
    ("label", "asked"),
    [
        ("S'occuper du patient.", "avez-vous eu à vous occuper du patient ?"),
        ("Se former", "avez-vous eu à vous former ?"),
        ("Régler, conduire une scie", "avez-vous eu à régler, conduire une scie ?"),
        ("Techniques de vente", "avez-vous fait ceci : « Techniques de vente » ?"),
    ],
)
def test_a_question_reads_as_french(label: str, asked: str) -> None:
    found = held(BOOKS)
    found.presumed = (Presumed(0, label, None),)  # type: ignore[misc]
    person = case({"kind": "salarie", "title": "Agent CGT", "start": "2020"})
    related = related_experience(person, found)
    known = facts_of(person, found, related)
    last = explain(person, found, related, known, JUDGE.judge(person.law, known), ()).questions[-1]
    assert last.ask.endswith(f", {asked}")
    assert "CGT" not in last.ask
    assert last.effect == "peut compter pour l'ensemble de la certification"


def test_a_filing_before_vae_is_refused_the_same_with_rome(folder: Path) -> None:
    with pytest.raises(DossierError) as refusal:
        Matcher.load(data=folder).evaluate({**dossier().model_dump(), "filed_on": "2001-06-01"})
    assert [one["path"] for one in refusal.value.errors] == ["filed_on"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """The bundled catalogue beside the real ROME."""
    data = tmp_path_factory.mktemp("whole")
    import_rome(real(ROME), data)
    return Matcher.load(data=data)


@pytest.mark.parametrize(
    "title", ["Comptable", "Assistante RH", "Développeur web", "Formateur", "Contrôleur de gestion"]
)
def test_with_the_real_rome_no_bloc_is_held_on_presumed_activities_alone(whole: Matcher, title: str) -> None:
    report = whole.evaluate(dossier(told(title=title)))
    assert any("présumé" in one.message for one in report.warnings)
    for match in report.matches:
        assert match.opinion != "favorable_probable"
        for one_bloc in match.blocs:
            assert one_bloc.state != "oui" or any(not one.presumed for one in one_bloc.evidence)


def test_the_report_says_that_the_rome_is_missing_where_a_job_has_no_code() -> None:
    bundled = Matcher.load()

    def told(**job: object) -> list[str]:
        experience = {"kind": "salarie", "start": "2015", "end": "2020", **job}
        report = bundled.evaluate({"id": "D", "filed_on": "2024-06-12", "experiences": [experience]}, limit=1)
        return [one.message for one in report.warnings if "ROME non importé" in one.message]

    assert len(told(title="Comptable")) == 1
    assert told(title="Comptable", rome="M1203") == told() == []
