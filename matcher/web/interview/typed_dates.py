"""Dates as an advisor types them, and a dossier's dates as they are shown in a field."""

from __future__ import annotations

import re
from datetime import date

from matcher.model.dates import PartialDate
from matcher.reading.dates import read_date

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)


def read_typed_date(text: str, filed_on: date | None = None) -> str | None:
    """As "05/03/2019", "mars 2019" or a dossier's own form → ISO text; None for anything else, never a guess."""
    try:
        return str(PartialDate.from_iso(text))
    except ValueError:
        read = read_date(text, filed_on)
        return None if read is None else str(read)


def as_typed(iso: str) -> str:
    """2019-03-05 → "05/03/2019", 2019-03 → "03/2019"; any other text is left as it is."""
    found = _ISO.fullmatch(iso)
    return "/".join(part for part in reversed(found.groups()) if part) if found else iso
