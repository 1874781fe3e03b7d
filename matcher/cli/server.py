"""`vae serve`: the pages and the API, on this machine or, with a secret, for others."""

from __future__ import annotations

import re
import signal
import socket
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.app import app, loaded
from matcher.cli.console import Refused, say
from matcher.cli.usage import FrenchCommand, UsageFault

if TYPE_CHECKING:
    from matcher.web.settings import ServerSettings

_WAITING = 128
_LAST_PORT = 65_535


@app.command(cls=FrenchCommand)
def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADRESSE", help="Adresse d'écoute (127.0.0.1).")] = "127.0.0.1",
    port: Annotated[str, typer.Option("--port", metavar="N", help="Port (8000) ; 0 : un port libre.")] = "8000",
    password_file: Annotated[
        Path | None, typer.Option("--password-file", metavar="FICHIER", help="Fichier du mot de passe des pages.")
    ] = None,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", metavar="FICHIER", help="Fichier du jeton des programmes.")
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Ouvre la page dans le navigateur.")] = False,
) -> None:
    """Sert la page des conseillers et l'API.

    Sans secret, le serveur n'écoute que sur cette machine. L'un ou l'autre secret ouvre les pages et l'API.

    Exemples :

      vae serve --open
      vae serve --host 0.0.0.0 --password-file secret.txt
    """
    try:
        import uvicorn

        from matcher.web.app import create_app
        from matcher.web.settings import ServerSettings, bracketed
    except ImportError:
        raise Refused("Le serveur n'est pas installé : pip install 'vae-cnam[web]'.") from None
    try:
        settings = ServerSettings(host, _port(port), _secret(password_file), _secret(token_file))
    except ValueError as error:
        raise Refused(str(error)) from None
    listening = _listen(settings)
    url = f"http://{bracketed(host)}:{listening.getsockname()[1]}/"
    application = create_app(loaded(), settings)
    server = uvicorn.Server(uvicorn.Config(application, access_log=False, log_level="warning", server_header=False))
    say(f"VAE au Cnam : {url} (Ctrl+C pour arrêter)")
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: None)
    if show:
        import webbrowser

        webbrowser.open(url)
    server.run(sockets=[listening])


def _port(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > _LAST_PORT:
        raise UsageFault(f"--port : « {text[:80]} » lu ; attendu : un nombre entier de 0 à {_LAST_PORT}")
    return int(text)


def _secret(path: Path | None) -> str | None:
    """The secret that a file holds, without the end of its line."""
    if path is None:
        return None
    try:
        secret = path.read_text(encoding="utf-8").strip()
        shared = path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
    except (OSError, UnicodeDecodeError):
        raise Refused(f"{path} ne peut pas être lu ; attendu : un fichier qui contient le secret.") from None
    if shared:
        say(f"Attention : d'autres utilisateurs de cette machine peuvent lire {path} (chmod 600 {path}).")
    return secret


def _listen(settings: ServerSettings) -> socket.socket:
    """A socket that listens already, so that the address may be announced."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=_WAITING)
    except OSError:
        raise Refused(
            f"Impossible d'écouter sur {settings.host}, port {settings.port} : il est déjà pris, ou n'est pas permis."
        ) from None
