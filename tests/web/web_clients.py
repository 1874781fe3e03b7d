"""Clients of the application, and what people and programs send through them."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from matcher import Matcher
from matcher.web.app import create_app
from matcher.web.settings import ServerSettings

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
PASSWORD = "mot de passe d'essai"
JSON = {"content-type": "application/json"}
PAGE = {"accept": "text/html"}
DOSSIER: dict[str, Any] = {
    "id": "D1",
    "filed_on": "2024-06-12",
    "experiences": [
        {
            "kind": "salarie",
            "title": "Comptable",
            "start": "2016-01-01",
            "end": "2021-12-31",
            "weekly_hours": 35,
            "activities": ["Tenue de la comptabilité générale", "Déclarations de TVA", "Préparation du bilan"],
        }
    ],
}


@cache
def engine() -> Matcher:
    """One engine for all the tests of a process."""
    return Matcher.load()


def client_of(matcher: Matcher, settings: ServerSettings) -> TestClient:
    base = "https://vae.test" if settings.encrypted else "http://127.0.0.1"
    return TestClient(create_app(matcher, settings), base_url=base, follow_redirects=False)


def send(client: TestClient, body: Any, address: str = "/api/evaluate", **headers: str) -> Any:
    """Send a body as JSON: bytes as they are, anything else written as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(address, content=content, headers=JSON | headers)


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def log_in(client: TestClient, secret: str = PASSWORD, **fields: str) -> Any:
    token = csrf_of(client.get("/connexion", headers=PAGE).text)
    return client.post("/connexion", data={"csrf_token": token, "secret": secret} | fields, headers=PAGE)
