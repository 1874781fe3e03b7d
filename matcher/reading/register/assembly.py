"""From a fiche as it is written to a Certification: codes read, dates understood, kinds told apart.

A fact that can't be read is left out and noted; the fiche stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from matcher.model.certification import (
    Bloc,
    Certification,
    Certifier,
    Competency,
    FactSource,
    Kind,
    Registered,
    Registration,
    VaeAccess,
)
from matcher.reading.competencies import Part, competencies, split
from matcher.reading.register.fiche import Fiche, Source, read_day, tidy
from matcher.text import unaccented

# L'abréviation telle que le registre l'écrit, code ou libellé ; à défaut, le début de l'intitulé.
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"titre.ing\w*|ing$|ingenieur$|ingenieur diplome|diplome d.ingenieur", "ingenieur"),
    (r"master$|master (?!of )", "master"),
    (r"lp$|lipro|licence.?pro|bachelor universitaire de technologie|but$", "licence_professionnelle"),
    (r"licence\b", "licence"),
    (r"deust\b|diplome d.etudes universitaires scientifiques et techniques", "deust"),
    (r"dut\b|diplome universitaire de technologie", "dut"),
    (r"diplome de specialisation professionnelle|dsp$", "diplome_specialisation"),
    (r"diplome d.etat|de$|dejeps|desjeps|dees$", "diplome_etat"),
    (r"tp$|titre professionnel", "titre_rncp"),
)
_NSF = re.compile(r"\d{2,3}[a-z]?", re.IGNORECASE)
_FORMACODE = re.compile(r"\d{5}")
_ROME = re.compile(r"[A-N]\d{4}", re.ASCII)
_LEVEL = re.compile(r"(?:niv(?:eau)?)?[\s_]*([1-8])")
_WITHOUT_LEVEL = {"", "reprise", "sans niveau"}


def certification_of(fiche: Fiche, main: Source, flow: Source | None = None) -> Certification:
    """The certification; what was left out is added to ``fiche.notes``.

    ``main`` is where the fiche was read, ``flow`` where the facts of ``fiche.from_flow`` were.
    """
    registered, since = _registered(fiche)
    active = _yes_no(fiche, "active", fiche.active)
    blocs, whole = _blocs(fiche), _competencies(competencies(fiche.capacities))
    described = any(bloc.competencies for bloc in blocs)
    activities = tuple(filter(None, map(tidy, split(fiche.activities))))
    facts: dict[str, Any] = {
        "code": fiche.number,
        "rncp": fiche.number,
        "title": tidy(fiche.title),
        "kind": _kind(fiche),
        "level": _level(fiche),
        "certifiers": _certifiers(fiche),
        "nsf": _codes(fiche, "nsf", fiche.nsf, _NSF),
        "formacodes": _codes(fiche, "formacodes", fiche.formacodes, _FORMACODE),
        "rome": _codes(fiche, "rome", fiche.rome, _ROME),
        "registration": _registration(fiche),
        "registered": registered,
        "delivery_deadline": _day(fiche, "delivery_deadline", fiche.deadline),
        "active": active,
        "active_on": main.day if active is not None else None,
        "predecessors": _others(fiche, fiche.predecessors),
        "successors": _others(fiche, fiche.successors),
        "vae": VaeAccess(open=_yes_no(fiche, "vae.open", fiche.vae)),
        "blocs": blocs,
        "wording": "source" if activities or (whole and not described) else None,
        "activities": activities,
        "competencies": () if described else whole,
    }
    sources = tuple(_sources(fiche, facts, main, flow, since))
    return Certification(provenance="verified", sources=sources, **facts)


def _kind(fiche: Fiche) -> Kind:
    """By its abbreviation; for want of one, a title registered on request, or what the title begins with."""
    written = [unaccented(tidy(one)) for one in (fiche.abbreviation_label, fiche.abbreviation) if one.strip()]
    title = unaccented(tidy(fiche.title))
    if not written and _registration(fiche) == "sur_demande":
        return "autre" if title.startswith(("cqp", "certificat de qualification")) else "titre_rncp"
    for text in written or [title]:
        for pattern, kind in _KINDS:
            if re.match(pattern, text):
                return kind
    return "autre"


def _registration(fiche: Fiche) -> Registration | None:
    said = unaccented(fiche.registration)
    return "de_droit" if said.endswith("de droit") else "sur_demande" if said.endswith("sur demande") else None


def _level(fiche: Fiche) -> int | None:
    said = unaccented(tidy(fiche.level))
    if said in _WITHOUT_LEVEL:
        return None
    found = _LEVEL.fullmatch(said)
    if found and int(found[1]) >= 3:
        return int(found[1])
    fiche.note("level", "niveau hors du cadre de 3 à 8, laissé de côté", fiche.level)
    return None


def _registered(fiche: Fiche) -> tuple[Registered, str]:
    """The days of registration, and what the first one is."""
    since = "date d'effet" if fiche.effect.strip() else "date de la décision d'enregistrement"
    start = _day(fiche, "registered.from", fiche.effect.strip() or fiche.decision)
    end = _day(fiche, "registered.to", fiche.end)
    if start and end and end < start:
        fiche.note("registered.from", "début d'enregistrement après la fin, laissé de côté", start.isoformat())
        start = None
    return Registered(from_=start, to=end), since


def _day(fiche: Fiche, fact: str, text: str) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        fiche.note(fact, "date impossible, laissée de côté", text.strip())
        return None


def _yes_no(fiche: Fiche, fact: str, text: str) -> bool | None:
    said = unaccented(text.strip())
    if said in {"", "oui", "active", "actif", "non", "inactive", "inactif"}:
        return None if not said else said in {"oui", "active", "actif"}
    fiche.note(fact, "ni oui ni non, laissé de côté", text.strip())
    return None


def _codes(fiche: Fiche, fact: str, written: Iterable[str], shape: re.Pattern[str]) -> tuple[str, ...]:
    """Codes once each, out of "251 : Mécanique générale" or of themselves."""
    found: dict[str, None] = {}
    for text in written:
        code = tidy(text.split(":")[0])
        code = code.upper() if fact == "rome" else code
        if shape.fullmatch(code):
            found[code] = None
        elif code:
            fiche.note(fact, "code illisible, laissé de côté", tidy(text))
    return tuple(found)


def _certifiers(fiche: Fiche) -> tuple[Certifier, ...]:
    """Certifiers once each; in the CSV tables a tabulation stands before every SIRET."""
    found: dict[tuple[str, str | None], None] = {}
    for written, number in fiche.certifiers:
        name, siret = tidy(written), "".join(number.split())
        if siret and not re.fullmatch(r"\d{14}", siret):
            fiche.note("certifiers", "SIRET illisible, laissé de côté", f"{name} {siret}")
            siret = ""
        if name or siret:
            found[name or f"SIRET {siret}", siret or None] = None
    return tuple(Certifier(name=name, siret=siret) for name, siret in found)


def _others(fiche: Fiche, codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({code for code in codes if code != fiche.number}, key=in_order))


def in_order(code: str) -> tuple[int, str]:
    """Numbers in their order: RNCP509 before RNCP1197, BC2 before BC10."""
    return len(code), code


def _blocs(fiche: Fiche) -> tuple[Bloc, ...]:
    found = []
    for code in sorted(fiche.blocs, key=in_order):
        bloc = fiche.blocs[code]
        if not bloc.title:
            fiche.note("blocs", "bloc sans intitulé, son code est gardé", code)
        ones = _competencies(competencies(bloc.competencies))
        found.append(Bloc(code=code, title=bloc.title or None, competencies=ones))
    return tuple(found)


def _competencies(ones: list[Part]) -> tuple[Competency, ...]:
    """With the codes of the source where each item has its own, else numbered C1, C2…"""
    ones = [Part(part.code, text) for part in ones if (text := tidy(part.text))]
    codes = [part.code for part in ones]
    if None in codes or len(set(codes)) < len(codes):
        codes = [f"C{place}" for place in range(1, len(ones) + 1)]
    return tuple(Competency(code=code or "", text=part.text) for code, part in zip(codes, ones, strict=True))


def _sources(
    fiche: Fiche, facts: dict[str, Any], main: Source, flow: Source | None, since: str
) -> Iterable[FactSource]:
    """One source for what each file gave, and one for the first day of registration, which may be of two sorts."""
    known = [fact for fact, value in facts.items() if value not in (None, ()) and fact not in _NO_FACTS]
    known += ["competencies"] if any(bloc.competencies for bloc in facts["blocs"]) else []
    known += ["vae.open"] if facts["vae"].open is not None else []
    known += ["registered.to"] if facts["registered"].to else []
    start = ["registered.from"] if facts["registered"].from_ else []
    texts = {"activities", "competencies"}
    for source, from_flow in ((main, False), (flow, True)):
        if source is None:
            continue
        for group, said in ((known, ""), (start, f" : {since}")):
            mine = tuple(fact for fact in group if (flow is not None and fact in fiche.from_flow | texts) == from_flow)
            if mine:
                yield FactSource(facts=mine, text=source.text + said, read_on=source.day)


_NO_FACTS = {"registered", "vae", "wording"}
