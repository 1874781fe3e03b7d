"""`vae serve`: the pages and the API, on this machine or, with a secret, for others."""

from __future__ import annotations

import logging
import re
import signal
import socket
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli.app import app, loaded
from matcher.cli.console import Refused, say
from matcher.cli.history import STORE, kept
from matcher.cli.usage import FrenchCommand, UsageFault

if TYPE_CHECKING:
    from fastapi import FastAPI
    from uvicorn import Server

    from matcher.web.settings import ServerSettings

_WAITING = 128
_LAST_PORT = 65_535
_LAST_ANSWERS = 10
"""Seconds left to the requests under way when the server stops."""


class _ServeCommand(FrenchCommand):
    """`--store` may be given without an address."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        told = [*args, "-"]
        bare = [place for place, one in enumerate(args) if one == "--store" and told[place + 1].startswith("-")]
        for place in reversed(bare):
            args.insert(place + 1, "")
        return super().parse_args(ctx, args)


@app.command(cls=_ServeCommand)
def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADRESSE", help="Adresse d'écoute (127.0.0.1 par défaut).")
    ] = "127.0.0.1",
    port: Annotated[
        str, typer.Option("--port", metavar="N", help="Port (8000 par défaut) ; 0 : un port libre.")
    ] = "8000",
    password_file: Annotated[
        Path | None, typer.Option("--password-file", metavar="FICHIER", help="Fichier du mot de passe des pages.")
    ] = None,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", metavar="FICHIER", help="Fichier du jeton des programmes.")
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="FICHIER", help="Certificat TLS (PEM), avec --key.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="FICHIER", help="Clé du certificat TLS (PEM).")] = None,
    public_name: Annotated[
        str | None, typer.Option("--public-name", metavar="NOM", help="Nom du serveur derrière un mandataire TLS.")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="[ADRESSE]",
            envvar=STORE,
            help="Garde les avis que l'on enregistre : un fichier, ou postgresql://COMPTE@SERVEUR/BASE ; sans "
            f"adresse, celle de la variable {STORE}, ou un fichier dans $VAE_DATA.",
        ),
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Ouvre la page dans le navigateur.")] = False,
) -> None:
    """Sert la page des conseillers et l'API.

    Sans secret, le serveur n'écoute que sur cette machine. Le mot de passe ou le jeton ouvre les pages et l'API ;
    pour d'autres machines, les pages ne s'ouvrent que par une connexion chiffrée (https).

    Sans --store, rien n'est gardé : « Enregistrer » rend le dossier en fichier. Avec lui, les avis enregistrés
    forment un historique (voir vae history).

    Exemples :

      vae serve --open
      vae serve --store historique.db
      vae serve --host 0.0.0.0 --password-file secret.txt --certificate serveur.pem --key serveur.key
      vae serve --public-name vae.exemple.fr --password-file secret.txt
    """
    if (certificate is None) != (key is None):
        raise UsageFault("--certificate et --key vont ensemble")
    number = _port(port)
    try:
        from matcher.web.app import create_app
        from matcher.web.settings import ServerSettings
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("matcher"):
            raise
        raise Refused("Le serveur n'est pas installé ; attendu : pip install 'vae-cnam[web]'.") from None
    try:
        settings = ServerSettings(
            host=host,
            port=number,
            password=_secret(password_file),
            token=_secret(token_file),
            public_name=public_name,
            tls=certificate is not None,
        )
    except ValueError as error:
        raise Refused(str(error)) from None
    with _listen(settings) as listening:
        history = None if store is None else kept(store)
        matcher = loaded()
        matcher.occupations  # noqa: B018 - bâti maintenant, pour que personne n'attende
        server = _server(create_app(matcher, settings, history), settings, certificate, key)
        _run(server, listening, settings, show)


def _port(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > _LAST_PORT:
        raise UsageFault(f"--port : « {text[:80]} » lu ; attendu : un nombre entier de 0 à {_LAST_PORT}")
    return int(text)


def _secret(path: Path | None) -> str | None:
    """The secret that a file holds, without the end of its line. Raises Refused."""
    if path is None:
        return None
    try:
        secret = path.read_text(encoding="utf-8-sig").strip()
        shared = path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
    except (OSError, UnicodeDecodeError):
        raise Refused(f"{path} ne peut pas être lu ; attendu : un fichier qui contient le secret.") from None
    if not secret.isprintable():
        raise Refused(f"{path} ne convient pas ; attendu : un secret sur une seule ligne, sans caractère de contrôle.")
    if shared:
        say(f"Attention : d'autres utilisateurs de cette machine peuvent lire {path} (chmod 600 {path}).")
    return secret


def _listen(settings: ServerSettings) -> socket.socket:
    """A socket that listens already, so that its address may be announced. Raises Refused."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=_WAITING)
    except (OSError, UnicodeError):
        raise Refused(
            f"Impossible d'écouter sur {settings.host}, port {settings.port} ; attendu : une adresse de cette machine "
            "et un port libre."
        ) from None


def _server(application: FastAPI, settings: ServerSettings, certificate: Path | None, key: Path | None) -> Server:
    import uvicorn

    config = uvicorn.Config(
        application,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        # Ce que dit un mandataire de l'adresse du visiteur ne vaut que s'il y a un mandataire.
        proxy_headers=settings.public_name is not None,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        timeout_graceful_shutdown=_LAST_ANSWERS,
    )
    try:
        config.load()
    except OSError:
        raise Refused(
            f"Le certificat {certificate} et la clé {key} ne peuvent pas servir ; attendu : du PEM."
        ) from None
    return uvicorn.Server(config)


def _run(server: Server, listening: socket.socket, settings: ServerSettings, show: bool) -> None:
    """Serve until Ctrl+C or SIGTERM, then finish what is under way."""
    from matcher.web.settings import bracketed

    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(message)s", level=logging.WARNING)
    logging.getLogger("vae.serve").setLevel(logging.INFO)
    url = f"http{'s' * settings.tls}://{bracketed(settings.host)}:{listening.getsockname()[1]}/"
    if settings.exposed and not settings.tls and settings.public_name is None:
        say("Attention : sans --certificate, rien n'est chiffré ; les pages restent fermées, le jeton passe en clair.")
    say(f"VAE au Cnam : {url} (Ctrl+C pour arrêter)")
    # Le serveur rend son signal une fois arrêté : il ne doit plus rien interrompre.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    if show:
        import webbrowser

        webbrowser.open(url)
    server.run(sockets=[listening])
