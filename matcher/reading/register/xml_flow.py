"""The XML flow of the register, versions 1.2 to 4.1, read fiche by fiche so that memory stays flat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError, XMLPullParser, tostring
from xml.parsers import expat
from xml.sax.saxutils import escape

from matcher.reading.archives import ImportFault, SourceFile
from matcher.reading.register.csv_export import linked
from matcher.reading.register.fiche import Fiche, Quarantined, number_of, tidy

_CHUNK = 256 * 1024
LARGEST_FICHE = 64 * 1024**2
"""Bytes of one fiche; the largest real one is a thousand times smaller."""

_CELLS = {
    "title": "INTITULE",
    "abbreviation": "ABREGE/CODE",
    "abbreviation_label": "ABREGE/LIBELLE",
    "level": "NOMENCLATURE_EUROPE/NIVEAU",
    "registration": "TYPE_ENREGISTREMENT",
    "effect": "DATE_EFFET",
    "decision": "DATE_DECISION",
    "end": "DATE_FIN_ENREGISTREMENT",
    "deadline": "DATE_LIMITE_DELIVRANCE",
    "active": "ACTIF",
}
# Sous CORRESPONDANCES, d'autres BLOC_COMPETENCES ne sont que des renvois.
_BLOCS = ("BLOCS_COMPETENCES/BLOC_COMPETENCES", "BLOCS_COMPETENCES/BLOC")


def flow_version(file: SourceFile) -> str | None:
    """What the flow says of its own version ("4.1"), None when it says nothing.

    Raises ImportFault when the file is no flow, or declares entities.
    """
    with file.opened() as stream:
        for element in _elements(stream, file.name):
            if element.tag == "VERSION_FLUX":
                return tidy(element.text or "") or None
            if element.tag == "FICHE":
                return None
    return None


def read_flow(file: SourceFile, told: Callable[[int], None]) -> Iterator[Fiche | Quarantined]:
    """Each fiche of the flow; ``told`` hears how many bytes are read. Raises ImportFault when the XML is damaged."""
    read = 0
    with file.opened() as stream:
        for element in _elements(stream, file.name, told):
            if element.tag == "FICHE":
                read += 1
                yield _fiche(element, f"{file.name}, fiche n° {read}")
                element.clear()


def _elements(stream: IO[bytes], name: str, told: Callable[[int], None] = lambda read: None) -> Iterator[Element]:
    """Every element as it ends. Raises ImportFault for damaged XML, entities, another root, a fiche without end."""
    parser: XMLPullParser[Element] = XMLPullParser(("end",))
    guard = _Guard(name)
    read = last = 0
    try:
        while chunk := stream.read(_CHUNK):
            guard.check(chunk)
            parser.feed(chunk)
            read += len(chunk)
            told(read)
            for element in _ended(parser):
                last = read if element.tag == "FICHE" else last
                yield element
            if read - last > LARGEST_FICHE:
                raise ImportFault(
                    f"{name} : une fiche y dépasse {LARGEST_FICHE // 1024**2} Mo : le fichier est refusé."
                )
        parser.close()
    except (ParseError, expat.ExpatError) as fault:
        line = getattr(fault, "position", (0, 0))[0] or getattr(fault, "lineno", "?")
        raise ImportFault(f"{name} : XML incomplet ou abîmé (ligne {line}) : téléchargez-le de nouveau.") from None


def _ended(parser: XMLPullParser[Element]) -> Iterator[Element]:
    """The elements that the parser has seen the end of (it is told to look at nothing else)."""
    events: Iterator[tuple[str, Element]] = parser.read_events()  # type: ignore[assignment]
    return (element for _, element in events)


class _Guard:
    """Looks at the beginning of a file, up to its root, and refuses document types: they alone declare entities."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._root: str | None = None
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._begin

    def check(self, chunk: bytes) -> None:
        if self._root is not None:
            return
        self._parser.Parse(chunk, False)
        if self._root not in (None, "FICHES"):
            raise ImportFault(f"{self._name} n'est pas le flux du RNCP ; racine lue : {self._root}, attendue : FICHES.")

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._root = self._root or name

    def _refuse(self, *_: object) -> None:
        raise ImportFault(f"{self._name} déclare un type de document ou des entités : par sécurité, il est refusé.")


def _fiche(element: Element, place: str) -> Fiche | Quarantined:
    written = _text(element, "NUMERO_FICHE")
    number = number_of(written)
    if number is None:
        reason = f"numéro illisible « {written[:40]} »" if written.strip() else "pas de numéro"
        return Quarantined(place=place, number=None, reason=reason)
    fiche = Fiche(number, place)
    if number.startswith("RS"):
        return fiche
    for cell, path in _CELLS.items():
        setattr(fiche, cell, _text(element, path))
    if not tidy(fiche.title):
        return Quarantined(place=place, number=number, reason="pas d'intitulé")
    fiche.vae = _text(element, "SI_JURY_VAE/ACTIF") or _text(element, "SI_JURY_VAE")
    fiche.activities = _markup(element.find("ACTIVITES_VISEES"))
    fiche.capacities = _markup(element.find("CAPACITES_ATTESTEES"))
    fiche.rome = _texts(element, "CODES_ROME/ROME/CODE")
    fiche.nsf = _texts(element, "CODES_NSF/NSF/CODE")
    fiche.formacodes = _texts(element, "FORMACODES/FORMACODE/CODE")
    fiche.predecessors = _links(element, "ANCIENNES_CERTIFICATIONS", "ANCIENNE_CERTIFICATION")
    fiche.successors = _links(element, "NOUVELLES_CERTIFICATIONS", "NOUVELLE_CERTIFICATION")
    _add_certifiers(fiche, element)
    for bloc in (one for path in _BLOCS for one in element.iterfind(path)):
        title = _text(bloc, "LIBELLE") or _text(bloc, "INTITULE")
        fiche.add_bloc(_text(bloc, "CODE"), title, _markup(bloc.find("LISTE_COMPETENCES")))
    return fiche


def _add_certifiers(fiche: Fiche, element: Element) -> None:
    """Those who certify now; all of them where none does any more."""
    ones = [
        (_text(one, "NOM_CERTIFICATEUR"), _text(one, "SIRET_CERTIFICATEUR"), _text(one, "ETAT_CERTIFICATEUR"))
        for one in element.iterfind("CERTIFICATEURS/CERTIFICATEUR")
    ]
    left = [name for name, _, state in ones if state.strip().lower() == "inactif"]
    if len(left) < len(ones):
        for name in left:
            fiche.note("certifiers", "certificateur qui n'est plus actif, laissé de côté", tidy(name))
        ones = [one for one in ones if one[2].strip().lower() != "inactif"]
    fiche.certifiers = [(name, siret) for name, siret, _ in ones]


def _text(element: Element, path: str) -> str:
    return element.findtext(path) or ""


def _texts(element: Element, path: str) -> list[str]:
    return [one.text for one in element.iterfind(path) if one.text]


def _links(element: Element, *tags: str) -> list[str]:
    return [code for tag in tags for one in element.iterfind(tag) for code in linked(" ".join(one.itertext()))]


def _markup(element: Element | None) -> str:
    """The text of an element, with its markup where that was written as XML rather than as text."""
    if element is None:
        return ""
    inside = (tostring(child, encoding="unicode") for child in element)
    return "".join((escape(element.text or ""), *inside)) if len(element) else element.text or ""
