"""Which certifications are versions of one another: a family counts once in the ranking."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from matcher.model.certification import Certification
from matcher.text import VAGUE, stems

_SAME_TITLE = 0.8
"""Share of the words of two titles that they have in common, from which they name one certification."""
# Ce qu'un intitulé dit de la sorte de diplôme, et non du métier.
_DIPLOMA_PHRASES = re.compile(
    r"\(fiche nationale\)|\b(?:conservatoire national des )?arts et m[ée]tiers|\bcnam\b|\blicence professionnelle\b"
    r"|\btitre professionnel\b",
    re.IGNORECASE,
)
_DIPLOMA_WORDS = frozenset(
    stems("licence master deust titre diplôme diplômé mention spécialité parcours conservatoire certificat")
)


def title_stems(title: str) -> tuple[str, ...]:
    """The stems of a title without what names the kind of diploma; all of them if nothing would remain."""
    found = stems(_DIPLOMA_PHRASES.sub(" ", title))
    return tuple(stem for stem in found if stem not in _DIPLOMA_WORDS) or found or stems(title)


def label_stems(title: str) -> tuple[str, ...]:
    """A bloc label as compared between certifications: its telling words in any order."""
    found = set(stems(title))
    return tuple(sorted(found - VAGUE or found))


def families_of(certifications: Sequence[Certification]) -> list[str]:
    """The family of each certification.

    One family: those that the referentials link; those of one kind and title; and those of one level whose bloc labels
    are the same, under titles alike. Labels alone are not enough, for the generic blocs of 111 masters are the same;
    nor do codes tell anything, for each version has its own.
    """
    heads: dict[str, str] = {}

    def head(name: str) -> str:
        while heads.setdefault(name, name) != name:
            name = heads[name]
        return name

    own = [_own_family(one) for one in certifications]
    for one, other in _versions(certifications):
        first, second = sorted((head(own[one]), head(own[other])))
        heads[second] = first
    return [head(name) for name in own]


def _own_family(certification: Certification) -> str:
    """Its family, or else its kind and the words of its title."""
    if certification.family:
        return certification.family
    return f"{certification.kind}:{' '.join(sorted(set(title_stems(certification.title))))}"


def _versions(certifications: Sequence[Certification]) -> Iterator[tuple[int, int]]:
    """The pairs of one level with the same bloc labels and titles alike.

    Not where one label only is known: it may say that there is no bloc.
    """
    holders: defaultdict[tuple[int | None, frozenset[tuple[str, ...]]], list[int]] = defaultdict(list)
    for place, one in enumerate(certifications):
        labels = frozenset(label_stems(bloc.title) for bloc in one.blocs if bloc.title)
        if len(labels) > 1:
            holders[one.level, labels].append(place)
    for places in holders.values():
        titles = {place: frozenset(title_stems(certifications[place].title)) for place in places}
        yield from (pair for pair in combinations(places, 2) if _alike(titles[pair[0]], titles[pair[1]]))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) >= _SAME_TITLE * len(one | other)
