"""The façade: certifications indexed once, then held against any number of dossiers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from matcher.model.certification import Certification
from matcher.model.dossier import Dossier
from matcher.reading.synonyms import Synonyms
from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.comparison import Comparison, compare
from matcher.relation.details import CatalogueRelation
from matcher.relation.jobs import JobLinks
from matcher.relation.model import Relation, Relations
from matcher.relation.shortlist import Shortlist, shortlist
from matcher.relation.told import NO_SYNONYMS, read_told
from matcher.rulebook.ranking_settings import RankingSettings


@dataclass(frozen=True)
class Asked:
    """A dossier to compare; fields as in ``CertificationIndex.relate``."""

    dossier: Dossier
    target: str | None
    named: Collection[str]
    presumed: Mapping[int, Sequence[str]]


class CertificationIndex:
    """Certifications ready to be compared. Only read once built: any number of threads may share it.

    ``links``: what the ROME tells of job codes, if it was imported. ``synonyms``: everyday words for activities.
    """

    def __init__(
        self,
        certifications: Sequence[Certification],
        settings: RankingSettings,
        links: JobLinks | None = None,
        synonyms: Synonyms = NO_SYNONYMS,
    ) -> None:
        self.catalogue = IndexedCatalogue(certifications, settings, links)
        self.settings, self._synonyms = settings, synonyms

    def relate(
        self,
        dossier: Dossier,
        *,
        target: str | None = None,
        named: Collection[str] = (),
        among: Collection[str] | None = None,
        presumed: Mapping[int, Sequence[str]] | None = None,
    ) -> Relations:
        """Compare a dossier with every certification, and detail the shortlist, best first: the nearest, then the
        other versions of these, then what the dossier names.

        ``target``: code of the certification aimed at, once resolved. ``named``: codes that the dossier names elsewhere
        (requests, recevabilités). Both are detailed wherever they rank; codes not in the index are ignored.
        ``among``: codes that the shortlist keeps to; None keeps all.
        ``presumed``: activities taken from the job rather than told, by experience index.
        """
        asked = Asked(dossier, target, frozenset(named), presumed or {})
        comparison, pairs = self.compare([asked], among)
        return Relations(
            shortlist=tuple(self.relation(comparison, pairs, number) for number in range(len(pairs.place))),
            described=bool(comparison.described[0]),
        )

    def compare(self, asked: Sequence[Asked], among: Collection[str] | None = None) -> tuple[Comparison, Shortlist]:
        """Compare many dossiers with every certification at once, without a word of detail."""
        catalogue, described = self.catalogue, self.settings.related.described_terms
        told = [read_told(one.dossier, one.presumed, described, catalogue.spelling, self._synonyms) for one in asked]
        targets = [catalogue.place_of_code.get(one.target or "") for one in asked]
        comparison = compare(catalogue, told, targets)
        named = [
            {catalogue.place_of_code[code] for code in {*one.named, one.target} if code in catalogue.place_of_code}
            for one in asked
        ]
        return comparison, shortlist(catalogue, comparison, named, among)

    def relation(self, comparison: Comparison, pairs: Shortlist, number: int) -> Relation:
        """One pair of a shortlist, to be detailed when asked."""
        return CatalogueRelation(self.catalogue, comparison, pairs, number)
