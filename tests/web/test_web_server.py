"""The server as people start it: a process, a real socket, signals."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from running_server import PATIENCE, Running
from web_clients import DOSSIER

from matcher import Matcher
from matcher.cli import main

Start = Callable[..., Running]


def test_it_starts_answers_and_stops(start: Start, matcher: Matcher) -> None:
    server = start()
    assert server.said.startswith("VAE au Cnam : http://127.0.0.1:")
    assert httpx.get(f"{server.url}healthz").json() == {"status": "ok"}
    sent = httpx.post(f"{server.url}api/evaluate?limit=2", json=DOSSIER, timeout=PATIENCE)
    assert sent.content == matcher.evaluate(DOSSIER, limit=2).to_json().encode()
    assert "server" not in sent.headers
    assert httpx.get(f"{server.url}api/occupations?title=Zéphyrine", timeout=PATIENCE).status_code == 200
    assert httpx.get(f"{server.url}healthz", headers={"host": "ailleurs.test"}).status_code == 421
    assert _cut_short(server.port).startswith(b"HTTP/1.1 413 ")
    assert server.stop() == 0
    assert "POST /api/evaluate 200" in server.said
    assert "phyrine" not in server.said
    assert "Traceback" not in server.said
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", server.port), timeout=5)


def _cut_short(port: int) -> bytes:
    """What a server answers to a body without an end, of which it takes what it admits."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as sending:
        sending.sendall(
            b"POST /api/evaluate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        for _ in range(16):
            sending.sendall(chunk)
        return sending.recv(1000)


def test_a_secret_opens_it_to_others(start: Start, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("un secret bien long\n")
    secret.chmod(0o644)
    server = start("--host", "0.0.0.0", "--token-file", str(secret))
    assert f"peuvent lire {secret} (chmod 600 {secret})" in server.said
    assert "rien n'est chiffré" in server.said
    url = f"http://127.0.0.1:{server.port}/api/schema/dossier"
    assert httpx.get(url).status_code == 401
    assert httpx.get(url, headers={"authorization": "Bearer un secret bien long"}).status_code == 200
    assert server.stop(signal.SIGINT) == 0


def test_a_certificate_encrypts_it(start: Start, tmp_path: Path) -> None:
    certificate, key = tmp_path / "serveur.pem", tmp_path / "serveur.key"
    subject = ["-subj", "/CN=localhost", "-days", "2", "-keyout", str(key), "-out", str(certificate)]
    made = subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject], capture_output=True)
    if made.returncode:
        pytest.skip("openssl ne fait pas de certificat ici")
    server = start("--certificate", str(certificate), "--key", str(key))
    assert server.url.startswith("https://127.0.0.1:")
    answer = httpx.get(f"{server.url}healthz", verify=False)
    assert answer.json() == {"status": "ok"}
    assert server.stop() == 0


# Ce qui l'empêche de partir


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "Le serveur serait ouvert à d'autres (0.0.0.0) : donnez un secret par --password-file"),
        (["--public-name", "vae.exemple.fr"], "Le serveur serait ouvert à d'autres (vae.exemple.fr)"),
        (["--port", "http"], "Erreur : --port : « http » lu ; attendu : un nombre entier de 0 à 65535"),
        (["--port", "65536"], "Erreur : --port : « 65536 » lu"),
        (["--certificate", "x.pem"], "Erreur : --certificate et --key vont ensemble"),
        (["--password-file", "absent.txt"], "absent.txt ne peut pas être lu"),
        (["--host", "pas une adresse", "--token-file", "SECRET"], "Impossible d'écouter sur pas une adresse"),
        (["--port", "0", "--certificate", "SECRET", "--key", "SECRET"], "ne peuvent pas servir"),
        (["--token-file", "COURT"], "Le secret est trop court ; attendu : au moins 16 caractères."),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_what_prevents_it_is_one_sentence(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, secret in (("SECRET", "un secret bien long"), ("COURT", "court")):
        (tmp_path / name).write_text(secret)
        (tmp_path / name).chmod(0o600)
    options = [str(tmp_path / one) if one in ("SECRET", "COURT") else one for one in options]
    assert main(["serve", *options]) == 2
    written = capsys.readouterr()
    assert said in written.err
    assert len(written.err.splitlines()) == 1
    assert written.out == ""


def test_a_port_already_taken_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    assert f"Impossible d'écouter sur 127.0.0.1, port {port}" in capsys.readouterr().err


def test_without_its_extra_it_says_what_to_install() -> None:
    without = "import sys; sys.modules['fastapi'] = None; from matcher.cli import main; sys.exit(main(['serve']))"
    ended = subprocess.run([sys.executable, "-c", without], capture_output=True, text=True)
    assert ended.returncode == 2
    assert ended.stderr == "Le serveur n'est pas installé ; attendu : pip install 'vae-cnam[web]'.\n"


def test_other_commands_do_without_the_web() -> None:
    seen = "import sys; import matcher.cli; print([m for m in ('fastapi', 'uvicorn', 'jinja2') if m in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True)
    assert json.loads(ended.stdout.replace("'", '"')) == []
