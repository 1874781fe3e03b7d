"""Job titles as people type them, and the ROME codes suggested for them."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.model.certification import Certification
from matcher.occupations import Appellation, EverydayWords, LexiconError, OccupationIndex, read_everyday_words
from matcher.occupations.appellation import genders
from matcher.occupations.everyday import bundled_everyday_words
from matcher.occupations.wording import stems, title_parts, words

ROOT = Path(__file__).parents[1]
ROME = ROOT.parent / "shared" / "data" / "rome" / "unix_referentiel_appellation_v347_utf8.csv"
EVERYDAY_TITLES = Path(__file__).parent / "data" / "metiers_dits.csv"

SAMPLE = """
    D1202 Coiffeur / Coiffeuse
    D1505 Caissier / Caissière
    E1103 Chargé / Chargée de communication
    G1602 Commis / Commise de cuisine
    G1602 Cuisinier / Cuisinière
    J1102 Médecin généraliste
    J1501 Aide-soignant / Aide-soignante
    J1506 Infirmier / Infirmière de soins généraux
    K1101 Conseiller conjugal et familial / Conseillère conjugale et familiale
    K1304 Employé / Employée de ménage
    K1706 Gardien / Gardienne de la paix
    K1706 Surveillant / Surveillante pénitentiaire
    K1801 Conseiller / Conseillère en insertion professionnelle
    K2104 Conseiller principal / Conseillère principale d'éducation
    K2106 Instituteur / Institutrice d'école primaire
    K2111 Formateur / Formatrice
    K2204 Agent / Agente de propreté de locaux
    K2303 Agent / Agente de propreté urbaine
    K2503 Agent / Agente de sécurité
    L1505 Cadreur / Cadreuse
    M1203 Aide-comptable
    M1203 Comptable
    M1205 Directeur administratif et financier / Directrice administrative et financière -DAF-
    M1302 Responsable de Petite ou Moyenne Entreprise -PME-
    M1501 Assistant / Assistante ressources humaines
    M1503 Directeur / Directrice des Ressources Humaines -DRH-
    M1602 Agent administratif / Agente administrative
    M1604 Assistant / Assistante de direction
    M1607 Secrétaire
    M1707 Directeur commercial / Directrice commerciale
    M1801 Administrateur / Administratrice système informatique
    M1805 Développeur / Développeuse web
    N1101 Agent / Agente de conduite d'engins
    N1103 Magasinier / Magasinière
    N4102 Chauffeur / Chauffeuse de taxi
    N4105 Chauffeur-livreur / Chauffeuse-livreuse
"""


def appellation(line: str) -> Appellation:
    code, label = line.strip().split(" ", 1)
    return Appellation(code, label, label)


@pytest.fixture(scope="module")
def index() -> OccupationIndex:
    """A few appellations, with the everyday words of the program."""
    return OccupationIndex(map(appellation, filter(str.strip, SAMPLE.splitlines())))


@pytest.fixture(scope="session")
def rome() -> list[Appellation]:
    if not ROME.is_file():
        pytest.skip(f"les appellations du ROME ne sont pas dans {ROME}")
    columns = ("code_rome", "libelle_appellation_court", "libelle_appellation_long")
    with ROME.open(encoding="utf-8-sig", newline="") as lines:
        return [Appellation(*(row[name].replace("''", "'") for name in columns)) for row in csv.DictReader(lines)]


@pytest.fixture(scope="session")
def rome_index(rome: list[Appellation]) -> OccupationIndex:
    return OccupationIndex(rome)


def first(index: OccupationIndex, title: str) -> str | None:
    items = index.suggest(title).items
    return items[0].rome if items else None


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Comptable", "M1203"),
        ("coiffeuse", "D1202"),
        ("Directrice commerciale", "M1707"),
        ("DIRECTEUR COMMERCIAL", "M1707"),
        ("formatrices", "K2111"),
        ("conseillère en insertion professionnelle", "K1801"),
        ("employee de menage", "K1304"),
        ("caissiere", "D1505"),
        ("magasinnier", "N1103"),
        ("asistante de direction", "M1604"),
        ("devellopeur web", "M1805"),
        ("infirmiere soins genereaux", "J1506"),
        ("secr", "M1607"),
        ("assist RH", "M1501"),
        ("dev web", "M1805"),
        ("aide compta", "M1203"),
        ("D.A.F.", "M1205"),
        ("chargé de comm", "E1103"),
    ],
)
def test_one_gender_missing_accents_misspellings_and_short_forms(index: OccupationIndex, title: str, code: str) -> None:
    assert first(index, title) == code


@pytest.mark.parametrize(
    "title",
    [
        "assistant·e RH",
        "assistant(e) ressources humaines",
        "assistant.e RH",
        "Assistant-e RH",
        "assistant/e RH",
        "Assistant / Assistante RH",
        "assistant·e·s RH",
    ],
)
def test_inclusive_forms(index: OccupationIndex, title: str) -> None:
    assert first(index, title) == "M1501"


@pytest.mark.parametrize(
    "title", ["directeur(trice) commercial(e)", "directeur·rice commercial·e", "Directeur/trice commercial/e"]
)
def test_inclusive_forms_whose_ending_changes(index: OccupationIndex, title: str) -> None:
    assert first(index, title) == "M1707"


@pytest.mark.parametrize(
    "title",
    [
        "Comptable CDI",
        "CDD comptable",
        "Stagiaire comptable",
        "comptable (stage de 3 mois)",
        "comptable en alternance",
        "Comptable H/F",
        "comptable temps plein",
        "comptable à mi-temps 17h30",
        "Comptable 35h/semaine",
        "comptable 80 %",
        "comptable intérimaire",
        "comptable confirmée (5 ans d'expérience)",
        "Comptable de mars 2015 à juin 2018",
        "01/2015 - 06/2018 : comptable",
        "comptable depuis 2012",
        "Comptable 2015-2018",
        "comptable chez Durand et fils",
        "Comptable – SARL Martin, Lyon",
        "Comptable @ Capgemini | CDI",
        "Carrefour : comptable",
        "Poste de comptable",
        "en tant que comptable",
        "Ex-comptable",
    ],
)
def test_contract_dates_seniority_and_employer_don_t_count(index: OccupationIndex, title: str) -> None:
    suggestions = index.suggest(title)
    assert suggestions.items[0].rome == "M1203"
    assert suggestions.items[0].label == "Comptable"
    assert suggestions.items[0].score > 0.8
    assert not suggestions.ambiguous


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("toubib", "J1102"),
        ("Toubib de campagne", "J1102"),
        ("instit", "K2106"),
        ("CIP", "K1801"),
        ("c.p.e.", "K2104"),
        ("DRH", "M1503"),
        ("sysadmin", "M1801"),
        ("caméraman", "L1505"),
        ("maton", "K1706"),
        ("flic", "K1706"),
        ("commis", "G1602"),
        ("IDE", "J1506"),
        ("femme de ménage", "K1304"),
        ("chauffeur VTC", "N4102"),
    ],
)
def test_everyday_words(index: OccupationIndex, title: str, code: str) -> None:
    assert first(index, title) == code


def test_a_word_for_several_jobs_suggests_them_in_order(index: OccupationIndex) -> None:
    assert [one.rome for one in index.suggest("femme de ménage")][:2] == ["K1304", "K2204"]


def test_everyday_words_never_hide_an_appellation() -> None:
    words_of_program = bundled_everyday_words()
    index = OccupationIndex(
        [Appellation("I1606", "Peintre automobile", ""), Appellation("F1606", "Peintre en bâtiment", "")],
        words_of_program,
    )
    assert [first(index, title) for title in ("peintre automobile", "peintre")] == ["I1606", "F1606"]


def test_a_bare_head_is_said_to_be_ambiguous(index: OccupationIndex) -> None:
    suggestions = index.suggest("  Agent ")
    assert suggestions.ambiguous
    assert suggestions.notice == "« Agent » désigne plusieurs métiers : préciser."
    assert len(suggestions) == 5
    assert max(one.score for one in suggestions) < 0.8


def test_dozens_of_jobs_are_said_so_and_the_commonest_come_first() -> None:
    labels = [Appellation(f"A1{place:03}", f"Agent de {'abcdefgh'[place % 8]}{place}x", "") for place in range(30)]
    index = OccupationIndex(
        [*labels, *(Appellation("B1101", f"Agent de forge {n}", "") for n in "xyz")], EverydayWords()
    )
    suggestions = index.suggest("agent en CDI")
    assert suggestions.notice == "« agent en CDI » désigne des dizaines de métiers : préciser."
    assert suggestions.items[0].rome == "B1101"


@pytest.mark.parametrize("title", ["comptable", "agent de sécurité", "chargé de communication"])
def test_an_appellation_is_not_ambiguous(index: OccupationIndex, title: str) -> None:
    suggestions = index.suggest(title)
    assert not suggestions.ambiguous
    assert suggestions.notice is None
    assert suggestions.items[0].score == 1.0


@pytest.mark.parametrize(
    "title",
    [*["", "   ", "\0", "\0\n\t", "😀", "🙂🙃", "…", "12345", "2015-2018", "CDI", "H/F", "stagiaire", "temps plein"],
     *["le la les", "xqzt", "azerty", "bonjour", "zzzzzzzzz", "n/a", "sans emploi", "étudiante", "\ud800", "مهندس"]],
)  # fmt: skip
def test_nothing_is_suggested_rather_than_a_guess(index: OccupationIndex, title: str) -> None:
    assert index.suggest(title).items == ()
    assert not index.suggest(title).ambiguous


@pytest.mark.parametrize(
    "title", ["a" * 1_000_000, "agent de sécurité " * 60_000, "(" * 1_000_000, "comptable\0" * 100_000]
)
def test_a_megabyte_is_read_at_its_beginning(index: OccupationIndex, title: str) -> None:
    suggestions = index.suggest(title)
    assert all(0 < one.score <= 1 for one in suggestions)
    assert len(suggestions.notice or "") < 120


@pytest.mark.parametrize("title", ["comptable 😀", "comp\0table", "\u202ecomptable"])
def test_odd_signs_around_a_title(index: OccupationIndex, title: str) -> None:
    assert index.suggest(title) == index.suggest(title)


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    suggestions = TINY.suggest(text)
    codes = [one.rome for one in suggestions]
    assert len(codes) == len(set(codes)) <= 5
    assert [one.score for one in suggestions] == sorted((one.score for one in suggestions), reverse=True)
    assert all(0 < one.score <= 1 for one in suggestions)
    assert suggestions.ambiguous == (suggestions.notice is not None)


TINY = OccupationIndex([Appellation("M1203", "Comptable", ""), Appellation("K2503", "Agent de sécurité", "")])


def test_the_order_of_the_appellations_changes_nothing(index: OccupationIndex) -> None:
    lines = list(filter(str.strip, SAMPLE.splitlines()))
    random.Random(1).shuffle(lines)
    other = OccupationIndex(map(appellation, lines))
    for title in ("agent", "assistant", "directeur RH", "conseiller", "chauffeur livreur CDI", "aide soignante"):
        assert [(one.rome, one.score) for one in other.suggest(title)] == [
            (one.rome, one.score) for one in index.suggest(title)
        ]


def test_ties_come_in_the_order_of_codes() -> None:
    index = OccupationIndex([Appellation(code, "Veilleur de nuit", "") for code in ("N1103", "K2503", "G1703")])
    assert [one.rome for one in index.suggest("veilleuse de nuit")] == ["G1703", "K2503", "N1103"]


def test_limit(index: OccupationIndex) -> None:
    assert [len(index.suggest("agent", limit)) for limit in (-1, 0, 1, 3)] == [0, 0, 1, 3]
    assert index.suggest("agent", 3).items == index.suggest("agent").items[:3]


def test_an_index_without_appellations_suggests_nothing() -> None:
    assert OccupationIndex([]).suggest("comptable").items == ()
    assert OccupationIndex([Appellation("M1203", "—", "")]).suggest("comptable").items == ()


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Assistant / Assistante de gestion", ("Assistant de gestion", "Assistante de gestion")),
        ("Agent administratif / Agente administrative", ("Agent administratif", "Agente administrative")),
        ("Chef déménageur / déménageuse", ("Chef déménageur", "Chef déménageuse")),
        (
            "Journaliste reporter / reportrice d'images",
            ("Journaliste reporter d'images", "Journaliste reportrice d'images"),
        ),
        ("Valet / Femme de chambre", ("Valet de chambre", "Femme de chambre")),
        ("Homme sage-femme / Sage-femme", ("Homme sage-femme", "Homme Sage-femme")),
        ("Comptable", ("Comptable",)),
        (" / ", (" / ",)),
        ("", ("",)),
    ],
)
def test_a_label_in_each_gender(label: str, expected: tuple[str, ...]) -> None:
    assert genders(label) == expected


def test_what_stands_beside_a_title_is_kept_apart() -> None:
    assert title_parts("Comptable CDI (Lyon)") == (("comptable",), ("lyon",))


def certification(code: str, title: str, rome: tuple[str, ...]) -> Certification:
    return Certification(code=code, provenance="illustrative", title=title, kind="titre_rncp", rome=rome)


def test_without_rome_the_titles_of_certifications_serve() -> None:
    index = OccupationIndex.from_certifications(
        [
            certification("RNCP1", "Responsable en organisation", ("M1402",)),
            certification("RNCP2", "Comptable d'entreprise", ("M1203", "M1206")),
            certification("RNCP3", "Sans code", ()),
        ]
    )
    assert index.rome_missing
    suggestions = index.suggest("comptable d'entreprise")
    assert [(one.rome, one.label, one.score) for one in suggestions][:2] == [
        ("M1203", "Comptable d'entreprise", 1.0),
        ("M1206", "Comptable d'entreprise", 1.0),
    ]
    assert index.suggest("sans code").items == ()


def test_rome_is_not_missing_from_its_own_index(index: OccupationIndex) -> None:
    assert not index.rome_missing


# Le lexique


def test_the_lexicon_has_no_phrase_twice() -> None:
    lexicon = bundled_everyday_words()
    said = [words(phrase) for entry in (*lexicon.jobs, *lexicon.short_words) for phrase in entry.dit]
    assert all(said)
    assert [phrase for phrase, times in Counter(said).items() if times > 1] == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("metiers:\n  - {dit: toubib}\n", 2, "« metier » ou « rome »"),
        ("metiers:\n  - {dit: toubib, metier: médecin, rome: J1102}\n", 2, "« metier » ou « rome »"),
        ("metiers:\n  - {dit: toubib, rome: médecin}\n", 2, "médecin"),
        ("metiers:\n  - {dit: [], metier: médecin}\n", 2, "dit"),
        ("mots:\n  - {dit: resp, mot: responsable, autre: x}\n", 2, "autre"),
        ("metiers: [\n", 2, "YAML"),
    ],
)
def test_a_faulty_lexicon_is_refused_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = tmp_path / "metiers.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError) as raised:
        read_everyday_words(path)
    assert [fault.line for fault in raised.value.faults] == [line]
    assert message in str(raised.value)


def test_every_everyday_job_stands_for_an_appellation_of_rome(
    rome: list[Appellation], rome_index: OccupationIndex
) -> None:
    in_rome_words = OccupationIndex(rome, EverydayWords())
    codes = {one.rome for one in rome}
    for job in bundled_everyday_words().jobs:
        assert job.rome is None or job.rome in codes
        for meant in job.metier or ():
            suggestions = in_rome_words.suggest(meant)
            assert not suggestions.ambiguous, meant
            assert suggestions.items[0].score >= 0.9, meant
        wanted = job.rome or first(in_rome_words, (job.metier or ("",))[0])
        for phrase in job.dit:
            assert first(rome_index, phrase) == wanted, phrase


def test_every_short_word_stands_for_words_of_rome(rome: list[Appellation]) -> None:
    known = {stem for one in rome for wording in one.wordings() for stem in stems(words(wording))}
    for word in bundled_everyday_words().short_words:
        assert set(stems(words(word.mot))) <= known, word.mot


def test_every_appellation_suggests_its_own_code(rome: list[Appellation], rome_index: OccupationIndex) -> None:
    drawn = random.Random(7).sample(rome, 400)
    found = [one.rome in [item.rome for item in rome_index.suggest(genders(one.long_label)[-1])] for one in drawn]
    assert sum(found) >= 396


def test_everyday_titles_find_their_code(rome: list[Appellation], rome_index: OccupationIndex) -> None:
    with EVERYDAY_TITLES.open(encoding="utf-8", newline="") as lines:
        titles = [(row["dit"], row["rome"].split()) for row in csv.DictReader(lines, delimiter=";")]
    assert {code for _, accepted in titles for code in accepted} <= {one.rome for one in rome}
    assert len(titles) >= 400
    right = [first(rome_index, title) in accepted for title, accepted in titles]
    assert sum(right) / len(right) >= 0.88


def test_the_heads_of_rome_are_ambiguous(rome_index: OccupationIndex) -> None:
    for title in ("agent", "technicienne", "directeur(trice)", "Ouvrier CDI", "responsable", "chef de projet"):
        assert rome_index.suggest(title).ambiguous, title
    for title in ("comptable", "boulangère", "agent de sécurité", "professeur des écoles"):
        assert not rome_index.suggest(title).ambiguous, title
