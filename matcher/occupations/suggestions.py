"""What is suggested for a job title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_DOZENS = 24
_LONGEST_QUOTE = 60


class Suggestion(NamedTuple):
    """A ROME code, the job title that was recognised, and how surely, from 0 to 1."""

    rome: str
    label: str
    score: float


@dataclass(frozen=True)
class Suggestions:
    """The suggestions, best first. ``notice``: when the title is ambiguous, a French sentence that says so."""

    items: tuple[Suggestion, ...] = ()
    ambiguous: bool = False
    notice: str | None = None

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def ambiguity_notice(title: str, jobs: int) -> str:
    """Say that a title stands for so many jobs: "« agent » désigne des dizaines de métiers : préciser."."""
    quoted = " ".join("".join(c if c.isprintable() else " " for c in title[: 4 * _LONGEST_QUOTE]).split())
    if len(quoted) > _LONGEST_QUOTE:
        quoted = quoted[: _LONGEST_QUOTE - 1].rstrip() + "…"
    many = "des dizaines de métiers" if jobs >= _DOZENS else "plusieurs métiers"
    return f"« {quoted} » désigne {many} : préciser."
