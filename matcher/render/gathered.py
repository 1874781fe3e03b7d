"""What the first targets of a report have together: which ones are shown in full, what they ask, what they want."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from matcher.model.dossier import Dossier
from matcher.model.report import Match
from matcher.questions import urgency
from matcher.reading.masking import mask_unions
from matcher.render.typography import cut

DETAILED = 3
_LONGEST_NAME = 60

NameOf = Callable[[int], str]
"""How the experience of an index is called."""

Key = TypeVar("Key", bound=Hashable)


def aimed_match(matches: Sequence[Match], target: str | None) -> Match | None:
    """The match of the code that the person aims at; none when the target was given in words."""
    return next((match for match in matches if target in {match.certification, match.rncp}), None) if target else None


def detailed_matches(matches: Sequence[Match], target: str | None) -> tuple[Match, ...]:
    """The first targets, and the one aimed at wherever it stands."""
    aimed = aimed_match(matches, target)
    return tuple(match for match in matches if match.rank <= DETAILED or match is aimed)


def experience_names(dossier: Dossier | None) -> NameOf:
    def name_of(index: int) -> str:
        known = dossier is not None and index < len(dossier.experiences)
        title = mask_unions(dossier.experiences[index].title) if dossier is not None and known else ""
        return cut(title, _LONGEST_NAME) or f"expérience {index + 1}"

    return name_of


def numbered_name(name_of: NameOf, index: int) -> str:
    """As "expérience 2, Trésorière"; the number alone where the experience has no other name."""
    number, name = f"expérience {index + 1}", name_of(index)
    return number if name == number else f"{number}, {name}"


def questions_of(matches: Sequence[Match]) -> list[tuple[str, str, list[int]]]:
    """Each question once, with its effect and the ranks it is asked for: first those that can change an opinion."""
    asked = merged((match.rank, question.ask, question.effect) for match in matches for question in match.questions)
    ordered = sorted(asked.items(), key=lambda item: urgency(item[1][0]))
    return [(ask, effect, ranks) for ask, (effect, ranks) in ordered]


def documents_of(matches: Sequence[Match]) -> list[tuple[int | None, str, list[int]]]:
    """Each paper once: the experience it proves, its wording, the ranks it is wanted for; the whole dossier first."""
    wanted = merged(
        (match.rank, (document.experience, document.proof), document.why)
        for match in matches
        for document in match.documents
    )
    ordered = sorted(wanted.items(), key=lambda item: -1 if item[0][0] is None else item[0][0])
    return [(experience, why, ranks) for (experience, _), (why, ranks) in ordered]


def merged(told: Iterable[tuple[int, Key, str]]) -> dict[Key, tuple[str, list[int]]]:
    """Each thing once, in order of appearance: what was said of it first, and the ranks it was said for."""
    once: dict[Key, tuple[str, list[int]]] = {}
    for rank, key, words in told:
        ranks = once.setdefault(key, (words, []))[1]
        if rank not in ranks:
            ranks.append(rank)
    return once


def for_which(ranks: Sequence[int], matches: Sequence[Match]) -> str:
    """As "cibles 1 et 3"; empty when it is for all."""
    if len(ranks) == len(matches):
        return ""
    return f"{'cibles' if len(ranks) > 1 else 'cible'} {' et '.join(map(str, ranks))}"
