"""Jinja, set once for every template: French typography as filters, and what is told by people always escaped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.reading.masking import mask_unions
from matcher.render.typography import between, cut, figure, long_date, short_date, typeset

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDERS = ("charts/templates", "documents/templates")


class MissingExtra(ImportError):
    """A library of an extra is not installed; the message is a French sentence that says what to install."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} demande un complément du programme : pip install 'vae-cnam[{extra}]'.")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of charts and documents. Raises MissingExtra without Jinja."""
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise MissingExtra("Une page ou un document", "documents") from None
    here = Path(__file__).parent
    made = Environment(
        loader=FileSystemLoader([here / folder for folder in _FOLDERS]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "typeset": lambda text: typeset(mask_unions(text)),
        "figure": figure,
        "cut": cut,
        "long_date": long_date,
        "short_date": short_date,
    }
    made.globals |= {"between": between}
    return made


def fill_template(name: str, **values: Any) -> str:
    """One template filled. Raises MissingExtra without Jinja."""
    return environment().get_template(name).render(**values)
