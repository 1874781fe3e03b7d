"""Hold a dossier against every certification: arrays over all of them, then details for a shortlist."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from matcher.model.certification import Certification
from matcher.model.dossier import Dossier
from matcher.relation.catalogue_texts import CatalogueTexts
from matcher.relation.compared import Compared, Hits
from matcher.relation.details import describe
from matcher.relation.jobs import JobCodes, best_nearness
from matcher.relation.level import expected_levels, level_values
from matcher.relation.model import ACTIVITES, COUVERTURE, METIER, NIVEAU, PROJET, Relations
from matcher.relation.told import Told, read_told, tells
from matcher.relation.vectors import Floats, Ints, Postings, Rows, Vocabulary
from matcher.rulebook.ranking_settings import RankingSettings
from matcher.text import stems

_JOB_IN_TEXT = 0.7
"""A job title found in a bloc or an activity is worth this share of one found in the certification's title."""

_HEADS = frozenset(
    stem
    for word in (
        "responsable chargé assistant agent technicien employé chef directeur manager adjoint cadre consultant stagiaire "
        "apprenti bénévole membre aide gestionnaire collaborateur conseiller opérateur préparateur ouvrier délégué"
    ).split()
    for stem in stems(word)
)
"""First words of job titles: they name a rank, not a job."""


class CertificationIndex:
    """The texts and job codes of certifications, indexed once.

    ``relate`` reads it only: one index serves any number of dossiers and threads.
    """

    def __init__(self, certifications: Sequence[Certification], settings: RankingSettings) -> None:
        self.certifications = tuple(certifications)
        self.settings = settings
        self.texts = CatalogueTexts(self.certifications, settings.text.generic_bloc)
        self.place_of_code = {certification.code: place for place, certification in enumerate(self.certifications)}
        self._vocabulary = Vocabulary(self.texts.stems, settings.text.vague_word)
        self._text_postings, self._document_postings = self._postings()
        self._places_of_text = Rows.of_cells(
            self.texts.text, np.arange(len(self.texts.text)), np.zeros(len(self.texts.text)), len(self.texts.stems)
        )
        self._first_places: Ints = np.searchsorted(self.texts.certification, np.arange(len(self.certifications)))
        self._jobs = JobCodes([certification.rome for certification in self.certifications])
        self._levels = np.array([certification.level or 0 for certification in self.certifications], dtype=np.int64)

    def relate(
        self,
        dossier: Dossier,
        *,
        target: str | None = None,
        named: Collection[str] = (),
        presumed: Mapping[int, Sequence[str]] | None = None,
    ) -> Relations:
        """Compare a dossier with every certification and detail the shortlist.

        ``target``: code of the certification aimed at, once resolved. ``named``: codes of others that the dossier names;
        codes that are not in the index are ignored. ``presumed``: activities taken from the job, by experience index.
        """
        told = read_told(dossier, presumed or {}, self.settings.related.described_terms)
        compared = self._compare(dossier, told, target)
        named_places = {self.place_of_code[code] for code in (*named, target) if code in self.place_of_code}
        order = np.lexsort((self._code_ranks(), -compared.likeness, -compared.total.round(6)))
        first = [place for place in order[: self.settings.shortlist].tolist() if compared.total[place] > 0]
        rest = [place for place in order.tolist() if place in named_places and place not in set(first)]
        return Relations(
            shortlist=tuple(describe(self, compared, place, place in named_places) for place in first + rest),
            described=any(told.described),
        )
