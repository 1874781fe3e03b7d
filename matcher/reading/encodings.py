"""From the bytes of a file to its text: UTF-8, or a refusal that names what was found and says what to do."""

from __future__ import annotations

import codecs

from matcher.model.faults import DossierError

_UTF8 = "un texte en UTF-8"
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_FORMATS = (
    (b"PK\x03\x04", "une archive ou un document Word, Excel ou LibreOffice"),
    (b"%PDF", "un PDF"),
    (b"\xd0\xcf\x11\xe0", "un ancien document Word ou Excel"),
    (b"\x1f\x8b", "une archive gzip"),
)
_NAMES = {"cp1252": "cp1252 (Windows, latin-1)", "mac_roman": "Mac Roman", "cp850": "cp850 (DOS)"}


def text_of(data: bytes, name: str) -> str:
    """The text of a file, without its byte order mark. Raises DossierError, whose path is ``name``."""
    for start, kind in _FORMATS:
        if data.startswith(start):
            raise DossierError.single(name, None, "un dossier en YAML ou en JSON", f"ce fichier est {kind}")
    wide = wide_encoding(data)
    if wide:
        raise _badly_encoded(name, wide)
    if b"\x00" in data:
        raise DossierError.single(name, None, "un dossier en YAML ou en JSON", "ce fichier n'est pas du texte")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _badly_encoded(name, _narrow_encoding(data), line) from None


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32, told by the mark, or by the null bytes that stand at every other place only."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if (even == 0) != (odd == 0) and max(even, odd) > len(data) / 3:
        return "UTF-16"
    return None


def _narrow_encoding(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000], cp_isolation=list(_NAMES)).best()
    return _NAMES.get(best.encoding) if best else None


def _badly_encoded(name: str, encoding: str | None, line: int | None = None) -> DossierError:
    place = f" (premier octet étranger : ligne {line})" if line else ""
    seems = f"ce fichier semble codé en {encoding}" if encoding else "ce fichier n'est pas codé en UTF-8"
    remedy = f"{_UTF8} : enregistrez-le sous ce codage (« Enregistrer sous », puis UTF-8)"
    return DossierError.single(name, None, remedy, f"{seems}{place}")
