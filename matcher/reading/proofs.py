"""The proofs that a dossier calls for, and those still missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from matcher.model.dossier import Dossier, Experience, ExperienceKind

_FRANCE = {"", "fr", "fra", "france"}


class Proof(BaseModel):
    """A proof. ``alternatives`` are groups of proofs: a whole group stands for this one.

    ``kinds`` empty: a proof of the whole dossier. ``for_titles``, ``abroad`` and ``with_diplomas`` narrow
    whom it is asked of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    label: str
    kinds: tuple[ExperienceKind, ...]
    required: bool = False
    alternatives: tuple[tuple[str, ...], ...] = ()
    for_titles: tuple[str, ...] = ()
    abroad: bool = False
    with_diplomas: bool = False
    validity_months: int | None = None
    source: str

    def satisfied_by(self, held: Iterable[str]) -> bool:
        """Whether the proof, or a whole group of its alternatives, is held."""
        known = set(held)
        return self.id in known or any(known.issuperset(group) for group in self.alternatives)

    def concerns(self, experience: Experience) -> bool:
        """Whether this experience may be asked for the proof."""
        return (
            experience.kind in self.kinds
            and (not self.for_titles or _titled(experience.title, self.for_titles))
            and (not self.abroad or is_abroad(experience.country))
        )


class _Catalogue(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    proofs: tuple[Proof, ...]

    @model_validator(mode="before")
    @classmethod
    def _share_source(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {"proofs": [{"source": data["source"], **proof} for proof in data["proofs"]]}

    @model_validator(mode="after")
    def _known_names(self) -> _Catalogue:
        names = [proof.id for proof in self.proofs]
        twice = sorted({name for name in names if names.count(name) > 1})
        unknown = sorted(set(_named(self.proofs)) - set(names))
        if twice or unknown:
            raise ValueError(f"pièces en double : {twice} ; pièces inconnues : {unknown}")
        return self


def _named(proofs: tuple[Proof, ...]) -> Iterator[str]:
    for proof in proofs:
        for group in proof.alternatives:
            yield from group


@dataclass(frozen=True)
class MissingProof:
    """A proof to ask for. ``label`` words it with what may replace it."""

    proof: Proof
    label: str


def load_proofs(path: Path) -> tuple[Proof, ...]:
    """Read ``referentials/preuves.yaml``. Raises ValueError when a proof stands twice or is unknown."""
    return _Catalogue.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).proofs


def missing_proofs(experience: Experience, proofs: tuple[Proof, ...]) -> tuple[MissingProof, ...]:
    """What is still to be asked for one experience: required, concerned, neither held nor replaced."""
    return tuple(
        MissingProof(proof, proof_wording(proof, proofs))
        for proof in proofs
        if proof.required and proof.concerns(experience) and not proof.satisfied_by(experience.proofs)
    )


def dossier_proofs(dossier: Dossier, proofs: tuple[Proof, ...]) -> tuple[MissingProof, ...]:
    """What the whole dossier calls for, whatever its experiences: identity, diplomas."""
    return tuple(
        MissingProof(proof, proof_wording(proof, proofs))
        for proof in proofs
        if proof.required and not proof.kinds and (dossier.diplomas or not proof.with_diplomas)
    )


def is_abroad(country: str | None) -> bool:
    """Whether a country, as it is written, is another than France; not given, it is France."""
    return _plain(country or "") not in _FRANCE


def proof_wording(proof: Proof, proofs: tuple[Proof, ...]) -> str:
    """As "attestation de l'employeur, ou contrat de travail et bulletins de salaire"."""
    labels = {known.id: known.label for known in proofs}
    choices = [proof.label, *(" et ".join(labels[name] for name in group) for group in proof.alternatives)]
    return ", ou ".join(choices)


def _titled(title: str, stems: tuple[str, ...]) -> bool:
    words = re.split(r"[\s,;/()]+", _plain(title))
    return any(word.startswith(stem) for word in words for stem in stems)


def _plain(text: str) -> str:
    """Lower case, without accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip()
