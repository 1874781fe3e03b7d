"""The bundled certifications and the imported register made one: for each fact, the later source wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from matcher.model.certification import Bloc, Certification, FactSource, Registered

_FACTS = (
    "kind",
    "level",
    "certifiers",
    "nsf",
    "formacodes",
    "rome",
    "registration",
    "registered.from",
    "registered.to",
    "delivery_deadline",
    "active",
    "vae.open",
    "blocs",
)
"""The facts of the register that an import may replace, each on its own."""
_TEXTS = ("activities", "competencies")
_LINKS = ("predecessors", "successors")


def merge_register(bundled: Iterable[Certification], imported: Iterable[Certification]) -> tuple[Certification, ...]:
    """One certification for each number: the bundled ones in their order, then those that only the import has.

    A fact of the register is the import's when its source is later than the bundled fact's, or the latter has no date;
    ``sources`` says which was taken. Our titles stay, the register's being often raw. Certifiers keep the name that we
    give to their SIRET, links to other fiches are joined, and texts of the register replace ours only where the import
    has competencies. Family, Cnam codes, doubts and requirements stay, and so do entries without a number.
    """
    ours = tuple(bundled)
    names = _names(ours)
    by_number = {one.code: _named(one, names) for one in imported}
    merged = [_merged(one, by_number.pop(one.rncp, None) if one.rncp else None) for one in ours]
    return (*merged, *by_number.values())


def _names(certifications: Iterable[Certification]) -> dict[str, str]:
    """How we write the names of certifiers, by SIRET; the register writes them in capitals without accents."""
    written = Counter((one.siret, one.name) for each in certifications for one in each.certifiers if one.siret)
    return {siret: name for (siret, name), _ in reversed(written.most_common()) if siret}


def _named(one: Certification, names: Mapping[str, str]) -> Certification:
    written = tuple(
        certifier.model_copy(update={"name": names.get(certifier.siret or "", certifier.name)})
        for certifier in one.certifiers
    )
    return one if written == one.certifiers else one.model_copy(update={"certifiers": written})


def _merged(ours: Certification, theirs: Certification | None) -> Certification:
    if theirs is None:
        return ours
    taken = {fact for fact in _FACTS if _is_later(fact, ours, theirs)}
    taken |= {"active_on"} & ({"active_on"} if "active" in taken else set())
    update: dict[str, Any] = {fact: getattr(theirs, fact) for fact in taken - _NESTED}
    if ours.provenance != theirs.provenance:
        update["provenance"] = theirs.provenance
        taken |= {"code", "rncp"}
    update["registered"] = _registered(ours, theirs, taken)
    if "vae.open" in taken:
        update["vae"] = ours.vae.model_copy(update={"open": theirs.vae.open})
    for link in _LINKS:
        joined = {*getattr(ours, link), *getattr(theirs, link)} - {ours.code}
        update[link] = tuple(sorted(joined, key=lambda code: (len(code), code)))
        taken |= {link} if set(getattr(theirs, link)) - set(getattr(ours, link)) else set()
    blocs = update.get("blocs", ours.blocs)
    update["blocs"] = tuple(_bloc(bloc, ours.blocs, theirs.blocs) for bloc in blocs)
    if _tells(theirs) or not _tells(ours):
        taken |= {text for text in _TEXTS if _told(theirs, text)}
        update |= {name: getattr(theirs, name) for name in (*_TEXTS, "wording")}
    merged = ours.model_copy(update=update)
    return merged.model_copy(update={"sources": _sources(ours, theirs, taken, merged)})


_NESTED = {"registered.from", "registered.to", "vae.open"}


def _is_later(fact: str, ours: Certification, theirs: Certification) -> bool:
    """Whether the import states this fact, and later than we do; what we do not state is theirs to state."""
    if _value(theirs, fact) in (None, (), "autre"):
        return False
    if _value(ours, fact) in (None, ()):
        return True
    mine, other = _read_on(ours, fact), _read_on(theirs, fact)
    return other is not None and (mine is None or other > mine)


def _value(one: Certification, fact: str) -> Any:
    """The value of a fact by its dotted name; "registered.from" is the ``from_`` of the model."""
    value: Any = one
    for name in fact.split("."):
        value = getattr(value, "from_" if name == "from" else name)
    return value


def _read_on(one: Certification, fact: str) -> date | None:
    """The last day on which a source gave this fact."""
    return max((source.read_on for source in one.sources if fact in source.facts and source.read_on), default=None)


def _registered(ours: Certification, theirs: Certification, taken: set[str]) -> Registered:
    """Each day from its own source; where the two would contradict each other, the import's pair."""
    start, end = (_value(theirs if fact in taken else ours, fact) for fact in ("registered.from", "registered.to"))
    if start and end and end < start:
        taken.update({"registered.from", "registered.to"})
        return theirs.registered
    return Registered(from_=start, to=end)


def _tells(one: Certification) -> bool:
    """Whether competencies are told, of the whole or of some bloc."""
    return bool(one.competencies) or any(bloc.competencies for bloc in one.blocs)


def _told(one: Certification, text: str) -> bool:
    return bool(getattr(one, text)) or (text == "competencies" and _tells(one))


def _bloc(bloc: Bloc, ours: Sequence[Bloc], theirs: Sequence[Bloc]) -> Bloc:
    """A bloc with a title if either knows it, and the register's competencies, or else our words."""
    mine, other = (next((one for one in ones if one.code == bloc.code), bloc) for ones in (ours, theirs))
    words = other if other.competencies else mine
    title = bloc.title or mine.title or other.title
    wording, activities, competencies = words.wording, words.activities, words.competencies
    update = {"title": title, "wording": wording, "activities": activities, "competencies": competencies}
    return bloc.model_copy(update=update)


def _sources(
    ours: Certification, theirs: Certification, taken: set[str], merged: Certification
) -> tuple[FactSource, ...]:
    """The sources of what was kept and of what was taken; joined links keep both."""
    replaced = taken - set(_LINKS)
    if "competencies" in taken and any(bloc.wording == "projet" for bloc in merged.blocs):
        replaced.discard("competencies")  # des blocs gardent nos mots
    kept = [(source, [fact for fact in source.facts if fact not in replaced]) for source in ours.sources]
    came = [(source, [fact for fact in source.facts if fact in taken]) for source in theirs.sources]
    return tuple(source.model_copy(update={"facts": tuple(facts)}) for source, facts in [*kept, *came] if facts)
