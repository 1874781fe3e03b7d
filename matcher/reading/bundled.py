"""Where data stand: those of the program, in the wheel or beside the package in a clone; and those imported."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def referentials_folder() -> Path:
    """The folder of the bundled referentials."""
    return _folder("referentials")


def rules_folder() -> Path:
    """The folder of the bundled rules."""
    return _folder("rules")


def examples_folder() -> Path:
    """The folder of the invented dossiers that serve as examples."""
    return _folder("examples")


def data_folder() -> Path:
    """The folder of imported data; it need not exist."""
    chosen = os.environ.get("VAE_DATA", "").strip()
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("vae-cnam", appauthor=False)


def history_file() -> Path:
    """The embedded history of opinions, beside the imports; it need not exist."""
    return data_folder() / "historique.db"


def _folder(name: str) -> Path:
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector, which would look again and again at objects that all stay: twice as fast."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
