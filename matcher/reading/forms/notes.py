"""What is told of a line while it is read: faults, repairs and questions, each with its place and the value read."""

from __future__ import annotations

from matcher.model.faults import DossierFault, sentence, shown
from matcher.reading.masking import mask_unions


class Notes:
    """The sentences of one line of forms. No union's name is ever in them."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.errors: list[str] = []
        self.warnings: list[str] = []
        self.questions: list[str] = []

    def error(self, place: str, value: str | None, message: str, expected: str) -> None:
        """A cell that can't be read: it counts as empty, and the line is to be completed."""
        said = None if value is None else mask_unions(str(shown(value)))
        fault = DossierFault(path=place, value=said, expected=expected, message=mask_unions(message))
        self.errors.append(sentence(fault))

    def warn(self, place: str, value: str, message: str) -> None:
        """A cell that was repaired, or read with a reservation."""
        self.warnings.append(f"{place} : « {mask_unions(str(shown(value)))} » {mask_unions(message)}.")

    def say(self, message: str) -> None:
        self.warnings.append(mask_unions(message))

    def ask(self, question: str) -> None:
        self.questions.append(mask_unions(question))
