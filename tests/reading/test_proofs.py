from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from matcher.model.dossier import Dossier, Experience, ExperienceKind
from matcher.reading.bundled import referentials_folder
from matcher.reading.proofs import Proof, dossier_proofs, load_proofs, missing_proofs


@pytest.fixture(scope="module")
def proofs() -> tuple[Proof, ...]:
    return load_proofs(referentials_folder() / "preuves.yaml")


def missing(known: tuple[Proof, ...], kind: str, **fields: Any) -> list[str]:
    experience = Experience.model_validate({"kind": kind, "start": "2019", **fields})
    return [one.proof.id for one in missing_proofs(experience, known)]


def test_every_kind_but_autre_has_a_required_proof(proofs: tuple[Proof, ...]) -> None:
    for kind in ExperienceKind.__args__:
        assert bool(missing(proofs, kind)) is (kind != "autre")


def test_contract_and_payslips_together_replace_the_employers_attestation(proofs: tuple[Proof, ...]) -> None:
    assert missing(proofs, "salarie") == ["attestation_employeur"]
    assert missing(proofs, "salarie", proofs=["attestation_employeur"]) == []
    assert missing(proofs, "salarie", proofs=["contrat_travail"]) == ["attestation_employeur"]
    assert missing(proofs, "salarie", proofs=["contrat_travail", "bulletins_salaire"]) == []


def test_a_missing_proof_is_worded_with_what_replaces_it(proofs: tuple[Proof, ...]) -> None:
    (one,) = missing_proofs(Experience.model_validate({"kind": "salarie", "start": "2019"}), proofs)
    assert one.label == (
        "attestation de l'employeur (période, fonctions, nombre d'heures), "
        "ou contrat de travail et bulletins de salaire de la période"
    )


@pytest.mark.parametrize("title", ["Trésorière", "PRÉSIDENT", "vice-présidente", "Secrétaire / trésorier"])
def test_officers_of_an_association_also_bring_statutes_and_minutes(proofs: tuple[Proof, ...], title: str) -> None:
    assert missing(proofs, "benevole", title=title) == [
        "attestation_association",
        "statuts_association",
        "proces_verbaux",
    ]


def test_a_volunteer_who_is_no_officer_brings_the_attestation_only(proofs: tuple[Proof, ...]) -> None:
    assert missing(proofs, "benevole", title="Entraîneur") == ["attestation_association"]


@pytest.mark.parametrize("proof", ["attestation_decharge", "attestation_credit_heures", "autorisations_absence"])
def test_any_proof_of_union_duties_is_enough(proofs: tuple[Proof, ...], proof: str) -> None:
    assert missing(proofs, "syndical", proofs=[proof]) == []


@pytest.mark.parametrize(("country", "asked"), [(None, False), ("France", False), ("FR", False), ("Maroc", True)])
def test_foreign_documents_are_translated(proofs: tuple[Proof, ...], country: str | None, asked: bool) -> None:
    assert ("traduction_assermentee" in missing(proofs, "autre", country=country)) is asked


def test_the_whole_dossier_calls_for_identity_and_declared_diplomas(proofs: tuple[Proof, ...]) -> None:
    dossier = Dossier.model_validate({"id": "D1", "filed_on": "2024-01-01", "experiences": []})
    assert [one.proof.id for one in dossier_proofs(dossier, proofs)] == ["piece_identite"]
    graduate = Dossier.model_validate({**dossier.model_dump(), "diplomas": [{"level": 5}]})
    assert [one.proof.id for one in dossier_proofs(graduate, proofs)] == ["piece_identite", "copies_diplomes"]


def test_every_proof_has_a_source(proofs: tuple[Proof, ...]) -> None:
    assert all(proof.source and proof.label for proof in proofs)


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ("  - {id: a, label: a, kinds: []}\n  - {id: a, label: b, kinds: []}\n", "en double : .'a'."),
        ("  - {id: a, label: a, kinds: [], alternatives: [[b]]}\n", "inconnues : .'b'."),
    ],
)
def test_a_catalogue_that_does_not_hold_together_is_refused(tmp_path: Path, entries: str, fault: str) -> None:
    path = tmp_path / "preuves.yaml"
    path.write_text(f"source: notice\nproofs:\n{entries}", encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        load_proofs(path)


def test_the_examples_name_known_proofs(proofs: tuple[Proof, ...]) -> None:
    from matcher.reading.dossiers import read_dossier

    known = {proof.id for proof in proofs}
    for path in (Path(__file__).parents[2] / "examples").glob("*.yaml"):
        for experience in read_dossier(path).experiences:
            assert set(experience.proofs) <= known
