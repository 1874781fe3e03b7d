"""Certifications made ready to be compared: their texts as vectors, their job codes, their levels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.model.certification import Certification
from matcher.relation.catalogue_texts import CatalogueTexts
from matcher.relation.jobs import JobCodes, JobLinks
from matcher.relation.spelling import Spelling
from matcher.relation.vectors import Corpus, Vocabulary
from matcher.rulebook.ranking_settings import RankingSettings
from matcher.sparse import Flags, Floats, Ints, Rows


class IndexedCatalogue:
    """Built once, then only read. C certifications, P places of T different texts (see CatalogueTexts).

    ``code_rank`` [C]: the place of each code in the order of codes, which settles ties.
    """

    def __init__(
        self, certifications: Sequence[Certification], settings: RankingSettings, links: JobLinks | None = None
    ) -> None:
        self.certifications = tuple(certifications)
        self.settings = settings
        self.texts = CatalogueTexts(self.certifications, settings)
        self.vocabulary = Vocabulary(self.texts.stems, settings.text.vague_word)
        self.spelling = Spelling(self.vocabulary.ids)
        self.place_of_code = {certification.code: place for place, certification in enumerate(self.certifications)}
        self.code_rank: Ints = np.argsort(np.argsort([certification.code for certification in self.certifications]))
        self.level: Ints = np.array([certification.level or 0 for certification in self.certifications], dtype=np.int64)
        self.jobs = JobCodes([certification.rome for certification in self.certifications], links or JobLinks())
        self._stems: dict[int, frozenset[str]] = {}
        self._index_texts()

    def title_likeness(self, titles: Sequence[Sequence[str]]) -> Floats:
        """[titles, C]: how near a job title is to the certification's title, or to one of its texts."""
        likeness = self.text_likeness.compare(self.vocabulary.directions(titles))
        alike, count = np.flatnonzero(likeness), len(self.certifications)
        title, text = np.divmod(alike, max(1, likeness.shape[1]))
        found, cell = self.places_of_text.spread(text)
        place = self.places_of_text.columns[cell]
        best = np.zeros(len(titles) * count)
        worth = likeness.ravel()[alike[found]] * self._title_factor[place]
        np.maximum.at(best, title[found] * count + self.texts.certification[place], worth)
        return best.reshape(len(titles), count)

    def groups_of(self, place: int) -> dict[int, int]:
        """The groups of the certification at ``place``: bloc (−1: the whole) → group."""
        first, last = np.searchsorted(self.texts.group_certification, [place, place + 1]).tolist()
        return {int(self.texts.group_bloc[group]): group for group in range(first, last)}

    def stems_of(self, place: int) -> frozenset[str]:
        """All the stems of the certification at ``place``."""
        if place not in self._stems:
            first, last = np.searchsorted(self.texts.certification, [place, place + 1]).tolist()
            self._stems[place] = frozenset().union(
                *(self.texts.stems[text] for text in self.texts.text[first:last].tolist())
            )
        return self._stems[place]

    def _index_texts(self) -> None:
        texts, size = self.texts, len(self.vocabulary.ids)
        counted = [
            (row, self.vocabulary.ids[stem], stems.count(stem))
            for row, stems in enumerate(texts.stems)
            for stem in dict.fromkeys(stems)
        ]
        rows, columns, counts = np.array(counted, dtype=np.int64).reshape(-1, 3).T
        corpus = Corpus(rows, columns, counts.astype(np.float64), len(texts.stems))
        by_text = Rows.of_cells(rows, columns, corpus.counts, corpus.texts)
        place, cell = by_text.spread(texts.text)
        keys, where = np.unique(texts.certification[place] * size + by_text.columns[cell], return_inverse=True)
        amounts = np.bincount(where, by_text.values[cell] * texts.document_weight[place], minlength=len(keys))
        owners, stems = np.divmod(keys, max(1, size))
        documents = Corpus(owners, stems, amounts.astype(np.float64), len(self.certifications))
        self.text_likeness = corpus.cosine_postings(self.vocabulary)
        weighing = self.settings.text
        self.document_share = documents.share_postings(self.vocabulary, weighing.saturation, weighing.length_penalty)
        count = len(texts.text)
        self.places_of_text = Rows.of_cells(texts.text, np.arange(count), np.zeros(count), len(texts.stems))
        self.first_place: Ints = np.searchsorted(texts.certification, np.arange(len(self.certifications) + 1))
        self.blocs_known: Flags = np.zeros(len(self.certifications), dtype=bool)
        self.blocs_known[texts.group_certification[texts.group_bloc >= 0]] = True
        self._title_factor: Floats = np.where(texts.is_title, 1.0, self.settings.job.in_text)
