"""The cells of one line by the names of their columns, cleaned; what is done to them is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from matcher.model.dates import PartialDate
from matcher.model.fields import LONGEST_TEXT
from matcher.reading.dates import read_date, read_excel_serial, why_unread
from matcher.reading.forms.cells import cleaned, yes_no
from matcher.reading.forms.headings import once_encoded
from matcher.reading.forms.notes import Notes
from matcher.reading.forms.table import RawRow
from matcher.reading.forms.vocabulary import Vocabulary

_A_DATE = "une date, jour d'abord, comme 31/12/2020, ou 12/2020, ou 2020"


class Cells:
    """What one line says under each column; "" where it says nothing."""

    def __init__(
        self,
        row: RawRow,
        titles: Sequence[str],
        places: Mapping[str, int],
        words: Vocabulary,
        notes: Notes,
        file: str = "",
    ) -> None:
        self._row, self._titles, self._places, self._file = row, titles, places, file
        self.words, self.notes = words, notes
        self._read: dict[str, str] = {}

    def raw(self, column: str) -> str:
        """The text as it stands in the file."""
        place = self._places.get(column)
        return "" if place is None else self._row.cells[place].strip()

    def text(self, column: str) -> str:
        """The text without invisible characters, nor what was only written not to leave the cell empty."""
        if column not in self._read:
            self._read[column] = self._cleaned(column)
        return self._read[column]

    def place(self, column: str) -> str:
        """As "ligne 7, exp1_date_fin"."""
        title = self._titles[self._places[column]] if column in self._places else column
        return f"{self._file}ligne {self._row.line}, {title}"

    def warn(self, column: str, message: str) -> None:
        self.notes.warn(self.place(column), self.raw(column), message)

    def error(self, column: str, message: str, expected: str) -> None:
        self.notes.error(self.place(column), self.raw(column) or None, message, expected)

    def date(self, column: str, reference: date | None) -> PartialDate | None:
        """The date of a cell; an error when it says something that is no date."""
        said = self.text(column)
        if not said:
            return None
        read = read_date(said, reference)
        if read is None and (serial := read_excel_serial(said)):
            self.warn(column, f"est un numéro de jour d'Excel : lu {serial.first:%d/%m/%Y}")
            return serial
        if read is None:
            self.error(column, why_unread(said, reference), _A_DATE)
        elif not any(year in said for year in {str(read.first.year), str(read.last.year)}) and any(
            map(str.isdigit, said)
        ):
            self.warn(column, f"a une année en deux chiffres : lu {read.first:%d/%m/%Y}")
        return read

    def yes_no(self, column: str) -> bool | None:
        """Yes or no; an error for anything else that is said."""
        said = cleaned(self.raw(column))
        if not said:
            return None
        read = yes_no(said, self.words)
        if read is None and not self.words.is_absent(said):
            self.error(column, "ce n'est ni oui ni non", "oui ou non")
        return read

    def _cleaned(self, column: str) -> str:
        raw = self.raw(column)
        if not raw:
            return ""
        text = once_encoded(cleaned(raw))
        if self.words.is_absent(text):
            self.warn(column, "lu comme absent")
            return ""
        if len(text) > LONGEST_TEXT:
            self.warn(column, f"est trop long ({len(text)} caractères) : seuls les {LONGEST_TEXT} premiers sont lus")
            return text[:LONGEST_TEXT].strip()
        if text != cleaned(raw):
            self.warn(column, "était codé deux fois : accents rétablis")
        elif text != raw.replace("\r\n", "\n").replace("\r", "\n"):
            self.warn(column, "contenait des caractères invisibles : retirés")
        return text
