"""The advisors' decisions: read with their faults, written without harm, and carried into what is shown."""

from __future__ import annotations

import csv
import io
import os
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relation_cases import (
    AS_A_WHOLE,
    BOOKS,
    CATALOGUE,
    CODES_ONLY,
    COMPTABLE,
    NUCLEAIRE,
    RH,
    SETTINGS,
    TILL,
    dossier,
    experience,
)

from matcher import Matcher
from matcher.lexicon import (
    Decided,
    Decision,
    DecisionsError,
    Lexicon,
    apply_lexicon,
    lexicon_notes,
    lexicon_paths,
    with_lexicon,
)
from matcher.model.certification import Certification
from matcher.model.dossier import Dossier
from matcher.model.report import BlocResult, Evidence
from matcher.ranking import rank
from matcher.reading.bundled import referentials_folder
from matcher.relation import COUVERTURE, CertificationIndex, Relation, Relations

INDEX = CertificationIndex(CATALOGUE, SETTINGS)
CODES = {one.code for one in CATALOGUE}
INVOICES = "Enregistrer les factures des clients et des fournisseurs"
BANK = "Rapprocher les relevés bancaires et les écritures"
TEAM = "Animer une équipe de comptables"
MANAGING = experience("Comptable", "Management d'équipe", "Tenue de la paie des salariés")


def said(expression: str, decision: str, **target: str) -> dict[str, Any]:
    given = {"author": "Anne Roy, centre de Lille", "date": date(2026, 11, 24), "reason": "vu en entretien"}
    return {"expression": expression, "decision": decision, **(target or {"competency": INVOICES}), **given}


def lexicon(*decisions: dict[str, Any]) -> Lexicon:
    found = Lexicon()
    for decision in decisions:
        found = found.with_decision(**decision)
    return found


def relations(person: Dossier) -> Relations:
    return INDEX.relate(person, named=CODES)


def of(found: Relations, certification: Certification) -> Relation:
    return next(one for one in found.shortlist if one.certification.code == certification.code)


def decided(person: Dossier, book: Lexicon, certification: Certification = COMPTABLE) -> Relation:
    return of(with_lexicon(relations(person), book, person, SETTINGS), certification)


def proofs(relation: Relation | Decided, bloc: str) -> list[tuple[str, str, float]]:
    found = next(one for one in relation.blocs if one.code == bloc)
    return [(one.activity, one.competency, one.score) for one in found.evidence]


def written(folder: Path, text: str, name: str = "lexique.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


ENTRY = """\
  - expression: tenue de caisse
    competency: Tenir la comptabilité générale
    decision: non
    author: Anne Roy
    date: 2026-11-24
    reason: une caisse n'est pas une comptabilité
"""


# Lire


def test_the_bundled_file_is_read_and_decides_nothing() -> None:
    path, _ = lexicon_paths(referentials_folder(), Path("nulle-part"))
    assert path.is_file()
    assert Lexicon.load([path]).decisions == ()


def test_the_commented_example_of_the_bundled_file_is_sound(tmp_path: Path) -> None:
    path, _ = lexicon_paths(referentials_folder(), tmp_path)
    lines = [line[2:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#   ")]
    copy = written(tmp_path, "decisions:\n" + "\n".join(lines))
    assert [one.decision for one in Lexicon.load([copy]).decisions] == ["non", "oui"]


def test_a_file_that_is_absent_empty_or_only_comments_decides_nothing(tmp_path: Path) -> None:
    assert Lexicon.load([tmp_path / "absent.yaml"]).decisions == ()
    for text in ("", "# rien encore\n", "decisions:\n", "decisions: []\n"):
        assert Lexicon.load([written(tmp_path, text)]).decisions == ()


def test_decisions_keep_the_order_of_the_files_and_their_lines(tmp_path: Path) -> None:
    first = written(tmp_path, f"# les nôtres\ndecisions:\n{ENTRY}", "a.yaml")
    second = written(tmp_path, "decisions:\n" + ENTRY.replace("caisse", "livres"), "b.yaml")
    read = Lexicon.load([first, second])
    assert [one.expression for one in read.decisions] == ["tenue de caisse", "tenue de livres"]
    assert [(one.path, one.line) for one in read.entries] == [(first, 3), (second, 2)]


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("decision: non", "decision: peut-être"), 4, "valeur inconnue (lu : peut-être) ; attendu : l'une de ces"),
        (("decision: non", "decision: no"), 4, "valeur inconnue (lu : no)"),
        (("    author: Anne Roy\n", ""), 2, "la clé manque"),
        (("author", "auteur"), 2, "la clé manque"),
        (("2026-11-24", "hier"), 6, "ce texte n'a pas la forme d'une date (lu : hier)"),
        (("2026-11-24", "2026-11"), 6, "la date doit être complète (lu : 2026-11)"),
        (("tenue de caisse", "la gestion"), 2, "l'expression ne dit rien à elle seule (lu : la gestion)"),
        (
            ("    competency: Tenir la comptabilité générale\n", ""),
            2,
            "la cible n'est pas claire ; attendu : competency",
        ),
        (("    decision", "    bloc: B1\n    decision"), 2, "la cible n'est pas claire"),
        (("    decision", "   decision"), 4, "YAML invalide"),
        (("tenue de caisse", '""'), 2, "le texte est vide"),
    ],
)
def test_a_fault_tells_file_line_and_what_was_expected(
    tmp_path: Path, change: tuple[str, str], line: int, message: str
) -> None:
    path = written(tmp_path, f"decisions:\n{ENTRY}".replace(*change))
    with pytest.raises(DecisionsError) as refused:
        Lexicon.load([path])
    assert any(fault.file == "lexique.yaml" and fault.line == line for fault in refused.value.faults), refused.value
    assert message in str(refused.value)


def test_all_the_faults_are_told_at_once(tmp_path: Path) -> None:
    one = written(tmp_path, f"decisions:\n{ENTRY}".replace("non", "nan"), "a.yaml")
    other = written(tmp_path, "decisions: [", "b.yaml")
    with pytest.raises(DecisionsError) as refused:
        Lexicon.load([one, other])
    assert {fault.file for fault in refused.value.faults} == {"a.yaml", "b.yaml"}


def test_the_same_words_decided_twice_are_a_fault_that_names_both_lines(tmp_path: Path) -> None:
    again = ENTRY.replace("tenue de caisse", "tenir la caisse").replace("générale", "GENERALE !")
    with pytest.raises(DecisionsError) as refused:
        Lexicon.load([written(tmp_path, f"decisions:\n{ENTRY}{again}")])
    assert str(refused.value) == (
        "lexique.yaml, ligne 8 : « tenir la caisse » est déjà décidé (« tenue de caisse », ligne 2) ; "
        "attendu : une seule décision"
    )


def test_two_files_that_contradict_each_other_are_a_fault_that_names_both_places(tmp_path: Path) -> None:
    first = written(tmp_path, f"decisions:\n{ENTRY}", "decisions.yaml")
    second = written(tmp_path, "# ici\ndecisions:\n" + ENTRY.replace("decision: non", "decision: oui"))
    with pytest.raises(DecisionsError) as refused:
        Lexicon.load([first, second])
    assert "lexique.yaml, ligne 3 : « tenue de caisse » : « oui » contredit « non »" in str(refused.value)
    assert "decisions.yaml, ligne 2" in str(refused.value)


def test_the_same_words_may_be_decided_of_for_several_targets() -> None:
    book = lexicon(
        said("tenue de caisse", "non"),
        said("tenue de caisse", "oui", competency=BANK),
        said("tenue de caisse", "oui", certification="rncp 35 375", bloc="B1"),
    )
    assert [one.certification for one in book.decisions] == [None, None, "RNCP35375"]


def test_no_union_is_named_in_a_decision() -> None:
    (decision,) = lexicon(said("délégué CGT du personnel", "oui") | {"reason": "mandat CFDT"}).decisions
    assert "CGT" not in decision.expression
    assert "CFDT" not in decision.note


# La version


def test_the_version_changes_with_any_word_and_not_with_order_comments_or_files(tmp_path: Path) -> None:
    one, other = said("tenue de caisse", "non"), said("saisie de factures", "oui")
    version = lexicon(one, other).version
    assert version == lexicon(other, one).version
    assert version != lexicon(one).version
    assert lexicon(one).version != lexicon(one | {"reason": "autre motif"}).version
    saved = lexicon(one, other).save(tmp_path / "lexique.yaml")
    assert saved.version == version
    assert len(version) == 12


# Écrire


def test_a_new_decision_is_told_when_it_is_no_decision_or_already_taken() -> None:
    with pytest.raises(DecisionsError, match="nouvelle décision, author : la clé manque"):
        Lexicon().with_decision(expression="tenue de caisse", decision="non", date="2026-11-24", reason="x")
    with pytest.raises(DecisionsError, match=r"contredit « non » .*pas encore enregistrée"):
        lexicon(said("tenue de caisse", "non"), said("tenir la caisse", "oui"))


def test_saving_adds_at_the_end_and_keeps_comments(tmp_path: Path) -> None:
    text = f"# Décisions du centre\n\ndecisions:\n{ENTRY}  # fin 2026\n"
    path = written(tmp_path, text)
    saved = Lexicon.load([path]).with_decision(**said("saisie: de factures # clients", "oui")).save(path)
    assert path.read_text(encoding="utf-8").startswith(text)
    assert [one.expression for one in saved.decisions] == ["tenue de caisse", "saisie: de factures # clients"]
    assert saved.entries[1].line == 11
    assert sorted(os.listdir(tmp_path)) == [".lexique.yaml.verrou", "lexique.yaml"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# un commentaire",
        "decisions: []  # vide\n",
        "decisions:\n",
        "decisions: null\n",
        "decisions:\n" + ENTRY.replace("  - ", "- ").replace("\n    ", "\n  "),
        "decisions:\n" + ENTRY.replace("  - ", "      - ").replace("\n    ", "\n        "),
        '# à plat\n{decisions: [{expression: saisie de chèques, competency: "X", decision: oui, author: A, '
        "date: 2026-01-01, reason: r}]}\n",
        f"decisions:\n{ENTRY}".rstrip("\n"),
        f"decisions:\r\n{ENTRY}".replace("\n", "\r\n").replace("\r\r", "\r"),
        f"\ufeffdecisions:\n{ENTRY}",
    ],
)
def test_whatever_the_shape_of_the_file_what_it_held_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lexique.yaml"
    path.write_bytes(text.encode())
    before = Lexicon.load([path])
    saved = before.with_decision(**said("rapprochement bancaire", "oui")).save(path)
    assert saved.decisions[:-1] == before.decisions
    assert saved.decisions[-1].expression == "rapprochement bancaire"
    assert Lexicon.load([path]) == saved
    comment = text.strip().partition("#")[2].partition("\n")[0]
    assert comment in path.read_text(encoding="utf-8")


def test_what_is_bundled_is_not_copied_into_the_centres_file(tmp_path: Path) -> None:
    bundled = written(tmp_path, f"decisions:\n{ENTRY}", "decisions.yaml")
    own = tmp_path / "données" / "lexique.yaml"
    book = Lexicon.load([bundled, own]).with_decision(**said("saisie de factures", "oui"))
    saved = book.save(own)
    assert [one.path for one in saved.entries] == [bundled, own]
    assert len(Lexicon.load([own]).decisions) == 1


def test_what_another_has_saved_meanwhile_stays_and_a_contradiction_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lexique.yaml"
    mine = Lexicon.load([path]).with_decision(**said("tenue de caisse", "non"))
    Lexicon.load([path]).with_decision(**said("saisie de factures", "oui")).save(path)
    assert len(mine.save(path).decisions) == 2
    theirs = Lexicon((), (path,)).with_decision(**said("tenir la caisse", "oui"))
    before = path.read_bytes()
    with pytest.raises(DecisionsError, match="contredit"):
        theirs.save(path)
    assert path.read_bytes() == before


def test_many_who_save_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lexique.yaml"
    words = ["factures", "chèques", "bilans", "contrats", "plannings", "paies", "achats", "ventes"]

    def save(word: str) -> None:
        Lexicon.load([path]).with_decision(**said(f"saisie {word}", "oui")).save(path)

    threads = [threading.Thread(target=save, args=(word,)) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.expression for one in Lexicon.load([path]).decisions) == sorted(f"saisie {one}" for one in words)


def test_a_refused_write_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, f"decisions:\n{ENTRY}")
    before = path.read_bytes()
    book = Lexicon.load([path]).with_decision(**said("saisie de factures", "oui"))

    def full(*_: Any) -> None:
        raise OSError(28, "plus de place")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="plus de place"):
        book.save(path)
    assert path.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == [".lexique.yaml.verrou", "lexique.yaml"]


TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=60).filter(str.strip)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, st.sampled_from(("oui", "non"))), min_size=1, max_size=4))
def test_whatever_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, decisions: list[tuple[str, str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("lexique") / "lexique.yaml"
    book = Lexicon()
    for place, (text, author, reason, decision) in enumerate(decisions):
        more = {"author": author, "reason": reason}
        book = book.with_decision(**said(f"{text} caisse {'abcd'[place] * 6}", decision) | more)
        assert book.save(path).decisions == book.decisions
        book = Lexicon.load([path])


def test_the_export_is_a_table_in_a_stable_order_without_formulas() -> None:
    one = said("tenue de caisse", "non") | {"reason": '=HYPERLINK("x") ; ou pas'}
    other = said("animation d'équipe", "oui", certification="RNCP36889", bloc="B1")
    assert lexicon(one, other).export() == lexicon(other, one).export()
    rows = list(csv.reader(io.StringIO(lexicon(one, other).export()), delimiter=";"))
    assert rows[0] == ["expression", "competence", "certification", "bloc", "decision", "auteur", "date", "motif"]
    assert rows[1][:5] == ["animation d'équipe", "", "RNCP36889", "B1", "oui"]
    assert rows[2][6:] == ["2026-11-24", '\'=HYPERLINK("x") ; ou pas']


def test_decisions_that_nothing_can_use_are_told() -> None:
    book = lexicon(
        said("tenue de caisse", "non", competency="Compétence effacée"),
        said("tenue de caisse", "non", certification="TEST-RH", bloc="B9"),
        said("tenue de caisse", "non", certification="TEST-RH", bloc="B1"),
        said("tenue de caisse", "non", competency=INVOICES.upper()),
    )
    assert len(book.without_target(CATALOGUE)) == 2


# Ce qu'une décision change


def test_nothing_changes_where_no_word_was_decided_of() -> None:
    person = dossier(BOOKS)
    before = relations(person)
    assert with_lexicon(before, Lexicon(), person, SETTINGS) is before
    assert with_lexicon(before, lexicon(said("conduite d'engins", "non")), person, SETTINGS) is before
    elsewhere = lexicon(said("bilan", "non", competency="Piloter un réacteur"))
    after = with_lexicon(before, elsewhere, person, SETTINGS)
    assert of(after, COMPTABLE) is of(before, COMPTABLE)
    assert lexicon_notes(of(after, COMPTABLE)) == ()


def test_a_no_takes_the_evidence_away_and_the_coverage_and_state_with_it() -> None:
    person = dossier(BOOKS)
    before = of(relations(person), COMPTABLE)
    after = decided(person, lexicon(said("facture fournisseur", "non")))
    assert any(competency == INVOICES for _, competency, _ in proofs(before, "B1"))
    assert all(competency != INVOICES for _, competency, _ in proofs(after, "B1"))
    assert after.blocs[0].coverage == pytest.approx(before.blocs[0].coverage - 1 / 3, abs=1e-4)
    assert after.blocs[1:] == before.blocs[1:]
    assert after.coverage < before.coverage
    assert after.values[COUVERTURE] == after.coverage
    assert "lexique" in after.why[COUVERTURE]
    assert f"{100 * after.coverage:.0f} %" in after.why[COUVERTURE]


def test_a_no_on_the_last_evidence_leaves_nothing_of_the_bloc() -> None:
    person = dossier(experience("Comptable", "J'enregistre les factures des fournisseurs et des clients"))
    book = lexicon(said("factures", "non", certification="TEST-COMPTA", bloc="B1"))
    bloc = decided(person, book).blocs[0]
    assert (bloc.state, bloc.coverage, bloc.evidence) == ("non", 0.0, ())


def test_a_no_is_shown_with_author_date_and_reason() -> None:
    after = decided(dossier(BOOKS), lexicon(said("factures", "non")))
    assert lexicon_notes(after) == (
        f"Lexique : « factures » ne vaut pas « {INVOICES} », décision de Anne Roy, centre de Lille, 24/11/2026 : "
        "vu en entretien.",
    )


def test_a_yes_makes_an_evidence_that_the_comparison_had_not_seen() -> None:
    person = dossier(MANAGING)
    book = lexicon(said("management d'équipe", "oui", competency=TEAM))
    before, after = of(relations(person), COMPTABLE), decided(person, book)
    assert proofs(before, "B3") == []
    (found,) = after.blocs[2].evidence
    assert found == Evidence(
        experience=0, activity="Management d'équipe", competency=TEAM, score=1.0, terms=("management", "équipe")
    )
    assert (after.blocs[2].state, after.blocs[2].coverage) == ("oui", 1.0)
    assert after.coverage > before.coverage
    assert 0 in after.related_experiences
    assert len(lexicon_notes(after)) == 1


def test_a_yes_about_a_bloc_reaches_its_label_once() -> None:
    person = dossier(experience("Hôtesse", "Comptage du tiroir chaque soir"))
    book = lexicon(said("comptage du tiroir", "oui", certification="TEST-COMPTA", bloc="B1"))
    bloc = decided(person, book).blocs[0]
    assert proofs(decided(person, book), "B1") == [
        ("Comptage du tiroir chaque soir", "Tenir la comptabilité générale", 1.0)
    ]
    assert (bloc.state, bloc.coverage) == ("partiel", 0.3333)


def test_a_yes_takes_the_place_of_a_weaker_evidence_for_the_same_sentence() -> None:
    person = dossier(BOOKS)
    after = decided(person, lexicon(said("factures fournisseurs", "oui")))
    scores = [score for _, competency, score in proofs(after, "B1") if competency == INVOICES]
    assert scores == [1.0]
    assert after.blocs[0].coverage == of(relations(person), COMPTABLE).blocs[0].coverage


def test_a_yes_is_only_for_what_was_done() -> None:
    book = lexicon(said("tiroir de la caisse", "oui"))
    person = dossier(
        experience("Vendeuse", "J'accueille les clients mais je ne compte pas le tiroir de la caisse"),
        experience("Vendeuse", "Rangement de la réserve", not_done=["compter le tiroir de la caisse"]),
    )
    assert lexicon_notes(decided(person, book)) == ()


def test_refused_vague_words_are_not_accepted_either() -> None:
    book = lexicon(said("management d'équipe", "oui", competency=TEAM))
    for told in ({"not_done": ["management d'équipe"]}, {}):
        activity = "Management d'équipe" if told else "Pas de management d'équipe"
        assert lexicon_notes(decided(dossier(experience("Comptable", activity, **told)), book)) == ()


def test_the_words_may_take_any_form_and_order() -> None:
    person = dossier(experience("Vendeuse", "La caisse : je l'ai tenue chaque soir"))
    assert lexicon_notes(decided(person, lexicon(said("tenue de caisse", "oui"))))


def test_of_two_decisions_about_a_sentence_the_one_with_more_words_wins() -> None:
    person = dossier(experience("Vendeuse", "Tenue de la caisse centrale du magasin"))
    general, precise = said("tenue de caisse", "non"), said("caisse centrale du magasin", "oui")
    assert proofs(decided(person, lexicon(general, precise)), "B1")[0][1:] == (INVOICES, 1.0)
    general, precise = said("tenue de caisse", "oui"), said("caisse centrale du magasin", "non")
    assert proofs(decided(person, lexicon(general, precise)), "B1") == []


def test_a_decision_about_a_competency_wins_over_one_about_its_bloc() -> None:
    person = dossier(experience("Vendeuse", "Tenue de la caisse"))
    book = lexicon(
        said("tenue de caisse", "non", certification="TEST-COMPTA", bloc="B1"), said("tenue de caisse", "oui")
    )
    assert [competency for _, competency, _ in proofs(decided(person, book), "B1")] == [INVOICES]


def test_presumed_activities_are_nobodys_words() -> None:
    person = dossier(experience("Comptable"))
    before = INDEX.relate(person, named=CODES, presumed={0: ["Enregistrer les factures des clients"]})
    book = lexicon(said("factures des clients", "non"), said("factures", "oui", competency=BANK))
    assert with_lexicon(before, book, person, SETTINGS) is before


def test_a_bloc_known_by_its_code_only_may_be_accepted_and_counts_for_one_of_them() -> None:
    person = dossier(experience("Vendeuse", "Tenue de la caisse"))
    after = decided(person, lexicon(said("tenue de caisse", "oui", certification="TEST-CODES", bloc="B1")), CODES_ONLY)
    assert [bloc.state for bloc in after.blocs] == ["oui", "inconnu"]
    assert after.coverage == 0.5
    assert after.blocs_known


def test_evidence_of_a_certification_as_a_whole_is_decided_of_too() -> None:
    person = dossier(experience("Secrétaire", "Relances des clients en retard de paiement", "Classement de plans"))
    relance = AS_A_WHOLE.activities[1]
    before = of(relations(person), AS_A_WHOLE)
    assert [one.competency for one in before.evidence] == [relance]
    refused = decided(person, lexicon(said("relances des clients", "non", competency=relance)), AS_A_WHOLE)
    assert (refused.evidence, refused.coverage) == ((), 0.0)
    accepted = decided(
        person, lexicon(said("classement de plans", "oui", competency="Saisir des factures")), AS_A_WHOLE
    )
    assert len(accepted.evidence) == 2
    assert accepted.coverage == pytest.approx(2 / 3, abs=1e-4)


def test_a_yes_lets_a_foreign_certification_be_foreign_no_more() -> None:
    person = dossier(TILL)
    book = lexicon(said("rayons", "oui", competency="Piloter un réacteur"))
    before, after = of(relations(person), NUCLEAIRE), decided(person, book, NUCLEAIRE)
    assert before.foreign
    assert not after.foreign
    assert after.sentences == before.sentences + 1


def test_the_ranking_reads_the_decisions() -> None:
    person = dossier(BOOKS)
    book = lexicon(said("factures", "non"), said("relevés bancaires", "non", competency=BANK))
    before, after = (
        next(one for one in rank(found, {}, SETTINGS) if one.relation.certification.code == COMPTABLE.code)
        for found in (relations(person), with_lexicon(relations(person), book, person, SETTINGS))
    )
    assert after.score < before.score
    part = next(one for one in after.score_parts if one.name == COUVERTURE)
    assert part.value == after.relation.coverage
    assert part.why == after.relation.why[COUVERTURE]
    assert after.score == pytest.approx(sum(one.points for one in after.score_parts))


SENTENCES = (
    "J'enregistre les factures des fournisseurs",
    "Je déclare la TVA, sans préparer la liasse fiscale",
    "Je négocie des accords avec les délégués syndicaux",
    "Management d'équipe",
    "Tenue de la caisse et rapprochement des relevés bancaires",
    "Pas de paie, mais le bilan",
)
TARGETS = (
    *({"competency": one.text} for held in (COMPTABLE, RH) for bloc in held.blocs for one in bloc.competencies),
    *({"certification": held.code, "bloc": bloc.code} for held in (COMPTABLE, RH) for bloc in held.blocs),
    {"competency": "Saisir des factures"},
    {"certification": "TEST-CODES", "bloc": "B2"},
)
EXPRESSIONS = (
    "factures",
    "TVA",
    "liasse fiscale",
    "management d'équipe",
    "caisse",
    "relevés bancaires",
    "bilan",
    "paie",
)


def books(*kinds: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    one = st.tuples(st.sampled_from(EXPRESSIONS), st.sampled_from(kinds), st.sampled_from(TARGETS))
    decisions = st.lists(one, max_size=6, unique_by=lambda each: (each[0], str(each[2])))
    return decisions.map(lambda found: [said(words, kind, **target) for words, kind, target in found])


people = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True).map(
    lambda told: dossier(experience("Comptable", *told), TILL)
)


@settings(deadline=None)
@given(people, books("oui", "non"))
def test_what_decisions_change_holds_together(person: Dossier, decisions: list[dict[str, Any]]) -> None:
    book = lexicon(*decisions)
    before = relations(person)
    after = with_lexicon(before, book, person, SETTINGS)
    for old, new in zip(before.shortlist, after.shortlist, strict=True):
        assert 0 <= new.coverage <= 1
        assert new.values[COUVERTURE] == new.coverage
        assert [bloc.code for bloc in new.blocs] == [bloc.code for bloc in old.blocs]
        assert set(new.related_experiences) >= set(old.related_experiences)
        for bloc in new.blocs:
            assert holds_together(bloc)
        if not lexicon_notes(new):
            assert new is old
        again = apply_lexicon(new.blocs, book, person, new.certification, SETTINGS)
        assert again.blocs == new.blocs


def holds_together(bloc: BlocResult) -> bool:
    own = [one for one in bloc.evidence if not one.presumed]
    keys = [(one.experience, one.activity, one.competency) for one in bloc.evidence]
    if bloc.state in {"oui", "partiel"}:
        return bool(own) and bloc.coverage > 0 and len(set(keys)) == len(keys)
    return bloc.coverage == 0 and not own


@settings(deadline=None)
@given(people, books("non"))
def test_a_no_never_adds_anything(person: Dossier, decisions: list[dict[str, Any]]) -> None:
    for old, new in changes(person, decisions):
        assert new.coverage <= old.coverage
        assert new.sentences <= old.sentences
        for bloc, then in zip(new.blocs, old.blocs, strict=True):
            assert set(bloc.evidence) <= set(then.evidence)
            assert bloc.coverage <= then.coverage


@settings(deadline=None)
@given(people, books("oui"))
def test_a_yes_never_takes_anything_away(person: Dossier, decisions: list[dict[str, Any]]) -> None:
    order = {"inconnu": 0, "non": 0, "partiel": 1, "oui": 2}
    for old, new in changes(person, decisions):
        assert new.sentences >= old.sentences
        for bloc, then in zip(new.blocs, old.blocs, strict=True):
            assert bloc.coverage >= then.coverage
            assert order[bloc.state] >= order[then.state]
        if old.certification is not CODES_ONLY:
            assert new.coverage >= old.coverage


@given(people, books("oui", "non"), st.randoms())
def test_the_order_of_the_decisions_changes_nothing(
    person: Dossier, decisions: list[dict[str, Any]], any_order: Any
) -> None:
    shuffled = list(decisions)
    any_order.shuffle(shuffled)
    for one, other in zip(
        with_lexicon(relations(person), lexicon(*decisions), person, SETTINGS).shortlist,
        with_lexicon(relations(person), lexicon(*shuffled), person, SETTINGS).shortlist,
        strict=True,
    ):
        assert one.blocs == other.blocs
        assert lexicon_notes(one) == lexicon_notes(other)


def changes(person: Dossier, decisions: list[dict[str, Any]]) -> list[tuple[Relation, Relation]]:
    before = relations(person)
    after = with_lexicon(before, lexicon(*decisions), person, SETTINGS)
    return list(zip(before.shortlist, after.shortlist, strict=True))


def test_a_decision_is_frozen_and_compares_by_what_it_says() -> None:
    one, other = (Decision.model_validate(said("tenue de caisse", "non")) for _ in range(2))
    assert one.stems == other.stems
    assert one == other
    assert len({one, other}) == 1


def test_an_engine_with_another_lexicon_leaves_the_first_as_it_was() -> None:
    engine = Matcher.load()
    words = "tableaux de bord sous Excel pour la direction"
    told = {
        "kind": "salarie",
        "title": "Assistante",
        "start": "2019",
        "end": "2020",
        "activities": [f"Je faisais {words}"],
    }
    dossier = {"id": "D1", "filed_on": "2024-02-20", "target": "RNCP36889", "experiences": [told]}
    before = engine.evaluate(dossier)
    decision = {"expression": "tableaux de bord", "certification": "RNCP36889", "bloc": "RNCP36889BC02"}
    said = {"decision": "non", "author": "A. B.", "date": date(2026, 1, 1), "reason": "outil seul"}
    after = engine.with_lexicon(engine.lexicon.with_decision(**decision, **said)).evaluate(dossier)
    assert after.versions.lexicon != before.versions.lexicon
    aimed = next(match for match in after.matches if match.certification == "RNCP36889")
    assert any(note.startswith("Lexique :") for note in aimed.notes)
    assert engine.evaluate(dossier) == before
