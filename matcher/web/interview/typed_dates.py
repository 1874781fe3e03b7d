"""Dates as an advisor types them, day first; and a dossier's dates as they are shown in a field."""

from __future__ import annotations

import re

from matcher.model.dates import PartialDate

_TYPED = re.compile(r"(?:(?:(\d{1,2})[/.\- ])?(\d{1,2})[/.\- ])?(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)


def read_typed_date(text: str) -> str | None:
    """"05/03/2019", "03/2019", "2019" or a dossier's own form, as ISO text; None for anything else, never a guess."""
    text = text.strip()
    found = _TYPED.fullmatch(text)
    try:
        if found is not None:
            day, month, year = (int(part) if part else None for part in found.groups())
            assert year is not None
            return str(PartialDate.of(year, month, day))
        return str(PartialDate.from_iso(text))
    except ValueError:
        return None


def as_typed(iso: str) -> str:
    """2019-03-05 → "05/03/2019", 2019-03 → "03/2019"; any other text is left as it is."""
    found = _ISO.fullmatch(iso)
    return "/".join(part for part in reversed(found.groups()) if part) if found else iso
