"""The comparison of pre-opinions with decisions, on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from matcher.outcomes import Comparison, Share
from matcher.render.page import Page
from matcher.render.wording import KINDS, OPINIONS, plural

_FEW = 30
"""Under it, a share says little: that is told."""


def comparison_page(found: Comparison, width: int) -> Page:
    page = Page(width)
    page.heading("Recevabilité : pré-avis et décisions")
    page.write(f"Accord : {share_in_words(found.agreement)}")
    if 0 < found.agreement.total < _FEW:
        page.write("Peu de cas : l'intervalle est large, ne rien en conclure pour une règle ou un centre.")
    for (opinion, decision), count in sorted(found.open_cases.items()):
        page.write(f"{plural(count, 'dossier')} non comparable : pré-avis {OPINIONS[opinion]}, décision {decision}.")
    _write_rules(page, "Règles trop sévères (décision : recevable)", found.too_severe)
    _write_rules(page, "Règles trop favorables (décision : irrecevable)", found.too_kind)
    _write_shares(page, "Par statut d'expérience", {KINDS[kind]: one for kind, one in found.by_kind.items()})
    _write_shares(page, "Par centre", {name or "centre non indiqué": one for name, one in found.by_centre.items()})
    if found.results:
        page.heading("Jury")
        page.write(" ; ".join(f"{result} : {count}" for result, count in sorted(found.results.items())))
        page.write(f"Blocs en appui, validés : {share_in_words(found.blocs)}")
        page.write(f"Blocs sans appui, validés : {share_in_words(found.unsupported)}")
    return page


def share_in_words(share: Share) -> str:
    """As "8 sur 10 (80 % ; entre 49 et 94 %)"."""
    if not share.total:
        return "aucun cas"
    low, high = (round(100 * end) for end in share.interval)
    return f"{share.hits} sur {share.total} ({round(100 * share.hits / share.total)} % ; entre {low} et {high} %)"


def _write_rules(page: Page, title: str, rules: Counter[str]) -> None:
    if rules:
        page.heading(title)
    for rule, count in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
        page.write(f"{rule} : {plural(count, 'dossier')}", mark="· ")


def _write_shares(page: Page, title: str, shares: Mapping[str, Share]) -> None:
    if shares:
        page.heading(title)
    for name, share in sorted(shares.items()):
        page.write(f"{name} : {share_in_words(share)}", mark="· ")
