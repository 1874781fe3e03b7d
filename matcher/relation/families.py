"""Which certifications are versions of one another: a family counts once in the ranking."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from matcher.model.certification import Certification
from matcher.text import VAGUE, stems

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


def families_of(certifications: Sequence[Certification], same_title: float) -> list[str]:
    """The family of each certification. ``same_title``: share of their words that titles alike have in common.

    One family: those that the referentials link; those of one kind and title; and those of one level whose bloc labels
    are the same, under titles alike. Labels alone are not enough, for the generic blocs of 111 masters are the same;
    nor do codes tell anything, for each version has its own. Two families of the referentials stay two, whatever their
    versions were once called.
    """
    named = [f"{one.kind}:{' '.join(sorted(set(title_stems(one.title))))}" for one in certifications]
    given: defaultdict[str, set[str]] = defaultdict(set)
    for one, name in zip(certifications, named, strict=True):
        given[name].update([one.family] if one.family else [])
    own = [
        one.family or (min(given[name]) if len(given[name]) == 1 else name)
        for one, name in zip(certifications, named, strict=True)
    ]
    linked = {one.family for one in certifications if one.family}
    heads: dict[str, str] = {}

    def head(name: str) -> str:
        while heads.setdefault(name, name) != name:
            name = heads[name]
        return name

    versions = sorted((own[older], own[newer]) for older, newer in _versions(certifications, same_title))
    for pair in versions:
        # Un nom donné par les référentiels reste la tête : deux d'entre eux ne se rejoignent jamais.
        first, second = sorted(map(head, pair), key=lambda name: (name not in linked, name))
        if second not in linked:
            heads[second] = first
    return [head(name) for name in own]


def _versions(certifications: Sequence[Certification], same_title: float) -> Iterator[tuple[int, int]]:
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
        for first, second in combinations(places, 2):
            common, all_words = titles[first] & titles[second], titles[first] | titles[second]
            if len(common) >= same_title * max(1, len(all_words)):
                yield first, second
