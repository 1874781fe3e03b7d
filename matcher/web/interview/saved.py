"""The opinions kept, on the page: saved, listed, opened again, held side by side."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from matcher.comparison import compare
from matcher.engine import Matcher
from matcher.history import History, HistoryRefused, Opinion
from matcher.model.report import Report
from matcher.render.typography import short_date
from matcher.render.wording import OPINIONS
from matcher.web.interview.actions import Asked
from matcher.web.interview.form import Form, form_of
from matcher.web.interview.side_by_side import HISTORY, OPINIONS_KEPT, Panel, SavedRow
from matcher.web.interview.state import DEFAULT_ID, Fault, Interview

SHOWN = 50
_READER = "page, sans nom"
"""Who reads, in the audit trail, when no advisor is named."""


class SavedOpinions:
    """What the page does with a history."""

    def __init__(self, history: History) -> None:
        self._history = history

    def save(self, look: Interview) -> tuple[str, tuple[Fault, ...]]:
        """Keep the opinion on the page: the sentence that says so, or the faults for which it is not."""
        if look.faults or look.dossier is None or look.report is None:
            said = "Rien n'est enregistré : corrigez d'abord les erreurs, ou exportez le dossier en brouillon."
            return "", (Fault("historique", "Historique", said),)
        if look.dossier.id == DEFAULT_ID:
            said = "Donnez une référence à ce dossier (jamais un nom) : elle sert à le retrouver et à l'effacer."
            return "", (Fault("id", "Référence", said),)
        try:
            self._history.save(look.dossier, look.report, look.form.adviser)
        except HistoryRefused as refusal:
            place = ("historique", "Historique") if look.form.adviser.strip() else ("adviser", "Conseiller")
            return "", (Fault(*place, str(refusal)),)
        return f"Avis enregistré dans l'historique, sous la référence {look.dossier.id}.", ()

    def open(self, form: Form, id: str) -> tuple[Asked, tuple[Fault, ...]]:
        """The dossier of an opinion in the page, which then says what has changed since."""
        try:
            found = self._history.opinion(id, reader=_reader(form))
            if found is None:
                raise HistoryRefused("Cet avis n'est plus dans l'historique.")
            opened = form_of(found.told())
        except HistoryRefused as refusal:
            return Asked(form), (Fault("historique", "Historique", str(refusal)),)
        opened.note, opened.adviser = form.note, form.adviser
        opened.panel, opened.saved = OPINIONS_KEPT, (id,)
        return Asked(opened, whole=True), ()

    def compared(self, form: Form) -> Asked:
        """The page with two opinions side by side, which counts as reading them."""
        form.panel = OPINIONS_KEPT if len(form.saved) == 2 else HISTORY
        if form.panel == HISTORY:
            return Asked(form, notice="Cochez deux avis à comparer.")
        with suppress(HistoryRefused):  # le volet le dira
            for id in form.saved:
                self._history.opinion(id, reader=_reader(form), action="comparaison")
        return Asked(form)

    def panel_of(self, matcher: Matcher, look: Interview) -> Panel | None:
        """The list, or a comparison, when one was asked for."""
        try:
            if look.form.panel == HISTORY:
                return self._list(look.form)
            if look.form.panel == OPINIONS_KEPT and look.form.saved:
                return self._comparison(matcher, look)
        except HistoryRefused as refusal:
            return Panel("Historique", lines=(str(refusal),))
        return None

    def _list(self, form: Form) -> Panel:
        wanted = form.reference.strip()
        found = self._history.opinions(wanted or None, SHOWN, anonymised=False)
        rows = tuple(replace(_row(one), ticked=one.id in form.saved) for one in found)
        if rows:
            said = f"Les {SHOWN} derniers avis ; pour les autres, cherchez une référence." if len(rows) == SHOWN else ""
        else:
            said = f"Aucun avis sous la référence « {wanted} »." if wanted else "Aucun avis enregistré."
        return Panel("Historique", lines=(said,) if said else (), saved=rows, reference=wanted, listed=True)

    def _comparison(self, matcher: Matcher, look: Interview) -> Panel | None:
        found = sorted((self._kept(id) for id in look.form.saved[:2]), key=lambda one: one.saved_at)
        ids = tuple(one.id for one in found)
        if len({one.dossier_id for one in found}) > 1:
            said = f"Ces avis sont de deux dossiers ({found[0].dossier_id} et {found[1].dossier_id}) : rien à comparer."
            return Panel("Deux avis", lines=(said,), kept=ids)
        reports = [one.read_report() for one in found]
        titles = [f"avis du {_moment(one)}, par {one.author}" for one in found]
        if len(found) == 1:
            if look.report is None:
                return Panel(_titled(titles[0]), lines=("La comparaison reprendra sans les erreurs.",), kept=ids)
            reports.append(look.report)
            titles.append("la page aujourd'hui")
        lines = (f"Alors : {_first(reports[0])}.", *compare(reports[0], reports[1], matcher.rulebook).lines)
        return Panel(_titled(" – ".join(titles)), lines=lines, kept=ids)

    def _kept(self, id: str) -> Opinion:
        found = self._history.opinion(id)
        if found is None:
            raise HistoryRefused("Cet avis n'est plus dans l'historique.")
        return found


def _row(one: Opinion) -> SavedRow:
    first = one.first
    said = f"{first.title} : {OPINIONS[first.opinion]}" if first else "aucune cible"
    return SavedRow(one.id, _moment(one), one.dossier_id, one.author or "", said)


def _moment(one: Opinion) -> str:
    local = one.saved_at.astimezone()
    return f"{short_date(local.date())} à {local:%H h %M}"


def _first(report: Report) -> str:
    first = next(iter(report.matches), None)
    return f"« {first.title} », {OPINIONS[first.opinion]}" if first else "aucune cible"


def _titled(text: str) -> str:
    return text[:1].upper() + text[1:]


def _reader(form: Form) -> str:
    return form.adviser.strip()[:80] or _READER
