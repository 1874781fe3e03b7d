"""What the disk refuses, told in French; and files written whole or not at all."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

_REASONS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le disque est plein pour cet utilisateur",
    errno.EFBIG: "le disque est plein, ou n'admet pas un fichier si grand",
    errno.EACCES: "l'accès est refusé",
    errno.EPERM: "l'accès est refusé",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOENT: "ce chemin n'existe pas",
    errno.ENOTDIR: "ce chemin passe par un fichier",
    errno.EISDIR: "c'est un dossier",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.EEXIST: "un fichier de ce nom existe",
    errno.EIO: "le disque ne répond pas",
}


def reason_of(error: OSError) -> str:
    """Why the system refused, in a few French words: its own are in English."""
    return _REASONS.get(error.errno or 0, f"le système refuse, erreur {error.errno}")


def write_whole(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a file, whole or not at all, its ends of lines as they are. Raises OSError; nothing has then changed."""
    if path.exists() and not path.is_file():  # un tube, un terminal : rien à remplacer
        path.write_text(text, encoding, newline="")
        return
    path = path.resolve()
    beside = path.with_name(f"{path.name}.partiel")
    try:
        beside.write_text(text, encoding, newline="")
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
