from __future__ import annotations

import asyncio
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_clients import DOSSIER, EXAMPLES, JSON, PAGE, client_of, send

from matcher import Matcher
from matcher.cli import main
from matcher.model.dossier import Dossier
from matcher.reading.dossiers import read_dossier
from matcher.render.schema import json_schema
from matcher.web.app import create_app
from matcher.web.settings import ServerSettings

# Le même rapport par tous les chemins


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    ("options", "python"),
    [
        ({}, {}),
        (
            {"limit": "3", "on": "2018-05-02", "target": "RNCP35924", "certifier": "Cnam"},
            {"limit": 3, "on": date(2018, 5, 2), "target": "RNCP35924", "certifier": "Cnam"},
        ),
    ],
    ids=["plain", "with options"],
)
def test_same_bytes_as_python_and_the_command_line(
    path: Path,
    options: dict[str, str],
    python: dict[str, Any],
    client: TestClient,
    matcher: Matcher,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    person = read_dossier(path)
    sent = client.post(
        "/api/evaluate", params=options, json=person.model_dump(mode="json", exclude_unset=True), headers=JSON
    )
    assert sent.status_code == 200
    assert sent.headers["content-type"] == "application/json"
    assert sent.content == matcher.evaluate(person, **python).to_json().encode()
    assert main(["match", str(path), "--json", *(word for key in options for word in (f"--{key}", options[key]))]) == 0
    assert capfdbinary.readouterr().out == sent.content + b"\n"


def test_no_experience_gives_a_report_that_asks_for_one(client: TestClient) -> None:
    report = send(client, DOSSIER | {"experiences": []}).json()
    assert report["matches"] == []
    assert "Aucune expérience" in report["warnings"][0]["message"]


def test_occupations_are_those_of_python(client: TestClient, matcher: Matcher) -> None:
    found = client.get("/api/occupations", params={"title": "comptable", "limit": 3}).json()
    suggested = matcher.suggest_occupations("comptable", 3)
    assert len(suggested) == 3
    assert found == [{"rome": rome, "label": label, "score": score} for rome, label, score in suggested]
    assert client.get("/api/occupations", params={"title": "zzzzzz"}).json() == []


def test_certifications_are_found_in_spite_of_typos(client: TestClient, matcher: Matcher) -> None:
    found = client.get("/api/certifications", params={"search": "comptabilite gestion lisence", "limit": 4}).json()
    assert [one["code"] for one in found] == [one.code for one in matcher.search("comptabilite gestion lisence", 4)]
    (exact,) = client.get("/api/certifications", params={"search": "rncp 36889"}).json()
    assert exact["rncp"] == "RNCP36889"
    assert exact["title"] == "Responsable comptable"
    assert set(exact["registered"]) == {"from", "to"}


@pytest.mark.parametrize("name", ["dossier", "report"])
def test_schemas_are_those_of_the_command_line(name: str, client: TestClient) -> None:
    assert client.get(f"/api/schema/{name}").json() == json_schema(name)


# Ce qui est fautif


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "le texte s'arrête au milieu"),
        (b"{", "le texte s'arrête au milieu"),
        (b'{"id" "D1"}', "un « : » manque"),
        (b'{"id": D1}', "une valeur manque"),
        (b"id: D1\nfiled_on: 2024-01-01\nexperiences: []", "une valeur manque"),
        (b"[]", "ce n'est pas un dossier"),
        (b"null", "ce n'est pas un dossier"),
        (b'"texte"', "ce n'est pas un dossier"),
        (b'{"id": "a", "id": "b"}', "la clé « id » est écrite deux fois"),
        (b'{"id": NaN}', "« NaN » n'est pas un nombre"),
        (b'{"id": -Infinity}', "« -Infinity » n'est pas un nombre"),
        (b'{"id": ' + b"9" * 6000 + b"}", "un nombre a trop de chiffres"),
        (b"[" * 50_000, "la structure est imbriquée trop profondément"),
        (b'{"a":' * 100 + b"1" + b"}" * 100, "la structure est imbriquée trop profondément"),
        (b'{"id": "\xe9"}', "le texte n'est pas codé en UTF-8"),
    ],
    ids=lambda value: value[:30] if isinstance(value, bytes) else "",
)
def test_what_is_no_dossier_is_one_fault(body: bytes, message: str, client: TestClient) -> None:
    answer = send(client, body)
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert set(fault) == {"path", "value", "expected", "message"}
    assert message in fault["message"]
    assert fault["path"] == ""
    assert fault["expected"]


def test_every_bad_field_is_told_at_its_place(client: TestClient) -> None:
    wrong = {
        "filed_on": "2024-02-30",
        "experiences": [
            {"kind": "salarié", "start": "2020", "end": "2019"},
            {"kind": "benevole", "start": "2035", "weekly_hours": 400, "titre": "x"},
        ],
    }
    answer = send(client, wrong)
    assert answer.status_code == 422
    faults = {fault["path"]: fault for fault in answer.json()["errors"]}
    assert set(faults) == {
        "id",
        "filed_on",
        "experiences[0].kind",
        "experiences[0].end",
        "experiences[1].weekly_hours",
        "experiences[1].titre",
    }
    assert faults["filed_on"]["value"] == "2024-02-30"
    assert faults["experiences[1].titre"]["expected"] == "peut-être « title »"


def test_lists_and_texts_are_bounded(client: TestClient) -> None:
    many = DOSSIER | {"experiences": DOSSIER["experiences"] * 201, "project": "x" * 20_001}
    faults = {fault["path"]: fault["message"] for fault in send(client, many).json()["errors"]}
    assert faults == {"experiences": "la liste est trop longue", "project": "le texte est trop long"}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_json_has_to_be_declared(kind: str, client: TestClient) -> None:
    answer = client.post("/api/evaluate", content=json.dumps(DOSSIER), headers={"content-type": kind} if kind else {})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["expected"] == "Content-Type: application/json"
    assert send(client, DOSSIER, **{"content-type": "application/json; charset=utf-8"}).status_code == 200


@pytest.mark.parametrize(
    ("address", "faults"),
    [
        ("/api/evaluate?limit=dix", {"query.limit": "ce n'est pas un nombre entier"}),
        ("/api/evaluate?limit=0", {"query.limit": "la valeur est trop petite"}),
        ("/api/evaluate?limit=101", {"query.limit": "la valeur est trop grande"}),
        ("/api/evaluate?on=2024-02-30", {"query.on": "le jour 30/02/2024 n'existe pas"}),
        ("/api/evaluate?on=2024", {"query.on": "la date doit être complète"}),
        ("/api/evaluate?on=1999-01-01", {"on": "la VAE n'existait pas encore à cette date"}),
        ("/api/evaluate?target=" + "x" * 201, {"query.target": "le texte est trop long"}),
        ("/api/evaluate?certifier=a%00b", {"query.certifier": "le texte contient un caractère de contrôle"}),
        ("/api/evaluate?limt=3&on=hier", {"query.limt": "clé inconnue", "query.on": "ce texte n'a pas la forme"}),
        ("/api/occupations", {"query.title": "la clé manque"}),
        ("/api/occupations?title=%20", {"query.title": "le texte est vide"}),
        ("/api/certifications?search=a&limit=51", {"query.limit": "la valeur est trop grande"}),
    ],
)
def test_a_bad_query_is_told_parameter_by_parameter(address: str, faults: dict[str, str], client: TestClient) -> None:
    answer = send(client, DOSSIER, address) if "evaluate" in address else client.get(address)
    assert answer.status_code == 422
    told = {fault["path"]: fault["message"] for fault in answer.json()["errors"]}
    assert set(told) == set(faults)
    for path, message in faults.items():
        assert told[path].startswith(message)


def test_other_refusals_are_one_french_sentence(client: TestClient) -> None:
    missing, method = client.get("/api/rien"), client.delete("/api/evaluate")
    assert (missing.status_code, missing.json()) == (404, {"message": "Cette adresse n'existe pas."})
    assert (method.status_code, method.json()) == (405, {"message": "Cette adresse n'admet pas cette méthode."})
    assert method.headers["allow"] == "POST"
    page = client.get("/rien", headers=PAGE)
    assert page.status_code == 404
    assert "<h1>Erreur 404</h1>" in page.text


def test_a_body_too_big_is_refused_as_announced_and_as_it_comes(matcher: Matcher) -> None:
    client = client_of(matcher, ServerSettings(largest_body=1000))
    expected = {"message": "La requête est trop grosse ; attendu : au plus 1 ko."}
    assert send(client, DOSSIER).status_code == 200
    announced = send(client, b" " * 1001)
    assert (announced.status_code, announced.json()) == (413, expected)
    streamed = client.post("/api/evaluate", content=iter([b" " * 400] * 3), headers=JSON)
    assert (streamed.status_code, streamed.json()) == (413, expected)


def test_a_body_that_never_comes_is_not_waited_for(matcher: Matcher) -> None:
    app, sent = create_app(matcher, ServerSettings(body_patience=0.01)), []
    begun = [{"type": "http.request", "body": b"{", "more_body": True}]

    async def receive() -> Any:
        return begun.pop() if begun else await asyncio.Event().wait()

    async def send_back(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/api/evaluate", "query_string": b"", "headers": headers}
    asyncio.run(asyncio.wait_for(app(scope, receive, send_back), 30))
    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"]) == {"message": "La requête a mis trop de temps à arriver."}


def test_a_crash_tells_nothing_of_itself(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(*_: Any, **__: Any) -> Any:
        raise RuntimeError("CANARI-7731 dans le message")

    client = client_of(matcher, ServerSettings())
    monkeypatch.setattr(Matcher, "evaluate", crash)
    answer = send(client, DOSSIER)
    assert answer.status_code == 500
    assert answer.json() == {"message": "Le programme a rencontré une erreur : la demande n'a pas été traitée."}
    assert "RuntimeError (test_web_api.py:" in caplog.text
    assert "CANARI-7731" not in caplog.text
    assert answer.headers["cache-control"] == "no-store"


def test_requests_share_one_engine_without_mixing(client: TestClient) -> None:
    from concurrent.futures import ThreadPoolExecutor

    dossiers = [DOSSIER | {"id": f"D{number}", "filed_on": f"20{10 + number}-06-12"} for number in range(8)]
    for one in dossiers:
        one["experiences"] = [DOSSIER["experiences"][0] | {"start": "2008-01-01", "end": "2009-12-31"}]
    alone = [send(client, one).content for one in dossiers]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda one: send(client, one).content, dossiers)) == alone
    assert len(set(alone)) == len(alone)


def test_the_examples_of_the_description_are_dossiers(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    content = document["paths"]["/api/evaluate"]["post"]["requestBody"]["content"]["application/json"]
    assert set(content["examples"]) == {path.stem for path in EXAMPLES}
    for path in EXAMPLES:
        assert Dossier.model_validate(content["examples"][path.stem]["value"]) == read_dossier(path)
