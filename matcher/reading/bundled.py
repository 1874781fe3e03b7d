"""Where the data files of the program stand: inside an installed wheel, or beside the package in a clone."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def referentials_folder() -> Path:
    """The folder of the bundled referentials."""
    return _folder("referentials")


def rules_folder() -> Path:
    """The folder of the bundled rules."""
    return _folder("rules")


def _folder(name: str) -> Path:
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
