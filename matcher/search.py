"""Find certifications by what people type: numbers; titles with typos, short forms, words in any order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from math import fsum
from typing import NamedTuple, get_args

from rapidfuzz import fuzz, process

from matcher.facts import as_code
from matcher.model.certification import Certification, Kind
from matcher.reading.path_data import PathData
from matcher.text import VAGUE, stems

_LIKE_ENOUGH = 0.5
"""Least share of what was typed that a certification has to say."""
_SHARE_OF_TITLE = 0.2
_MOST_WORDS = 40
_SAME_WORD, _BEGINNING, _BEGUN = 80, 5, 0.9
"""A word may be misspelt, in hundredths; or cut short, by its first letters; what the latter is then worth."""
_NOT_THE_KIND = 0.9
"""What the name of a kind is worth where it only stands in the title: "Commercial pilot licence"."""
_VAGUE, _KIND, _NOT_KNOWN = 0.3, 0.4, 0.5
"""What words weigh that tell little, against 1 for the others."""

_NUMBER = re.compile(r"(?:fiche|rncp|num[eé]ro|no?|\W)*(\d{2,6})\W*", re.IGNORECASE)
_KINDS: Mapping[Kind, str] = {
    "licence": "licence",
    "licence_professionnelle": "licence professionnelle pro lp",
    "master": "master",
    "deust": "deust",
    "ingenieur": "ingénieur diplôme",
    "dut": "dut",
    "titre_rncp": "titre",
    "diplome_specialisation": "diplôme spécialisation",
    "diplome_etat": "diplôme état",
    "certificat_professionnel": "certificat professionnel",
    "certificat_de_competence": "certificat compétence",
    "bachelor": "bachelor",
    "magistere": "magistère",
    "mastere_specialise": "mastère spécialisé",
    "mba": "mba",
}
_KIND_WORDS = {kind: frozenset(stems(words)) for kind, words in _KINDS.items()}
_KIND_STEMS = frozenset[str]().union(*_KIND_WORDS.values())
_BESIDE_THE_TITLE = frozenset(stems("fiche nationale mention"))


_FIELD = re.compile(r"[A-N](?:\d{1,4})?|\d{1,3}[a-z]?", re.IGNORECASE)
"""The beginning of a ROME code (M, M12, M1203) or of an NSF code (3, 31, 314, 314p)."""


class _Word(NamedTuple):
    """A stem that was typed: what it weighs, and how like it each stem of the certifications is, where it is."""

    weight: float
    alike: Mapping[str, float]


def find_certifications(text: str, certifications: Sequence[Certification], limit: int) -> list[Certification]:
    """The certifications that say best what a text says, best first; of a tie, active ones, then the plainest kind."""
    number = _NUMBER.fullmatch(text)
    if number:
        return [one for one in certifications if one.rncp == f"RNCP{number[1]}"][:limit]
    titles = [_said(one.title) for one in certifications]
    known = _KIND_STEMS.union(*titles)
    typed = [_word(stem, known) for stem in list(dict.fromkeys(stems(text)))[:_MOST_WORDS]]
    found = []
    for one, title in zip(certifications, titles, strict=True):
        kind = _KIND_WORDS.get(one.kind, frozenset())
        likeness = _likeness(typed, title, kind)
        if likeness is not None:
            found.append((-likeness, (True, None, False).index(one.active), len(kind), one.code, one))
    return [one for *_, one in sorted(found, key=lambda hit: hit[:-1])[:limit]]


def certified_by(certifications: Iterable[Certification], text: str) -> frozenset[str]:
    """The codes of the certifications of which a certifier's name holds this text, or whose SIRET it is."""
    wanted = text.casefold()
    return frozenset(
        one.code
        for one in certifications
        if any(wanted in certifier.name.casefold() or wanted == certifier.siret for certifier in one.certifiers)
    )


def offered_by(path: PathData, centre: str) -> frozenset[str]:
    """The codes for which a centre gives a tariff. Raises ValueError, in French, for a centre that is none."""
    if path.centre(centre) is None:
        raise ValueError(f"centre inconnu : « {centre} » ; attendu : un identifiant comme hdf-lille")
    return frozenset(as_code(one.certification) for one in path.tariffs if one.centre == centre and one.certification)


def narrow(
    certifications: Sequence[Certification], level: int | None, kind: str | None, field: str | None
) -> list[Certification]:
    """Those of a CEC level, of a kind, of a field; None narrows nothing. Raises ValueError, in French."""
    if kind is not None and kind not in get_args(Kind):
        raise ValueError(f"sorte inconnue : « {kind} » ; attendu : l'une de {', '.join(get_args(Kind))}")
    if field is not None and not _FIELD.fullmatch(field):
        raise ValueError(f"domaine illisible : « {field} » ; attendu : le début d'un code NSF (314) ou ROME (M12)")
    return [
        one
        for one in certifications
        if (level is None or one.level == level) and (kind is None or one.kind == kind)
        if field is None or any(code.upper().startswith(field.upper()) for code in (*one.nsf, *one.rome))
    ]


@lru_cache(maxsize=16_384)
def _said(title: str) -> frozenset[str]:
    return frozenset(stems(title))


def _word(stem: str, known: Collection[str]) -> _Word:
    if stem in known:
        alike = {stem: 1.0}
    else:
        near = process.extract(stem, known, scorer=fuzz.ratio, score_cutoff=_SAME_WORD, limit=None)
        alike = {one: score / 100 for one, score, _ in near}
    if len(stem) >= _BEGINNING:
        alike = {one: _BEGUN for one in known if one.startswith(stem)} | alike
    return _Word(_weight(max(alike, key=lambda one: (alike[one], one))) if alike else _NOT_KNOWN, alike)


def _weight(stem: str) -> float:
    return _KIND if stem in _KIND_STEMS else _VAGUE if stem in VAGUE else 1.0


def _likeness(typed: Sequence[_Word], title: frozenset[str], kind: frozenset[str]) -> float | None:
    """How much of what was typed the title or the kind says, and how much of the title was typed; None: too little."""
    total = sum(word.weight for word in typed)
    covered = sum(word.weight * _best(word, title, kind) for word in typed)
    if not covered or covered < _LIKE_ENOUGH * total:
        return None
    own = title - kind - _BESIDE_THE_TITLE
    told = [stem for stem in own if any(stem in word.alike for word in typed)]
    share = fsum(map(_weight, told)) / fsum(map(_weight, own)) if own else 1.0
    return round(covered / total + _SHARE_OF_TITLE * share, 4)


def _best(word: _Word, title: frozenset[str], kind: frozenset[str]) -> float:
    """How well the title or the kind says one word, from 0 to 1."""
    return max(
        (
            like * (_NOT_THE_KIND if stem in _KIND_STEMS and stem not in kind else 1)
            for stem, like in word.alike.items()
            if stem in title or stem in kind
        ),
        default=0.0,
    )
