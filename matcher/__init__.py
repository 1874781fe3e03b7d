"""VAE au Cnam : de l'expérience à la certification.

from matcher import Matcher
report = Matcher.load().evaluate({"id": "D1", "filed_on": "2024-06-12", "experiences": [...]})
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.engine import Matcher
    from matcher.model.certification import Bloc, Certification
    from matcher.model.dates import PartialDate
    from matcher.model.dossier import Dossier, Experience
    from matcher.model.faults import DossierError
    from matcher.model.report import Finding, Match, Report

__all__ = [
    "Bloc",
    "Certification",
    "Dossier",
    "DossierError",
    "Experience",
    "Finding",
    "Match",
    "Matcher",
    "PartialDate",
    "Report",
]

_HOMES = {
    "Bloc": "matcher.model.certification",
    "Certification": "matcher.model.certification",
    "Dossier": "matcher.model.dossier",
    "DossierError": "matcher.model.faults",
    "Experience": "matcher.model.dossier",
    "Finding": "matcher.model.report",
    "Match": "matcher.model.report",
    "Matcher": "matcher.engine",
    "PartialDate": "matcher.model.dates",
    "Report": "matcher.model.report",
}
"""Where each public name lives; it is imported when first asked for, so that light commands stay light."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'matcher' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
