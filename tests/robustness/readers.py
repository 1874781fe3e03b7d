"""The readers under attack: honest samples of what each reads, and the one error that it may raise."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi.testclient import TestClient
from import_files import ROME_3, bloc, export_files, fiche, standard, tables

from matcher import Matcher
from matcher.lexicon import DecisionsError, Lexicon
from matcher.model.faults import DossierError
from matcher.reading.archives import ImportFault
from matcher.reading.dossiers import read_dossier
from matcher.reading.register.loading import import_rncp
from matcher.reading.rome.loading import import_rome
from matcher.rulebook.loading import RulebookError, load_rulebook
from matcher.web.app import create_app

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Reader:
    """``read`` gets an empty folder and the hostile bytes; any error but ``allowed`` is a crash."""

    name: str
    samples: tuple[bytes, ...]
    read: Callable[[Path, bytes], object]
    allowed: type[Exception]


class Refused(Exception):
    """What a server answers to a bad request."""


def file(name: str, read: Callable[[Path], object]) -> Callable[[Path, bytes], object]:
    def written(folder: Path, data: bytes) -> object:
        (folder / name).write_bytes(data)
        return read(folder / name)

    return written


def among(name: str, others: Mapping[str, bytes], reading: Callable[[Path], object]) -> Callable[[Path, bytes], object]:
    """One file is hostile, the others are honest."""

    def written(folder: Path, data: bytes) -> object:
        for other, content in {**others, name: data}.items():
            (folder / other).parent.mkdir(parents=True, exist_ok=True)
            (folder / other).write_bytes(content)
        return reading(folder)

    return written


def _register(path: Path) -> object:
    return import_rncp(path, path.parent / "importé")


def _tables(folder: Path) -> object:
    return import_rncp(folder, folder / "importé")


def _rome(folder: Path) -> object:
    return import_rome(folder, folder / "importé")


def _rules(name: str) -> Reader:
    """One rule file is hostile, the others are those of the program."""
    return Reader(f"règles, {name}", (_RULES[name],), among(name, _RULES, load_rulebook), RulebookError)


@cache
def _server() -> TestClient:
    return TestClient(create_app(Matcher.load()), base_url="http://127.0.0.1")


def _sent(_: Path, body: bytes) -> object:
    """The answer to a body. Raises Refused for a refusal said in French, and AssertionError for any other answer."""
    answer = _server().post("/api/evaluate?limit=1", content=body, headers={"content-type": "application/json"})
    if answer.status_code == 422:
        raise Refused(" ".join(one["message"] for one in answer.json()["errors"]))
    assert answer.status_code == 200, answer.text
    return answer.json()


def zipped(files: Mapping[str, bytes]) -> bytes:
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
_RULES = {str(path.relative_to(ROOT / "rules")): path.read_bytes() for path in (ROOT / "rules").rglob("*.yaml")}
_DECISIONS = (ROOT / "referentials" / "lexique" / "decisions.yaml").read_bytes()

READERS = (
    Reader("dossier YAML", _YAML, file("dossier.yaml", read_dossier), DossierError),
    Reader("dossier JSON", _JSON, file("dossier.json", read_dossier), DossierError),
    Reader("flux XML du RNCP", (_FLOW,), file("flux.xml", _register), ImportFault),
    Reader("archive du RNCP", (zipped({"flux.xml": _FLOW}), zipped(_EXPORT)), file("flux.zip", _register), ImportFault),
    Reader("tables du RNCP", (_EXPORT[_STANDARD],), among(_STANDARD, _EXPORT, _tables), ImportFault),
    Reader("codes du ROME", (_ROME[_CODES],), among(_CODES, _ROME, _rome), ImportFault),
    Reader("liens du ROME", (_ROME[_LINKS],), among(_LINKS, _ROME, _rome), ImportFault),
    Reader(
        "décisions du lexique",
        (_DECISIONS,),
        file("lexique.yaml", lambda path: Lexicon.load([path]).version),
        DecisionsError,
    ),
    *map(_rules, ("faits.yaml", "parametres/durees.yaml", "demandes.yaml")),
    Reader("corps envoyé au serveur", _JSON, _sent, Refused),
)


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder
