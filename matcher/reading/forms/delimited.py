"""CSV files as spreadsheets write them: encoding and separator recognised and told, quotes read by RFC 4180."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from matcher.reading.encodings import wide_encoding
from matcher.reading.forms.headings import known_titles
from matcher.reading.forms.refusal import FormsRefused
from matcher.reading.forms.table import RawRow, filled_heading

SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation"}
LONGEST_CELL = 1_000_000
_BLOCK = 1024 * 1024
_OTHER_ENCODINGS = ("cp850", "mac_roman")
_TABLE = "une table CSV, avec une ligne d'en-tête"


class DelimitedTable:
    """A CSV file. ``encoding`` and ``separator`` are recognised when not given."""

    def __init__(self, path: Path, name: str, encoding: str | None = None, separator: str | None = None) -> None:
        self.name = name
        self._path = path
        self._encoding, said = (encoding, encoding) if encoding else _encoding_of(path, name)
        among = [separator] if separator else [*filter(None, [self._announced()]), *SEPARATORS]
        found = [(one, *self._heading(one)) for one in among]
        self._separator, titles, self._heading_line = max(
            found, key=lambda one: (known_titles(one[1]), len(one[1])) if len(found) > 1 else 0
        )
        self.heading = filled_heading(name, titles, self._heading_line)
        if not encoding:
            self._refuse_old_encodings()
        self.notes = (f"Codage : {said} ; séparateur : {SEPARATORS.get(self._separator, self._separator)}.",)

    def rows(self) -> Iterator[RawRow]:
        reader = csv.reader(self._text(), delimiter=self._separator, strict=True)
        csv.field_size_limit(LONGEST_CELL)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as fault:
                raise self._misread(fault, line) from None
            except UnicodeDecodeError as fault:
                raise self._undecodable(fault, line) from None
            if cells is None:
                return
            if line > self._heading_line:
                yield RawRow(line, tuple(cells))

    def _text(self) -> io.TextIOWrapper:
        try:
            return open(self._path, encoding=self._encoding, newline="")
        except LookupError:
            raise FormsRefused.at(
                self.name, f"codage inconnu (« {self._encoding} »)", "utf-8, cp1252, cp850 ou mac_roman"
            ) from None

    def _announced(self) -> str | None:
        """The separator that Excel's first line announces: "sep=;"."""
        with self._text() as text:
            try:
                first = text.readline().strip()
            except UnicodeDecodeError as fault:
                raise self._undecodable(fault, 1) from None
        return first[-1] if len(first) == len("sep=;") and first.lower().startswith("sep=") else None

    def _heading(self, separator: str) -> tuple[tuple[str, ...], int]:
        """The first line that holds something, once cut, and the number of its last line."""
        with self._text() as text:
            reader = csv.reader(text, delimiter=separator, strict=True)
            try:
                for cells in reader:
                    announced = len(cells) <= 2 and cells and cells[0].lower().startswith("sep=")
                    if any(cell.strip(" \t;,") for cell in cells) and not announced:
                        return tuple(cells), reader.line_num
            except csv.Error as fault:
                raise self._misread(fault, max(1, reader.line_num)) from None
            except UnicodeDecodeError as fault:
                raise self._undecodable(fault, reader.line_num + 1) from None
        raise FormsRefused.at(self.name, "le fichier est vide", _TABLE)

    def _misread(self, fault: csv.Error, line: int) -> FormsRefused:
        if "field limit" in str(fault):
            found = f"une cellule de plus de {LONGEST_CELL} caractères : un guillemet n'est sans doute pas fermé"
        elif "end of data" in str(fault):
            found = "un guillemet ouvert dans cette ligne n'est pas fermé"
        else:
            found = "un guillemet de trop, ou qui n'est pas fermé, dans la fiche qui commence ici"
        return FormsRefused.at(self.name, found, 'des guillemets par paires, doublés (« "" ») dans le texte', line)

    def _undecodable(self, fault: UnicodeDecodeError, line: int) -> FormsRefused:
        found = f"l'octet 0x{fault.object[fault.start]:02x} n'existe pas en {self._encoding}"
        return FormsRefused.at(self.name, found, "le codage du fichier, donné par --encoding", line)

    def _refuse_old_encodings(self) -> None:
        """An old DOS or Mac file reads as cp1252 without a fault, but its headings say nothing any more."""
        if self._encoding != "cp1252":
            return
        for other in _OTHER_ENCODINGS:
            titles = [title.encode("cp1252").decode(other, "replace") for title in self.heading]
            if known_titles(titles) > known_titles(self.heading):
                found = f"ce fichier semble codé en {other} (« {titles[0]} »)"
                raise FormsRefused.at(self.name, found, f"UTF-8 ou cp1252, ou bien --encoding {other}")


def _encoding_of(path: Path, name: str) -> tuple[str, str]:
    """The encoding of the whole file and how to say it. Raises FormsRefused for what is neither UTF-8 nor cp1252."""
    with path.open("rb") as file:
        start = file.read(_BLOCK)
        wide = wide_encoding(start)
        if wide:
            raise FormsRefused.at(name, f"ce fichier est codé en {wide}", "UTF-8 ou cp1252 (sinon, --encoding utf-16)")
        decoder = codecs.getincrementaldecoder("utf-8")()
        plain, block = True, start
        try:
            while block:
                plain = plain and block.isascii()
                decoder.decode(block)
                block = file.read(_BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            if b"\0" in start:
                raise FormsRefused.at(name, "ce fichier n'est pas du texte", _TABLE) from None
            return "cp1252", "cp1252 (Windows)"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", "UTF-8 avec marque (BOM)"
    return "utf-8", "ASCII" if plain else "UTF-8"
