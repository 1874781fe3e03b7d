"""The files that a centre fills in: read instead of ours, or refused whole with the line and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.reading.bundled import referentials_folder
from matcher.reading.path_data import PathDataError, load_path_data, path_data_version

OURS = referentials_folder()


def written(data: Path, name: str, text: str) -> Path:
    path = data / "centres" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return data


def refused(data: Path) -> str:
    with pytest.raises(PathDataError) as error:
        load_path_data(OURS, data)
    return str(error.value)


def test_ours_are_empty_where_no_source_was_found(tmp_path: Path) -> None:
    found = load_path_data(OURS, tmp_path)
    assert (found.meetings, found.tariffs, found.sessions) == ((), (), ())
    assert len(found.centres) == 83
    assert len(found.departments) == 109
    assert len(found.aids) == 6


def test_a_centre_s_own_files_are_read_and_change_the_version(tmp_path: Path) -> None:
    before = path_data_version(OURS, tmp_path)
    written(tmp_path, "tarifs.yaml", TARIFF)
    written(tmp_path, "centres.yaml", CENTRE)
    found = load_path_data(OURS, tmp_path)
    assert [one.euros for one in found.tariffs] == [1200]
    bretagne = found.centre("bretagne")
    assert bretagne is not None
    assert bretagne.address == "2 rue d'essai"
    assert len(found.centres) == 83
    assert path_data_version(OURS, tmp_path) != before


TARIFF = """\
tariffs:
  - {centre: hdf-lille, label: accompagnement, euros: 1200, from: 2027-01-01, source: délibération}
"""
CENTRE = """\
centres:
  - id: bretagne
    name: Cnam Bretagne
    kind: centre_regional
    status: open
    region: Bretagne
    address: 2 rue d'essai
    source: le centre
    read_on: 2027-01-01
    confidence: verified
"""


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("tarifs.yaml", TARIFF.replace("hdf-lille", "lille"), "ligne 2, tariffs[0].centre : centre inconnu « lille »"),
        ("tarifs.yaml", TARIFF.replace("1200", "-3"), "tariffs[0].euros"),
        ("tarifs.yaml", TARIFF.replace("euros: 1200", "euros: mille"), "tariffs[0].euros"),
        ("tarifs.yaml", TARIFF.replace("2027-01-01", "2027-02-30"), "2027-02-30"),
        ("tarifs.yaml", TARIFF.replace("label", "libellé"), "tariffs[0]"),
        ("tarifs.yaml", "tariffs: [", "tarifs.yaml, ligne"),
        ("tarifs.yaml", "", "fichier vide"),
        ("reunions.yaml", "meetings:\n  - {centre: nulle, day: 2027-01-01}\n", "centre inconnu « nulle »"),
        (
            "jurys.yaml",
            "sessions:\n  - {day: 2027-01-02, file_by: 2027-02-01, source: x}\n",
            "ne peut pas suivre le jury",
        ),
        ("centres.yaml", CENTRE.replace("status: open", "status: ouvert"), "centres[0].status"),
    ],
)
def test_a_file_at_fault_is_refused_with_its_place(tmp_path: Path, name: str, text: str, said: str) -> None:
    message = refused(written(tmp_path, name, text))
    assert said in message
    assert name in message
