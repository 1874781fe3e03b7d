from __future__ import annotations

import contextlib
import copy
import io
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.model.dossier import Dossier
from matcher.model.faults import DossierError, sentence
from matcher.reading.dossiers import parse_dossier, read_dossier
from matcher.reading.plain_yaml import read_yaml

EXAMPLES = Path(__file__).parents[2] / "examples"
JSON = '{"id": "D1", "filed_on": "2024-03-12", "experiences": []}'
YAML = """\
id: D1
filed_on: 2024-03-12
experiences:
  - kind: salarie
    title: Comptable général
    start: 2019
"""
NESTED = 100_000


def refused(tmp_path: Path, content: bytes | str, name: str = "dossier.txt") -> list[Any]:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DossierError) as caught:
        read_dossier(path)
    return list(caught.value.errors)


@pytest.mark.parametrize(
    "content",
    [
        JSON.encode(),
        b"\xef\xbb\xbf" + JSON.encode(),
        f"\n\n  {JSON}\n".encode(),
        b"{id: D1, filed_on: 2024-03-12, experiences: []}",
        b"id: D1\r\nfiled_on: 2024-03-12\r\nexperiences: []\r\n",
        b"\xef\xbb\xbfid: D1\nfiled_on: '2024-03-12'\nexperiences: []\n",
        b"--- # un seul document\nid: D1\nfiled_on: 2024-03-12\nexperiences: []\n",
    ],
)
def test_json_and_yaml_are_told_apart_by_their_content(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sans-extension"
    path.write_bytes(content)
    assert read_dossier(path) == Dossier.model_validate({"id": "D1", "filed_on": "2024-03-12", "experiences": []})
    assert read_dossier(str(path)).id == "D1"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "le fichier est vide"),
        (" \n\t\n", "le fichier est vide"),
        ("# rien\n", "le fichier ne contient aucune valeur"),
        ("null", "le fichier ne contient aucune valeur"),
        (f"[{JSON}]", "c'est une liste, pas un dossier"),
        ("- a\n- b\n", "c'est une liste, pas un dossier"),
        ("bonjour", "ce n'est pas un dossier"),
        ("12", "ce n'est pas un dossier"),
        (JSON[:40], "le texte s'arrête au milieu (ligne 1, colonne 40)"),
        ('{"id": "D', "le texte s'arrête au milieu (ligne 1, colonne 8)"),
        ("{", "le texte s'arrête au milieu (ligne 1, colonne 2)"),
        ('{"id": "D1"\n "filed_on": 1}', "une virgule manque (ligne 2, colonne 2)"),
        (JSON + "x", f"du texte suit la fin du dossier (ligne 1, colonne {len(JSON) + 1})"),
        (JSON.replace('"D1"', "NaN"), "« NaN » n'est pas un nombre"),
        (JSON.replace('"D1"', "-Infinity"), "« -Infinity » n'est pas un nombre"),
        ('{"id": "a", "id": "b"}', "la clé « id » est écrite deux fois dans le même objet"),
        ('{"id": ' + "9" * 6000 + "}", "un nombre a trop de chiffres"),
        ('{"a": ' + "[" * NESTED + "]" * NESTED + "}", "la structure est imbriquée trop profondément"),
        ("id: a\nid: b\n", "la clé « id » est écrite deux fois (ligne 2, colonne 1)"),
        (f"{YAML}---\n{YAML}", "le fichier contient plusieurs documents (« --- ») (ligne 7, colonne 1)"),
        (
            "a: &x 1\nb: *x\n",
            "les alias YAML (« & » et « * » en tête de valeur) ne sont pas admis (ligne 1, colonne 4)",
        ),
        ("a: *x\n", "les alias YAML (« & » et « * » en tête de valeur) ne sont pas admis (ligne 1, colonne 4)"),
        ("id: !!python/name:os.system\n", "les étiquettes YAML (« ! ») ne sont pas admises (ligne 1, colonne 5)"),
        ("id: !!binary aGVsbG8=\n", "les étiquettes YAML (« ! ») ne sont pas admises (ligne 1, colonne 5)"),
        ("? [a]\n: b\n", "une clé ne peut être ni un objet ni une liste (ligne 1, colonne 5)"),
        ("a: " + "[" * 200 + "]" * 200, "la structure est imbriquée trop profondément (ligne 1, colonne 33)"),
        (
            "id: D1\n\tfiled_on: x\n",
            "caractère inattendu : une tabulation, ou un signe à mettre entre guillemets (ligne 2, colonne 1)",
        ),
        (
            "id: D1: x\n",
            "un « : » est mal placé ; un texte qui en contient se met entre guillemets (ligne 1, colonne 7)",
        ),
        ("id: D1\nfiled_on\nexperiences: []\n", "un « : » manque après une clé (ligne 3, colonne 1)"),
        (
            'id: "D1\nfiled_on: 2024-01-01\n',
            "le texte s'arrête au milieu : un guillemet ou un crochet n'est pas fermé (ligne 3, colonne 1)",
        ),
        ("id: a\x07b\n", "caractère de contrôle interdit (U+0007)"),
        (b"%PDF-1.7", "ce fichier est un PDF"),
        (b"PK\x03\x04...", "ce fichier est une archive ou un document Word, Excel ou LibreOffice"),
        (b"\x00\x01\x02\x03abc\x00", "ce fichier n'est pas du texte"),
        (JSON.encode("utf-16"), "ce fichier semble codé en UTF-16"),
        (JSON.encode("utf-16-le"), "ce fichier semble codé en UTF-16"),
        (JSON.encode("utf-16-be"), "ce fichier semble codé en UTF-16"),
        (JSON.encode("utf-32"), "ce fichier semble codé en UTF-32"),
        (
            YAML.encode("cp1252"),
            "ce fichier semble codé en cp1252 (Windows, latin-1) (premier octet étranger : ligne 5)",
        ),
        (YAML.encode("mac_roman"), "ce fichier semble codé en Mac Roman (premier octet étranger : ligne 5)"),
    ],
    ids=lambda value: str(value)[:25] if isinstance(value, str) else "octets",
)
def test_a_fault_of_the_whole_file_is_one_sentence(tmp_path: Path, content: bytes | str, message: str) -> None:
    (fault,) = refused(tmp_path, content)
    assert fault["message"] == message
    assert fault["path"] == "dossier.txt"
    assert fault["expected"]


def test_deep_json_that_the_parser_accepts_is_refused_too(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, '{"a":' + "[" * 200 + "]" * 200 + "}")
    assert fault["message"] == "la structure est imbriquée trop profondément"


def test_a_file_above_5_mb_is_not_even_parsed(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, b'{"id": "' + b"x" * 5_000_001)
    assert (fault["message"], fault["expected"]) == ("le fichier est trop gros pour un dossier", "au plus 5 Mo")


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("absent.yaml", "le fichier n'existe pas"),
        ("", "c'est un répertoire"),
        ("a" * 400, "le fichier ne peut pas être ouvert"),
        ("a\0b", "le fichier ne peut pas être ouvert"),
    ],
)
def test_a_file_that_cannot_be_opened(tmp_path: Path, place: str, message: str) -> None:
    with pytest.raises(DossierError) as caught:
        read_dossier(f"{tmp_path}/{place}")
    assert caught.value.errors[0]["message"] == message


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: Any) -> None:
        raise PermissionError

    monkeypatch.setattr("builtins.open", forbidden)
    with pytest.raises(DossierError, match="la lecture du fichier n'est pas permise"):
        read_dossier(tmp_path / "secret.yaml")


def test_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(YAML.encode())))
    assert read_dossier("-").experiences[0].title == "Comptable général"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(DossierError, match="entrée standard : le fichier est vide"):
        read_dossier("-")


def test_yaml_leaves_words_and_dates_as_they_are_written() -> None:
    text = 'a: no\nb: 08\nc: 01000\nd: 12:30\ne: 2019-02-30\nf: 2019\ng: 1.5\nh: ~\ni:\nj: True\nk: "12"\nl: 1_000\n'
    assert read_yaml(text) == {
        "a": "no", "b": "08", "c": "01000", "d": "12:30", "e": "2019-02-30", "f": 2019, "g": 1.5, "h": None, "i": None,
        "j": True, "k": "12", "l": "1_000",
    }  # fmt: skip


def test_an_impossible_date_in_yaml_is_told_at_its_place(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, YAML.replace("2024-03-12", "2024-02-30"))
    assert (fault["path"], fault["value"]) == ("filed_on", "2024-02-30")
    assert fault["message"] == "le jour 30/02/2024 n'existe pas"


def test_an_unknown_key_suggests_the_one_meant(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, YAML.replace("title:", "titre:"))
    assert (fault["path"], fault["message"]) == ("experiences[0].titre", "clé inconnue")
    assert fault["expected"] == "peut-être « title »"


@pytest.mark.parametrize("given", [None, 1, 1.5, "dossier.yaml", b"{}", [], [{"id": "D1"}], object(), Dossier])
def test_what_is_no_dossier_at_all(given: Any) -> None:
    with pytest.raises(DossierError, match="ce n'est pas un dossier"):
        parse_dossier(given)


def test_the_given_mapping_is_never_changed() -> None:
    given = read_yaml((EXAMPLES / "comptable-et-tresoriere.yaml").read_text(encoding="utf-8"))
    before = copy.deepcopy(given)
    read = parse_dossier(given)
    assert given == before
    assert parse_dossier(read) == read
    assert (
        parse_dossier(MappingProxyType({**given, "funding": MappingProxyType({"cpf_euros": 3})})).funding.cpf_euros == 3
    )
    given["experiences"][0]["activities"].append("ajout")
    assert "ajout" not in read.experiences[0].activities


def test_a_mapping_that_holds_itself_is_refused() -> None:
    given: dict[str, Any] = {"id": "D1", "filed_on": "2024-01-01"}
    given["experiences"] = [given]
    with pytest.raises(DossierError, match="imbriquée trop profondément"):
        parse_dossier(given)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=15,
)
keys = st.sampled_from([*Dossier.model_fields, "inconnue"])


ENGLISH = {"should", "input", "valid", "expected", "error", "must", "unexpected", "field", "value"}


def faults_of(given: Any) -> list[Any]:
    try:
        parse_dossier(given)
    except DossierError as error:
        return list(error.errors)
    return []


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(keys, values))
def test_whatever_is_given_ends_in_a_dossier_or_in_french_faults(given: dict[str, Any]) -> None:
    for fault in faults_of(given):
        assert fault["message"]
        assert fault["expected"]
        assert sentence(fault).encode()
        assert not set(f"{fault['message']} {fault['expected']}".lower().split()) & ENGLISH


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_whatever_bytes_end_in_a_dossier_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "octets"
    path.write_bytes(content)
    with pytest.raises(DossierError):
        read_dossier(path)


@given(st.integers(0, 2000))
def test_a_truncated_example_is_a_dossier_or_a_dossier_error(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    content = (EXAMPLES / "comptable-et-tresoriere.yaml").read_bytes()
    path = tmp_path_factory.getbasetemp() / "coupe.yaml"
    path.write_bytes(content[:cut])
    with contextlib.suppress(DossierError):
        read_dossier(path)


def test_a_union_is_never_named_in_a_fault() -> None:
    given = {
        "id": "D1",
        "filed_on": "2024-03-12",
        "experiences": [
            {"kind": "syndical", "start": "2019", "organisation": "Canari\x00", "title": "Élu CGT\x00"},
            {"kind": "salarie", "start": "2019", "organisation": "Menuiserie\x00", "CFDT": 1},
        ],
    }
    with pytest.raises(DossierError) as caught:
        parse_dossier(given)
    said = f"{caught.value} {caught.value.errors}"
    for name in ("Canari", "CGT", "CFDT"):
        assert name not in said
    assert "Menuiserie" in said


def test_reading_needs_no_heavy_library() -> None:
    heavy = "('pandas', 'numpy', 'charset_normalizer')"
    program = f"import sys, matcher.reading.dossiers; print([one for one in {heavy} if one in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"[]\n"
