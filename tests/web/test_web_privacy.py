"""What leaves the server besides its answers: headers for browsers, and the log."""

from __future__ import annotations

import logging
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from web_clients import DOSSIER, JSON, PAGE, client_of, log_in, send

from matcher import Matcher
from matcher.web.settings import ServerSettings

CANARY = "Zéphyrine-Canari-4417"


def policy(header: str) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in header.split(";"))


@pytest.mark.parametrize(
    "address", ["/", "/connexion", "/healthz", "/api/docs", "/api/rien", "/static/base.css", "/api/occupations"]
)
def test_every_answer_is_closed_to_other_sites(address: str, client: TestClient) -> None:
    headers = client.get(address, headers=PAGE).headers
    assert policy(headers["content-security-policy"]) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cache-control"] == ("no-cache" if address.startswith("/static/") else "no-store")
    assert "access-control-allow-origin" not in headers


def test_refusals_at_the_gate_are_closed_too(client: TestClient, locked: TestClient) -> None:
    refused = client.get("/", headers={"host": "ailleurs.test"}), locked.get("/", headers=PAGE), locked.get("/")
    assert [one.status_code for one in refused] == [421, 303, 401]
    for one in refused:
        assert one.headers["cache-control"] == "no-store"
        assert one.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("address", ["/", "/connexion", "/api/docs", "/rien"])
def test_pages_hold_nothing_that_the_policy_forbids(address: str, locked: TestClient, client: TestClient) -> None:
    for one in (client, locked):
        page = one.get(address, headers=PAGE).text
        for forbidden in ("<style", " style=", "<script>", " onclick=", 'src="http', 'href="http'):
            assert forbidden not in page


def test_the_log_holds_nothing_of_the_person(matcher: Matcher, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for logger in ("httpx", "httpcore"):  # le client des tests, qui écrit ce qu'il demande
        logging.getLogger(logger).setLevel(logging.WARNING)
    client, typed = client_of(matcher, ServerSettings(password="un secret bien long")), quote(CANARY)
    log_in(client, CANARY)
    log_in(client, "un secret bien long")
    client.get(f"/api/occupations?title={typed}")
    client.get(f"/api/certifications?search={typed}&limit=zéro")
    client.get(f"/api/{typed}", headers=PAGE | {"user-agent": typed, "referer": f"http://127.0.0.1/{typed}"})
    bearer = {"authorization": "Bearer un secret bien long"}
    sent = send(client, DOSSIER | {"id": CANARY}, f"/api/evaluate?target={typed}", **bearer)
    assert CANARY in sent.text
    send(client, DOSSIER | {"filed_on": CANARY}, **bearer)
    client.post("/api/evaluate", content=CANARY.encode(), headers=JSON | bearer)
    written = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert "POST /api/evaluate 200" in written
    assert "GET /api/occupations 200" in written
    for trace in (CANARY, typed, "Zéphyrine", "Canari", "testclient", "un secret bien long"):
        assert trace not in written


def test_the_names_of_unions_are_not_echoed(client: TestClient) -> None:
    duty = {"kind": "syndical", "title": "délégué CGT", "organisation": "CGT", "start": "2019", "end": "2018"}
    answer = send(client, DOSSIER | {"experiences": [duty]})
    assert answer.status_code == 422
    assert "CGT" not in answer.text
    assert "CGT" not in send(client, DOSSIER | {"experiences": [duty | {"end": "2022"}]}).text
