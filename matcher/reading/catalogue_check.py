"""`vae referentials check`: what the catalogue still lacks or leaves in doubt, group by group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from matcher.model.certification import Certification

_Test = Callable[[Certification], bool]


def _doubts(certification: Certification, fact: str, *words: str) -> bool:
    return any(one.fact == fact and all(word in one.text for word in words) for one in certification.doubts)


def _is_bare(certification: Certification) -> bool:
    return not certification.competencies and not any(bloc.competencies for bloc in certification.blocs)


GROUPS: Sequence[tuple[str, _Test]] = (
    ("Fiches actives encore nues : aucune compétence rédigée", lambda one: bool(one.active) and _is_bare(one)),
    (
        "Fiches passées ou hors registre encore nues : jugées sur l'intitulé et les blocs",
        lambda one: not one.active and _is_bare(one),
    ),
    (
        "Cnam douteux : une source liste les certificateurs sans lui",
        lambda one: _doubts(one, "certifiers", "sans le Cnam"),
    ),
    (
        "Certificateurs à confirmer",
        lambda one: _doubts(one, "certifiers") and not _doubts(one, "certifiers", "sans le"),
    ),
    ("Dates d'attente ou douteuses", lambda one: _doubts(one, "registered.to") or _doubts(one, "registered.from")),
    ("Intitulés à confirmer", lambda one: _doubts(one, "title")),
    ("Fiches illustratives", lambda one: one.provenance == "illustrative"),
    ("Fiches actives sans code ROME", lambda one: bool(one.active) and not one.rome),
    ("Fiches actives dont l'accès par la VAE n'a pas été lu", lambda one: bool(one.active) and one.vae.open is None),
    ("Blocs connus par leur seul code", lambda one: any(bloc.title is None for bloc in one.blocs)),
)


def check_catalogue(certifications: Sequence[Certification], overtaken: Sequence[str] = ()) -> Iterator[str]:
    """The report, line by line: each group with its count, then its certifications."""
    yield f"{len(certifications)} certifications, dont {sum(1 for one in certifications if one.active)} actives."
    for title, belongs in GROUPS:
        found = [one for one in certifications if belongs(one)]
        yield ""
        yield f"{title} : {len(found)}"
        for one in found:
            yield f"  {one.code}  {one.title}"
    yield ""
    yield f"Corrections inutiles ou dépassées : {len(overtaken)}"
    for line in overtaken:
        yield f"  {line}"
