"""What a person aims at, found in the catalogue: a code, or words that a search resolves and that are to confirm."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.engine import Matcher

_PROPOSED = 3


def resolve(matcher: Matcher, aims: Sequence[str]) -> tuple[str | None, list[str]]:
    """The code of the first aim that is found, and what must be said of each."""
    target, told = None, []
    for aim in aims:
        exact = matcher.certification(aim)
        found = [exact] if exact else matcher.search(aim, _PROPOSED)
        if not found:
            told.append(f"Aucune certification trouvée pour « {aim} ».")
        elif not exact:
            first, *others = (f"{one.code} {one.title}" for one in found)
            also = f" ; autres possibles : {', '.join(others)}" if others else ""
            told.append(f"« {aim} » lu comme {first}{also} : à confirmer.")
        target = target or (found[0].code if found else None)
    return target, told
