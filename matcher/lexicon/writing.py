"""Adding to a file of decisions: at once or not at all, one writer at a time, comments kept."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

_HEADER = """\
# Décisions de ce centre sur les rapprochements ; la forme est dite dans referentials/lexique/decisions.yaml.
"""
_WIDEST = 10_000
_EMPTY_LIST = re.compile(r"^decisions:[ \t]*(?:\[[ \t]*\]|null|~)?[ \t]*(#.*)?$", re.MULTILINE)
_ITEM = re.compile(r"^([ \t]*)- ", re.MULTILINE)

Written = Mapping[str, Any]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a file against other writers, whom a lock beside it keeps waiting. Creates the folder when needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path.with_name(f".{path.name}.verrou"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def add(path: Path, before: Sequence[Written], new: Sequence[Written], sound: Callable[[Path], bool]) -> bool:
    """Write the file with the new entries: added at its end, or, where that can't be, all written anew under its
    first comments. ``sound`` reads a file back before it takes the place of the other; False when none was sound.

    Raises OSError; the file is then as it was.
    """
    path = path.resolve()
    old = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    beside = path.with_name(f"{path.name}.partiel")
    try:
        for text in (_appended(old, new), _rewritten(old, [*before, *new])):
            _write(beside, text)
            if sound(beside):
                if path.exists():
                    shutil.copymode(path, beside)
                os.replace(beside, path)
                _sync(path.parent)
                return True
    finally:
        beside.unlink(missing_ok=True)
    return False


def _appended(old: str, new: Sequence[Written]) -> str:
    """The text with entries added after its last line, as far to the right as those before them."""
    text = old if old.strip() else f"{_HEADER}decisions:\n"
    text = _EMPTY_LIST.sub(lambda found: f"decisions:{f'  {found[1]}' if found[1] else ''}", text, count=1)
    if not re.search(r"^decisions:", text, re.MULTILINE):
        text = f"{text.rstrip()}\ndecisions:\n"
    items = _ITEM.search(text, text.index("decisions:"))
    return f"{text.rstrip()}\n{_items(new, items[1] if items else '  ')}"


def _rewritten(old: str, entries: Sequence[Written]) -> str:
    comments = re.match(r"(?:[ \t]*(?:#.*)?\n)*", old)
    return f"{comments[0] if comments and comments[0].strip() else _HEADER}decisions:\n{_items(entries, '  ')}"


def _items(entries: Sequence[Written], margin: str) -> str:
    text = ""
    for entry in entries:
        lines = yaml.safe_dump(dict(entry), allow_unicode=True, sort_keys=False, width=_WIDEST).splitlines()
        text += "".join(f"{margin}{'  ' if place else '- '}{line}\n" for place, line in enumerate(lines))
    return text


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
