"""The CSV export of the register: ten tables of which eight are read, joined by the number of the fiche."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from matcher.reading.archives import Progress, SourceFile
from matcher.reading.register.fiche import NUMBER, TWICE, Fiche, Quarantined, number_of, tidy
from matcher.reading.tables import Table, by_name, plain

NAMES = {
    "Standard": "standard",
    "Rome": "rome",
    "Nsf": "nsf",
    "Formacode": "formacodes?",
    "Certificateurs": "certificateurs?",
    "VoixdAccès": r"voi[xe]s?dacc\w?s",
    "Blocs_De_Compétences": r"blocsdecomp\w?tences",
    "Ancienne_Nouvelle_Certification": "anciennenouvellecertification",
}
"""The tables that are read. CCN and Partenaires say nothing of a certification that is used here."""

_NUMBER = {"number": ("Numero_Fiche",)}
_STANDARD = {
    **_NUMBER,
    "title": ("Intitule",),
    "abbreviation": ("Abrege_Libelle", ""),
    "abbreviation_label": ("Abrege_Intitule", ""),
    "level": ("Nomenclature_Europe_Niveau",),
    "registration": ("Type_Enregistrement",),
    "effect": ("Date_Effet",),
    "decision": ("Date_Decision",),
    "end": ("Date_Fin_Enregistrement",),
    "deadline": ("Date_Limite_Delivrance", ""),
    "active": ("Actif",),
}
_COLUMNS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "Standard": _STANDARD,
    "Rome": _NUMBER | {"code": ("Codes_Rome_Code",)},
    "Nsf": _NUMBER | {"code": ("Nsf_Code",)},
    "Formacode": _NUMBER | {"code": ("Formacode_Code",)},
    "Certificateurs": _NUMBER | {"name": ("Nom_Certificateur",), "siret": ("Siret_Certificateur",)},
    "VoixdAccès": _NUMBER | {"route": ("Si_Jury",)},
    "Blocs_De_Compétences": _NUMBER | {"code": ("Bloc_Competences_Code",), "title": ("Bloc_Competences_Libelle",)},
    "Ancienne_Nouvelle_Certification": _NUMBER
    | {"old": ("Ancienne_Certification",), "new": ("Nouvelle_Certification",)},
}


@dataclass
class Tables:
    """The fiches of the tables by number, how many RS were met, and what was not taken."""

    fiches: dict[str, Fiche] = field(default_factory=dict)
    not_targets: set[str] = field(default_factory=set)
    quarantined: list[Quarantined] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def find_tables(files: Sequence[SourceFile]) -> dict[str, SourceFile]:
    """The files of the tables, whatever the accents of their names. Raises ImportFault when one misses or is double."""
    patterns = {table: rf"(?:^|csv){pattern}(?:\d|csv$)" for table, pattern in NAMES.items()}
    return by_name(files, patterns, list(NAMES))


def read_tables(files: Mapping[str, SourceFile], progress: Progress) -> Tables:
    """Reads the tables of ``find_tables``. Raises ImportFault when one can't be read."""
    found = Tables()
    total, done = sum(file.size for file in files.values()), 0
    for name in NAMES:
        progress(done, total, f"table {name}")
        table = Table(files[name], _COLUMNS[name])
        if name == "Standard":
            _read_standard(table, found)
        else:
            _join(table, name, found)
        for reason, lines in table.skipped.items():
            _tell_skipped(table, name, reason, lines, found)
        done += files[name].size
    progress(total, total, "tables lues")
    return found


def _read_standard(table: Table, found: Tables) -> None:
    rows: dict[str, tuple[str, ...]] = {}
    for line, cells in table.rows():
        place, number = f"{table.file.name}, ligne {line}", number_of(cells[0])
        if number is None:
            reason = f"numéro illisible « {cells[0][:40]} »" if cells[0].strip() else "pas de numéro"
            found.quarantined.append(Quarantined(place=place, number=None, reason=reason))
        elif number.startswith("RS"):
            found.not_targets.add(number)
        elif number in rows:
            if rows[number] != cells:
                found.fiches[number].note("code", TWICE, f"ligne {line}")
        elif not tidy(cells[1]):
            found.quarantined.append(Quarantined(place=place, number=number, reason="pas d'intitulé"))
        else:
            rows[number] = cells
            found.fiches[number] = fiche = Fiche(number, place)
            for cell, value in zip(_STANDARD, cells, strict=True):
                if cell != "number":
                    setattr(fiche, cell, value)


def _join(table: Table, name: str, found: Tables) -> None:
    add = _ADDERS[name]
    orphans = 0
    for _, (number, *cells) in table.rows():
        fiche = found.fiches.get(number) or found.fiches.get(number_of(number) or "")
        if fiche is not None:
            add(fiche, *cells)
        elif not number.lstrip().upper().startswith("RS"):
            orphans += 1
    if orphans:
        found.remarks.append(
            f"Table {name} : lignes sur des fiches que Standard n'a pas, laissées de côté ({orphans})."
        )


def _tell_skipped(table: Table, name: str, reason: str, lines: Sequence[int], found: Tables) -> None:
    """A row that can't be read is a fiche lost in Standard, and a remark elsewhere."""
    if name == "Standard" and not reason.startswith("l'en-tête"):
        places = (f"{table.file.name}, ligne {line}" for line in lines)
        found.quarantined += (
            Quarantined(place=place, number=None, reason=f"la ligne n'a {reason}") for place in places
        )
    else:
        found.remarks.append(
            f"Table {name} : lignes laissées de côté, {reason} ({len(lines)}, dont la ligne {lines[0]})."
        )


def _add_link(fiche: Fiche, old: str, new: str) -> None:
    fiche.predecessors += linked(old)
    fiche.successors += linked(new)


def _add_route(fiche: Fiche, route: str) -> None:
    """The table lists the routes that are open; one that is not listed is not said to be closed."""
    if plain(route) == "parexperience":
        fiche.vae = "Oui"


_ADDERS: Mapping[str, Callable[..., None]] = {
    "Rome": lambda fiche, code: fiche.rome.append(code),
    "Nsf": lambda fiche, code: fiche.nsf.append(code),
    "Formacode": lambda fiche, code: fiche.formacodes.append(code),
    "Certificateurs": lambda fiche, name, siret: fiche.certifiers.append((name, siret)),
    "VoixdAccès": _add_route,
    "Blocs_De_Compétences": Fiche.add_bloc,
    "Ancienne_Nouvelle_Certification": _add_link,
}


def linked(text: str) -> Iterator[str]:
    """The numbers of the fiches that a cell names."""
    return (found[1] + found[2] for found in NUMBER.finditer(text.upper()))
