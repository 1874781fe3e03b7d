"""Everyday words for activities are read in the words of the referentials too, and quoted as they were said."""

from __future__ import annotations

from pathlib import Path

import pytest
from relation_cases import CATALOGUE, RH, SETTINGS, bloc, certification, dossier, experience, states

from matcher import Matcher
from matcher.reading.bundled import referentials_folder
from matcher.reading.referentials import load_referentials
from matcher.reading.synonyms import Synonyms, load_synonyms
from matcher.relation import CertificationIndex
from matcher.text import stems, terms

BUNDLED = load_synonyms(referentials_folder() / "lexique" / "activites.yaml")


def written(folder: Path, text: str) -> Synonyms:
    path = folder / "activites.yaml"
    path.write_text(text, encoding="utf-8")
    return load_synonyms(path)


def meant(text: str, synonyms: Synonyms = BUNDLED) -> tuple[str, ...]:
    return tuple(term.stem for term in synonyms.reworded(terms(text)))


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("Je prépare les fiches de paie", "Je prépare les bulletins de paie"),
        ("les feuilles de paye", "les bulletins de paie"),
        ("je tenais la caisse du magasin", "encaisser les ventes du magasin"),
        ("j'ai aidé à la toilette", "les soins d'hygiène"),
    ],
)
def test_everyday_words_are_put_into_those_of_the_referentials(said: str, means: str) -> None:
    assert sorted(meant(said)) == sorted(stems(means))


@pytest.mark.parametrize("said", ["", "Je répare des vélos", "la paie", "les fiches du personnel"])
def test_words_that_are_not_all_there_are_left_alone(said: str) -> None:
    assert meant(said) == stems(said)


def test_the_longest_wording_wins_and_a_word_serves_once(tmp_path: Path) -> None:
    synonyms = written(
        tmp_path,
        "activites:\n  - {dit: caisse, vaut: coffre}\n  - {dit: [caisse du soir], vaut: clôture}\n"
        "  - {dit: soir, vaut: nuit}\n",
    )
    assert meant("la caisse du soir", synonyms) == stems("clôture")
    assert meant("la caisse", synonyms) == stems("coffre")


def test_a_sentence_proves_by_its_synonym_and_is_quoted_as_it_was_said() -> None:
    target = certification("PAIE", "Gestionnaire", bloc("B1", "Établir des bulletins de paie"))
    told = dossier(experience("", "Je fais les fiches de paie de la mairie"))
    without, found = (
        CertificationIndex([target, *CATALOGUE], SETTINGS, synonyms=synonyms).relate(told, named=["PAIE"]).shortlist
        for synonyms in (Synonyms(), BUNDLED)
    )
    before, after = (next(one for one in ones if one.certification == target) for ones in (without, found))
    assert before.coverage < after.coverage
    (evidence,) = after.blocs[0].evidence
    assert evidence.activity == "Je fais les fiches de paie de la mairie"
    assert set(evidence.terms) <= {"fiches", "paie"}


def test_what_was_not_done_is_left_out_under_its_other_name_too() -> None:
    index = CertificationIndex(CATALOGUE, SETTINGS, synonyms=BUNDLED)
    told = experience("", "Je contrôle les bulletins de paie", not_done=("Les fiches de paie",))
    (found,) = (one for one in index.relate(dossier(told)).shortlist if one.certification == RH)
    assert states(found)[2] == "non"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "activites:\n  - {dit: [gestion], vaut: paie}\n",
            r"ligne 2, activites\[0\]\.dit\[0\] : ces mots ne",
        ),
        ("activites:\n  - {dit: paie}\n", r"ligne 2, activites\[0\]\.vaut"),
        ("activites:\n  - {dit: [], vaut: paie}\n", r"ligne 2, activites\[0\]\.dit"),
        ("activites:\n  - {dit: paie, vaut: paie, mot: x}\n", r"activites\[0\]\.mot"),
        ("activites: [", r"activites\.yaml"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        written(tmp_path, text)


def test_an_absent_or_empty_file_holds_no_synonym(tmp_path: Path) -> None:
    assert meant("fiches de paie", load_synonyms(tmp_path / "rien.yaml")) == stems("fiches de paie")
    assert meant("fiches de paie", written(tmp_path, "")) == stems("fiches de paie")


def test_the_program_reads_the_file_and_its_content_is_part_of_the_version(tmp_path: Path) -> None:
    told = dossier(experience("", "Je fais les fiches de paie de la mairie"))
    target = certification("PAIE", "Gestionnaire", bloc("B1", "Établir des bulletins de paie"))
    engine = Matcher.load(data=tmp_path).with_certifications([target])
    assert engine.evaluate(told).matches[0].blocs[0].evidence
    here = load_referentials(referentials_folder(), tmp_path)
    folder = tmp_path / "autres"
    folder.mkdir()
    for one in referentials_folder().iterdir():
        if one.name != "lexique":
            (folder / one.name).symlink_to(one)
    assert load_referentials(folder, tmp_path / "rien").version != here.version
