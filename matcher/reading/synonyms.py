"""Everyday words for activities, put into the words of the referentials.

They stand in ``referentials/lexique/activites.yaml``: no letters tell that a "fiche de paie" is a "bulletin".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from matcher.located_yaml import read_located
from matcher.model.faults import french_faults, refusal
from matcher.model.fields import Name
from matcher.rulebook.schema import Block
from matcher.text import VAGUE, Term, stems


def _telling(words: str) -> str:
    if VAGUE.issuperset(stems(words)):
        raise refusal("vague_words", "ces mots ne disent rien à eux seuls", "au moins un mot parlant")
    return words


Words = Annotated[Name, AfterValidator(_telling)]


class Synonym(Block):
    """What people say, in one or several ways, and what it is called in the referentials."""

    dit: Annotated[
        tuple[Words, ...], BeforeValidator(lambda read: [read] if isinstance(read, str) else read), Field(min_length=1)
    ]
    vaut: Words


class _File(Block):
    activites: tuple[Synonym, ...] = ()


class Synonyms:
    """Words said for others. A text says them when it has them all, in any form and any order."""

    def __init__(self, synonyms: Iterable[Synonym] = ()) -> None:
        self._by_stem: defaultdict[str, list[tuple[frozenset[str], tuple[str, ...]]]] = defaultdict(list)
        for one in synonyms:
            for said in one.dit:
                wanted = frozenset(stems(said))
                self._by_stem[min(wanted - VAGUE)].append((wanted, stems(one.vaut)))

    def reworded(self, told: Sequence[Term]) -> tuple[Term, ...]:
        """The terms with those said for others put into these, under the person's own word; the same where none are.

        The longest wording is put first, and a term stands for one wording only.
        """
        found = {term.stem for term in told}
        known = [(wanted, meant) for stem in found for wanted, meant in self._by_stem.get(stem, ()) if wanted <= found]
        left = list(told)
        for wanted, meant in sorted(known, key=lambda pair: (-len(pair[0]), sorted(pair[0]))):
            said = [term for term in left if term.stem in wanted]
            if not wanted <= {term.stem for term in said}:
                continue
            word = next(term.word for term in said if term.stem not in VAGUE)
            place = left.index(said[0])
            left = [term for term in left if term.stem not in wanted]
            left[place:place] = [Term(stem, word) for stem in meant]
        return tuple(left)


def load_synonyms(path: Path) -> Synonyms:
    """Read the file; none where it is absent. Raises ValueError: every fault, one a line, with file, line and key."""
    if not path.is_file():
        return Synonyms()
    yaml = read_located(path, path.name)
    faults = list(yaml.faults)
    if not faults:
        try:
            return Synonyms(_File.model_validate({} if yaml.data is None else yaml.data).activites)
        except ValidationError as error:
            for line, french in zip(error.errors(include_url=False), french_faults(error), strict=True):
                read = f" (lu : {french['value']})" if isinstance(french["value"], str) else ""
                faults.append(yaml.fault(line["loc"], f"{french['message']}{read} ; attendu : {french['expected']}"))
    raise ValueError("\n".join(map(str, faults)))
