"""Plain signs for a terminal that can't show French typography: nothing is lost, and nothing crashes."""

from __future__ import annotations

import codecs
import io
import unicodedata
from typing import TextIO

ERRORS = "vae-signes-simples"

_PLAIN = {
    "\u202f": " ", "\u00a0": " ", "«": '"', "»": '"', "’": "'", "…": "...", "—": "-", "–": "-", "─": "-",
    "→": "->", "✔": "+", "✖": "x", "●": "*", "◐": "o", "○": "-", "☐": "[ ]", "•": "*", "·": "-",
    "œ": "oe", "Œ": "OE", "æ": "ae", "€": "EUR", "°": "o",
}  # fmt: skip


def degrade(stream: TextIO) -> None:
    """Let a stream that is not in UTF-8 write what it can, and plain signs for the rest."""
    if isinstance(stream, io.TextIOWrapper) and codecs.lookup(stream.encoding).name != "utf-8":
        codecs.register_error(ERRORS, _plain)
        stream.reconfigure(errors=ERRORS)


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_PLAIN.get(character) or _base(character) for character in text), error.end


def _base(character: str) -> str:
    """The letter without its accent, or a question mark."""
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else "?"
