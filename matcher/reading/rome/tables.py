"""The files of ROME 3 and 4: which is which, and what their columns are called."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from matcher.reading.archives import ImportFault, SourceFile
from matcher.reading.tables import Table, by_name, plain

CODE = re.compile(r"[A-N]\d{4}", re.ASCII)

NAMES = {
    "code_rome": r"referentielcoderome(?:v?\d|csv)",
    "appellation": r"referentielappellation",
    "liens_rome_referentiels": r"liensromereferentiels",
    "coherence_item": r"coherenceitem",
    "item": r"(?:^|unix)itemv?\d|^itemcsv",
    "competence": r"referentielcompetence",
    "savoir": r"referentielsavoir",
    "mobilite": r"rubriquemobilite",
    "texte": r"(?:^|unix)textev?\d|^textecsv",
    "arborescence": r"itemarborescence",
    "domaines": r"crgddp",
}
LARGEST_CROSSWALK = 20_000_000
_OLDER = re.compile(r"v3|ancien|source|parent")
_CROSSWALK = re.compile(r"passage|correspondance|transco|crosswalk|v3(?:vers|to)?v4|substitution")

_JOB = {"code": ("code_rome", "code")}
_OGR = ("code_ogr", "code_ogr_competence", "code_ogr_savoir", "code_ogr_appellation")
COLUMNS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "code_rome": _JOB
    | {
        "label": ("libelle_rome", "libelle_metier", "libelle"),
        "status": ("statut", ""),
        "parent": ("code_rome_parent", ""),
    },
    "appellation": _JOB
    | {
        "long": ("libelle_appellation_long", "libelle_appellation", "libelle"),
        "short": ("libelle_appellation_court", ""),
        "principal": ("classification", "libelle_type_section_appellation", ""),
        "rare": ("peu_usite", ""),
        "ogr": _OGR,
        "status": ("statut", ""),
    },
    "liens_rome_referentiels": _JOB
    | {
        "ogr": _OGR,
        "type": ("code_type_referentiel", ""),
        "rubric": ("code_ref_rubrique", "code_rubrique", ""),
        "part": ("code_compo_bloc", ""),
        "section": ("position_bloc", ""),
        "rank": ("position_item", "numero_ordre", ""),
        "core": ("coeur_metier", ""),
    },
    "coherence_item": _JOB | {"ogr": _OGR},
    "item": {"ogr": _OGR, "label": ("libelle", "libelle_item"), "type": ("code_type_referentiel", "")},
    "competence": {"ogr": _OGR, "label": ("libelle_competence", "libelle"), "type": ("code_type_competence", "")},
    "savoir": {"ogr": ("code_ogr_savoir", *_OGR), "label": ("libelle_savoir", "libelle")},
    "mobilite": _JOB | {"target": ("code_rome_cible",), "kind": ("libelle_type_mobilite", "code_type_mobilite", "")},
    "texte": _JOB
    | {
        "kind": ("libelle_type_texte",),
        "position": ("position_libelle_txt", "position_phrase", ""),
        "text": ("libelle_texte",),
    },
    "arborescence": {"code": ("code_noeud",), "label": ("libelle_item_arbo",)},
    "domaines": _JOB | {"label": ("libelle_rome",)},
}


class Files:
    """The files of one ROME by table, the crosswalk if there is one, and the version that their names bear."""

    def __init__(self, files: Sequence[SourceFile], crosswalk: Sequence[SourceFile] = ()) -> None:
        """Raises ImportFault when a table misses or is double, or files of two versions are mixed."""
        tables = [file for file in files if file.name.lower().endswith(".csv")]
        self.tables = by_name(tables, NAMES, ["code_rome", "appellation"])
        for one, other in (("liens_rome_referentiels", "coherence_item"), ("item", "competence")):
            if one not in self.tables and other not in self.tables:
                given = ", ".join(dict.fromkeys(file.given_as for file in files))
                raise ImportFault(f"{given} : la table {one} manque (ou, à défaut, {other}).")
        self.crosswalk = [*crosswalk, *(file for file in tables if _CROSSWALK.search(plain(file.name)))]
        self.version = self._version()
        self.day = next(
            (day for file in files if file.name.lower() == "version.txt" if (day := _published(file))), None
        )
        self.skipped: dict[str, int] = {}

    def rows(self, table: str) -> Iterator[tuple[str, ...]]:
        """The cells of a table, in the order of its ``COLUMNS``, without doubled apostrophes; none where it misses."""
        if table not in self.tables:
            return
        read = Table(self.tables[table], COLUMNS[table])
        for _, cells in read.rows():
            yield tuple(" ".join(cell.replace("''", "'").split()) for cell in cells)
        if read.skipped:
            self.skipped[table] = sum(map(len, read.skipped.values()))

    def _version(self) -> str:
        """ "v347", from the names; "sans-version" when they bear none."""
        checked = {name: file for name, file in self.tables.items() if name not in ("arborescence", "domaines")}
        found = {version[1]: file.name for file in checked.values() if (version := re.search(r"_v(\d{3})", file.name))}
        if len(found) > 1:
            raise ImportFault(f"Deux versions du ROME sont mélangées : {' et '.join(sorted(found.values())[:2])}.")
        return f"v{next(iter(found))}" if found else "sans-version"


def _published(file: SourceFile) -> date | None:
    """The day of publication that version.txt gives."""
    with file.opened() as stream:
        text = stream.read(100_000).decode("utf-8", "replace")
    found = re.search(r"publication\D{0,5}(\d\d)/(\d\d)/(\d{4})", text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def crosswalk_pairs(file: SourceFile) -> set[tuple[str, str]]:
    """(older code, newer code), of the two columns of a CSV file that hold the most ROME codes.

    The older column is the one whose name says so (v3, ancien, source), else the first. Raises ImportFault when the
    file has not two such columns.
    """
    header, rows = _whole(file)
    codes = [[cell.strip().upper() for cell in column] for column in zip(*rows, strict=True)]
    held = [sum(bool(CODE.fullmatch(cell)) for cell in column) for column in codes]
    best = sorted(range(len(held)), key=lambda place: (-held[place], place))[:2]
    if len(best) < 2 or not all(held[place] for place in best):
        raise ImportFault(f"{file.name} : il faut deux colonnes de codes ROME, l'ancien et le nouveau.")
    old, new = sorted(best, key=lambda place: (not _OLDER.search(plain(header[place])), place))
    pairs = zip(codes[old], codes[new], strict=True)
    return {(one, two) for one, two in pairs if CODE.fullmatch(one) and CODE.fullmatch(two)}


def _whole(file: SourceFile) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a small file whose columns are not known beforehand."""
    with file.opened() as stream:
        try:
            text = stream.read(LARGEST_CROSSWALK).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ImportFault(f"{file.name} : ce fichier n'est pas codé en UTF-8.") from None
    separator = max(";,\t|", key=text.partition("\n")[0].count)
    header, *rows = list(csv.reader(io.StringIO(text), delimiter=separator)) or [[]]
    return header, [row for row in rows if len(row) == len(header)]
