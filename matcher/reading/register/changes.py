"""What changed between two versions of the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from matcher.model.certification import Certification, Registered
from matcher.reading.register.assembly import in_order
from matcher.reading.register.report import fact_name

_WITH_THE_FILE = {"sources", "active_on"}
"""Facts that follow the file's date, and say nothing of the certification."""


def diff_register(old: Iterable[Certification], new: Iterable[Certification]) -> list[str]:
    """One French line for each certification added, changed or removed, in the order of their numbers."""
    before, after = ({one.code: one for one in ones} for ones in (old, new))
    lines = []
    for code in sorted(before.keys() | after.keys(), key=in_order):
        was, now = before.get(code), after.get(code)
        if was is None or now is None:
            one, said = (now, "ajoutée") if was is None else (was, "retirée")
            lines.append(f"{code} {said} : {one.title if one else ''}")
        elif changes := changed_facts(was, now):
            lines.append(f"{code} modifiée ({now.title}) : {' ; '.join(changes)}")
    return lines


def changed_facts(was: Certification, now: Certification) -> list[str]:
    """The facts that differ, each with both its values: "niveau 5 → 6"."""
    names = [name for name in Certification.model_fields if name not in _WITH_THE_FILE]
    pairs = [(name, getattr(was, name), getattr(now, name)) for name in names]
    return [f"{fact_name(name)} {_told(one, two)}" for name, one, two in pairs if one != two]


def _told(one: Any, two: Any) -> str:
    if isinstance(one, tuple) and isinstance(two, tuple):
        return _lists(one, two)
    return f"{_value(one)} → {_value(two)}"


def _lists(one: Sequence[Any], two: Sequence[Any]) -> str:
    """What came into a list and what left it; "modifiés" where the same items changed inside."""
    was, now = [_value(item) for item in one], [_value(item) for item in two]
    came = [f"+ {item}" for item in now if item not in was]
    left = [f"− {item}" for item in was if item not in now]
    shown = [*left[:3], *came[:3]]
    return ", ".join(shown) + (", …" if len(left) > 3 or len(came) > 3 else "") if shown else "modifiés"


def _value(value: Any) -> str:
    if value is None:
        return "inconnu"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Registered):
        return f"{value.from_ or '?'} – {value.to or '?'}"
    for shown in ("code", "name", "open"):
        if hasattr(value, shown):
            return _value(getattr(value, shown))
    return str(value)[:80]
