"""How near two jobs are: by their codes, by what older codes became, by the moves that the ROME tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from import_files import ROME, real
from relation_cases import COMPTABLE, SETTINGS, certification, dossier, experience

from matcher.engine import Matcher
from matcher.reading.rome.loading import import_rome
from matcher.relation import CertificationIndex, JobLinks, Relation
from matcher.relation.jobs import DISTANCES, JobCodes

LINKS = JobLinks(moves={"M1203": frozenset({"K1504"})}, became={"M1501": ("M1510", "M1511"), "K1504": ("K1510",)})


def distance(code: str | None, *codes: str, links: JobLinks = LINKS) -> str:
    return DISTANCES[JobCodes([codes], links).nearness(code)[0]]


@pytest.mark.parametrize(
    ("code", "codes", "expected"),
    [
        ("M1203", ["D1505", "M1203"], "identique"),
        ("M1203", ["M1205"], "proche"),
        ("M1203", ["M1805"], "meme_domaine"),
        ("M1203", ["D1505"], "eloigne"),
        ("M1203", [], "inconnu"),
        (None, ["M1203"], "inconnu"),
    ],
)
def test_codes_are_near_by_their_first_characters(code: str | None, codes: list[str], expected: str) -> None:
    assert distance(code, *codes, links=JobLinks()) == expected


def test_a_move_of_the_rome_makes_a_neighbour_never_a_close_job() -> None:
    assert distance("M1203", "K1504") == "meme_domaine"
    assert distance("M1203", "K1505") == "eloigne"
    assert distance("K1504", "M1203") == "eloigne"
    assert distance("M1203", "K1504", "M1203") == "identique"


def test_an_older_code_stands_for_those_that_it_became() -> None:
    assert distance("M1501", "M1511") == distance("M1511", "M1501") == distance("M1501", "M1501") == "identique"
    assert distance("K1510", "K1504") == "identique"
    assert distance("M1203", "K1510", links=JobLinks(LINKS.moves, {"M1203": ("K1510",)})) == "identique"


def related(links: JobLinks) -> Relation:
    target = certification("TEST", "Contrôleur des impôts", *COMPTABLE.blocs[3:], rome=("K1504",))
    told = dossier(experience("", "J'entretiens les espaces verts de la commune", rome="M1203"))
    return CertificationIndex([target], SETTINGS, links).relate(told).shortlist[0]


def test_a_move_is_worth_a_field_and_refuses_nobody() -> None:
    without, linked = related(JobLinks()), related(LINKS)
    assert (without.foreign, without.far_experiences, without.values["metier"]) == (True, (0,), 0.0)
    assert (linked.foreign, linked.far_experiences, linked.values["metier"]) == (False, (), SETTINGS.job.same_field)
    assert linked.related_experiences == ()
    assert "voisin" in linked.why["metier"]


def test_the_imported_rome_brings_its_moves(tmp_path: Path) -> None:
    import_rome(real(ROME), tmp_path)
    told = {"kind": "salarie", "start": "2015", "end": "2020", "rome": "J1501", "activities": ["Je lave les patients"]}
    target = certification("TEST", "Assistant de vie", *COMPTABLE.blocs[3:], rome=("K1302",))
    for data, value in ((tmp_path, SETTINGS.job.same_field), (tmp_path / "rien", 0.0)):
        report = (
            Matcher.load(data=data)
            .with_certifications([target])
            .evaluate({"id": "D1", "filed_on": "2024-06-12", "experiences": [told]})
        )
        assert {part.name: part.value for part in report.matches[0].score_parts}["metier"] == value
