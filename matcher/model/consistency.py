"""What makes a dossier hold together: dates in order, possible totals, nothing after the filing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic_core import InitErrorDetails, PydanticCustomError

from matcher.model.dates import PartialDate
from matcher.model.faults import refusal


def ordered(end: PartialDate | None, start: PartialDate | None) -> PartialDate | None:
    """The end, when it may follow the start. Raises PydanticCustomError."""
    if end is not None and start is not None and end.last < start.first:
        expected = f"une date égale ou postérieure au {start}"
        raise refusal("end_before_start", f"la fin précède le début ({start})", expected)
    return end


def impossible_total(total: float | None, start: PartialDate | None, last: date | None) -> PydanticCustomError | None:
    """The fault of a total of hours above 24 a day from the start to the last day, if it is one."""
    if total is None or start is None or last is None:
        return None
    most = ((last - start.first).days + 1) * 24
    if not total > most:
        return None
    return refusal(
        "impossible_total",
        "le total dépasse 24 h par jour sur la période",
        f"au plus {most} h entre le {start} et le {last}",
    )


def again(line: dict[str, Any]) -> InitErrorDetails:
    """A fault already found, ready to be raised once more."""
    context = line.get("ctx", {})
    if "message" in context:
        ours = refusal(line["type"], context["message"], context["expected"])
        return InitErrorDetails(type=ours, loc=line["loc"], input=line["input"])
    return InitErrorDetails(type=line["type"], loc=line["loc"], input=line["input"], ctx=context)


def against_filing(given: Sequence[Any], filed_on: date) -> list[InitErrorDetails]:
    """The faults of experiences against the filing date, read from what was given, sound or not."""
    faults = []
    for index, item in enumerate(given):
        start, end, total = (_given(item, key) for key in ("start", "end", "total_hours"))
        begins = _date_or_none(start)
        if begins is None:
            continue
        if begins.first > filed_on:
            late = refusal(
                "starts_after_filing",
                f"l'expérience commence après le dépôt du dossier ({filed_on})",
                f"une date égale ou antérieure au {filed_on}",
            )
            faults.append(InitErrorDetails(type=late, loc=(index, "start"), input=start))
        elif end is None and isinstance(total, int | float):
            impossible = impossible_total(total, begins, filed_on)
            if impossible:
                faults.append(InitErrorDetails(type=impossible, loc=(index, "total_hours"), input=total))
    return faults


def _given(item: Any, key: str) -> Any:
    return item.get(key) if isinstance(item, dict) else getattr(item, key, None)


def _date_or_none(value: Any) -> PartialDate | None:
    try:
        return PartialDate.read(value)
    except ValueError:
        return None
