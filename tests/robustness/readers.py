"""The readers under attack: honest samples of what each reads, and the one error that it may raise."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from import_files import ROME_3, bloc, export_files, fiche, standard, tables

from matcher.model.faults import DossierError
from matcher.reading.archives import ImportFault
from matcher.reading.dossiers import read_dossier
from matcher.reading.register.loading import import_rncp
from matcher.reading.rome.loading import import_rome

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Reader:
    """``read`` gets an empty folder and the hostile bytes; any error but ``allowed`` is a crash."""

    name: str
    samples: tuple[bytes, ...]
    read: Callable[[Path, bytes], object]
    allowed: type[Exception]


def _file(name: str, read: Callable[[Path], object]) -> Callable[[Path, bytes], object]:
    def written(folder: Path, data: bytes) -> object:
        (folder / name).write_bytes(data)
        return read(folder / name)

    return written


def _among(name: str, others: Mapping[str, bytes], importing: Callable[..., object]) -> Callable[[Path, bytes], object]:
    """One table is hostile, the others are honest."""

    def written(folder: Path, data: bytes) -> object:
        for other, content in others.items():
            (folder / other).write_bytes(content)
        (folder / name).write_bytes(data)
        return importing(folder, folder / "importé")

    return written


def _register(path: Path) -> object:
    return import_rncp(path, path.parent / "importé")


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return out.getvalue()


_YAML = tuple(path.read_bytes() for path in sorted((ROOT / "examples").glob("*.yaml")))
_JSON = tuple(
    json.dumps(json.loads(read_dossier(path).model_dump_json(exclude_unset=True)), ensure_ascii=False).encode()
    for path in sorted((ROOT / "examples").glob("*.yaml"))
)
_BLOC = bloc("RNCP1BC01", "Gérer", "- Tenir les comptes - Déclarer")
_FICHES = "".join(f"<FICHE>{fiche(f'RNCP{number}', inside=_BLOC)}</FICHE>" for number in (1, 2, 3))
_FLOW = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<FICHES><VERSION_FLUX>4.1</VERSION_FLUX>\n{_FICHES}</FICHES>\n'.encode()
)
_EXPORT = export_files(
    tables(
        standard("RNCP1", "Un titre", date_fin_enregistrement="31/12/2027"),
        standard("RNCP2", "Un autre titre, accentué"),
        Rome=[["RNCP1", "M1203", "Comptabilité"]],
        Certificateurs=[["RNCP1", "19753471200017", "CNAM"]],
    )
)
_STANDARD = next(name for name in _EXPORT if "Standard" in name)
_ROME = {name: "\n".join([header, *rows, ""]).encode() for name, (header, rows) in ROME_3.items()}
_LINKS = "unix_liens_rome_referentiels_v399_utf8.csv"
_CODES = "unix_referentiel_code_rome_v399_utf8.csv"

READERS = (
    Reader("dossier YAML", _YAML, _file("dossier.yaml", read_dossier), DossierError),
    Reader("dossier JSON", _JSON, _file("dossier.json", read_dossier), DossierError),
    Reader("flux XML du RNCP", (_FLOW,), _file("flux.xml", _register), ImportFault),
    Reader("archive du RNCP", (_zip({"flux.xml": _FLOW}), _zip(_EXPORT)), _file("flux.zip", _register), ImportFault),
    Reader("tables du RNCP", (_EXPORT[_STANDARD],), _among(_STANDARD, _EXPORT, import_rncp), ImportFault),
    Reader("codes du ROME", (_ROME[_CODES],), _among(_CODES, _ROME, import_rome), ImportFault),
    Reader("liens du ROME", (_ROME[_LINKS],), _among(_LINKS, _ROME, import_rome), ImportFault),
)


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder
