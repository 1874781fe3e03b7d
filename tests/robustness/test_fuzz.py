"""Hostile bytes in every reader: each answers, or refuses with its own error in French, and never otherwise.

``make fuzz`` gives it a million bytes a reader; with the other tests it has less.
"""

from __future__ import annotations

import os
import random
import traceback
from pathlib import Path

import pytest
from form_readers import FORM_READERS
from mutation import mutated
from readers import READERS, Reader, emptied

BYTES = int(os.environ.get("FUZZ_BYTES", 60_000))
SEED = int(os.environ.get("FUZZ_SEED", 20_261_124))


@pytest.mark.parametrize("reader", READERS + FORM_READERS, ids=lambda reader: reader.name)
def test_what_is_sound_is_read(reader: Reader, tmp_path: Path) -> None:
    """Hostile bytes are made from these: if they were refused, nothing behind the door would be tried."""
    for sample in reader.samples:
        assert reader.read(emptied(tmp_path / "entrée"), sample)


@pytest.mark.parametrize("reader", READERS + FORM_READERS, ids=lambda reader: reader.name)
def test_no_bytes_crash_a_reader(reader: Reader, tmp_path: Path) -> None:
    chance, given, inputs, refused = random.Random(f"{SEED} {reader.name}"), 0, 0, 0
    crashes: dict[str, bytes] = {}
    while given < BYTES:
        data = mutated(reader.samples, chance)
        given, inputs = given + len(data), inputs + 1
        try:
            reader.read(emptied(tmp_path / "entrée"), data)
        except reader.allowed as error:
            refused += 1
            if not str(error).strip():
                crashes.setdefault("refus sans un mot", data)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            crashes.setdefault(f"{type(error).__name__} {place.filename}:{place.lineno} {error}"[:300], data)
    print(f"\n{reader.name} : {given} octets, {inputs} entrées, {refused} refusées, {len(crashes)} plantage(s).")
    assert not crashes, "\n".join(f"{said}\n    {data[:400]!r}" for said, data in crashes.items())
