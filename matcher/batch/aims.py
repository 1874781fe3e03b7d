"""What a person aims at, found in the catalogue: a code, or words that a search resolves and that are to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from matcher.engine import Matcher
from matcher.model.certification import Certification
from matcher.reading.masking import mask_unions

_PROPOSED = 3


def resolve(matcher: Matcher, aims: Sequence[str]) -> tuple[str | None, list[str]]:
    """The code of the first aim that is found, and what must be said of each."""
    target, told = None, []
    for aim in aims:
        exact, said = matcher.certification(aim), mask_unions(aim)
        found = (exact,) if exact else _searched(matcher, aim)
        if not found:
            told.append(f"Aucune certification trouvée pour « {said} ».")
        elif not exact:
            first, *others = (f"{one.code} {one.title}" for one in found)
            also = f" ; autres possibles : {', '.join(others)}" if others else ""
            told.append(f"« {said} » lu comme {first}{also} : à confirmer.")
        target = target or (found[0].code if found else None)
    return target, told


@lru_cache(maxsize=4096)
def _searched(matcher: Matcher, aim: str) -> tuple[Certification, ...]:
    """What a search finds; the same few diplomas come back all along a file."""
    return tuple(matcher.search(aim, _PROPOSED))
