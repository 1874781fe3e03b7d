"""The Cnam's certifications as the files hold them, and the public tables that they were carried from."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
Entry = dict[str, Any]


@pytest.fixture(scope="session")
def listed() -> list[Entry]:
    """Fiches and arrêtés as the files hold them, before what the project wrote is merged in."""
    folder = ROOT / "referentials" / "cnam"
    files = [*sorted(folder.glob("fiches/*.json")), folder / "arretes.json"]
    return [entry for file in files for entry in json.loads(file.read_text(encoding="utf-8"))]


@pytest.fixture(scope="session")
def entries(listed: list[Entry]) -> dict[str, Entry]:
    return {entry["code"]: entry for entry in listed}


@pytest.fixture(scope="session")
def table() -> Callable[..., list[dict[str, str]]]:
    """Read a public table by its path under shared/data; skip where the tables are not."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"les tables publiques ne sont pas dans {SHARED / 'data'}")

    def read(name: str, delimiter: str = ";") -> list[dict[str, str]]:
        with (SHARED / "data" / name).open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines, delimiter=delimiter))

    return read


@pytest.fixture(scope="session")
def plain() -> Callable[[str], str]:
    """Letters and digits alone, in lower case without accents: what two spellings of one title share."""

    def strip(text: str) -> str:
        letters = unicodedata.normalize("NFKD", text.lower())
        return "".join(letter for letter in letters if letter.isalnum())

    return strip
