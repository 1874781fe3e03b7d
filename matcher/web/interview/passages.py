"""The person's own sentences that support a certification, with the words that count marked in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matcher.model.report import Match
from matcher.text import stems
from matcher.web.interview.cards import NameOf, bloc_name

_WORD = re.compile(r"\w+|\W+")
_CODE = re.compile(r"[A-Z]{1,4}[\d.]{1,5}|RNCP\w+")


@dataclass(frozen=True)
class Piece:
    text: str
    marked: bool


@dataclass(frozen=True)
class Support:
    """What a sentence is held to prove: a competency (or the bloc itself), in a bloc of the certification."""

    bloc_code: str
    bloc: str
    competency: str | None
    sure: bool


@dataclass(frozen=True)
class Passage:
    """One sentence of one experience, its words in pieces, what it supports, and the expression to decide upon."""

    experience: str
    pieces: tuple[Piece, ...]
    supports: tuple[Support, ...]
    expression: str


def passages(match: Match, name_of: NameOf, sure: float) -> tuple[Passage, ...]:
    """Every sentence told that supports the certification, in the order of the experiences; none that is presumed."""
    found: dict[tuple[int, str], list[tuple[Support, tuple[str, ...]]]] = {}
    for bloc in match.blocs:
        for one in bloc.evidence:
            if one.presumed:
                continue
            named = one.competency != bloc.code and not _CODE.fullmatch(one.competency)
            support = Support(bloc.code, bloc_name(bloc), one.competency if named else None, one.score >= sure)
            found.setdefault((one.experience, one.activity), []).append((support, one.terms))
    return tuple(
        Passage(
            experience=name_of(index),
            pieces=tuple(marked(activity, {term for _, terms in supports for term in terms})),
            supports=tuple(dict.fromkeys(support for support, _ in supports)),
            expression=activity,
        )
        for (index, activity), supports in sorted(found.items(), key=lambda item: item[0][0])
    )


def marked(text: str, terms: Iterable[str]) -> Iterator[Piece]:
    """The text in pieces; those that say one of the terms, in any form, are marked."""
    wanted = {stem for term in terms for stem in stems(term)}
    for piece in _WORD.findall(text):
        yield Piece(piece, bool(wanted.intersection(stems(piece))))
