"""The numbers of the ranking, read from rules/classement.yaml: weights, thresholds, sizes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, model_validator

from matcher.located_yaml import read_located
from matcher.model.faults import french_faults
from matcher.rulebook.schema import Block

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
Points = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Amount = Annotated[float, Field(gt=0, le=1_000, allow_inf_nan=False)]
CecLevel = Annotated[int, Field(ge=3, le=8)]
Count = Annotated[int, Field(ge=1, le=100_000)]


class Weights(Block):
    """Points that each part of the score is worth; they add up to 100."""

    metier: Points
    activites: Points
    couverture: Points
    niveau: Points
    inscription: Points
    projet: Points

    @model_validator(mode="after")
    def _hundred(self) -> Weights:
        total = sum(self.by_name().values())
        if abs(total - 100) > 1e-6:
            raise ValueError(f"les poids font {total:g} ; leur somme doit faire 100")
        return self

    def by_name(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in type(self).model_fields}


class Strength(Block):
    """Scores, out of 100, from which a match is called forte or moyenne."""

    forte: Points
    moyenne: Points

    @model_validator(mode="after")
    def _in_order(self) -> Strength:
        if self.moyenne > self.forte:
            raise ValueError(f"le seuil moyenne ({self.moyenne:g}) dépasse le seuil forte ({self.forte:g})")
        return self


class EvidenceThresholds(Block):
    """Likeness of a sentence and a competency: ``sure`` proves it, ``to_confirm`` suggests it, below is nothing.

    With fewer telling words in common than ``shared_terms`` nothing is proved, and ``few_terms`` is needed to suggest.
    ``asked``: most presumed activities asked about for one certification.
    """

    sure: Positive
    to_confirm: Positive
    shared_terms: Count
    few_terms: Positive
    per_competency: Count
    asked: Count

    @model_validator(mode="after")
    def _in_order(self) -> EvidenceThresholds:
        if self.to_confirm > self.sure:
            raise ValueError(f"le seuil to_confirm ({self.to_confirm:g}) dépasse le seuil sure ({self.sure:g})")
        return self


class BlocShares(Block):
    """When a bloc is ``oui``: share of it surely reached, and telling words in common."""

    yes_share: Positive
    yes_words: Count
    to_confirm_credit: Share
    presumed_credit: Share


class RelatedThresholds(Block):
    """Likeness from which an experience is related to a certification."""

    title: Positive
    activities: Positive
    sentences: Amount
    described_terms: Count


class FullLikeness(Block):
    """Likeness of two texts that already counts as the full value of a part."""

    activities: Positive
    sentences: Amount
    share_of_sentences: Share
    project: Positive


class JobValues(Block):
    """Value of the part « metier » by nearness of the ROME codes; ``in_text``: of a title found elsewhere than in the
    certification's own title."""

    identical: Share
    close: Share
    same_field: Share
    in_text: Share


class BudgetStep(Block):
    """A budget, in euros, and the level it suggests from there on."""

    euros: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    level: CecLevel


class LevelHints(Block):
    """The CEC levels that responsibilities suggest, and what a level is worth by its gap to the one suggested.

    ``by_gap``: for a gap of 0, 1, 2… levels; the last serves beyond. ``unknown``: where either level is not known.
    """

    execution: CecLevel
    autonome: CecLevel
    encadrement: CecLevel
    direction: CecLevel
    team: CecLevel
    budget: tuple[BudgetStep, ...]
    by_gap: Annotated[tuple[Share, ...], Field(min_length=1)]
    unknown: Share


class TextWeights(Block):
    """How texts are weighed: vague words, blocs that many certifications share, the certification's title.

    ``saturation`` and ``length_penalty`` are BM25's k1 and b.
    """

    vague_word: Share
    generic_bloc: Share
    title: Amount
    saturation: Amount
    length_penalty: Share


class Diversity(Block):
    """How many engineer specialities open the list; how alike the titles of two versions are that share their blocs."""

    per_group: Count
    same_title: Positive


class RankingSettings(Block):
    """The whole of rules/classement.yaml; each key is explained there, in French."""

    shortlist: Count
    weights: Weights
    strength: Strength
    evidence: EvidenceThresholds
    bloc: BlocShares
    related: RelatedThresholds
    full_likeness: FullLikeness
    job: JobValues
    levels: LevelHints
    text: TextWeights
    diversity: Diversity


def load_ranking_settings(path: Path) -> RankingSettings:
    """Read rules/classement.yaml. Raises ValueError: every fault, one a line, with file, line and key."""
    yaml = read_located(path, path.name)
    faults = list(yaml.faults)
    if not faults:
        try:
            return RankingSettings.model_validate({} if yaml.data is None else yaml.data)
        except ValidationError as error:
            for line, french in zip(error.errors(include_url=False), french_faults(error), strict=True):
                read = "" if french["value"] is None or line["type"] == "value_error" else f" (lu : {french['value']})"
                faults.append(yaml.fault(line["loc"], f"{french['message']}{read} ; attendu : {french['expected']}"))
    raise ValueError("\n".join(str(fault) for fault in faults))
