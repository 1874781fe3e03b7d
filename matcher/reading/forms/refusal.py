"""A whole file is refused: nothing of it is read, and nothing is written."""

from __future__ import annotations


class FormsRefused(ValueError):
    """A file of forms can't be read at all: one French sentence with the place, what was found, what was expected."""

    @classmethod
    def at(
        cls, name: str, found: str, expected: str, line: int | None = None, column: str | None = None
    ) -> FormsRefused:
        place = name + (f", ligne {line}" if line else "") + (f", colonne « {column} »" if column else "")
        return cls(f"{place} : {found} ; attendu : {expected}.")
