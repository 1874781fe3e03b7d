"""Where a history stands: a SQLite file, or a PostgreSQL server through pg8000. A password is never shown."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from matcher.history.errors import HistoryRefused
from matcher.reading.bundled import history_file

_SERVER_SCHEMES = ("postgres", "postgresql", "postgresql+pg8000")
_PORT = 5432
_PATIENCE = 30
"""Seconds left to a server to answer."""
_EXPECTED = "un chemin, sqlite:///CHEMIN ou postgresql://COMPTE@SERVEUR/BASE"


def read_address(text: str) -> URL:
    """The database that an address names; empty: the embedded one. Raises HistoryRefused.

    What is no URL is the path of a SQLite file.
    """
    scheme, separator, rest = text.strip().partition("://")
    if not separator:
        return _file_url(Path(text.strip()).expanduser() if text.strip() else history_file())
    if scheme == "sqlite":
        # « /// » est suivi d'un chemin relatif, « //// » d'un chemin absolu.
        path = rest.removeprefix("/")
        if not rest.startswith("/") or path in ("", ":memory:"):
            raise HistoryRefused(f"L'adresse de l'historique ne nomme aucun fichier ; attendu : {_EXPECTED}.")
        return _file_url(Path(path).expanduser())
    if scheme not in _SERVER_SCHEMES:
        # Le reste de l'adresse peut porter un mot de passe.
        raise HistoryRefused(f"L'historique ne sait pas écrire en « {scheme[:40]} » ; attendu : {_EXPECTED}.")
    try:
        url = make_url(f"postgresql+pg8000://{rest}")
    except (ArgumentError, ValueError):
        raise HistoryRefused(f"L'adresse de l'historique est mal formée ; attendu : {_EXPECTED}.") from None
    if not url.database:
        raise HistoryRefused(f"L'adresse de l'historique ne nomme aucune base ; attendu : {_EXPECTED}.")
    server_options(url)
    return url


def shown(url: URL) -> str:
    """How messages name a history: its path, or its server and base, without account nor password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"postgresql://{url.host or 'localhost'}{f':{url.port}' if url.port else ''}/{url.database}"


def server_options(url: URL) -> dict[str, Any]:
    """What pg8000 is told besides the address, out of its query. Raises HistoryRefused for what it does not know."""
    options: dict[str, Any] = {"timeout": _PATIENCE}
    for name, value in url.query.items():
        if name == "sslmode" and value in _SSL:
            options["ssl_context"] = _SSL[str(value)]()
        elif name == "host" and str(value).startswith("/"):
            options["unix_sock"] = f"{value}/.s.PGSQL.{url.port or _PORT}"
        else:
            raise HistoryRefused(
                f"L'adresse de l'historique porte une option inconnue, « {name[:40]} » ; attendu : sslmode (disable, "
                "require ou verify-full) ou host (le dossier d'une prise locale)."
            )
    return options


def _file_url(path: Path) -> URL:
    if path.is_dir():
        raise HistoryRefused(f"{path} est un dossier ; attendu : le fichier de l'historique.")
    return URL.create("sqlite", database=str(path.absolute()))


def _unverified() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


_SSL: dict[str, Callable[[], Any]] = {
    "disable": lambda: False,
    "require": _unverified,
    "verify-full": ssl.create_default_context,
}
