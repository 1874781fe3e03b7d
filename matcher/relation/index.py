"""The façade: certifications indexed once, then held against any number of dossiers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from matcher.model.certification import Certification
from matcher.model.dossier import Dossier
from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.comparison import compare
from matcher.relation.details import CatalogueRelation
from matcher.relation.model import Relations
from matcher.relation.told import read_told
from matcher.rulebook.ranking_settings import RankingSettings


class CertificationIndex:
    """Certifications ready to be compared. Only read once built: any number of threads may share it."""

    def __init__(self, certifications: Sequence[Certification], settings: RankingSettings) -> None:
        self._catalogue = IndexedCatalogue(certifications, settings)
        self._settings = settings

    def relate(
        self,
        dossier: Dossier,
        *,
        target: str | None = None,
        named: Collection[str] = (),
        among: Collection[str] | None = None,
        presumed: Mapping[int, Sequence[str]] | None = None,
    ) -> Relations:
        """Compare a dossier with every certification, and detail the shortlist, best first.

        ``target``: code of the certification aimed at, once resolved. ``named``: codes that the dossier names elsewhere
        (requests, recevabilités). Both are detailed wherever they rank; codes not in the index are ignored.
        ``among``: codes that the shortlist keeps to; None keeps all.
        ``presumed``: activities taken from the job rather than told, by experience index.
        """
        catalogue = self._catalogue
        told = read_told(dossier, presumed or {}, self._settings.related.described_terms, catalogue.spelling)
        comparison = compare(catalogue, dossier, told, catalogue.place_of_code.get(target or ""))
        asked = {catalogue.place_of_code[code] for code in {*named, target} if code in catalogue.place_of_code}
        order = np.lexsort((catalogue.code_rank, -comparison.likeness.round(6), -comparison.total.round(6))).tolist()
        kept = order if among is None else [place for place in order if catalogue.certifications[place].code in among]
        best = kept[: self._settings.shortlist]
        places = best + [place for place in order if place in asked.difference(best)]
        return Relations(
            shortlist=tuple(CatalogueRelation(catalogue, comparison, place, place in asked) for place in places),
            described=any(told.described),
        )
