"""Find certifications by what people type: codes, titles with typos, no accents, abbreviations."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from matcher.model.certification import Certification
from matcher.text import unaccented

_LIKE_ENOUGH = 60
_KINDS = {
    "licence": "licence",
    "licence_professionnelle": "licence professionnelle",
    "master": "master",
    "deust": "deust",
    "ingenieur": "ingenieur",
    "dut": "dut",
    "bachelor": "bachelor",
    "mba": "mba",
}


def find_certifications(text: str, certifications: Sequence[Certification], limit: int) -> list[Certification]:
    """The certifications whose kind and title are most like a text, best first; active ones win a tie."""
    titles = [_searchable(one) for one in certifications]
    found = process.extract(
        unaccented(text).lower(), titles, scorer=fuzz.token_set_ratio, limit=None, score_cutoff=_LIKE_ENOUGH
    )
    ordered = sorted(
        found,
        key=lambda hit: (
            -hit[1],
            not certifications[hit[2]].active,
            -fuzz.ratio(unaccented(text).lower(), titles[hit[2]]),
            certifications[hit[2]].code,
        ),
    )
    return [certifications[place] for _, _, place in ordered[:limit]]


def _searchable(certification: Certification) -> str:
    kind = _KINDS.get(certification.kind, "")
    title = unaccented(certification.title).lower()
    return title if kind in title else f"{kind} {title}"
