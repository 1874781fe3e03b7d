"""CSV tables of public exports: columns found by their names, however these are written, and rows as plain tuples."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

from matcher.reading.archives import ImportFault, SourceFile
from matcher.text import unaccented

LONGEST_CELL = 1_000_000
_MOST_LINES_IN_CELL = 20


def plain(name: str) -> str:
    """A name without case, accents, blanks or signs: "Numéro_Fiche" → "numerofiche"."""
    return re.sub(r"[^a-z0-9]", "", unaccented(name))


class Table:
    """A table, and the columns wanted of it.

    ``wanted`` gives for each field the names its column may have, the likeliest first; a field whose names end with ""
    may be missing, and then reads as "". ``skipped`` gives the lines left out while reading, by reason, in French.
    """

    def __init__(self, file: SourceFile, wanted: Mapping[str, Sequence[str]]) -> None:
        self.file = file
        self.wanted = wanted
        self.skipped: dict[str, list[int]] = {}

    def rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Line number, and the cells of the wanted fields in their order.

        Raises ImportFault for a file that is not UTF-8, lacks a column, has it twice, or whose quotes do not close.
        """
        csv.field_size_limit(LONGEST_CELL)
        with self.file.opened() as stream:
            try:
                yield from self._rows(io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""))
            except UnicodeDecodeError as fault:
                said = f"ce fichier n'est pas codé en UTF-8 (octet 0x{fault.object[fault.start]:02x})"
                raise self._fault(f"{said} : reprenez l'original, sans l'enregistrer depuis un tableur") from None

    def _rows(self, text: IO[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
        first = text.readline()
        separator = max(";,\t|", key=first.count)
        header = next(csv.reader([first], delimiter=separator), [])
        places = self._places(header)
        reader = csv.reader(text, delimiter=separator)
        while True:
            line = reader.line_num + 2
            try:
                cells = next(reader, None)
            except csv.Error as fault:
                said = f"ligne {line} illisible ({fault}) ; un guillemet n'est peut-être pas fermé"
                raise self._fault(said) from None
            if cells is None:
                return
            if reader.line_num + 2 - line > _MOST_LINES_IN_CELL:
                raise self._fault(f"un guillemet ouvert à la ligne {line} n'est pas fermé")
            if not any(cells):
                continue
            if len(cells) != len(header):
                self.skipped.setdefault("pas le nombre de colonnes de l'en-tête", []).append(line)
            elif cells == header:
                self.skipped.setdefault("l'en-tête répété", []).append(line)
            else:
                yield line, tuple(cells[place] if place >= 0 else "" for place in places)

    def _places(self, header: Sequence[str]) -> list[int]:
        names = [plain(name) for name in header]
        places = []
        for spellings in self.wanted.values():
            known = next((name for name in map(plain, spellings) if name in names), "")
            if known and names.count(known) > 1:
                raise self._fault(f"la colonne « {header[names.index(known)]} » y est {names.count(known)} fois")
            if not known and spellings[-1]:
                read = ", ".join(header)[:300] or "aucune"
                raise self._fault(f"la colonne « {spellings[0]} » manque ; colonnes lues : {read}")
            places.append(names.index(known) if known else -1)
        return places

    def _fault(self, message: str) -> ImportFault:
        return ImportFault(f"{self.file.name} : {message}.")


def by_name(files: Sequence[SourceFile], names: Mapping[str, str], required: Sequence[str]) -> dict[str, SourceFile]:
    """Each table's file: ``names`` gives, by table, a pattern over the plain file name.

    Raises ImportFault when a required table has no file, or a table has two.
    """
    found: dict[str, SourceFile] = {}
    for table, pattern in names.items():
        ones = [file for file in files if re.search(pattern, plain(file.name))]
        if len(ones) > 1:
            both = " et ".join(f"{one.given_as} ({one.name})" for one in ones[:2])
            raise ImportFault(f"La table {table} est donnée deux fois, par {both} : gardez un seul export.")
        if ones:
            found[table] = ones[0]
    missing = [table for table in required if table not in found]
    if missing:
        given = ", ".join(dict.fromkeys(file.given_as for file in files))
        which = f"la table {missing[0]} manque" if len(missing) == 1 else f"les tables {', '.join(missing)} manquent"
        raise ImportFault(f"{given} : {which}.")
    return found
