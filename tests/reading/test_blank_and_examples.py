from __future__ import annotations

from pathlib import Path

import pytest

from matcher.model.dossier import Dossier, Experience, ExperienceKind, Request
from matcher.model.faults import DossierError
from matcher.reading.blank import blank_dossier
from matcher.reading.dossiers import parse_dossier, read_dossier
from matcher.reading.plain_yaml import read_yaml

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.name)
def test_the_examples_are_dossiers(path: Path) -> None:
    assert read_dossier(path).id.startswith("EX-")


def test_the_blank_dossier_has_every_key_and_only_lacks_what_is_required() -> None:
    blank = read_yaml(blank_dossier())
    assert set(blank) == set(Dossier.model_fields)
    assert "end" not in blank["experiences"][0]
    with pytest.raises(DossierError) as caught:
        parse_dossier(blank)
    paths = [fault["path"] for fault in caught.value.errors]
    assert paths == ["id", "filed_on", "experiences[0].kind", "experiences[0].start"]
    filled = {**blank, "id": "D1", "filed_on": "2024-03-12"}
    filled["experiences"][0] |= {"kind": "benevole", "start": 2019}
    assert parse_dossier(filled).experiences[0].end_known is False


def test_the_blank_dossier_names_every_key_of_its_parts() -> None:
    text = blank_dossier()
    for key in (*Experience.model_fields, *Request.model_fields, *ExperienceKind.__args__):
        assert key in text
